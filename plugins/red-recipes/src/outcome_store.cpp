// SPDX-License-Identifier: Apache-2.0
#include "outcome_store.hpp"

#include <algorithm>

#include "curante/postgres/prepared.hpp"
#include "form_rows.hpp"

namespace curante::red_recipes {
namespace {

using channel::FileState;
using postgres::prepared;

// What became of a file says nothing of a form that a later one brings (`f.batch`), nor of a
// cancellation that goes again after it.

/// Of `entry e`: the form is cancelled by no later one.
constexpr auto is_last =
    " not exists (select 1 from entry l where l.practice_id = e.practice_id and l.code = e.code"
    "   and l.cancels and l.position > e.position) ";

/// Nothing of the file is there: that is certain. One that a person saw there all the same came
/// with another file, or was not looked at well; sent again at once it might be there twice.
const std::string discard_all =
    "update form f set state = case when it.found then 'attention' else 'refused' end,"
    " problem = case when it.found then $4 else '' end || $3"
    " from (select f.code, coalesce(" +
    std::string(person_says) +
    ", false) as found from form f join entry e on e.practice_id = f.practice_id"
    "   and e.code = f.code where f.practice_id = $1 and e.batch = $2 and not e.cancels) it"
    " where f.practice_id = $1 and f.code = it.code and f.state = 'sent' and f.batch = $2";
constexpr auto found_by_a_person =
    "una persona l'ha trovata sul sito Sistema TS, ma il ministero ha scartato l'invio che la "
    "portava: cercarla di nuovo. ";

/// Whether or not it was carried out, one that a person did not find there any more is cancelled.
const std::string discard_cancellations =
    "update form f set state = 'not_cancelled', problem = $3 from entry e where f.practice_id = $1"
    " and e.practice_id = f.practice_id and e.code = f.code and e.batch = $2 and e.cancels"
    " and f.state in ('cancelling', 'cancelled') and" +
    std::string(is_last) + "and" + person_says + "is distinct from false";

/// Of a file of which nobody says what became of each.
const std::string doubt_all =
    "update form f set state = 'attention', problem = $3 from entry e where f.practice_id = $1"
    " and e.practice_id = f.practice_id and e.code = f.code and e.batch = $2 and not e.cancels"
    " and f.state = 'sent' and f.batch = $2 and" +
    std::string(person_says) + "is distinct from true";

/// What the ministry remarks of one may be a mere warning: a person's word stands against it.
const std::string fail_cancellation =
    "update form f set state = 'not_cancelled', problem = $3"
    " where f.practice_id = $1 and f.code = $4 and f.state in ('cancelling', 'cancelled') and" +
    std::string(person_says) + "is distinct from false";
const std::string last_of_it =
    "select e.cancels," + std::string(is_last) +
    "from entry e where e.practice_id = $1 and e.batch = $2 and e.code = $3"
    " order by e.position desc limit 1";
const std::string fail_recipe =
    "update form f set problem = $3, state = case state when 'sent' then 'attention'"
    "   else state end where f.practice_id = $1 and f.code = $4"
    " and f.state in ('sent', 'refused') and f.batch = $2 and" +
    std::string(person_says) + "is distinct from true";

constexpr auto not_carried_out = "l'annullamento non è stato eseguito: ";

std::string said(const channel::RecipeOutcome& recipe) {
  std::string text;
  for (const auto& remark : recipe.remarks) {
    text += (text.empty() ? "" : "; ") + remark.text + " (" + remark.code + ")";
  }
  return text;
}

bool names_one(const std::vector<channel::RecipeOutcome>& recipes) {
  return std::any_of(recipes.begin(), recipes.end(),
                     [](const auto& recipe) { return !recipe.remarks.empty(); });
}

}  // namespace

bool is_final(FileState state) {
  return state != FileState::unknown && state != FileState::waiting;
}

std::vector<Form> OutcomeStore::record(const ClaimedFile& file, const channel::FileStatus& status,
                                       const std::vector<channel::RecipeOutcome>& recipes) {
  const bool written = pool_.write([&](pqxx::transaction_base& tx) {
    const auto changed =
        prepared(tx,
                 "update batch set outcome = $4, outcome_text = $5, settled = $6, lease = null,"
                 " lease_until = null where practice_id = $1 and number = $2 and lease = $3",
                 practice_, file.number, file.lease, name_of(status.state), status.text,
                 is_final(status.state));
    if (changed.affected_rows() == 0) return false;
    if (status.state == FileState::discarded) {
      prepared(tx, discard_all, practice_, file.number, status.text,
               std::string(found_by_a_person));
      prepared(tx, discard_cancellations, practice_, file.number, not_carried_out + status.text);
    }
    if (status.state == FileState::errors && !names_one(recipes)) {
      prepared(tx, doubt_all, practice_, file.number,
               "nell'invio ci sono ricette scartate, e il ministero non dice quali: cercare questa "
               "sul sito Sistema TS");
      prepared(tx, discard_cancellations, practice_, file.number,
               "nell'invio ci sono annullamenti o ricette scartati, e il ministero non dice quali: "
               "cercare questa sul sito Sistema TS");
    }
    for (const auto& recipe : recipes) remark(tx, file, status.state, recipe);
    return true;
  });
  return written ? forms(file) : std::vector<Form>();
}

std::vector<Form> OutcomeStore::give_up(const ClaimedFile& file) {
  const std::string problem = "Sistema TS non conosce il protocollo " + file.protocol +
                              " di questo invio, e non viene chiesto più: cercare le sue ricette "
                              "una per una sul sito Sistema TS e indicare in «Ricette rosse» se "
                              "ci sono";
  const bool written = pool_.write([&](pqxx::transaction_base& tx) {
    const auto changed = prepared(tx,
                                  "update batch set settled = true, problem = $4, lease = null,"
                                  " lease_until = null where practice_id = $1 and number = $2"
                                  " and lease = $3",
                                  practice_, file.number, file.lease, problem);
    if (changed.affected_rows() == 0) return false;
    prepared(tx, doubt_all, practice_, file.number,
             "Sistema TS non conosce l'invio con protocollo " + file.protocol +
                 ", che doveva portarla: cercarla sul sito Sistema TS e indicare qui se c'è");
    prepared(tx, discard_cancellations, practice_, file.number,
             "Sistema TS non conosce l'invio con protocollo " + file.protocol +
                 ", che doveva annullarla: cercarla sul sito Sistema TS e indicare qui se c'è");
    return true;
  });
  return written ? forms(file) : std::vector<Form>();
}

/// A remark in a file «con presenza di errori scartanti» may be an error or a warning: which, the
/// answer does not say. So a person looks at it. [U]
void OutcomeStore::remark(pqxx::transaction_base& tx, const ClaimedFile& file, FileState state,
                          const channel::RecipeOutcome& recipe) {
  if (recipe.remarks.empty()) return;
  const bool failed = state == FileState::errors || state == FileState::discarded;
  const auto entries = prepared(tx, last_of_it, practice_, file.number, recipe.code);
  if (entries.empty()) return;
  const bool cancels = entries[0][0].as<bool>();
  if (cancels && !entries[0][1].as<bool>()) return;
  prepared(tx,
           "update form set remarks = $3 where practice_id = $1 and code = $2"
           " and ($5::boolean or batch = $4)",
           practice_, recipe.code, surroundings_.remarks_to_text(recipe.remarks), file.number,
           cancels);
  if (!failed) return;
  if (cancels) {
    prepared(tx, fail_cancellation, practice_, file.number, not_carried_out + said(recipe),
             recipe.code);
    return;
  }
  prepared(tx, fail_recipe, practice_, file.number, said(recipe), recipe.code);
}

std::vector<Form> OutcomeStore::forms(const ClaimedFile& file) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx,
                    select_forms +
                        "where f.practice_id = $1 and f.code in (select e.code from entry e"
                        "   where e.practice_id = $1 and e.batch = $2)",
                    practice_, file.number);
  });
  std::vector<Form> forms;
  for (const auto& row : rows) forms.push_back(form_of(row, surroundings_));
  return forms;
}

}  // namespace curante::red_recipes
