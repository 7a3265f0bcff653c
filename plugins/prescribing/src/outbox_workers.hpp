// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "delivery.hpp"

namespace curante::prescribing {

/// The threads that empty the outbox. They sleep until woken or until the next row is due, by the
/// monotonic clock, and never poll. Safe from any thread; `stop` joins.
class OutboxWorkers {
 public:
  OutboxWorkers(const Host& host, Outbox& outbox, Delivery& delivery, const Neighbours& neighbours)
      : host_(host), outbox_(outbox), delivery_(delivery), neighbours_(neighbours) {}
  ~OutboxWorkers() { stop(); }

  void start(int threads);
  /// Ends after the rows being worked on; what is left stays in the outbox.
  void stop();

  /// Something was put into the outbox.
  void wake();
  /// The service answers again: what waits for it goes now.
  void service_is_back();
  /// The database came back from a copy: what waits may have been sent since.
  void database_restored();
  /// What waited for this account's credentials (empty: for anybody's) goes now.
  void resume(const Id& account);

 private:
  struct Errands {
    bool service_back = false;
    bool restored = false;
    std::vector<Id> accounts;
    std::vector<Claimed> unsettled;  ///< rows whose outcome could not be recorded
  };

  void loop();
  /// Does what events asked for, on a worker's thread: publishers are not kept waiting for SQL.
  void run(Errands errands);
  /// Empties the queue; then says how long to sleep, or nothing for "until woken".
  std::optional<int64_t> drain();

  Host host_;
  Outbox& outbox_;
  Delivery& delivery_;
  const Neighbours& neighbours_;
  std::mutex mutex_;
  std::condition_variable woken_;
  uint64_t wakes_ = 0;
  bool stopping_ = false;
  Errands errands_;
  std::vector<std::thread> threads_;
};

}  // namespace curante::prescribing
