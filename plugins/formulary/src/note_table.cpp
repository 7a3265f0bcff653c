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

std::optional<Date> day_of(const CsvTable& table, const CsvTable::Row& row,
                           const std::string& written) {
  if (written.empty()) return std::nullopt;
  try {
    return Date::parse(written);
  } catch (const Error& e) {
    throw table.malformed(row.line, e.message());
  }
}

Validity validity_of(const CsvTable& table, const CsvTable::Row& row, const std::string& from,
                     const std::string& to) {
  const Validity it{day_of(table, row, from), day_of(table, row, to)};
  if (it.from && it.to && *it.to < *it.from) {
    throw table.malformed(row.line, fmt::format("finisce ({}) prima di cominciare ({})", to, from));
  }
  return it;
}

DatedNote read_note(const CsvTable& table, const CsvTable::Row& row) {
  DatedNote it{row[0], row[1], row[4], row[5], validity_of(table, row, row[2], row[3])};
  if (!is_note(it.code) || it.condition.empty()) {
    throw table.malformed(row.line,
                          fmt::format("«{}» non è una nota con la sua condizione", it.code));
  }
  if (it.source.empty()) throw table.malformed(row.line, "manca la fonte");
  if (!it.link.empty() && !it.link.starts_with("https://")) {
    throw table.malformed(row.line, fmt::format("«{}» non è un collegamento https", it.link));
  }
  return it;
}

}  // namespace

NoteTable::NoteTable(const NoteFile& notes, const NoteFile& drugs) {
  const CsvTable note_rows(notes.content, notes.name,
                           {"code", "condition", "from", "to", "source", "link"});
  for (const auto& row : note_rows.rows()) {
    DatedNote it = read_note(note_rows, row);
    const bool twice = std::any_of(notes_.begin(), notes_.end(), [&](const DatedNote& other) {
      return other.code == it.code && other.validity.overlaps(it.validity);
    });
    if (twice) {
      throw note_rows.malformed(
          row.line, fmt::format("la nota «{}» c'è già più sopra, negli stessi giorni", it.code));
    }
    notes_.push_back(std::move(it));
  }
  const std::set<std::string> known = codes();
  const CsvTable drug_rows(drugs.content, drugs.name, {"note", "atc", "from", "to", "source"});
  for (const auto& row : drug_rows.rows()) {
    if (!known.count(row[0]) || row[1].empty()) {
      throw drug_rows.malformed(row.line, fmt::format("«{}» non è una nota dell'elenco", row[0]));
    }
    if (row[4].empty()) throw drug_rows.malformed(row.line, "manca la fonte");
    links_.push_back({{row[0], validity_of(drug_rows, row, row[2], row[3])}, row[1], ""});
  }
}

NoteTable NoteTable::published(const NoteFile& list, const NoteTable& ours) {
  NoteTable it;
  const std::set<std::string> known = ours.codes();
  std::set<std::string> listed;
  const CsvTable rows(list.content, list.name, {"nota", "farmaci_in_nota"});
  for (const auto& row : rows.rows()) {
    if (!is_note(row[0]))
      throw rows.malformed(row.line, fmt::format("«{}» non è una nota", row[0]));
    if (!listed.insert(row[0]).second) {
      throw rows.malformed(row.line, fmt::format("la nota «{}» c'è due volte", row[0]));
    }
    if (known.count(row[0])) continue;
    it.notes_.push_back({row[0], unwritten_condition(row[1]), list.name, "", {}});
    for (const std::string& name : named_substances(row[1]))
      it.links_.push_back({{row[0], {}}, "", name});
  }
  for (const DatedNote& note : ours.notes_) {
    if (listed.count(note.code)) it.notes_.push_back(note);
  }
  for (const Link& link : ours.links_) {
    if (listed.count(link.note.code)) it.links_.push_back(link);
  }
  return it;
}

std::set<std::string> NoteTable::codes() const {
  std::set<std::string> codes;
  for (const DatedNote& note : notes_) codes.insert(note.code);
  return codes;
}

std::vector<PackNote> NoteTable::notes_for(const std::string& atc,
                                           const std::string& substance) const {
  const std::string key = search_text(substance);
  std::vector<PackNote> notes;
  for (const Link& link : links_) {
    const bool applies = link.atc.empty() ? link.substance == key : atc.starts_with(link.atc);
    const bool known = std::find(notes.begin(), notes.end(), link.note) != notes.end();
    if (applies && !known) notes.push_back(link.note);
  }
  std::stable_sort(notes.begin(), notes.end(), [](const PackNote& a, const PackNote& b) {
    return std::stoi(a.code) < std::stoi(b.code);
  });
  return notes;
}

}  // namespace curante::formulary
