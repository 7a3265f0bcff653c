// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>

#include "surroundings.hpp"

/// How forms and files look in SQL.
namespace curante::red_recipes {

/// "select …" of forms with the file that carried them last: `f` the form, `b` the file.
inline constexpr const char* select_forms =
    "select f.recipe, f.code, f.patient, f.doctor, f.patient_name, f.fiscal_code,"
    " (extract(epoch from f.printed) * 1000)::bigint, f.printer, f.document, f.state, f.problem,"
    " f.remarks, b.file_name, b.protocol, b.outcome, b.outcome_text, f.spoilt"
    " from form f left join batch b on b.practice_id = f.practice_id and b.number = f.batch ";

Form form_of(const pqxx::row& row, const Surroundings& surroundings);

/// "select …" of files: `b` the file.
inline constexpr const char* select_files =
    "select b.file_name, b.account, (extract(epoch from b.made) * 1000)::bigint, b.state,"
    " b.problem, b.protocol, b.received_at, b.outcome, b.outcome_text,"
    " (select count(*) from entry e where e.practice_id = b.practice_id and e.batch = b.number"
    "   and not e.cancels),"
    " (select count(*) from entry e where e.practice_id = b.practice_id and e.batch = b.number"
    "   and e.cancels), b.state = 'parked' and b.uncertain_since is not null from batch b ";

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
