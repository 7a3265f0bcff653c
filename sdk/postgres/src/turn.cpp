// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/turn.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::postgres {

namespace {

/// The server hashes, so that all hosts mean the same row; without a key it is row 0.
const std::string slot = "case $3::text when '' then 0 else 1 + (hashtext($3::text) & 63) end";

const std::string lock_row =
    "select 1 from turn where practice_id = $1 and purpose = $2 and slot = " + slot + " for update";
const std::string make_row = "insert into turn (practice_id, purpose, slot) values ($1, $2, " +
                             slot + ") on conflict do nothing";

}  // namespace

void take_turn(pqxx::transaction_base& tx, const std::string& practice, const std::string& purpose,
               const std::string& key) {
  if (!prepared(tx, lock_row, practice, purpose, key).empty()) return;
  // Rows stay. Who makes one has it; who waited for another to make it takes it after that one.
  prepared(tx, make_row, practice, purpose, key);
  prepared(tx, lock_row, practice, purpose, key);
}

}  // namespace curante::postgres
