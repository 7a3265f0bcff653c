// SPDX-License-Identifier: Apache-2.0
#include "service_detail_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "curante/reference/csv_table.hpp"
#include "service_reader.hpp"

namespace curante::terminology {
namespace {

using reference::CsvTable;
using Row = CsvTable::Row;

std::optional<bool> yes_or_no(const CsvTable& table, const Row& row, const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (text == "no") return false;
  if (text == "sì" || text == "si") return true;
  throw table.malformed(row.line, fmt::format("«{}» non è «sì» né «no»", text));
}

Date day(const CsvTable& table, const Row& row, const std::string& text) {
  try {
    return Date::parse(text);
  } catch (const Error&) {
    throw table.malformed(row.line, fmt::format("«{}» non è un giorno (AAAA-MM-GG)", text));
  }
}

void read_cycle(const CsvTable& table, const Row& row, ServiceDetail& it) {
  it.cycle_sessions = sessions_of(row[3]);
  try {
    it.cyclic = it.cycle_sessions ? true : yes_or_no(table, row, row[3]);
  } catch (const Error&) {
    throw table.malformed(
        row.line,
        fmt::format("«{}» non è «sì» né «no», né quante sedute ha al massimo un ciclo (da 2 a 99)",
                    row[3]));
  }
}

ServiceDetail detail_of(const CsvTable& table, const Row& row) {
  ServiceDetail it;
  it.code = row[0];
  if (!is_service_code(it.code)) {
    throw table.malformed(row.line,
                          fmt::format("«{}» non è il codice di una prestazione", it.code));
  }
  it.branches = row[1];
  if (!are_branches(it.branches)) {
    throw table.malformed(row.line, fmt::format("«{}» non è un elenco di branche", it.branches));
  }
  it.priority_required = yes_or_no(table, row, row[2]);
  read_cycle(table, row, it);
  it.note = row[4];
  it.region = row[5];
  const bool digits =
      std::all_of(it.region.begin(), it.region.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!it.region.empty() && (it.region.size() != 3 || !digits)) {
    throw table.malformed(row.line, fmt::format("«{}» non è un codice di regione", it.region));
  }
  it.from = day(table, row, row[6]);
  if (!row[7].empty()) it.to = day(table, row, row[7]);
  if (it.to && *it.to < it.from) throw table.malformed(row.line, "finisce prima di cominciare");
  return it;
}

bool overlap(const ServiceDetail& one, const ServiceDetail& other) {
  const bool after = one.to && *one.to < other.from;
  const bool before = other.to && *other.to < one.from;
  return !after && !before;
}

}  // namespace

std::vector<ServiceDetail> read_service_details(std::string_view content, const std::string& file) {
  const CsvTable table(
      content, file, {"codice", "branche", "priorita", "ciclica", "nota", "regione", "dal", "al"});
  std::vector<ServiceDetail> details;
  std::multimap<std::string, ServiceDetail> known;
  for (const Row& row : table.rows()) {
    const ServiceDetail it = detail_of(table, row);
    const auto [first, last] = known.equal_range(it.code + "/" + it.region);
    if (std::any_of(first, last, [&](const auto& one) { return overlap(one.second, it); })) {
      throw table.malformed(
          row.line, fmt::format("il codice «{}» ha già una riga per questi giorni", it.code));
    }
    known.emplace(it.code + "/" + it.region, it);
    details.push_back(it);
  }
  return details;
}

}  // namespace curante::terminology
