// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "delivery.hpp"

namespace curante::prescribing {

/// What one of the workers does now and then besides; also the longest that any of them sleeps.
struct WorkersRound {
  std::function<void()> work = [] {};  ///< must not throw
  int64_t every_ms = 60'000;
};

/// The threads that empty the outbox. They sleep until woken or until the next row is due, by the
/// monotonic clock, and never longer than a minute: what woke them may have been lost with another
/// host. Safe from any thread; `stop` joins.
class OutboxWorkers {
 public:
  OutboxWorkers(const Host& host, Outbox& outbox, Delivery& delivery, const Neighbours& neighbours,
                WorkersRound round = {})
      : host_(host),
        outbox_(outbox),
        delivery_(delivery),
        neighbours_(neighbours),
        round_(std::move(round)) {}
  ~OutboxWorkers() { stop(); }

  void start(int threads);
  /// Ends after the rows being worked on; what is left stays in the outbox.
  void stop();

  /// Something was put into the outbox.
  void wake();
  /// The service answers again: what waits for it goes now.
  void service_is_back();
  /// What waited for this account's credentials (empty: for anybody's) goes now.
  void resume(const Id& account);

 private:
  struct Errands {
    bool service_back = false;
    std::vector<Id> accounts;
    std::vector<Claimed> unsettled;  ///< rows whose outcome could not be recorded
  };

  void loop();
  /// Does what events asked for, on a worker's thread: publishers are not kept waiting for SQL.
  void run(Errands errands);
  /// There is more to do than this worker can do alone.
  void wake_one();
  /// Empties the queue; then says how long to sleep.
  int64_t drain();
  /// Whether the round is due; whoever is told so does it.
  bool take_round();
  bool round_is_due() const { return std::chrono::steady_clock::now() >= next_round_; }

  Host host_;
  Outbox& outbox_;
  Delivery& delivery_;
  const Neighbours& neighbours_;
  WorkersRound round_;
  std::mutex mutex_;
  std::condition_variable woken_;
  uint64_t wakes_ = 0;
  bool stopping_ = false;
  Errands errands_;
  std::chrono::steady_clock::time_point next_round_;
  std::vector<std::thread> threads_;
};

}  // namespace curante::prescribing
