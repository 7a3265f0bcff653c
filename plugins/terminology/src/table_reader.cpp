// SPDX-License-Identifier: Apache-2.0
#include "table_reader.hpp"

#include <fmt/format.h>

#include <charconv>
#include <unordered_set>

#include "curante/reference/csv_table.hpp"

namespace curante::terminology {
namespace {

using reference::CsvTable;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool all_digits(std::string_view text, size_t count) {
  for (char c : text) {
    if (!is_digit(c)) return false;
  }
  return text.size() == count;
}

/// Three characters (E and four for external causes), then at most two after a dot.
bool is_icd9cm(std::string_view code) {
  const size_t dot = std::min(code.find('.'), code.size());
  const std::string_view category = code.substr(0, dot);
  const std::string_view rest = code.substr(std::min(dot + 1, code.size()));
  const bool category_good = all_digits(category, 3) ||
                             (category.starts_with('V') && all_digits(category.substr(1), 2)) ||
                             (category.starts_with('E') && all_digits(category.substr(1), 3));
  if (dot == code.size()) return category_good;
  return category_good && (all_digits(rest, 1) || all_digits(rest, 2));
}

/// A, A02, A02B, A02BC or A02BC01. The published table once writes the letter O for a nought
/// ("JO5AR13", beside "J05AR13"): kept as it is, since nobody's pack has it.
bool is_atc(std::string_view code) {
  constexpr std::string_view form = "A00AA00";  // A a letter, 0 a digit
  if (code.empty() || code.size() == 2 || code.size() == 6 || code.size() > form.size())
    return false;
  for (size_t i = 0; i < code.size(); ++i) {
    if (form[i] == 'A' ? !is_capital(code[i]) : !is_digit(code[i]) && code[i] != 'O') return false;
  }
  return true;
}

/// At most six letters and digits. Source: SAC specification, element codEsenzione.
bool is_exemption(std::string_view code) {
  for (char c : code) {
    if (!is_digit(c) && !is_capital(c)) return false;
  }
  return !code.empty() && code.size() <= 6;
}

bool is_code_of(System system, std::string_view code) {
  switch (system) {
    case System::icd9cm:
      return is_icd9cm(code);
    case System::atc:
      return is_atc(code);
    case System::exemption:
      return is_exemption(code);
  }
  return false;
}

bool is_cadastral(std::string_view code) {
  return code.size() == 4 && is_capital(code[0]) && all_digits(code.substr(1), 3);
}

bool is_letter(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  const auto c = static_cast<unsigned char>(text[at]);
  return ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
}

/// The published tables lost what was not ASCII: "dell???unghia", "dell??? addome", "L?Aquila" were
/// apostrophes, "5??" a degree sign; other runs of question marks were quotes, and say nothing.
std::string mend(const std::string& text) {
  std::string mended;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && text[end] == '?') ++end;
    if (end == at) {
      mended += text[at++];
      continue;
    }
    const bool many = end - at > 1;
    const bool blank = many && end < text.size() && text[end] == ' ';
    const bool digit = many && end < text.size() && is_digit(text[end]);
    if (at > 0 && is_letter(text, at - 1) && (is_letter(text, end) || blank || digit)) {
      mended += '\'';
      end += blank;
    } else if (many && at > 0 && is_digit(text[at - 1])) {
      mended += "°";
    } else if (!many) {
      mended += '?';
    }
    at = end;
  }
  return mended;
}

/// Refuses what is there twice.
class OnlyOnce {
 public:
  explicit OnlyOnce(const CsvTable& table) : table_(table) {}
  void add(const CsvTable::Row& row, const std::string& code) {
    if (!seen_.insert(code).second) {
      throw table_.malformed(row.line, fmt::format("il codice «{}» c'è già più sopra", code));
    }
  }

 private:
  const CsvTable& table_;
  std::unordered_set<std::string> seen_;
};

void check_place(const CsvTable& table, const CsvTable::Row& row, const Municipality& place) {
  if (!is_cadastral(place.cadastral_code)) {
    throw table.malformed(row.line,
                          fmt::format("«{}» non è un codice catastale", place.cadastral_code));
  }
  if (place.name.empty()) throw table.malformed(row.line, "manca il nome");
  const bool abroad = place.province == "EE";
  if (!abroad && !all_digits(place.istat_code, 6)) {
    throw table.malformed(row.line, fmt::format("«{}» non è un codice ISTAT", place.istat_code));
  }
  const auto& province = place.province;
  if (province.size() != 2 || !is_capital(province[0]) || !is_capital(province[1])) {
    throw table.malformed(row.line, fmt::format("«{}» non è una sigla di provincia", province));
  }
  if (abroad ? !place.region_code.empty() : !all_digits(place.region_code, 3)) {
    throw table.malformed(row.line,
                          fmt::format("«{}» non è un codice di regione", place.region_code));
  }
}

/// ISTAT counts the metropolitan cities' units from 201 on ("258" Roma); a municipality's own code
/// keeps the number of its former province ("058091").
std::string municipality_code(std::string code) {
  if (!all_digits(code, 6) || code[0] != '2') return code;
  return fmt::format("{:03}{}", std::stoi(code.substr(0, 3)) - 200, code.substr(3));
}

/// Sistema TS writes ISTAT's region and a third digit, which parts the two autonomous provinces.
std::string region_code(const std::string& istat_region, const std::string& province) {
  if (!all_digits(istat_region, 2)) return istat_region;
  if (istat_region == "04") return province == "BZ" ? "041" : "042";
  return istat_region + "0";
}

}  // namespace

std::vector<Concept> read_concepts(std::string_view content, const std::string& file, System system,
                                   ConceptColumns columns) {
  const CsvTable table(content, file, {columns.code, columns.text});
  std::vector<Concept> concepts;
  OnlyOnce only_once(table);
  for (const auto& row : table.rows()) {
    Concept it{row[0], mend(row[1])};
    if (!is_code_of(system, it.code)) {
      throw table.malformed(row.line,
                            fmt::format("«{}» non è un codice di questo elenco", it.code));
    }
    if (it.text.empty()) throw table.malformed(row.line, "manca la descrizione");
    only_once.add(row, it.code);
    concepts.push_back(std::move(it));
  }
  return concepts;
}

std::vector<Municipality> read_municipalities(std::string_view content, const std::string& file) {
  const CsvTable table(content, file,
                       {"cadastral_code", "istat_code", "name", "province", "region_code"});
  std::vector<Municipality> places;
  OnlyOnce only_once(table);
  for (const auto& row : table.rows()) {
    Municipality it{row[0], row[1], row[2], row[3], row[4]};
    check_place(table, row, it);
    only_once.add(row, it.cadastral_code);
    places.push_back(std::move(it));
  }
  return places;
}

std::vector<Municipality> read_published_municipalities(std::string_view content,
                                                        const std::string& file) {
  const CsvTable table(
      content, file,
      {"codice_catastale", "codice_istat", "nome", "sigla_provincia", "codice_regione_istat"});
  std::vector<Municipality> places;
  OnlyOnce only_once(table);
  for (const auto& row : table.rows()) {
    Municipality it{row[0], municipality_code(row[1]), row[2], row[3], region_code(row[4], row[3])};
    check_place(table, row, it);
    only_once.add(row, it.cadastral_code);
    places.push_back(std::move(it));
  }
  return places;
}

std::vector<Municipality> read_foreign_states(std::string_view content, const std::string& file) {
  const CsvTable table(content, file, {"cadastral_code", "name"});
  std::vector<Municipality> states;
  OnlyOnce only_once(table);
  for (const auto& row : table.rows()) {
    Municipality it{row[0], "", row[1], "EE", ""};
    check_place(table, row, it);
    only_once.add(row, it.cadastral_code);
    states.push_back(std::move(it));
  }
  return states;
}

}  // namespace curante::terminology
