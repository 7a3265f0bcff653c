// SPDX-License-Identifier: Apache-2.0
#include "patient_search.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>

#include "column.hpp"
#include "curante/reference/search_text.hpp"

namespace curante::chart {

namespace {

constexpr int32_t most = 100;

/// What `read` reads; conditions follow.
const std::string summaries = R"sql(
select id, last_name, first_name, fiscal_code, birth_date, sex, municipality,
  revoked_on is not null, doctor
from patient where practice_id = $1)sql";

// $3..$5: up to three words to be found anywhere in the name, '%' where there is none. $6..$8: the
// same words at the beginning of a word, which come first; $9: the name begins as was typed.
const std::string by_words = summaries + R"sql( and (revoked_on is null or $2)
  and (' ' || search) like $3 and (' ' || search) like $4 and (' ' || search) like $5
order by search not like $9,
  not ((' ' || search) like $6 and (' ' || search) like $7 and (' ' || search) like $8),
  last_name, first_name, birth_date, id limit $10
)sql";

const std::string by_code = summaries + R"sql(
  and (revoked_on is null or $2) and fiscal_code like $3
order by last_name, first_name, birth_date, id limit $4
)sql";

const std::string by_id_list = summaries + " and id = any($2::uuid[])";

const std::string by_asl = summaries + R"sql( and revoked_on is null
  and province = $2 and region_code = $3 and asl_code = $4
order by last_name, first_name, birth_date, id limit $5
)sql";

PatientSummary read(const pqxx::row& row) {
  return {id_of(row[0]),
          row[1].c_str(),
          row[2].c_str(),
          FiscalCode(row[3].c_str()),
          Date::parse(row[4].c_str()),
          enum_of<Sex>(row[5]),
          row[6].c_str(),
          row[7].as<bool>(),
          id_of(row[8])};
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

/// The words of what was typed, at most three.
std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; words.size() < 3 && in >> word;) words.push_back(escaped(word));
  return words;
}

/// What was typed as a code is written: capitals, without blanks.
std::string code_of(const std::string& text) {
  std::string code;
  for (char c : text) {
    if (c != ' ') code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return escaped(code);
}

/// Names have no digits: somebody types a codice fiscale, or an STP or ENI code.
bool has_digit(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_blank(const std::string& text) {
  return text.find(' ') != std::string::npos;
}

}  // namespace

std::string uuid_array(const std::vector<Id>& ids) {
  std::string array = "{";
  for (const Id& id : ids) array += (array.size() > 1 ? "," : "") + id.value();
  return array + "}";
}

std::string searched_name(const Patient& patient) {
  const std::string last = reference::search_text(patient.last_name);
  std::string text = last + " " + reference::search_text(patient.first_name);
  if (has_blank(last)) {
    text += ' ';
    std::copy_if(last.begin(), last.end(), std::back_inserter(text),
                 [](char c) { return c != ' '; });
  }
  return text;
}

pqxx::result PatientSearch::with_name(pqxx::transaction_base& tx, const std::string& text,
                                      bool include_revoked, int32_t rows) const {
  const std::vector<std::string> words = words_of(text);
  const auto start = [&](size_t i) { return i < words.size() ? "% " + words[i] + "%" : "%"; };
  // One or two letters are in nearly every name: they count only where a word begins.
  const auto wanted = [&](size_t i) {
    return i < words.size() && words[i].size() > 2 ? "%" + words[i] + "%" : start(i);
  };
  return tx.exec_params(by_words, practice_, include_revoked, wanted(0), wanted(1), wanted(2),
                        start(0), start(1), start(2), escaped(text) + "%", rows);
}

pqxx::result PatientSearch::with_code(pqxx::transaction_base& tx, const std::string& text,
                                      bool include_revoked, int32_t rows) const {
  return tx.exec_params(by_code, practice_, include_revoked, code_of(text) + "%", rows);
}

PatientList PatientSearch::find(pqxx::transaction_base& tx, const SearchPatients& wanted) const {
  const int32_t limit = std::clamp(wanted.limit, 1, most);
  const std::string text = reference::search_text(std::string_view(wanted.text).substr(0, 80));
  PatientList list;
  if (text.empty()) return list;
  pqxx::result rows;
  if (has_digit(text)) {
    rows = with_code(tx, text, wanted.include_revoked, limit + 1);
  } else {
    rows = with_name(tx, text, wanted.include_revoked, limit + 1);
    // "rssmra" is nobody's name, and how a codice fiscale begins.
    if (rows.empty() && !has_blank(text)) {
      rows = with_code(tx, text, wanted.include_revoked, limit + 1);
    }
  }
  for (const auto& row : rows) list.patients.push_back(read(row));
  list.more = list.patients.size() > static_cast<size_t>(limit);
  if (list.more) list.patients.pop_back();
  return list;
}

PatientList PatientSearch::by_ids(pqxx::transaction_base& tx, const std::vector<Id>& ids) const {
  PatientList list;
  for (const auto& row : tx.exec_params(by_id_list, practice_, uuid_array(ids))) {
    list.patients.push_back(read(row));
  }
  return list;
}

PatientList PatientSearch::of_asl(pqxx::transaction_base& tx, const AslCode& asl,
                                  int32_t limit) const {
  PatientList list;
  for (const auto& row :
       tx.exec_params(by_asl, practice_, asl.province, asl.region_code, asl.asl_code, limit + 1)) {
    list.patients.push_back(read(row));
  }
  list.more = list.patients.size() > static_cast<size_t>(limit);
  if (list.more) list.patients.pop_back();
  return list;
}

}  // namespace curante::chart
