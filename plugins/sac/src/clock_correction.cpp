// SPDX-License-Identifier: Apache-2.0
#include "clock_correction.hpp"

namespace curante::sac {

void note_red_upload(pqxx::transaction_base& tx, const std::string& practice, Instant at) {
  tx.exec_params(
      "insert into red_upload (practice_id, sent_at) values ($1, $2) "
      "on conflict (practice_id) do update "
      "set sent_at = greatest(red_upload.sent_at, excluded.sent_at)",
      practice, at.iso());
}

void correct_clock(pqxx::transaction_base& tx, const std::string& practice,
                   const std::string& account, Instant now, Instant ahead, Instant watch_until) {
  tx.exec_params(
      "insert into clock_correction (practice_id, declared_at, declared_by, ahead) "
      "values ($1, $2, $3, $4) on conflict do nothing",
      practice, now.iso(), account, ahead.iso());
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

}  // namespace curante::sac
