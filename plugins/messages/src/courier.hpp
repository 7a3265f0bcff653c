// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/host.hpp"
#include "message_store.hpp"

namespace curante::messages {

/// Takes one message that is due to its way out, outside any transaction, and records what came of
/// it. At least once: what may have left and is not recorded goes again, under the same id, until
/// `most_doubts`. What cannot be put together or sent is logged and tried later, like any other
/// trouble. Safe from several threads.
class Courier {
 public:
  Courier(const Host& host, const Surroundings& surroundings, MessageStore& store)
      : host_(host), surroundings_(surroundings), store_(store) {}

  /// False when nothing is due.
  bool step();

 private:
  Attempt tried(Claimed& claimed) const;

  Host host_;
  const Surroundings& surroundings_;
  MessageStore& store_;
};

}  // namespace curante::messages
