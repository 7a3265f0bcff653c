// SPDX-License-Identifier: Apache-2.0
#include "voided_forms.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::prescribing::voided_forms {

void note(pqxx::transaction_base& tx, const std::string& practice, const std::string& code) {
  if (code.empty()) return;
  postgres::prepared(
      tx, "insert into voided_form (practice_id, code) values ($1, $2) on conflict do nothing",
      practice, code);
}

bool asked(pqxx::transaction_base& tx, const std::string& practice, const std::string& code) {
  return !postgres::prepared(tx, "select 1 from voided_form where practice_id = $1 and code = $2",
                             practice, code)
              .empty();
}

}  // namespace curante::prescribing::voided_forms
