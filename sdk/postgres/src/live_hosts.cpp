// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/live_hosts.hpp"

namespace curante::postgres {

namespace {

// What a session calls itself stands beside the role it signed in as: nobody else's session can be
// one of this role, and nobody can keep this role's from saying it.
#define LIVE_NAME "('live host ' || hashtextextended(current_schema() || ' ' || $1, 0)) "

constexpr const char* others =
    "select count(*) from pg_stat_activity where datname = current_database()"
    " and usename = current_user and pid <> pg_backend_pid() and application_name = " LIVE_NAME;
constexpr const char* say = "select set_config('application_name', " LIVE_NAME ", false)";
#undef LIVE_NAME

constexpr const char* say_no_more = "select set_config('application_name', '', false)";

}  // namespace

bool LiveHosts::any_other() {
  return session_.look_up([&](pqxx::transaction_base& tx) {
    return tx.exec_params1(others, practice_)[0].as<int64_t>() > 0;
  });
}

void LiveHosts::join() {
  session_.look_up([&](pqxx::transaction_base& tx) {
    tx.exec_params1(say, practice_);
    return 0;
  });
}

void LiveHosts::leave() {
  session_.look_up([&](pqxx::transaction_base& tx) {
    tx.exec1(say_no_more);
    return 0;
  });
}

}  // namespace curante::postgres
