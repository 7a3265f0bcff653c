// SPDX-License-Identifier: Apache-2.0
#include "code_search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/reference/search_text.hpp"
#include "curante/reference/type_ahead.hpp"
#include "system_name.hpp"

namespace curante::terminology {
namespace {

using reference::TypeAhead;

constexpr int32_t most_results = 100;

int32_t bounded(int32_t limit) {
  return std::clamp(limit, 1, most_results);
}

/// Parameters of one statement, all as text; PostgreSQL infers their types.
using Parameters = std::vector<std::string>;

pqxx::result run(pqxx::transaction_base& tx, const std::string& sql, const Parameters& parameters) {
  return tx.exec_params(sql, pqxx::prepare::make_dynamic_params(parameters));
}

/// $1 system, $2 typed text, $3 its beginning, $4 a word's beginning, $5 limit, $6… words.
std::string concept_sql(const TypeAhead& typed) {
  const std::string where =
      typed.brief() ? "(code_key like $3 or text_key like $3)" : typed.condition("search_key", 6);
  return fmt::format(
      "select code, text from concept where system = $1 and {} "
      "order by case when code_key = $2 then 0 when code_key like $3 then 1 "
      "when text_key like $3 then 2 when search_key like $4 then 3 else 4 end, code limit $5::int",
      where);
}

/// $1 typed text, $2 its beginning, $3 a word's beginning, $4 limit, $5… words.
std::string municipality_sql(const TypeAhead& typed) {
  const std::string where = typed.brief() ? "name_key like $2" : typed.condition("search_key", 5);
  return fmt::format(
      "select cadastral_code, istat_code, name, province, region_code from municipality where {} "
      "order by case when lower(cadastral_code) = $1 then 0 when name_key = $1 then 1 "
      "when name_key like $2 then 2 when search_key like $3 then 3 else 4 end, "
      "province = 'EE', name limit $4::int",
      where);
}

/// In brief searches the last parameters are not used by the condition; PostgreSQL wants each
/// parameter to have a type, so they are left out.
void add_words(Parameters& parameters, const TypeAhead& typed) {
  if (typed.brief()) return;
  for (std::string& pattern : typed.patterns()) parameters.push_back(std::move(pattern));
}

}  // namespace

ConceptList CodeSearch::concepts(const Search& request) const {
  const TypeAhead typed(request.text);
  if (typed.empty()) return {};
  const int32_t limit = bounded(request.limit);
  Parameters parameters{system_name(request.system), typed.text(), typed.beginning(),
                        typed.word_beginning(), std::to_string(limit + 1)};
  add_words(parameters, typed);
  return pool_.read([&](pqxx::transaction_base& tx) {
    ConceptList list;
    for (const auto& row : run(tx, concept_sql(typed), parameters)) {
      list.concepts.push_back({row[0].c_str(), row[1].c_str()});
    }
    list.more = list.concepts.size() > static_cast<size_t>(limit);
    if (list.more) list.concepts.pop_back();
    return list;
  });
}

MunicipalityList CodeSearch::municipalities(const SearchMunicipalities& request) const {
  const TypeAhead typed(request.text);
  if (typed.empty()) return {};
  const int32_t limit = bounded(request.limit);
  Parameters parameters{typed.text(), typed.beginning(), typed.word_beginning(),
                        std::to_string(limit + 1)};
  add_words(parameters, typed);
  return pool_.read([&](pqxx::transaction_base& tx) {
    MunicipalityList list;
    for (const auto& row : run(tx, municipality_sql(typed), parameters)) {
      list.municipalities.push_back(
          {row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].c_str(), row[4].c_str()});
    }
    list.more = list.municipalities.size() > static_cast<size_t>(limit);
    if (list.more) list.municipalities.pop_back();
    return list;
  });
}

Concept CodeSearch::lookup(const Lookup& request) const {
  std::string code = request.code;
  std::transform(code.begin(), code.end(), code.begin(),
                 [](unsigned char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; });
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows =
        tx.exec_params("select code, text from concept where system = $1 and code = $2",
                       system_name(request.system), code);
    if (rows.empty()) {
      throw Error("code-unknown", fmt::format("il codice «{}» non è nell'elenco", request.code),
                  "cercarlo per descrizione, o importare la tabella completa");
    }
    return Concept{rows[0][0].c_str(), rows[0][1].c_str()};
  });
}

}  // namespace curante::terminology
