// SPDX-License-Identifier: Apache-2.0
#include "open_recipes.hpp"

#include <algorithm>

#include "curante/postgres/prepared.hpp"
#include "handover_store.hpp"
#include "sql_text.hpp"

namespace curante::prescribing::open_recipes {
namespace {

using std::string;

/// Nobody said yet that they have seen it. What was imported, somebody settled elsewhere.
const string unseen = "(r.seen is distinct from r.changed and p.fingerprint is not null)";

/// For all that is on it the patient has another recipe that came as `how` says (np, nr). The same
/// substance counts: what was refused may have to be another pack. What was itself refused or
/// withdrawn replaces nothing. `offset 0` as in recipes_and_lines.
string replaced_by(const string& how) {
  return "(not exists (select from recipe_line l where l.practice_id = r.practice_id and l.recipe "
         "= r.id"
         " and not exists (select from prescription np"
         "   cross join lateral (select * from recipe where practice_id = np.practice_id"
         "     and prescription = np.id offset 0) nr"
         "   cross join lateral (select * from recipe_line where practice_id = nr.practice_id"
         "     and recipe = nr.id offset 0) nl"
         "   where np.practice_id = p.practice_id and np.patient = p.patient and np.id <> p.id"
         "   and (" +
         how +
         ") and nr.state not in ('refused', 'withdrawn')"
         "   and nl.kind is not distinct from l.kind"
         "   and ((l.aic <> '' and nl.aic = l.aic) or (l.atc <> '' and nl.atc = l.atc)"
         "     or (l.group_code <> '' and nl.group_code = l.group_code)"
         "     or (l.service_code <> '' and nl.service_code = l.service_code)"
         "     or (l.drug_text <> '' and nl.drug_text = l.drug_text)))))";
}

/// All that is on it was prescribed to the patient again after it was refused.
const string repeated = replaced_by("np.issued > r.changed");

/// A withdrawal was refused: somebody believes otherwise. What is said of one whose paper cannot be
/// made yet goes by itself.
const string withdrawal_refused =
    "(r.problem <> '' and not exists (select from outbox o where o.practice_id = r.practice_id"
    " and o.recipe = r.id and o.kind = 'document'))";

const string needs_hand =
    "case r.state when 'attention' then true"
    " when 'refused' then " +
    unseen + " and not " + repeated + " when 'accepted' then (" + unseen + " and " +
    withdrawal_refused +
    ") or coalesce(d.state = 'failed', false)"
    " when 'printed' then r.problem <> '' when 'withdrawn' then r.red_trouble <> ''"
    " else false end";

const string of_this_doctor =
    "($2 = '' or p.doctor = nullif($2, '')::uuid or p.author = nullif($2, '')::uuid)";

/// Each recipe r of a prescription that is not settled, with that and its delivery.
string unsettled() {
  return " from (" + prescriptions +
         ") found join prescription p on p.practice_id = $1 and p.id = found.prescription"
         " join recipe r on r.practice_id = p.practice_id and r.prescription = p.id" +
         delivery_join;
}

string from_open() {
  return unsettled() + " where " + of_this_doctor;
}

}  // namespace

const string columns = needs_hand +
                       " as needs_hand, coalesce(r.seen = r.changed, false) as seen,"
                       " (r.state = 'refused' and " +
                       repeated + ") as repeated";

void read(const pqxx::row& row, RecipeView& view) {
  view.needs_hand = row["needs_hand"].as<bool>();
  view.seen = row["seen"].as<bool>();
  view.repeated = row["repeated"].as<bool>();
}

const string prescriptions =
    "select r.prescription from recipe r where r.practice_id = $1"
    " and r.state in ('waiting', 'checking', 'attention', 'withdrawing')"
    " union select r.prescription from recipe r where r.practice_id = $1 and r.red_trouble <> ''"
    " union select r.prescription from paper a join recipe r on r.practice_id = a.practice_id"
    " and r.id = a.recipe where a.practice_id = $1 and a.stage = 'printing'"
    " union select r.prescription from delivery d join recipe r on r.practice_id = d.practice_id"
    " and r.id = d.recipe where d.practice_id = $1 and d.state = 'failed'"
    " and r.state = 'accepted' and not exists (select 1 from delivery n"
    " where n.practice_id = d.practice_id and n.recipe = d.recipe and n.number > d.number)"
    " union select r.prescription from recipe r join prescription p on p.practice_id = $1"
    " and p.id = r.prescription where r.practice_id = $1"
    " and (r.state = 'refused' or (r.state = 'accepted' and r.problem <> ''))"
    " and r.seen is distinct from r.changed and p.fingerprint is not null"
    " and case r.state when 'refused' then not " +
    repeated + " else " + withdrawal_refused + " end";

string needing_hand() {
  return "select p.id" + unsettled() + " where " + needs_hand;
}

Count count(pqxx::transaction_base& tx, const string& practice, const Id& concerns) {
  static const string sql = "select count(*) filter (where " + needs_hand +
                            "), count(*) filter (where r.state in"
                            " ('waiting', 'checking', 'withdrawing'))" +
                            from_open();
  const auto row = postgres::prepared(tx, sql, practice, concerns.value())[0];
  return {row[0].as<int32_t>(), row[1].as<int32_t>()};
}

std::vector<Id> newest(pqxx::transaction_base& tx, const string& practice, const Id& concerns,
                       int32_t limit) {
  static const string sql = "select p.id" + from_open() + " and " + needs_hand +
                            " group by p.id order by max(r.changed) desc, p.id limit $3";
  std::vector<Id> ids;
  for (const auto& row : postgres::prepared(tx, sql, practice, concerns.value(), limit)) {
    ids.push_back(id_of(row[0]));
  }
  return ids;
}

bool has_another(pqxx::transaction_base& tx, const string& practice, const Id& recipe) {
  static const string refused = "coalesce(a.refused, r.changed)";
  static const string sql =
      "select from recipe r join prescription p on p.practice_id = r.practice_id"
      " and p.id = r.prescription"
      " left join paper a on a.practice_id = r.practice_id and a.recipe = r.id"
      " where r.practice_id = $1 and r.id = $2"
      " and (r.state = 'refused' or (a.stage = 'printing' and a.before = 'refused')) and " +
      // Of two that were refused, one may have gone on paper.
      replaced_by("np.issued > " + refused + " or (nr.state = 'printed' and nr.put_on_paper > " +
                  refused + ")");
  return !postgres::prepared(tx, sql, practice, recipe.value()).empty();
}

bool mark_seen(pqxx::transaction_base& tx, const string& practice, const MarkSeen& call) {
  std::optional<int64_t> looked_at;
  if (call.changed) looked_at = call.changed->ms;
  return postgres::prepared(tx,
                            "update recipe set seen = case when $3 then changed end"
                            " where practice_id = $1 and id = $2"
                            " and state in ('refused', 'accepted')"
                            " and " +
                                millis("changed") + " = coalesce($4, " + millis("changed") + ")",
                            practice, call.recipe.value(), call.seen, looked_at)
             .affected_rows() > 0;
}

}  // namespace curante::prescribing::open_recipes
