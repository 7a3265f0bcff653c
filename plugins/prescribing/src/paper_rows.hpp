// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "curante/postgres/prepared.hpp"
#include "prescribing.hpp"

/// What the parts of PaperRoute have in common.
namespace curante::prescribing::paper {

/// From `paper` back to the outbox, after `with gone as (delete from paper ...`; $3 is when. Of one
/// that is wished back $4 says by whom, and $5 what is said of it; both are empty of others.
inline constexpr auto turned_back =
    "   returning recipe, account, payload, problem, doubted,"
    // One that is doubted is asked after, whatever it was before.
    "     case when doubted then 'checking' else before end as before),"
    " queued as (insert into outbox (practice_id, recipe, kind, account, payload, standing, due,"
    "     patient, prescription, in_flight, doubted, recalled_by)"
    "   select $1, gone.recipe, 'submit', gone.account, gone.payload,"
    "     case gone.before when 'attention' then 'parked' when 'checking' then 'checking'"
    "       else 'queued' end,"
    "     case gone.before when 'attention' then 'infinity' else clock_timestamp() end,"
    "     p.patient, p.id, gone.before = 'checking', gone.doubted,"
    "     nullif($4::text, '')::uuid"
    "   from gone join recipe r on r.practice_id = $1 and r.id = gone.recipe"
    "   join prescription p on p.practice_id = $1 and p.id = r.prescription)"
    " update recipe r set state = case $4::text when '' then gone.before else 'withdrawing' end,"
    "   problem = case when $4::text <> '' then $5::text when gone.doubted then ''"
    "   else gone.problem end, changed = $3 from gone"
    " where r.practice_id = $1 and r.id = gone.recipe returning r.id";

/// The recipe's state, the code of its form and its number, under lock; nothing when it is unknown.
struct Standing {
  std::string state, code, nre;
};
inline std::optional<Standing> lock_recipe(pqxx::transaction_base& tx, const std::string& practice,
                                           const Id& recipe) {
  const auto rows = postgres::prepared(tx,
                                       "select state, coalesce(paper_code, ''), nre from recipe"
                                       " where practice_id = $1 and id = $2 for update",
                                       practice, recipe.value());
  if (rows.empty()) return std::nullopt;
  return Standing{rows[0][0].c_str(), rows[0][1].c_str(), rows[0][2].c_str()};
}

/// Of one that is still on its way to a service: whether somebody wishes it taken back.
inline constexpr auto recalled_on_its_way =
    "select recalled_by is not null from outbox"
    " where practice_id = $1 and recipe = $2 and kind = 'submit'";

inline constexpr auto taken_back_in_doubt =
    "annullata qui: se prima del ripristino è stata stampata, vale quel foglio; se è stata "
    "prescritta di "
    "nuovo, vale quella";
inline constexpr auto not_printed_yet =
    "non ancora stampata: stamparla su ricetta rossa, o annullarla";

inline Error doubted(const std::string& question) {
  return Error("recipe-uncertain",
               "prima del ripristino del database può essere già stata stampata, o essere partita",
               question);
}

}  // namespace curante::prescribing::paper
