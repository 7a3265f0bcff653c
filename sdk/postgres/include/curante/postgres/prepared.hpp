// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <pqxx/pqxx>
#include <string>

namespace curante::postgres {

/// The name under which a connection keeps a statement: its text's FNV-1a hash. Two texts of one
/// name are refused by the connection, never mixed up.
inline std::string statement_name(const char* sql) {
  uint64_t hash = 0xcbf29ce484222325ULL;
  for (; *sql != 0; ++sql) hash = (hash ^ static_cast<unsigned char>(*sql)) * 0x100000001b3ULL;
  return "curante_" + std::to_string(hash);
}

/// In the `returning` list of a statement: its commit does not wait for the disk. A hard stop of
/// the machine, or of PostgreSQL itself (`kill -9` loses what its log has in memory), may take it
/// back, for some tenths of a second: only for what can be found out again without harm, and its
/// caller says how. What commits later on this server, and waits, makes it last too.
constexpr auto unsynced = " set_config('synchronous_commit', 'off', true)";

/// Runs a statement that its connection parses once and plans seldom: for the calls of a whole day.
/// Not for searches, whose best plan depends on what is searched for. `sql` must not be built from
/// input: each text stays with the connection for as long as it lives.
template <class... Values>
pqxx::result prepared(pqxx::transaction_base& tx, const char* sql, const Values&... values) {
  const std::string name = statement_name(sql);
  tx.conn().prepare(name, sql);
  return tx.exec_prepared(name, values...);
}
template <class... Values>
pqxx::result prepared(pqxx::transaction_base& tx, const std::string& sql, const Values&... values) {
  return prepared(tx, sql.c_str(), values...);
}

}  // namespace curante::postgres
