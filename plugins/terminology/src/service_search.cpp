// SPDX-License-Identifier: Apache-2.0
#include "service_search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/reference/type_ahead.hpp"

namespace curante::terminology {
namespace {

using reference::TypeAhead;

constexpr int32_t most_results = 100;

/// What is found, $1 region, $2 day: the service, its codes in the region's catalogue, and what the
/// imported details and then the built-in ones know of it. `found`: code, text, cyclic,
/// cycle_sessions, catalogue_code, catalogue_text, place.
std::string described(const std::string& found) {
  return fmt::format(
      "select f.code, f.text, coalesce(nullif(i.branches, ''), b.branches, ''),"
      " coalesce(i.cyclic, b.cyclic, f.cyclic),"
      " coalesce(i.priority_required, b.priority_required, false),"
      " coalesce(nullif(i.note, ''), b.note, ''), f.catalogue_code, f.catalogue_text,"
      " coalesce(i.priority_required, b.priority_required) is not null, f.place,"
      // Newer than what is built in.
      " coalesce(i.cycle_sessions, f.cycle_sessions, b.cycle_sessions, 0)"
      " from ({}) f left join service_detail b on b.code = f.code"
      " left join lateral (select * from imported_service_detail d where d.code = f.code"
      "   and d.region in ('', $1) and d.valid_from <= $2::date"
      "   and (d.valid_to is null or d.valid_to >= $2::date)"
      "   order by d.region desc, d.valid_from desc limit 1) i on true"
      " order by f.place, f.code, f.catalogue_code",
      found);
}

/// A service once for each of its codes in the region's catalogue.
constexpr auto national =
    "select s.code, s.text, s.cyclic, s.cycle_sessions,"
    " coalesce(r.catalogue_code, '') catalogue_code, coalesce(r.text, '') catalogue_text";
constexpr auto with_catalogue =
    " from outpatient_service s left join regional_service r on r.region = $1 and r.code = s.code ";
/// Of what only the region has, the code stands for the national one where there is none.
constexpr auto of_region_only =
    "select coalesce(nullif(r.code, ''), r.catalogue_code), r.text, false, null::smallint,"
    " r.catalogue_code, r.text";
constexpr auto in_catalogue_only =
    " from regional_service r where r.region = $1 and r.text <> ''"
    " and not exists (select from outpatient_service s where s.code = r.code) ";

/// $1 region, $2 day, $3 typed text, $4 its beginning, $5 a word's beginning, $6 limit, $7… words.
std::string search_sql(const TypeAhead& typed) {
  const std::string of_service = typed.brief() ? "(s.code_key like $4 or s.text_key like $4)"
                                               : "(" + typed.condition("s.search_key", 7) + ")";
  const std::string of_region = fmt::format(
      "({} or lower(r.catalogue_code) = $3)",
      typed.brief() ? "r.text_key like $4" : "(" + typed.condition("r.search_key", 7) + ")");
  const std::string known = "(exists (select from service_detail b where b.code = s.code))";
  return described(fmt::format(
      "select *, row_number() over (order by rank, strange, code, catalogue_code) place from ("
      "{}, case when s.code_key = $3 or lower(r.catalogue_code) = $3 then 0"
      " when s.code_key like $4 then 1 when s.text_key like $4 or r.text_key like $4 then 2"
      " when s.search_key like $5 or r.search_key like $5 then 3 else 4 end rank,"
      " not {} as strange{}where {} or {}"
      " union all {}, case when lower(r.catalogue_code) = $3 then 0 when r.text_key like $4 then 2"
      " when r.search_key like $5 then 3 else 4 end, true{}and {}"
      ") every order by place limit $6::int",
      national, known, with_catalogue, of_service, of_region, of_region_only, in_catalogue_only,
      of_region));
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
  service.catalogue_text = row[7].c_str();
  service.priority_known = row[8].as<bool>();
  if (service.cyclic) service.cycle_sessions = row[10].as<int32_t>();
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
  std::vector<std::string> parameters{
      region_,           today_().iso(),         typed.text(),
      typed.beginning(), typed.word_beginning(), std::to_string(limit + 1)};
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
  // The region's own codes may be written with small letters.
  static const std::string sql = described(fmt::format(
      "{}, 0 place{}where s.code = $3 union all {}, 1{}and (r.code = $3 or r.catalogue_code = $4)",
      national, with_catalogue, of_region_only, in_catalogue_only));
  const auto rows = pool_.read([&](pqxx::transaction_base& tx) {
    return tx.exec_params(sql, region_, today_().iso(), in_capitals(request.code), request.code);
  });
  if (rows.empty()) {
    throw Error("code-unknown",
                fmt::format("la prestazione «{}» non è nel nomenclatore", request.code),
                "cercarla per descrizione, o importare il nomenclatore completo");
  }
  for (const auto& row : rows) {
    OutpatientService service = service_of(row);
    if (!request.catalogue_code.empty() && service.catalogue_code == request.catalogue_code) {
      return service;
    }
  }
  // Every code that only the region has is a service of its own: another one's text is not its.
  const bool foreign = rows.size() > 1 || !request.catalogue_code.empty();
  if (foreign && rows[0][9].as<int>() > 0) {
    throw Error("code-unknown",
                fmt::format("«{}» non basta: è il catalogo regionale a dire quale prestazione è",
                            request.code),
                "cercarla per descrizione e scegliere quella del catalogo regionale");
  }
  OutpatientService service = service_of(rows[0]);
  // Of several codes none is the service's: the doctor's choice is not known.
  if (rows.size() > 1) service.catalogue_code = service.catalogue_text = "";
  return service;
}

}  // namespace curante::terminology
