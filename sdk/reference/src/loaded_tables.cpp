// SPDX-License-Identifier: Apache-2.0
#include "curante/reference/loaded_tables.hpp"

#include <fmt/format.h>

#include "curante/layout.hpp"

namespace curante::reference {
namespace {

std::string hash_of(std::string_view content) {
  LayoutHash hash;
  hash.text(content);
  return fmt::format("{:016x}", hash.value());
}

}  // namespace

void LoadedTables::lock() const {
  // Of the table itself, since an advisory lock is anybody's; readers pass.
  // Another host's import of all tables takes longer than a call may wait.
  tx_.exec("set local lock_timeout = '15min'");
  tx_.exec("lock table loaded_table in share row exclusive mode");
}

bool LoadedTables::wants_built_in(std::string_view name, std::string_view content) const {
  const auto rows =
      tx_.exec_params("select origin, hash from loaded_table where name = $1", std::string(name));
  if (rows.empty()) return true;
  return std::string_view(rows[0][0].c_str()) == "built-in" &&
         hash_of(content) != rows[0][1].c_str();
}

void LoadedTables::built_in(std::string_view name, std::string_view content, size_t rows) const {
  record(name, "built-in", content, rows);
}

void LoadedTables::imported(std::string_view name, std::string_view content, size_t rows) const {
  record(name, "imported", content, rows);
}

void LoadedTables::record(std::string_view name, std::string_view origin, std::string_view content,
                          size_t rows) const {
  tx_.exec_params(
      "insert into loaded_table (name, origin, hash, row_count) values ($1, $2, $3, $4) "
      "on conflict (name) do update set origin = excluded.origin, hash = excluded.hash, "
      "row_count = excluded.row_count, loaded_at = now()",
      std::string(name), std::string(origin), hash_of(content), static_cast<int64_t>(rows));
}

}  // namespace curante::reference
