// SPDX-License-Identifier: Apache-2.0
#include "pack_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>
#include <charconv>
#include <unordered_map>

#include "formulary_tables.hpp"
#include "pack_text.hpp"

namespace curante::formulary {
namespace {

using reference::CsvTable;

constexpr size_t most_wrong_rows = 10;
constexpr int64_t most_units = 100'000;
constexpr int64_t most_cents = 100'000'000;  // no pack costs a million

/// Empty: 0, not known.
int64_t whole_number(const CsvTable& table, const CsvTable::Row& row, const std::string& written,
                     int64_t most, const std::string& remedy) {
  if (written.empty()) return 0;
  int64_t number = -1;
  const char* end = written.data() + written.size();
  const auto [rest, problem] = std::from_chars(written.data(), end, number);
  if (problem != std::errc{} || rest != end || number < 0 || number > most) {
    throw table.malformed(row.line,
                          fmt::format("«{}» non è un numero intero: {}", written, remedy));
  }
  return number;
}

Money cents(const CsvTable& table, const CsvTable::Row& row, const std::string& written) {
  return Money{whole_number(table, row, written, most_cents,
                            "scrivere il prezzo in centesimi (5,53 euro: 553) o lasciarlo vuoto")};
}

DrugClass drug_class(const CsvTable& table, const CsvTable::Row& row, const std::string& written) {
  DrugClass it = DrugClass::A;
  if (!boost::describe::enum_from_string(written.c_str(), it)) {
    throw table.malformed(
        row.line,
        fmt::format("«{}» non è una classe: scrivere A, C (anche per C-nn) o H", written));
  }
  return it;
}

/// The rules tell narcotics and benzodiazepines by the whole code; elsewhere some substances have
/// none (A12AX, calcium with vitamin D).
bool is_atc(const std::string& code) {
  const std::string_view shape = "LNNLLNN";
  if (code.size() != 5 && code.size() != shape.size()) return false;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (shape[i] == 'L' ? c < 'A' || c > 'Z' : c < '0' || c > '9') return false;
  }
  const bool whole = code.size() == shape.size();
  return whole || !(code.starts_with("N") || code.starts_with("R05D") || code.starts_with("A03C"));
}

/// What would break a line of a recipe or of the list on the screen.
void check_text(const CsvTable& table, const CsvTable::Row& row) {
  for (const std::string& field : row.fields) {
    const bool broken = std::any_of(field.begin(), field.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (broken || field.starts_with(' ') || field.ends_with(' ')) {
      throw table.malformed(row.line,
                            "un campo comincia o finisce con uno spazio, o contiene un a capo o "
                            "una tabulazione: toglierli");
    }
  }
}

Drug read_pack(const CsvTable& table, const CsvTable::Row& row) {
  check_text(table, row);
  Drug it;
  it.aic = read_aic(table, row, row[0]);
  it.name = row[1];
  it.pack = row[2];
  it.active_substance = row[3];
  if (it.name.empty() || it.pack.empty() || it.active_substance.empty()) {
    throw table.malformed(row.line,
                          "manca il nome, la confezione o il principio attivo: completare name, "
                          "pack e active_substance");
  }
  PackText text = read_pack_text(it.pack);
  it.strength = row[4].empty() ? std::move(text.strength) : row[4];
  it.form = row[5].empty() ? std::move(text.form) : row[5];
  it.units = static_cast<int32_t>(
      whole_number(table, row, row[6], most_units,
                   "scrivere quante unità ha la confezione (28 compresse: 28) o lasciarlo vuoto"));
  it.atc = row[7];
  if (!is_atc(it.atc)) {
    throw table.malformed(row.line,
                          fmt::format("«{}» non è un codice ATC completo: scriverne tutti i 7 "
                                      "caratteri, le regole ne ricavano stupefacenti e note",
                                      it.atc));
  }
  it.group_code = row[8];
  it.drug_class = drug_class(table, row, row[9]);
  it.price = cents(table, row, row[10]);
  it.reference_price = cents(table, row, row[11]);
  it.company = row[12];
  if (it.drug_class != DrugClass::A && !(it.group_code.empty() && it.reference_price.cents == 0)) {
    throw table.malformed(row.line,
                          "gruppo di equivalenza e prezzo di riferimento sono della classe A: "
                          "svuotare group_code e reference_price_cents, o correggere la classe");
  }
  return it;
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

std::vector<Drug> read_pack_list(std::string_view content, const std::string& file) {
  const CsvTable table(
      content, file,
      {"aic", "name", "pack", "active_substance", "strength", "form", "units", "atc", "group_code",
       "drug_class", "price_cents", "reference_price_cents", "company"});
  if (table.rows().empty()) throw table.malformed(1, "non elenca nessuna confezione");
  std::vector<Drug> drugs;
  std::unordered_map<std::string, int> lines;
  std::string wrong;
  size_t wrong_rows = 0;
  for (const auto& row : table.rows()) {
    try {
      Drug it = read_pack(table, row);
      const auto [first, is_new] = lines.emplace(it.aic.value(), row.line);
      if (!is_new) {
        throw table.malformed(row.line, fmt::format("l'AIC {} c'è già alla riga {}: tenerne una",
                                                    it.aic.value(), first->second));
      }
      drugs.push_back(std::move(it));
    } catch (const Error& e) {
      if (++wrong_rows <= most_wrong_rows) wrong += (wrong.empty() ? "" : "; ") + e.message();
    }
  }
  if (wrong_rows > most_wrong_rows) {
    wrong += fmt::format("; e altre righe sbagliate: {}", wrong_rows - most_wrong_rows);
  }
  if (wrong_rows > 0) {
    throw Error("import-malformed", wrong,
                "correggere le righe indicate e ripetere: nulla è stato importato");
  }
  return drugs;
}

std::vector<Drug> merged(std::vector<Drug> complete, const std::vector<Drug>& listed) {
  std::unordered_map<std::string, const Drug*> by_aic;
  for (const Drug& it : listed) by_aic.emplace(it.aic.value(), &it);
  for (Drug& it : complete) {
    const auto found = by_aic.find(it.aic.value());
    if (found == by_aic.end()) continue;
    const Drug& other = *found->second;
    by_aic.erase(found);
    if (other.price.cents > 0) it.price = other.price;
    if (it.strength.empty()) it.strength = other.strength;
    if (it.form.empty()) it.form = other.form;
    if (it.units == 0) it.units = other.units;
    if (it.drug_class != DrugClass::A) continue;
    it.group_code = other.group_code;
    it.reference_price = other.reference_price;
  }
  for (const Drug& it : listed) {
    if (by_aic.count(it.aic.value())) complete.push_back(it);
  }
  return complete;
}

void describe_groups(const std::vector<Drug>& drugs, std::map<std::string, std::string>& groups) {
  for (const Drug& it : drugs) {
    if (it.group_code.empty()) continue;
    const std::string units = it.units > 0 ? fmt::format(" {} UNITA'", it.units) : "";
    groups.emplace(it.group_code, upper(it.active_substance + units + " " + it.strength));
  }
}

}  // namespace curante::formulary
