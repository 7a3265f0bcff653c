// SPDX-License-Identifier: Apache-2.0
#include "service_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "curante/reference/csv_table.hpp"
#include "curante/reference/search_text.hpp"

namespace curante::terminology {
namespace {

using reference::CsvTable;
using Row = CsvTable::Row;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_code_letter(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z');
}

std::vector<std::string> branches_of(const CsvTable& table, const Row& row,
                                     const std::string& text) {
  if (!are_branches(text)) {
    throw table.malformed(row.line, fmt::format("«{}» non è un elenco di branche", text));
  }
  std::vector<std::string> branches;
  for (size_t at = 0; at < text.size(); at += 3) branches.push_back(text.substr(at, 2));
  return branches;
}

bool yes_or_no(const CsvTable& table, const Row& row, const std::string& text) {
  if (text != "yes" && text != "no") {
    throw table.malformed(row.line, fmt::format("«{}» non è «yes» né «no»", text));
  }
  return text == "yes";
}

/// «no», «yes», or the most sessions of a cycle.
void read_cycle(const CsvTable& table, const Row& row, OutpatientService& it) {
  const auto sessions = sessions_of(row[3]);
  it.cyclic = sessions || yes_or_no(table, row, row[3]);
  it.cycle_sessions = sessions.value_or(0);
}

void check(const CsvTable& table, const Row& row, const OutpatientService& it,
           std::unordered_set<std::string>& seen) {
  if (!is_service_code(it.code)) {
    throw table.malformed(row.line,
                          fmt::format("«{}» non è il codice di una prestazione", it.code));
  }
  if (it.text.empty()) throw table.malformed(row.line, "manca la descrizione");
  if (!seen.insert(it.code).second) {
    throw table.malformed(row.line, fmt::format("il codice «{}» c'è già più sopra", it.code));
  }
}

/// "Per seduta. Ciclo fino a 10 sedute": the nomenclature says in its texts what is prescribed by
/// sessions. Not "ciclo ovulatorio". Only of branch 12, physical medicine, which is its chapter 93:
/// of dialysis and radiotherapy the SAC refuses a number of sessions, though their texts say so,
/// too. Source: specification of 5 Dec 2024, N.SEDUTE.
struct Cycle {
  bool cyclic = false;
  int32_t sessions = 0;  ///< at most; 0: not said
};
Cycle cycle_of(const std::string& code, const std::string& text) {
  if (!code.starts_with("93.")) return {};
  const std::string plain = reference::search_text(text);
  for (const char* words : {"ciclo fino a", "ciclo massimo di", "ciclo massimo", "ciclo di"}) {
    const size_t at = plain.find(words);
    if (at == std::string::npos) continue;
    const std::string_view rest = std::string_view(plain).substr(at + std::strlen(words));
    const size_t unit = rest.find(" sedut");
    return {true, unit == rest.npos ? 0 : sessions_of(rest.substr(1, unit - 1)).value_or(0)};
  }
  return {};
}

/// Catalogues are published with and without the region's own texts.
bool has_texts(std::string_view content) {
  return content.substr(0, content.find('\n')).find("descrizione") != std::string_view::npos;
}

void check_regional(const CsvTable& table, const Row& row, const RegionalService& it) {
  if (it.region.size() != 3 || !std::all_of(it.region.begin(), it.region.end(), is_digit)) {
    throw table.malformed(row.line, fmt::format("«{}» non è un codice di regione", it.region));
  }
  if (!it.code.empty() && !is_service_code(it.code)) {
    throw table.malformed(row.line,
                          fmt::format("«{}» non è il codice di una prestazione", it.code));
  }
  if (it.catalogue_code.empty()) throw table.malformed(row.line, "manca il codice di catalogo");
  if (it.code.empty() && it.text.empty()) {
    throw table.malformed(row.line, "senza codice nazionale serve la descrizione");
  }
}

}  // namespace

bool is_service_code(std::string_view code) {
  size_t group = 0, length = 0;
  for (char c : code) {
    if (c == '.') {
      if (length == 0 || (group == 0 && length != 2)) return false;
      ++group;
      length = 0;
    } else if (!is_code_letter(c) || ++length > 2) {
      return false;
    }
  }
  return length > 0 && (group == 1 || group == 2);
}

bool are_branches(std::string_view text) {
  if (text.ends_with(' ')) return false;
  for (size_t at = 0; at < text.size(); at += 3) {
    const std::string_view branch = text.substr(at, 2);
    const bool parted = at + 2 >= text.size() || text[at + 2] == ' ';
    if (branch.size() != 2 || !is_digit(branch[0]) || !is_digit(branch[1]) || !parted) return false;
  }
  return true;
}

std::optional<int32_t> sessions_of(std::string_view text) {
  const bool digits = !text.empty() && text.size() <= 2 && text.front() != '0' &&
                      std::all_of(text.begin(), text.end(), is_digit);
  if (!digits || text == "1") return std::nullopt;
  return std::stoi(std::string(text));
}

std::vector<OutpatientService> read_services(std::string_view content, const std::string& file) {
  const CsvTable table(content, file,
                       {"code", "text", "branches", "cyclic", "priority_required", "note"});
  std::vector<OutpatientService> services;
  std::unordered_set<std::string> seen;
  for (const Row& row : table.rows()) {
    OutpatientService& it = services.emplace_back();
    it.code = row[0];
    it.text = row[1];
    it.branches = branches_of(table, row, row[2]);
    read_cycle(table, row, it);
    it.priority_required = yes_or_no(table, row, row[4]);
    it.note = row[5];
    check(table, row, it, seen);
  }
  return services;
}

std::vector<OutpatientService> read_published_services(std::string_view content,
                                                       const std::string& file) {
  const CsvTable table(content, file, {"codice", "descrizione"});
  std::vector<OutpatientService> services;
  std::unordered_set<std::string> seen;
  for (const Row& row : table.rows()) {
    OutpatientService& it = services.emplace_back();
    it.code = row[0];
    it.text = row[1];
    const Cycle cycle = cycle_of(it.code, it.text);
    it.cyclic = cycle.cyclic;
    it.cycle_sessions = cycle.sessions;
    check(table, row, it, seen);
  }
  return services;
}

std::vector<RegionalService> read_regional_services(std::string_view content,
                                                    const std::string& file) {
  const bool texts = has_texts(content);
  const CsvTable table =
      texts ? CsvTable(content, file, {"codice", "codice_catalogo", "regione", "descrizione"})
            : CsvTable(content, file, {"codice", "codice_catalogo", "regione"});
  std::vector<RegionalService> services;
  std::unordered_set<std::string> seen;
  for (const Row& row : table.rows()) {
    const RegionalService it{row[2], row[0], row[1], texts ? row[3] : ""};
    check_regional(table, row, it);
    if (!seen.insert(it.region + "/" + it.code + "/" + it.catalogue_code).second) {
      throw table.malformed(row.line,
                            fmt::format("il codice «{}» c'è già più sopra", it.catalogue_code));
    }
    services.push_back(it);
  }
  return services;
}

}  // namespace curante::terminology
