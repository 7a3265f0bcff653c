// SPDX-License-Identifier: Apache-2.0
#include "patient_search.hpp"

#include <algorithm>
#include <sstream>

#include "column.hpp"
#include "fiscal_code_check.hpp"

namespace curante::chart {

namespace {

constexpr int32_t most = 100;

// $3..$5: up to three words, each of which begins a word of the name; '%' where there is none.
constexpr const char* by_words = R"sql(
select id, last_name, first_name, fiscal_code, birth_date, sex, municipality, revoked_on is not null
from patient
where practice_id = $1 and (revoked_on is null or $2)
  and (' ' || search) like $3 and (' ' || search) like $4 and (' ' || search) like $5
  and search like $6
order by search not like $7, last_name, first_name, birth_date, id limit $8
)sql";

constexpr const char* by_code = R"sql(
select id, last_name, first_name, fiscal_code, birth_date, sex, municipality, revoked_on is not null
from patient
where practice_id = $1 and (revoked_on is null or $2) and fiscal_code like $3
order by last_name, first_name, birth_date, id limit $4
)sql";

constexpr const char* by_id_list = R"sql(
select id, last_name, first_name, fiscal_code, birth_date, sex, municipality, revoked_on is not null
from patient where practice_id = $1 and id = any($2::uuid[])
)sql";

PatientSummary read(const pqxx::row& row) {
  return {id_of(row[0]),
          row[1].c_str(),
          row[2].c_str(),
          FiscalCode(row[3].c_str()),
          Date::parse(row[4].c_str()),
          enum_of<Sex>(row[5]),
          row[6].c_str(),
          row[7].as<bool>()};
}

/// LIKE's own signs stand for themselves.
std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// Six letters and then mostly digits: somebody types a codice fiscale, or an STP or ENI code.
bool looks_like_code(const std::string& text) {
  return text.size() >= 5 && text.find(' ') == std::string::npos &&
         std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

PatientList PatientSearch::find(pqxx::transaction_base& tx, const SearchPatients& wanted) const {
  const int32_t limit = std::clamp(wanted.limit, 1, most);
  const std::string text = plain_letters(wanted.text.substr(0, 80));
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; words.size() < 3 && in >> word;) words.push_back(escaped(word));
  PatientList list;
  if (words.empty()) return list;
  pqxx::result rows;
  if (looks_like_code(text)) {
    std::string code = words.front();
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    rows = tx.exec_params(by_code, practice_, wanted.include_revoked, code + "%", limit + 1);
  } else {
    const auto pattern = [&](size_t i) { return i < words.size() ? "% " + words[i] + "%" : "%"; };
    // The longest word alone goes through the trigram index; the others narrow what it found.
    const std::string longest =
        *std::max_element(words.begin(), words.end(),
                          [](const auto& a, const auto& b) { return a.size() < b.size(); });
    rows = tx.exec_params(by_words, practice_, wanted.include_revoked, pattern(0), pattern(1),
                          pattern(2), "%" + longest + "%", escaped(text) + "%", limit + 1);
  }
  for (const auto& row : rows) list.patients.push_back(read(row));
  list.more = list.patients.size() > static_cast<size_t>(limit);
  if (list.more) list.patients.pop_back();
  return list;
}

PatientList PatientSearch::by_ids(pqxx::transaction_base& tx, const std::vector<Id>& ids) const {
  std::string array = "{";
  for (const Id& id : ids) array += (array.size() > 1 ? "," : "") + id.value();
  PatientList list;
  for (const auto& row : tx.exec_params(by_id_list, practice_, array + "}")) {
    list.patients.push_back(read(row));
  }
  return list;
}

}  // namespace curante::chart
