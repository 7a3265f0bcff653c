// SPDX-License-Identifier: Apache-2.0
#include "formulary_tables.hpp"

#include <fmt/format.h>

#include <boost/describe/enum_from_string.hpp>
#include <charconv>
#include <unordered_set>

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

int64_t whole_number(const CsvTable& table, const CsvTable::Row& row, const std::string& written) {
  int64_t number = -1;
  const char* end = written.data() + written.size();
  const auto [rest, problem] = std::from_chars(written.data(), end, number);
  if (problem != std::errc{} || rest != end || number < 0) {
    throw table.malformed(row.line, fmt::format("«{}» non è un numero intero", written));
  }
  return number;
}

DrugClass drug_class(const CsvTable& table, const CsvTable::Row& row, const std::string& written) {
  DrugClass it = DrugClass::A;
  if (!boost::describe::enum_from_string(written.c_str(), it)) {
    throw table.malformed(row.line, fmt::format("«{}» non è una classe (A, C o H)", written));
  }
  return it;
}

std::vector<Drug> read_packs(std::string_view content) {
  const CsvTable table(
      content, "packs.csv",
      {"aic", "name", "pack", "active_substance", "strength", "form", "units", "atc", "group_code",
       "drug_class", "price_cents", "reference_price_cents", "company"});
  std::vector<Drug> drugs;
  std::unordered_set<std::string> seen;
  for (const auto& row : table.rows()) {
    Drug it;
    it.aic = read_aic(table, row, row[0]);
    if (!seen.insert(it.aic.value()).second) {
      throw table.malformed(row.line, fmt::format("l'AIC {} c'è già più sopra", it.aic.value()));
    }
    it.name = row[1];
    it.pack = row[2];
    it.active_substance = row[3];
    it.strength = row[4];
    it.form = row[5];
    it.units = static_cast<int32_t>(whole_number(table, row, row[6]));
    it.atc = row[7];
    it.group_code = row[8];
    it.drug_class = drug_class(table, row, row[9]);
    it.price.cents = whole_number(table, row, row[10]);
    it.reference_price.cents = whole_number(table, row, row[11]);
    it.company = row[12];
    drugs.push_back(std::move(it));
  }
  return drugs;
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
  return {read_packs(content_of(files, "packs.csv")),
          read_groups(content_of(files, "groups.csv"), "groups.csv", "code", "description"),
          built_in_notes(files)};
}

std::string built_in_content(EmbeddedFiles files) {
  std::string all;
  for (const EmbeddedFile& file : files) all.append(file.content);
  return all;
}

}  // namespace curante::formulary
