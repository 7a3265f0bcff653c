// SPDX-License-Identifier: Apache-2.0
#include "note_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/reference/csv_table.hpp"
#include "curante/reference/search_text.hpp"

namespace curante::formulary {
namespace {

using reference::CsvTable;
using reference::search_text;

/// "01", "100". Order by number: 97 before 100.
bool is_note(const std::string& code) {
  return code.size() >= 2 && code.size() <= 3 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "Farmaci in nota: a, b - c; d" names a, b, c and d.
std::vector<std::string> named_substances(const std::string& text) {
  std::vector<std::string> names;
  std::string name;
  const auto finish = [&] {
    const std::string key = search_text(name);
    if (!key.empty()) names.push_back(key);
    name.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = text.compare(i, 3, " - ") == 0;
    if (dash || text[i] == ',' || text[i] == ';' || text[i] == ':') {
      finish();
    } else {
      name += text[i];
    }
  }
  finish();
  return names;
}

/// What stands for a condition that nobody wrote: a list of drugs alone would be taken for it.
std::string unwritten_condition(const std::string& drugs) {
  return "condizioni non in questa tabella: leggerle nel testo AIFA della nota (" + drugs + ")";
}

}  // namespace

NoteTable NoteTable::built_in(std::string_view notes, std::string_view drugs) {
  NoteTable it;
  const CsvTable note_rows(notes, "aifa_notes.csv", {"code", "condition"});
  for (const auto& row : note_rows.rows()) {
    if (!is_note(row[0]) || row[1].empty()) {
      throw note_rows.malformed(row.line, fmt::format("«{}» non è una nota", row[0]));
    }
    if (!it.conditions_.emplace(row[0], row[1]).second) {
      throw note_rows.malformed(row.line, fmt::format("la nota «{}» c'è due volte", row[0]));
    }
  }
  const CsvTable drug_rows(drugs, "note_drugs.csv", {"note", "atc"});
  for (const auto& row : drug_rows.rows()) {
    if (!it.conditions_.count(row[0]) || row[1].empty()) {
      throw drug_rows.malformed(row.line, fmt::format("«{}» non è una nota dell'elenco", row[0]));
    }
    it.links_.push_back({row[0], row[1], ""});
  }
  return it;
}

NoteTable NoteTable::published(std::string_view content, const std::string& file,
                               const NoteTable& ours) {
  NoteTable it;
  const CsvTable rows(content, file, {"nota", "farmaci_in_nota"});
  for (const auto& row : rows.rows()) {
    if (!is_note(row[0]))
      throw rows.malformed(row.line, fmt::format("«{}» non è una nota", row[0]));
    const auto known = ours.conditions_.find(row[0]);
    const bool ours_says = known != ours.conditions_.end();
    const std::string said = ours_says ? known->second : unwritten_condition(row[1]);
    if (!it.conditions_.emplace(row[0], said).second) {
      throw rows.malformed(row.line, fmt::format("la nota «{}» c'è due volte", row[0]));
    }
    if (ours_says) continue;
    for (const std::string& name : named_substances(row[1]))
      it.links_.push_back({row[0], "", name});
  }
  for (const Link& link : ours.links_) {
    if (it.conditions_.count(link.note)) it.links_.push_back(link);
  }
  return it;
}

std::vector<std::string> NoteTable::codes_for(const std::string& atc,
                                              const std::string& substance) const {
  const std::string key = search_text(substance);
  std::vector<std::string> codes;
  for (const Link& link : links_) {
    const bool applies = link.atc.empty() ? link.substance == key : atc.starts_with(link.atc);
    if (applies) codes.push_back(link.note);
  }
  std::sort(codes.begin(), codes.end(),
            [](const std::string& a, const std::string& b) { return std::stoi(a) < std::stoi(b); });
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace curante::formulary
