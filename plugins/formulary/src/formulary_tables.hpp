// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "curante/embedded.hpp"
#include "curante/reference/csv_table.hpp"
#include "formulary.hpp"
#include "note_table.hpp"

namespace curante::formulary {

/// Everything the room keeps, read and judged, before any of it goes into the database.
/// The drugs' `group_text` and `notes` are empty: they follow from `groups` and `notes`.
struct FormularyTables {
  std::vector<Drug> drugs;
  std::map<std::string, std::string> groups;  ///< description by code
  NoteTable notes;
};

/// The embedded tables. Throws Error{"import-malformed"} naming file and line.
FormularyTables read_built_in(EmbeddedFiles files);
NoteTable built_in_notes(EmbeddedFiles files);

/// All embedded tables one after the other: what tells whether they changed.
std::string built_in_content(EmbeddedFiles files);
/// The same of the notes alone.
std::string built_in_note_content(EmbeddedFiles files);

/// Equivalence groups, from columns of these names.
std::map<std::string, std::string> read_groups(std::string_view content, const std::string& file,
                                               std::string_view code, std::string_view description);

/// The AIC of a row; a wrong one is the row's error.
Aic read_aic(const reference::CsvTable& table, const reference::CsvTable::Row& row,
             const std::string& written);

}  // namespace curante::formulary
