// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "isolation/wire.hpp"

namespace curante::isolation {

/// One thread that lives as long as the host: it starts processes, because a process is told of its
/// parent's death when the thread that started it ends; and it waits for what they do.
///
/// Tasks are short and throw nothing.
class Supervisor {
 public:
  using Task = std::function<void()>;

  Supervisor();
  /// Runs no further task. What was watched must be forgotten before.
  ~Supervisor();

  /// [any] As soon as possible.
  void run(Task task) { run_at({}, std::move(task)); }
  void run_at(Clock::time_point when, Task task);
  /// [any but its own] Returns when it was done; throws what it threw.
  void run_and_wait(Task task);

  /// [its own thread] Calls back whenever `descriptor` has something to read, or ended.
  void watch(int descriptor, Task readable) { watched_[descriptor] = std::move(readable); }
  void forget(int descriptor) { watched_.erase(descriptor); }

 private:
  void work();
  void run_due();
  int wait_ms();
  void wake();

  OwnedDescriptor wake_end_, sleep_end_;
  std::mutex mutex_;
  std::multimap<Clock::time_point, Task> tasks_;
  bool ending_ = false;
  std::map<int, Task> watched_;  ///< of the thread alone
  std::thread thread_;
};

}  // namespace curante::isolation
