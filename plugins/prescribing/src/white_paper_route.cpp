// SPDX-License-Identifier: Apache-2.0
// PaperRoute: white recipes that go on the doctor's own paper.
#include "curante/postgres/prepared.hpp"
#include "open_recipes.hpp"
#include "outbox.hpp"
#include "paper_route.hpp"
#include "paper_rows.hpp"
#include "recall_text.hpp"

namespace curante::prescribing {
namespace {

using postgres::prepared;

/// The outbox's row, unless its request may have left, or somebody wishes it taken back: from then
/// on it asks for the paper only.
constexpr auto only_its_paper =
    "update outbox set kind = 'document', standing = 'queued', receipt = '', attempts = 0,"
    "   due = clock_timestamp(), lease = null, lease_until = null, held = false, asked = null"
    " where practice_id = $1 and recipe = $2 and kind = 'submit' and not in_flight"
    "   and recalled_by is null";
constexpr auto refused_to_its_paper =
    "with kept as (delete from paper where practice_id = $1 and recipe = $2 and stage = 'refused'"
    "   and not doubted returning recipe, account, payload)"
    " insert into outbox (practice_id, recipe, kind, account, payload, patient, prescription)"
    " select $1, kept.recipe, 'document', kept.account, kept.payload, p.patient, p.id from kept"
    " join recipe r on r.practice_id = $1 and r.id = kept.recipe"
    " join prescription p on p.practice_id = $1 and p.id = r.prescription";
/// What a service held against it does not hold against its paper.
constexpr auto on_paper =
    "update recipe set state = 'printed', problem = '', reasons = '', undecided = false,"
    " changed = $3, put_on_paper = case when state = 'refused' then $3::timestamptz end"
    " where practice_id = $1 and id = $2";

constexpr auto is_white =
    "select from recipe where practice_id = $1 and id = $2 and kind = 'white'";
constexpr auto lock_white =
    "select state from recipe where practice_id = $1 and id = $2 and kind = 'white' for update";

Error not_printable() {
  return Error("recipe-not-printable", "questa ricetta non può continuare su carta",
               "su carta va una ricetta bianca che attende o che è stata rifiutata; se è già "
               "accettata e serve un foglio, stampare il promemoria");
}

Error uncertain() {
  return Error("recipe-uncertain",
               "non si sa ancora se il servizio ha ricevuto la ricetta: su carta il paziente "
               "potrebbe averne due",
               "attendere l'esito, che viene chiesto di continuo; se è accettata si stampa il "
               "promemoria, altrimenti si può stampare su carta");
}

}  // namespace

void PaperRoute::go_white(const CallContext& context, const Id& recipe) {
  const Instant at = neighbours_.now(context).now;
  const bool white = pool_.look_up([&](pqxx::transaction_base& tx) {
    return !prepared(tx, is_white, context.practice(), recipe.value()).empty();
  });
  if (!white) throw not_printable();
  demand_no_other(context, recipe);
  if (const auto question = hold_doubted(context, recipe)) throw paper::doubted(*question);
  demand_right_day(context, recipe);
  pool_.write([&](pqxx::transaction_base& tx) {
    Outbox::lock(tx, context.practice(), recipe);
    const auto rows = prepared(tx, lock_white, context.practice(), recipe.value());
    if (rows.empty()) throw not_printable();
    const std::string state = rows[0][0].c_str();
    if (state == "printed") return;
    int64_t left = 0;
    if (state == "refused") {
      if (open_recipes::has_another(tx, context.practice(), recipe)) {
        throw replaced_is_not_printed();
      }
      left = static_cast<int64_t>(
          prepared(tx, refused_to_its_paper, context.practice(), recipe.value()).affected_rows());
    } else if (state == "waiting" || state == "checking" || state == "attention") {
      left = static_cast<int64_t>(
          prepared(tx, only_its_paper, context.practice(), recipe.value()).affected_rows());
      const auto row = prepared(tx, paper::recalled_on_its_way, context.practice(), recipe.value());
      if (left == 0 && !row.empty()) {
        throw row[0][0].as<bool>() ? recalled_is_not_printed() : uncertain();
      }
    }
    if (left == 0) throw not_printable();
    prepared(tx, on_paper, context.practice(), recipe.value(), at.iso());
  });
}

}  // namespace curante::prescribing
