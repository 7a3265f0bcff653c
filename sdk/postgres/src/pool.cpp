// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/pool.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "curante/fault.hpp"

namespace curante::postgres {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto first_pause = std::chrono::milliseconds(5);
constexpr auto longest_pause = std::chrono::milliseconds(200);

/// `reason` is what fault_of says: libpq's text may carry the connection string and rows.
[[noreturn]] void unavailable(const std::string& reason) {
  throw Error("database-unavailable", "la base dati non risponde (" + reason + ")",
              "riprovare tra qualche secondo; se continua, avvisare l'assistenza");
}

[[noreturn]] void outcome_unknown() {
  throw Error("outcome-unknown", "la base dati si è interrotta mentre confermava l'operazione",
              "controllare se l'operazione risulta prima di ripeterla");
}

/// Class 53: disk full, out of memory, too many connections. Nothing of the transaction was
/// written.
[[noreturn]] void resources_used_up(const pqxx::sql_error& e) {
  constexpr auto disk_full = "53100";
  if (e.sqlstate() != disk_full) unavailable(fault_of(e));
  throw Error("database-full",
              "non c'è più spazio sul disco della base dati: non è stato salvato nulla",
              "liberare spazio sul disco e ripetere l'operazione");
}

std::string sql_state(const std::exception& thrown) {
  const auto* refused = dynamic_cast<const pqxx::sql_error*>(&thrown);
  return refused == nullptr ? std::string() : refused->sqlstate();
}

/// Nobody asked it anything: what there is to read is the server's farewell.
bool hung_up(const pqxx::connection& idle) {
  pollfd watched{idle.sock(), POLLIN | POLLRDHUP, 0};
  return poll(&watched, 1, 0) != 0;
}

/// The server's limit on waiting for locks is over (lock_timeout).
constexpr auto lock_not_available = "55P03";

/// 57P01 to 57P03: the server shuts down, crashed or still starts.
bool server_ends(const std::string& state) {
  return state == "57P01" || state == "57P02" || state == "57P03";
}

/// Before any thread: who reads it takes no lock.
[[maybe_unused]] const bool sql_state_known = [] {
  sql_state_reader = sql_state;
  return true;
}();

}  // namespace

/// A borrowed connection, given back at the end of its scope; a broken one is dropped.
struct Pool::Lease {
  Pool& pool;
  std::unique_ptr<pqxx::connection> connection;

  explicit Lease(Pool& from) : pool(from), connection(from.borrow()) {}
  ~Lease() {
    if (connection && !connection->is_open()) connection.reset();
    pool.give_back(std::move(connection));
  }
};

Pool::Pool(std::string uri, int max_connections, std::chrono::milliseconds patience)
    : uri_(std::move(uri)),
      max_connections_(max_connections < 1 ? 1 : max_connections),
      patience_(patience) {}
Pool::~Pool() = default;

std::unique_ptr<pqxx::connection> Pool::borrow() {
  std::unique_lock lock(mutex_);
  if (!freed_.wait_for(lock, patience_, [&] { return out_ < max_connections_; })) {
    unavailable("tutte le connessioni sono occupate");
  }
  ++out_;
  ++transactions_;
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (!hung_up(*connection)) return connection;
  }
  lock.unlock();
  try {
    return std::make_unique<pqxx::connection>(uri_);
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void Pool::give_back(std::unique_ptr<pqxx::connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    --out_;
    if (connection) idle_.push_back(std::move(connection));
  }
  freed_.notify_one();
}

int64_t Pool::transactions() const {
  const std::lock_guard lock(mutex_);
  return transactions_;
}

void Pool::drop_idle() {
  const std::lock_guard lock(mutex_);
  idle_.clear();
}

void Pool::attempt(const Work& work, Kind kind, bool& committing) {
  Lease lease(*this);
  try {
    if (kind == Kind::looking_up || kind == Kind::executing) {
      committing = kind == Kind::executing;
      pqxx::nontransaction tx(*lease.connection);
      return work(tx);
    }
    if (kind == Kind::reading) {
      pqxx::read_transaction tx(*lease.connection);
      return work(tx);
    }
    pqxx::work tx(*lease.connection);
    work(tx);
    committing = true;
    tx.commit();
  } catch (const pqxx::broken_connection&) {
    lease.connection.reset();
    drop_idle();  // they broke together
    throw;
  } catch (...) {
    if (!lease.connection->is_open()) lease.connection.reset();
    throw;
  }
}

void Pool::run(const Work& work, Kind kind) {
  const auto give_up = Clock::now() + patience_;
  std::string reason;
  for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    bool committing = false;
    try {
      return attempt(work, kind, committing);
    } catch (const pqxx::in_doubt_error&) {
      outcome_unknown();
    } catch (const pqxx::broken_connection& e) {
      if (committing) outcome_unknown();
      reason = fault_of(e);
    } catch (const pqxx::statement_completion_unknown&) {
      outcome_unknown();
    } catch (const pqxx::transaction_rollback& e) {  // another transaction went first
      reason = fault_of(e);
    } catch (const pqxx::sql_error& e) {
      if (e.sqlstate().starts_with("53")) resources_used_up(e);
      if (e.sqlstate() == lock_not_available) unavailable("un'altra operazione non finisce");
      if (!server_ends(e.sqlstate())) throw;
      if (committing) outcome_unknown();
      reason = fault_of(e);
    }
    if (Clock::now() + pause > give_up) unavailable(reason);
    std::this_thread::sleep_for(pause);  // the server is away: nothing can tell us when it is back
  }
}

}  // namespace curante::postgres
