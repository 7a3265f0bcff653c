// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "curante/error.hpp"

namespace curante::postgres {

/// A room's connections to its own schema. Safe to use from any thread: each transaction borrows a
/// connection and waits (at most `patience`) for one when all are out. Opens connections when first
/// needed.
///
/// A lost connection (the server was killed and comes back) is answered by trying again with a new
/// one for as long; a write is tried again only while it is certain that nothing was committed,
/// else Error{"outcome-unknown"}. Throws Error{"database-unavailable"} when the server stays away,
/// Error{"database-full"} when its disk is full.
/// What SQL itself refuses comes out as pqxx::sql_error.
class Pool {
 public:
  Pool(std::string uri, int max_connections,
       std::chrono::milliseconds patience = std::chrono::seconds(10));
  ~Pool();

  /// Runs `body(pqxx::transaction_base&)` in a read-only transaction; `body` may run again.
  template <class Body>
  auto read(Body&& body) {
    return typed(std::forward<Body>(body), Kind::reading);
  }
  /// Runs one statement that changes nothing, without a transaction's round trips around it; `body`
  /// may run again.
  template <class Body>
  auto look_up(Body&& body) {
    return typed(std::forward<Body>(body), Kind::looking_up);
  }
  /// Runs `body(pqxx::transaction_base&)` and commits; `body` may run again if nothing was
  /// committed.
  template <class Body>
  auto write(Body&& body) {
    return typed(std::forward<Body>(body), Kind::writing);
  }

  /// Runs one statement that writes and commits by itself: `write` without a transaction's round
  /// trips. A connection that breaks meanwhile gives Error{"outcome-unknown"}, so its caller must
  /// be able to find out or to repeat.
  template <class Body>
  auto execute(Body&& body) {
    return typed(std::forward<Body>(body), Kind::executing);
  }

  /// Transactions begun since the pool was made: what a test counts.
  int64_t transactions() const;

 private:
  enum class Kind { looking_up, reading, writing, executing };
  using Work = std::function<void(pqxx::transaction_base&)>;
  struct Lease;

  template <class Body>
  auto typed(Body&& body, Kind kind) {
    using Result = decltype(body(std::declval<pqxx::transaction_base&>()));
    if constexpr (std::is_void_v<Result>) {
      run([&](pqxx::transaction_base& tx) { body(tx); }, kind);
    } else {
      std::optional<Result> result;
      run([&](pqxx::transaction_base& tx) { result.emplace(body(tx)); }, kind);
      return std::move(*result);
    }
  }
  void run(const Work& work, Kind kind);
  void attempt(const Work& work, Kind kind, bool& committing);
  void drop_idle();
  std::unique_ptr<pqxx::connection> borrow();
  void give_back(std::unique_ptr<pqxx::connection> connection);

  std::string uri_;
  int max_connections_;
  std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<pqxx::connection>> idle_;
  int out_ = 0;
  int64_t transactions_ = 0;
};

}  // namespace curante::postgres
