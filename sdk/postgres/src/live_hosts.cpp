// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/live_hosts.hpp"

namespace curante::postgres {

namespace {

// A lock's key of 64 bits stands in two columns of 32. Any role of the database could hold one of
// that key: only this role's own count.
#define LIVE_HOLDERS                                                                     \
  "from pg_locks, (select hashtextextended(current_schema() || ' ' || $1, 0) as key) k " \
  "where locktype = 'advisory' and objsubid = 1 and granted "                            \
  "and database = (select oid from pg_database where datname = current_database()) "     \
  "and ((classid::bigint << 32) | objid::bigint) = key "                                 \
  "and pid in (select pid from pg_stat_activity where usename = current_user) and pid "

constexpr const char* others = "select count(*) " LIVE_HOLDERS "<> pg_backend_pid()";
constexpr const char* own = "select count(*) " LIVE_HOLDERS "= pg_backend_pid()";
#undef LIVE_HOLDERS

constexpr const char* take =
    "select pg_try_advisory_lock_shared(hashtextextended(current_schema() || ' ' || $1, 0))";
constexpr const char* let_go =
    "select pg_advisory_unlock_shared(hashtextextended(current_schema() || ' ' || $1, 0))";

}  // namespace

bool LiveHosts::any_other() {
  return session_.look_up([&](pqxx::transaction_base& tx) {
    return tx.exec_params1(others, practice_)[0].as<int64_t>() > 0;
  });
}

void LiveHosts::join() {
  session_.look_up([&](pqxx::transaction_base& tx) {
    if (tx.exec_params1(own, practice_)[0].as<int64_t>() == 0) tx.exec_params1(take, practice_);
    return 0;
  });
}

void LiveHosts::leave() {
  session_.look_up([&](pqxx::transaction_base& tx) {
    // Only what this session holds: else the server warns of it.
    if (tx.exec_params1(own, practice_)[0].as<int64_t>() > 0) tx.exec_params1(let_go, practice_);
    return 0;
  });
}

}  // namespace curante::postgres
