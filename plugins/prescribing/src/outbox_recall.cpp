// SPDX-License-Identifier: Apache-2.0
// Outbox: recipes that somebody wishes taken back while nobody knows whether the service has them.
#include "curante/postgres/prepared.hpp"
#include "outbox.hpp"
#include "recall_text.hpp"

namespace curante::prescribing {

void Outbox::queue_withdrawal(pqxx::transaction_base& tx, const Id& recipe,
                              const Id& account) const {
  postgres::prepared(tx,
                     "insert into outbox (practice_id, recipe, kind, account, payload, patient,"
                     "   prescription)"
                     " select $1, r.id, 'withdraw', $3, '', p.patient, p.id from recipe r"
                     " join prescription p on p.practice_id = $1 and p.id = r.prescription"
                     " where r.practice_id = $1 and r.id = $2 on conflict do nothing",
                     practice_, recipe.value(), account.value());
}

State Outbox::recall(pqxx::transaction_base& tx, const Id& recipe, const Id& account,
                     Instant at) const {
  const auto rows = postgres::prepared(
      tx,
      "with wish as (update outbox set recalled_by = $3, due = clock_timestamp(),"
      "   standing = case standing when 'parked' then 'checking' else standing end"
      "   where practice_id = $1 and recipe = $2 and kind = 'submit' returning recipe)"
      " select r.nre from recipe r join wish on r.id = wish.recipe where r.practice_id = $1",
      practice_, recipe.value(), account.value());
  if (rows.empty()) {
    throw Error("recipe-not-withdrawable", "questa ricetta non è in viaggio verso il servizio",
                "ricaricare la pagina: nel frattempo può essere cambiata");
  }
  const Nre nre(rows[0][0].c_str());
  update_recipe(tx, recipe, {State::withdrawing, at, {}, "", "", recall_text(nre)});
  return State::withdrawing;
}

void Outbox::heed_recall(pqxx::transaction_base& tx, const Claimed& row, Progress& progress,
                         const Id& account) const {
  if (progress.state == State::accepted) {
    queue_withdrawal(tx, row.recipe, account);
    progress.problem.clear();
  } else if (progress.state == State::attention) {
    return;  // what a person must do comes first
  } else {
    progress.problem = recall_text(progress.nre);
  }
  progress.state = State::withdrawing;
}

}  // namespace curante::prescribing
