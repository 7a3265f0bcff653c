// SPDX-License-Identifier: Apache-2.0
#include "state/switches.hpp"

namespace sistema_ts {

bool Switches::on(std::string_view name) {
  auto rows = database_.query("select value from setting where name = ?1", name);
  if (rows.next()) return rows.text(0) == "on";
  for (const auto& [known, value] : kAll) {
    if (known == name) return value;
  }
  return false;
}

bool Switches::set(std::string_view name, bool value) {
  for (const auto& [known, unused] : kAll) {
    if (known != name) continue;
    const std::string_view text = value ? "on" : "off";
    database_.run(
        "insert into setting (name, value) values (?1, ?2) "
        "on conflict (name) do update set value = ?2",
        name, text);
    return true;
  }
  return false;
}

}  // namespace sistema_ts
