// SPDX-License-Identifier: Apache-2.0
#include "said_absent.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

void SaidAbsent::say(pqxx::transaction_base& tx, const std::string& recipe_id, const Nre& nre,
                     const std::string& account, Instant at) const {
  tx.exec_params(
      "insert into said_absent (practice_id, recipe_id, nre, account, said_at) "
      "values ($1, $2, $3, $4, $5) on conflict (practice_id, recipe_id, nre) "
      "do update set account = excluded.account, said_at = excluded.said_at",
      practice_, recipe_id, nre.value(), account, at.iso());
}

std::set<std::string> SaidAbsent::of(pqxx::transaction_base& tx,
                                     const std::string& recipe_id) const {
  std::set<std::string> numbers;
  for (const auto& row :
       tx.exec_params("select nre from said_absent where practice_id = $1 and recipe_id = $2",
                      practice_, recipe_id)) {
    numbers.insert(row[0].c_str());
  }
  return numbers;
}

void SaidAbsent::forget_that_of_none(pqxx::transaction_base& tx,
                                     const std::string& recipe_id) const {
  postgres::prepared(
      tx, "delete from said_absent where practice_id = $1 and recipe_id = $2 and nre = ''",
      practice_, recipe_id);
}

void SaidAbsent::forget_those_of_all(pqxx::transaction_base& tx) const {
  tx.exec_params("delete from said_absent where practice_id = $1 and nre = ''", practice_);
}

}  // namespace curante::sac
