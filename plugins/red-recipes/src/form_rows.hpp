// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>

#include "surroundings.hpp"

/// How forms and files look in SQL.
namespace curante::red_recipes {

/// Of `form f`: it, or its cancellation, waits to go or is on its way.
inline constexpr const char* under_way =
    " exists (select 1 from entry e left join batch u on u.practice_id = e.practice_id"
    "   and u.number = e.batch where e.practice_id = f.practice_id and e.code = f.code"
    "   and (e.batch is null or u.state in ('open', 'sending', 'uncertain', 'parked'))) ";

/// Of `form f`: a file of ours that the ministry did not turn away as a whole brought it, or still
/// may.
inline constexpr const char* may_be_there =
    " exists (select 1 from entry i join batch t on t.practice_id = i.practice_id"
    "   and t.number = i.batch where i.practice_id = f.practice_id and i.code = f.code"
    "   and not i.cancels and t.state <> 'refused' and t.outcome <> 'discarded') ";

/// Of `form f`: what a person found of it since file $2 was made; null where nobody looked. That
/// word stands against what the ministry says of the file without saying it of this form for
/// certain.
inline constexpr const char* person_says =
    " (select l.there from finding l join batch m on m.practice_id = l.practice_id"
    "   and m.number = $2 where l.practice_id = f.practice_id and l.code = f.code"
    "   and l.at >= m.made order by l.number desc limit 1) ";

/// Columns of forms that `form_of` reads, and where from: `f` the form, `b` the file that carried
/// it last, `n` what a person found last.
inline const std::string form_columns =
    "f.recipe, f.code, f.patient, f.doctor, f.patient_name, f.fiscal_code,"
    " (extract(epoch from f.printed) * 1000)::bigint, f.printer, f.document, f.state, f.problem,"
    " f.remarks, b.file_name, b.protocol, b.outcome, b.outcome_text, f.spoilt,"
    " f.state in ('attention', 'not_cancelled') and not" +
    std::string(under_way) +
    "as to_find, (extract(epoch from n.at) * 1000)::bigint as found_at, n.by_account, n.by_name,"
    " n.there, n.found_as, (extract(epoch from f.put_on_paper) * 1000)::bigint as put_on_paper";
inline const std::string form_tables =
    " from form f left join batch b on b.practice_id = f.practice_id and b.number = f.batch"
    " left join lateral (select * from finding l where l.practice_id = f.practice_id"
    "   and l.code = f.code order by l.number desc limit 1) n on true ";
inline const std::string select_forms = "select " + form_columns + form_tables;

Form form_of(const pqxx::row& row, const Surroundings& surroundings);

/// "select …" of files: `b` the file.
inline constexpr const char* select_files =
    "select b.file_name, b.account, (extract(epoch from b.made) * 1000)::bigint, b.state,"
    " b.problem, b.protocol, b.received_at, b.outcome, b.outcome_text,"
    " (select count(*) from entry e where e.practice_id = b.practice_id and e.batch = b.number"
    "   and not e.cancels),"
    " (select count(*) from entry e where e.practice_id = b.practice_id and e.batch = b.number"
    "   and e.cancels), b.state = 'parked' and b.uncertain_since is not null,"
    " b.number, (extract(epoch from b.made) * 1000000)::bigint as made_us from batch b ";

/// States of `form f` that are not settled, and of these the ones that stay so until a person acts.
inline constexpr const char* unsettled =
    " f.state in ('unconfirmed', 'queued', 'sending', 'refused', 'attention', 'cancelling',"
    " 'not_cancelled') ";
inline constexpr const char* for_a_person =
    " f.state in ('unconfirmed', 'refused', 'attention', 'not_cancelled') ";

SentFile file_of(const pqxx::row& row);

/// An enumerator's name; unknown names give the first one.
template <class Enum>
Enum named(const char* name) {
  Enum value{};
  boost::describe::enum_from_string(name, value);
  return value;
}
template <class Enum>
std::string name_of(Enum value) {
  return boost::describe::enum_to_string(value, "");
}

/// A parameter for an optional filter: empty means none.
template <class Enum>
std::string name_of(const std::optional<Enum>& value) {
  return value ? name_of(*value) : std::string();
}

}  // namespace curante::red_recipes
