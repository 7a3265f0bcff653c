// SPDX-License-Identifier: Apache-2.0
#include "formulary_tables.hpp"

#include <fmt/format.h>

#include "pack_list.hpp"

namespace curante::formulary {
namespace {

using reference::CsvTable;

std::string_view content_of(EmbeddedFiles files, std::string_view name) {
  for (const EmbeddedFile& file : files) {
    if (file.name == name) return file.content;
  }
  throw Error("built-in-missing", std::string(name) + " is not part of the plugin",
              "report this to the plugin's author");
}

}  // namespace

Aic read_aic(const CsvTable& table, const CsvTable::Row& row, const std::string& written) {
  try {
    const Aic aic(written);
    if (!aic.empty()) return aic;
  } catch (const Error& e) {
    throw table.malformed(row.line, fmt::format("AIC «{}»: {}", written, e.message()));
  }
  throw table.malformed(row.line, "manca l'AIC");
}

std::map<std::string, std::string> read_groups(std::string_view content, const std::string& file,
                                               std::string_view code,
                                               std::string_view description) {
  const CsvTable table(content, file, {code, description});
  std::map<std::string, std::string> groups;
  for (const auto& row : table.rows()) {
    if (row[0].empty() || row[1].empty()) {
      throw table.malformed(row.line, "manca il codice o la descrizione del gruppo");
    }
    if (!groups.emplace(row[0], row[1]).second) {
      throw table.malformed(row.line, fmt::format("il gruppo «{}» c'è già più sopra", row[0]));
    }
  }
  return groups;
}

NoteTable built_in_notes(EmbeddedFiles files) {
  return NoteTable({content_of(files, "aifa_notes.csv"), "aifa_notes.csv"},
                   {content_of(files, "note_drugs.csv"), "note_drugs.csv"});
}

std::string built_in_note_content(EmbeddedFiles files) {
  return std::string(content_of(files, "aifa_notes.csv")) +
         std::string(content_of(files, "note_drugs.csv"));
}

FormularyTables read_built_in(EmbeddedFiles files) {
  return {read_pack_list(content_of(files, "packs.csv"), "packs.csv"),
          read_groups(content_of(files, "groups.csv"), "groups.csv", "code", "description"),
          built_in_notes(files)};
}

std::string built_in_content(EmbeddedFiles files) {
  std::string all;
  for (const EmbeddedFile& file : files) all.append(file.content);
  return all;
}

}  // namespace curante::formulary
