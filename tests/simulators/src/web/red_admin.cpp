// SPDX-License-Identifier: Apache-2.0
#include "web/red_admin.hpp"

#include "red/red_files.hpp"

namespace sistema_ts {
namespace {

namespace json = boost::json;

json::object shown(const RedEntry& entry) {
  return {{"code", entry.code},
          {"cancels", entry.cancels},
          {"cancelled_in", entry.cancelled_in},
          {"patient", entry.patient},
          {"pieces", entry.pieces},
          {"rows", entry.rows},
          {"problem", entry.problem},
          {"discarded", entry.discarded}};
}

}  // namespace

json::value list_red_files(const AdminServer::Parts& parts, const AdminRequest&) {
  return parts.state.transact([](Sqlite& database) {
    json::array list;
    for (const auto& file : RedFiles(database).find({})) {
      json::array entries;
      for (const auto& entry : file.entries) entries.push_back(shown(entry));
      list.push_back({{"protocol", file.protocol},
                      {"user", file.user},
                      {"name", file.name},
                      {"received", file.received},
                      {"state", file.state},
                      {"entries", std::move(entries)},
                      {"xml", file.xml}});
    }
    return json::value{{"files", std::move(list)}};
  });
}

json::value list_red_live(const AdminServer::Parts& parts, const AdminRequest&) {
  return parts.state.transact([](Sqlite& database) {
    json::array codes;
    for (const auto& code : RedFiles(database).live()) codes.emplace_back(code);
    return json::value{{"codes", std::move(codes)}};
  });
}

json::value process_red_files(const AdminServer::Parts& parts, const AdminRequest&) {
  const int count =
      parts.state.transact([](Sqlite& database) { return RedFiles(database).process(); });
  return json::object{{"processed", count}};
}

}  // namespace sistema_ts
