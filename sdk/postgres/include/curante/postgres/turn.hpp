// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>

namespace curante::postgres {

/// Waits until no other transaction has this turn, and keeps it until `tx` ends: who takes turns
/// sees all that was written in the turns before.
///
/// `purpose` says what for ("print"), `key` of what (a recipe); other practices and purposes never
/// wait, other keys seldom: they share a few dozen rows, so that none is left for each. Whoever
/// takes two turns takes them in one order everywhere. Waits as long as the connection's
/// `lock_timeout` lets it (Error{"database-unavailable"} out of the pool).
///
/// A row of the room's own schema, which no other plugin's role can hold; an advisory lock is
/// anybody's. The room makes its table in a migration:
///
///     create table turn (
///       practice_id text not null,
///       purpose     text not null,
///       slot        int  not null,
///       primary key (practice_id, purpose, slot)
///     );
void take_turn(pqxx::transaction_base& tx, const std::string& practice, const std::string& purpose,
               const std::string& key = "");

}  // namespace curante::postgres
