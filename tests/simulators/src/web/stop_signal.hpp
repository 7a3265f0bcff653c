// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace sistema_ts {

/// Lets threads wait without holding up the end of the program.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// Ends all waits, also later ones.
  void stop();
  /// Waits; false if the program ends meanwhile.
  bool wait(std::chrono::milliseconds time) const;
  /// Waits until the other side of the socket hangs up, at most `time`.
  void wait_for_hang_up(int socket, std::chrono::milliseconds time) const;

 private:
  int event_;
};

}  // namespace sistema_ts
