// SPDX-License-Identifier: Apache-2.0
#include "clock_correction.hpp"

#include <cstdlib>

#include "rules/clock_behind.hpp"

namespace curante::sac {

void note_red_upload(pqxx::transaction_base& tx, const std::string& practice, Instant at) {
  tx.exec_params(
      "insert into red_upload (practice_id, sent_at) values ($1, $2) "
      "on conflict (practice_id) do update "
      "set sent_at = greatest(red_upload.sent_at, excluded.sent_at), "
      "server_at = clock_timestamp()",
      practice, at.iso());
}

void correct_clock(pqxx::transaction_base& tx, const std::string& practice,
                   const ClockDeclared& declared, Instant watch_until) {
  const Instant now = declared.now;
  std::optional<std::string> ahead;
  if (declared.ahead) ahead = declared.ahead->iso();
  const int64_t server_ahead_ms = declared.server_now.ms - now.ms;
  tx.exec_params(
      "insert into clock_correction "
      "(practice_id, declared_at, declared_by, ahead, host, server_ahead_ms) "
      "values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
      practice, now.iso(), declared.account, ahead, declared.host,
      std::abs(server_ahead_ms) >= clock::tolerance_ms ? server_ahead_ms : 0);
  tx.exec_params(
      "update nre_use set time_wrong = true where practice_id = $1 and taken_at > $2 "
      "and not time_wrong",
      practice, now.iso());
  tx.exec_params(
      "update white_submission set time_wrong = true where practice_id = $1 and sent_at > $2 "
      "and not time_wrong",
      practice, now.iso());
  tx.exec_params("delete from red_upload where practice_id = $1 and sent_at > $2", practice,
                 now.iso());
  tx.exec_params(
      "update nre_use set asked_at = null, watch_until = least(watch_until, $3) "
      "where practice_id = $1 and state = 'burnt' and (asked_at > $2 or watch_until > $3)",
      practice, now.iso(), watch_until.iso());
}

bool is_declared_right(postgres::Pool& pool, const std::string& practice, const std::string& host,
                       Instant now, Instant server_now) {
  const int64_t ahead_ms = server_now.ms - now.ms;
  const auto declared = pool.look_up([&](pqxx::transaction_base& tx) {
    return tx.exec_params(
        "select bool_or(abs(server_ahead_ms - $3) < $4) from clock_correction "
        "where practice_id = $1 and host = $2 and server_ahead_ms <> 0",
        practice, host, ahead_ms, clock::tolerance_ms);
  });
  if (declared[0][0].is_null()) return false;
  if (declared[0][0].as<bool>()) return true;
  end_declarations(pool, practice, host);
  return false;
}

void end_declarations(postgres::Pool& pool, const std::string& practice, const std::string& host) {
  pool.write([&](pqxx::transaction_base& tx) {
    tx.exec_params(
        "update clock_correction set server_ahead_ms = 0 where practice_id = $1 and host = $2 "
        "and server_ahead_ms <> 0",
        practice, host);
  });
}

}  // namespace curante::sac
