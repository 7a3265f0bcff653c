// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>

#include "curante/host.hpp"
#include "curante/json.hpp"
#include "prescribing.hpp"

/// How prescriptions, recipes and their lines stand in the tables: the columns that several readers
/// need, each with what reads it. Columns are null where nothing was said.
namespace curante::prescribing {

/// Columns of recipe_line as l.
extern const std::string line_columns;
inline constexpr int line_columns_count = 29;
/// Reads them, of which `first` is the first.
Line line_of(const pqxx::row& row, int first);

/// Columns of recipe as r that came with the kinds of recipe, 5 of them.
extern const std::string kind_columns;
/// Reads them into a RecipeView or a PastPrescription.
template <class Record>
void read_kind(const pqxx::row& row, int first, Record& record) {
  boost::describe::enum_from_string(row[first].c_str(), record.kind);
  record.priority = row[first + 1].c_str();
  record.white_number = row[first + 2].c_str();
  record.white_pin = row[first + 3].c_str();
  record.paper_code = row[first + 4].c_str();
}

/// Columns of prescription as p that say under which circumstances it was issued, 10 of them.
extern const std::string circumstance_columns;
/// Reads them into a Prescription or a PastPrescription.
template <class Record>
void read_circumstances(const Host& host, const pqxx::row& row, int first, Record& record) {
  record.home_visit = row[first].as<bool>(false);
  record.obscured = row[first + 1].as<bool>(false);
  record.suggested = row[first + 2].as<bool>(false);
  record.patient_kind = row[first + 3].c_str();
  if (row[first + 4].size() > 0) {
    record.foreign =
        from_json<recipe_transmitter::ForeignCover>(host, std::string_view(row[first + 4].c_str()));
  }
  record.sasn_card = row[first + 5].c_str();
  record.sasn_company = row[first + 6].c_str();
  record.on_paper = row[first + 7].as<bool>(false);
  record.delivery = row[first + 8].c_str();
  record.hospital_stay = row[first + 9].as<bool>(false);
}

/// As the columns hold it: null for drugs at the charge of the SSN.
inline std::string kind_name(recipe_transmitter::RecipeKind kind) {
  if (kind == recipe_transmitter::RecipeKind::drugs) return "";
  return boost::describe::enum_to_string(kind, "");
}
inline std::string kind_name(LineKind kind) {
  return kind == LineKind::service ? "service" : "";
}
/// JSON, or empty for nobody insured abroad.
inline std::string foreign_text(const Host& host,
                                const std::optional<recipe_transmitter::ForeignCover>& foreign) {
  return foreign ? to_json(host, *foreign) : "";
}

}  // namespace curante::prescribing
