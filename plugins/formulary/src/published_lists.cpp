// SPDX-License-Identifier: Apache-2.0
#include "published_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "curante/reference/table_file.hpp"
#include "pack_list.hpp"
#include "pack_text.hpp"

namespace curante::formulary {
namespace {

using reference::CsvTable;

/// Quotes and asterisks are AIFA's typography; line breaks cut words in two there.
std::string cleaned(const std::string& written) {
  std::string text;
  for (char c : written) {
    if (c == '"' || c == '*' || c == '\n' || c == '\r') continue;
    const bool blank = c == ' ' || c == '\t';
    if (blank && (text.empty() || text.back() == ' ')) continue;
    text += blank ? ' ' : c;
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

/// "Ramipril/Amlodipina" and "Ramipril + Amlodipina" are written one way.
std::string substance(const std::string& written) {
  std::string text;
  for (char c : cleaned(written)) {
    if (c != '/' && c != '+') {
      text += c;
      continue;
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    text += " +";
    text += ' ';
  }
  std::string single;
  for (char c : text) {
    if (c != ' ' || single.empty() || single.back() != ' ') single += c;
  }
  return single;
}

/// "5.63" euro.
Money euro(const CsvTable& table, const CsvTable::Row& row, const std::string& written) {
  const size_t dot = std::min(written.find('.'), written.size());
  std::string cents = written.substr(std::min(dot + 1, written.size()));
  const std::string whole = written.substr(0, dot);
  const auto digits = [](const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (whole.empty() || whole.size() > 9 || cents.size() > 2 || !digits(whole) || !digits(cents) ||
      (dot < written.size() && cents.empty())) {
    throw table.malformed(row.line, fmt::format("«{}» non è un prezzo", written));
  }
  cents.resize(2, '0');
  return Money{std::stoll(whole) * 100 + std::stoll(cents)};
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

void check(const CsvTable& table, const CsvTable::Row& row, const Drug& it) {
  if (it.name.empty() || it.pack.empty() || it.active_substance.empty()) {
    throw table.malformed(row.line, "manca il nome, la confezione o il principio attivo");
  }
  if (it.group_code.empty()) throw table.malformed(row.line, "manca il gruppo di equivalenza");
  const bool atc_good = !it.atc.empty() && it.atc.size() <= 7 &&
                        std::all_of(it.atc.begin(), it.atc.end(), [](char c) {
                          return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                        });
  if (!atc_good) throw table.malformed(row.line, fmt::format("«{}» non è un codice ATC", it.atc));
}

/// The newest of the folder's files that begin so, by name, which ends with its date; nothing where
/// there is none.
std::optional<std::filesystem::path> newest_list(const std::filesystem::path& folder,
                                                 std::string_view beginning) {
  std::filesystem::path newest;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
    const std::string name = entry.path().filename().string();
    const bool is_list = name.starts_with(beginning) && name.ends_with(".csv");
    if (is_list && name > newest.filename().string()) newest = entry.path();
  }
  if (newest.empty()) return std::nullopt;
  return newest;
}

}  // namespace

std::vector<Drug> read_transparency_list(std::string_view content, const std::string& file,
                                         std::map<std::string, std::string>& groups) {
  const CsvTable table(
      content, file,
      {"aic", "denominazione", "confezione", "titolare", "atc", "principio_attivo",
       "confezione_riferimento", "gruppo", "prezzo_rif_ssn_eur", "prezzo_pubblico_eur"});
  std::vector<Drug> drugs;
  std::unordered_set<std::string> seen;
  for (const auto& row : table.rows()) {
    Drug it;
    it.aic = read_aic(table, row, row[0]);
    if (!seen.insert(it.aic.value()).second) {
      throw table.malformed(row.line, fmt::format("l'AIC {} c'è già più sopra", it.aic.value()));
    }
    it.name = cleaned(row[1]);
    it.pack = cleaned(row[2]);
    it.company = cleaned(row[3]);
    it.atc = row[4];
    it.active_substance = substance(row[5]);
    it.group_code = row[7];
    it.reference_price = euro(table, row, row[8]);
    it.price = euro(table, row, row[9]);
    check(table, row, it);
    PackText text = read_pack_text(row[2]);
    it.strength = std::move(text.strength);
    it.form = std::move(text.form);
    it.units = read_units(row[6]);
    groups.emplace(it.group_code, upper(it.active_substance + " " + cleaned(row[6])));
    drugs.push_back(std::move(it));
  }
  return drugs;
}

namespace {

constexpr const char* condition_file = "note-aifa/condizioni.csv";
constexpr const char* note_drug_file = "note-aifa/farmaci.csv";

/// Notes with their conditions, as somebody keeps them up to date; nothing where there are none.
std::optional<NoteTable> read_conditions(const std::filesystem::path& directory,
                                         std::string& content) {
  const auto notes = reference::read_table_file(directory / condition_file);
  const auto drugs = reference::read_table_file(directory / note_drug_file);
  if (!notes && !drugs) return std::nullopt;
  if (!notes || !drugs) {
    throw Error("import-malformed",
                fmt::format("{} c'è senza {}", notes ? condition_file : note_drug_file,
                            notes ? note_drug_file : condition_file),
                "aggiungere il file che manca, o togliere l'altro");
  }
  content += *notes + *drugs;
  return NoteTable({*notes, condition_file}, {*drugs, note_drug_file});
}

}  // namespace

namespace {

constexpr const char* transparency_folder = "farmaci-aifa";
constexpr const char* complete_folder = "prontuario";

struct ListFile {
  std::string name;  ///< as it stands in what is said of its errors
  std::string content;
};

/// A list that was there a moment ago.
ListFile open_list(const std::filesystem::path& file, const char* folder) {
  std::string name = std::string(folder) + "/" + file.filename().string();
  auto content = reference::read_table_file(file);
  if (!content) throw Error("import-unreadable", name + " è scomparso", "ripetere l'importazione");
  return {std::move(name), std::move(*content)};
}

void read_packs(const std::filesystem::path& directory, PublishedLists& lists) {
  const auto listed_file = newest_list(directory / transparency_folder, "lista_trasparenza_");
  const auto complete_file = newest_list(directory / complete_folder, "confezioni");
  if (!listed_file && !complete_file) {
    throw Error("import-nothing",
                fmt::format("{}: mancano {}/lista_trasparenza_*.csv e {}/confezioni*.csv",
                            directory.string(), transparency_folder, complete_folder),
                "indicare la cartella che contiene farmaci-aifa, prontuario e note-aifa");
  }
  lists.has_transparency = listed_file.has_value();
  lists.has_complete = complete_file.has_value();
  FormularyTables& tables = lists.tables;
  std::vector<Drug> listed;
  if (listed_file) {
    const ListFile list = open_list(*listed_file, transparency_folder);
    listed = read_transparency_list(list.content, list.name, tables.groups);
    lists.content += list.content;
  }
  if (!complete_file) {
    tables.drugs = std::move(listed);
    return;
  }
  const ListFile list = open_list(*complete_file, complete_folder);
  tables.drugs = merged(read_pack_list(list.content, list.name), listed);
  describe_groups(tables.drugs, tables.groups);
  lists.content += list.content;
}

}  // namespace

PublishedLists read_published_lists(const std::filesystem::path& directory,
                                    const NoteTable& built_in) {
  const std::string group_file = "farmaci-aifa/gruppi_equivalenza.csv";
  const std::string note_file = "note-aifa/note.csv";
  PublishedLists lists;
  if (const auto content = reference::read_table_file(directory / group_file)) {
    lists.has_groups = true;
    lists.content += *content;
    lists.tables.groups = read_groups(*content, group_file, "gruppo", "descrizione");
  }
  const auto conditions = read_conditions(directory, lists.content);
  lists.has_notes = conditions.has_value();
  lists.tables.notes = conditions.value_or(built_in);
  if (const auto content = reference::read_table_file(directory / note_file)) {
    lists.has_notes = true;
    lists.content += *content;
    lists.tables.notes = NoteTable::published({*content, note_file}, lists.tables.notes);
  }
  read_packs(directory, lists);
  return lists;
}

}  // namespace curante::formulary
