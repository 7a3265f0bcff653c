// SPDX-License-Identifier: Apache-2.0
#include "heartbeat.hpp"

#include <Poco/UUIDGenerator.h>

namespace curante::messages {

Heartbeat::Heartbeat(std::string uri, std::string practice, ClosingTime& closing)
    : session_(std::move(uri), 1),
      practice_(std::move(practice)),
      holder_("message holder " +
              Poco::UUIDGenerator::defaultGenerator().createRandom().toString()),
      closing_(closing) {}

void Heartbeat::beat() {
  const auto began = Clock::now();
  // Each time: the name was lost with a connection that was lost.
  session_.look_up([&](pqxx::transaction_base& tx) {
    tx.exec_params("select set_config('application_name', $1, false)", holder_);
    return 0;
  });
  session_.write([&](pqxx::transaction_base& tx) {
    tx.exec_params(
        "update message set held = clock_timestamp()"
        " where practice_id = $1 and state = 'queued' and holder = $2",
        practice_, holder_);
  });
  // From before it was written, and not to its very end: clocks run differently.
  closing_.last_until(began + std::chrono::milliseconds(silence_ms - every_ms));
  last_ = began;
}

bool Heartbeat::beats() const {
  const auto last = last_.load();
  return last != Clock::time_point::min() &&
         Clock::now() - last < std::chrono::milliseconds(3 * every_ms);
}

}  // namespace curante::messages
