// SPDX-License-Identifier: Apache-2.0
#include "red/red_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fiscal_code.hpp"

namespace sistema_ts {
namespace {

void refuse(RedEntry& entry, const char* code, const char* text) {
  entry.problem = code;
  entry.problem_text = text;
  entry.discarded = true;
}

const char* state_of(const std::vector<RedEntry>& entries) {
  const auto discarded = std::count_if(entries.begin(), entries.end(),
                                       [](const RedEntry& entry) { return entry.discarded; });
  if (discarded == static_cast<std::ptrdiff_t>(entries.size())) return kRedDiscarded;
  if (discarded > 0) return kRedErrors;
  const bool warned = std::any_of(entries.begin(), entries.end(),
                                  [](const RedEntry& entry) { return !entry.problem.empty(); });
  return warned ? kRedWarnings : kRedClean;
}

}  // namespace

std::string RedFiles::keep(const RedFile& file) {
  database_.run(
      "insert into counter (name, value) values ('red', 1) "
      "on conflict (name) do update set value = value + 1");
  auto next = database_.query("select value from counter where name = 'red'");
  next.next();
  const std::string protocol = fmt::format("{:017}", next.number(0));
  database_.run(
      "insert into red_file (protocol, user, name, received, state, xml)"
      " values (?1, ?2, ?3, ?4, ?5, ?6)",
      protocol, file.user, file.name, file.received, std::string_view(kRedWaiting), file.xml);
  for (const auto& entry : file.entries) {
    database_.run(
        "insert into red_entry (protocol, code, cancels, cancelled_in, patient, pieces, rows,"
        " problem, problem_text, discarded, abroad)"
        " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', '', 0, ?8)",
        protocol, entry.code, int64_t{entry.cancels}, entry.cancelled_in, entry.patient,
        entry.pieces, entry.rows, entry.abroad);
  }
  return protocol;
}

int RedFiles::process() {
  std::vector<RedFile> waiting;
  for (auto& file : find({})) {
    if (file.state == kRedWaiting) waiting.push_back(std::move(file));
  }
  for (const auto& file : waiting) process(file);
  return static_cast<int>(waiting.size());
}

void RedFiles::process(const RedFile& file) {
  std::vector<RedEntry> entries = file.entries;
  for (auto& entry : entries) {
    take(entry, file);
    database_.run(
        "update red_entry set problem = ?3, problem_text = ?4, discarded = ?5"
        " where protocol = ?1 and code = ?2",
        file.protocol, entry.code, entry.problem, entry.problem_text, int64_t{entry.discarded});
  }
  database_.run("update red_file set state = ?2 where protocol = ?1", file.protocol,
                std::string_view(state_of(entries)));
}

/// The codes of errors are assumed: no table of this service is public.
void RedFiles::take(RedEntry& entry, const RedFile& file) {
  auto known =
      database_.query("select protocol, cancelled from red_live where code = ?1", entry.code);
  const bool there = known.next();
  if (entry.cancels) {
    if (!there || known.text(0) != entry.cancelled_in) {
      return refuse(entry, "R004", "Ricetta da cancellare non presente nel protocollo indicato");
    }
    if (known.number(1) != 0) return refuse(entry, "R005", "Ricetta gia' cancellata");
    database_.run("update red_live set cancelled = 1 where code = ?1", entry.code);
    return;
  }
  if (there) return refuse(entry, "R001", "Ricetta gia' presente in archivio");
  const bool by_card = !entry.abroad.empty() && entry.patient.empty();
  if (by_card && entry.abroad != "whole") {
    return refuse(entry, "R006", "Dati dell'assicurato estero incompleti");
  }
  if (!by_card && !is_patient_code(entry.patient)) {
    return refuse(entry, "R002", "Codice assistito formalmente errato");
  }
  if (entry.rows == 0) return refuse(entry, "R003", "Ricetta senza prescrizioni");
  if (entry.pieces > 6) {
    entry.problem = "W001";
    entry.problem_text = "Numero di pezzi superiore al massimo";
  }
  database_.run("insert into red_live (code, protocol, cancelled) values (?1, ?2, 0)", entry.code,
                file.protocol);
}

std::vector<RedFile> RedFiles::find(const RedQuery& query) {
  auto rows = database_.query(
      "select protocol, user, name, received, state, xml from red_file where (?1 = '' or user = ?1)"
      " and (?2 = '' or protocol = ?2) and (?3 = '' or substr(received, 1, 10) >= ?3)"
      " and (?4 = '' or substr(received, 1, 10) <= ?4) order by protocol",
      query.user, query.protocol, query.from, query.to);
  std::vector<RedFile> files;
  while (rows.next()) {
    files.push_back(
        {rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), {}, rows.text(5)});
  }
  for (auto& file : files) file.entries = entries_of(file.protocol);
  return files;
}

std::vector<RedEntry> RedFiles::entries_of(const std::string& protocol) {
  auto rows = database_.query(
      "select code, cancels, cancelled_in, patient, pieces, rows, problem, problem_text, discarded,"
      " abroad from red_entry where protocol = ?1 order by id",
      protocol);
  std::vector<RedEntry> entries;
  while (rows.next()) {
    entries.push_back({rows.text(0), rows.number(1) != 0, rows.text(2), rows.text(3),
                       rows.number(4), rows.number(5), rows.text(6), rows.text(7),
                       rows.number(8) != 0, rows.text(9)});
  }
  return entries;
}

std::vector<std::string> RedFiles::live() {
  auto rows = database_.query("select code from red_live where cancelled = 0 order by code");
  std::vector<std::string> codes;
  while (rows.next()) codes.push_back(rows.text(0));
  return codes;
}

}  // namespace sistema_ts
