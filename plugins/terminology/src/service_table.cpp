// SPDX-License-Identifier: Apache-2.0
#include "service_table.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "curante/reference/search_text.hpp"

namespace curante::terminology {

using reference::search_text;

namespace {

/// Null where nobody says.
std::optional<int32_t> said(int32_t sessions) {
  return sessions > 0 ? std::optional(sessions) : std::nullopt;
}

}  // namespace

void replace_services(pqxx::transaction_base& tx, const std::vector<OutpatientService>& list) {
  tx.exec("delete from outpatient_service");
  pqxx::stream_to stream(tx, "outpatient_service",
                         std::vector<std::string>{"code", "text", "cyclic", "cycle_sessions",
                                                  "code_key", "text_key", "search_key"});
  for (const OutpatientService& it : list) {
    const std::string code = search_text(it.code), text = search_text(it.text);
    std::string plain = code;
    std::erase(plain, '.');
    stream << std::make_tuple(it.code, it.text, it.cyclic, said(it.cycle_sessions), code, text,
                              fmt::format(" {} {} {}", code, plain, text));
  }
  stream.complete();
}

void replace_service_details(pqxx::transaction_base& tx,
                             const std::vector<OutpatientService>& list) {
  tx.exec("delete from service_detail");
  pqxx::stream_to stream(tx, "service_detail",
                         std::vector<std::string>{"code", "branches", "cyclic", "cycle_sessions",
                                                  "priority_required", "note"});
  for (const OutpatientService& it : list) {
    stream << std::make_tuple(it.code, fmt::format("{}", fmt::join(it.branches, " ")), it.cyclic,
                              said(it.cycle_sessions), it.priority_required, it.note);
  }
  stream.complete();
}

void replace_regional_services(pqxx::transaction_base& tx,
                               const std::vector<RegionalService>& list) {
  std::set<std::string> regions;
  for (const RegionalService& it : list) regions.insert(it.region);
  for (const std::string& region : regions) {
    tx.exec_params("delete from regional_service where region = $1", region);
  }
  pqxx::stream_to stream(tx, "regional_service",
                         std::vector<std::string>{"region", "code", "catalogue_code", "text",
                                                  "text_key", "search_key"});
  for (const RegionalService& it : list) {
    const std::string text = search_text(it.text);
    stream << std::make_tuple(
        it.region, it.code, it.catalogue_code, it.text, text,
        fmt::format(" {} {} {}", search_text(it.code), search_text(it.catalogue_code), text));
  }
  stream.complete();
}

void replace_imported_details(pqxx::transaction_base& tx, const std::vector<ServiceDetail>& list) {
  tx.exec("delete from imported_service_detail");
  pqxx::stream_to stream(
      tx, "imported_service_detail",
      std::vector<std::string>{"code", "region", "valid_from", "valid_to", "branches", "cyclic",
                               "cycle_sessions", "priority_required", "note"});
  for (const ServiceDetail& it : list) {
    const auto to = it.to ? std::optional(it.to->iso()) : std::nullopt;
    stream << std::make_tuple(it.code, it.region, it.from.iso(), to, it.branches, it.cyclic,
                              it.cycle_sessions, it.priority_required, it.note);
  }
  stream.complete();
}

}  // namespace curante::terminology
