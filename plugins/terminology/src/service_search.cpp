// SPDX-License-Identifier: Apache-2.0
#include "service_search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/reference/type_ahead.hpp"

namespace curante::terminology {
namespace {

using reference::TypeAhead;

constexpr int32_t most_results = 100;

/// Of several codes in the region's catalogue none is the service's: the doctor's choice is
/// unknown. $1 region.
constexpr auto selected =
    "select s.code, s.text, coalesce(d.branches, ''), coalesce(d.cyclic, s.cyclic),"
    " coalesce(d.priority_required, false), coalesce(d.note, ''),"
    " coalesce((select min(r.catalogue_code) from regional_service r"
    "   where r.region = $1 and r.code = s.code having count(*) = 1), '')"
    " from outpatient_service s left join service_detail d on d.code = s.code ";

/// $1 region, $2 typed text, $3 its beginning, $4 a word's beginning, $5 limit, $6… words.
std::string search_sql(const TypeAhead& typed) {
  const std::string where = typed.brief() ? "(s.code_key like $3 or s.text_key like $3)"
                                          : "(" + typed.condition("s.search_key", 6) + ")";
  return fmt::format(
      "{} where {} or s.code in (select r.code from regional_service r where r.region = $1"
      " and lower(r.catalogue_code) = $2)"
      " order by case when s.code_key = $2 then 0 when s.code_key like $3 then 1"
      " when s.text_key like $3 then 2 when s.search_key like $4 then 3 else 4 end,"
      " d.code is null, s.code limit $5::int",
      selected, where);
}

OutpatientService service_of(const pqxx::row& row) {
  OutpatientService service;
  service.code = row[0].c_str();
  service.text = row[1].c_str();
  const std::string_view branches = row[2].c_str();
  for (size_t at = 0; at < branches.size(); at += 3) {
    service.branches.emplace_back(branches.substr(at, 2));
  }
  service.cyclic = row[3].as<bool>();
  service.priority_required = row[4].as<bool>();
  service.note = row[5].c_str();
  service.catalogue_code = row[6].c_str();
  return service;
}

std::string in_capitals(std::string code) {
  std::transform(code.begin(), code.end(), code.begin(),
                 [](unsigned char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; });
  return code;
}

}  // namespace

OutpatientServiceList ServiceSearch::services(const SearchServices& request) const {
  const TypeAhead typed(request.text);
  if (typed.empty()) return {};
  const auto limit = static_cast<size_t>(std::clamp(request.limit, 1, most_results));
  std::vector<std::string> parameters{region_, typed.text(), typed.beginning(),
                                      typed.word_beginning(), std::to_string(limit + 1)};
  if (!typed.brief()) {
    for (std::string& pattern : typed.patterns()) parameters.push_back(std::move(pattern));
  }
  return pool_.read([&](pqxx::transaction_base& tx) {
    OutpatientServiceList list;
    for (const auto& row :
         tx.exec_params(search_sql(typed), pqxx::prepare::make_dynamic_params(parameters))) {
      list.services.push_back(service_of(row));
    }
    list.more = list.services.size() > limit;
    if (list.more) list.services.pop_back();
    return list;
  });
}

OutpatientService ServiceSearch::service(const GetService& request) const {
  const std::string code = in_capitals(request.code);
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows = tx.exec_params(std::string(selected) + " where s.code = $2", region_, code);
    if (rows.empty()) {
      throw Error("code-unknown",
                  fmt::format("la prestazione «{}» non è nel nomenclatore", request.code),
                  "cercarla per descrizione, o importare il nomenclatore completo");
    }
    return service_of(rows[0]);
  });
}

}  // namespace curante::terminology
