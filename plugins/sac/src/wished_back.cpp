// SPDX-License-Identifier: Apache-2.0
#include "wished_back.hpp"

namespace curante::sac {

void WishedBack::wish(pqxx::transaction_base& tx, const std::string& recipe_id,
                      const std::string& account, Instant at) const {
  tx.exec_params(
      "insert into wished_back (practice_id, recipe_id, account, wished_at) "
      "values ($1, $2, $3, $4) on conflict do nothing",
      practice_, recipe_id, account, at.iso());
}

bool WishedBack::is_wished(pqxx::transaction_base& tx, const std::string& recipe_id) const {
  return !tx.exec_params("select 1 from wished_back where practice_id = $1 and recipe_id = $2",
                         practice_, recipe_id)
              .empty();
}

void WishedBack::forget(pqxx::transaction_base& tx, const std::string& recipe_id) const {
  tx.exec_params("delete from wished_back where practice_id = $1 and recipe_id = $2", practice_,
                 recipe_id);
}

}  // namespace curante::sac
