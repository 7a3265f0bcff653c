// SPDX-License-Identifier: Apache-2.0
#include "state/sqlite.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace sistema_ts {

bool Rows::next() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throw std::runtime_error(
      fmt::format("state file: {}", sqlite3_errmsg(sqlite3_db_handle(statement_.get()))));
}

std::string Rows::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<size_t>(size));
}

int64_t Rows::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

void Rows::bind(int index, std::string_view value) {
  // An empty view may have no address, and SQLite would take that as null.
  const char* bytes = value.empty() ? "" : value.data();
  sqlite3_bind_text(statement_.get(), index, bytes, static_cast<int>(value.size()),
                    SQLITE_TRANSIENT);
}

void Rows::bind(int index, int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
}

Sqlite::Sqlite(const std::string& path) {
  sqlite3* handle = nullptr;
  const int result = sqlite3_open(path.c_str(), &handle);
  handle_.reset(handle);
  if (result != SQLITE_OK) {
    throw std::runtime_error(fmt::format("cannot open {}: {}", path, sqlite3_errmsg(handle)));
  }
  sqlite3_busy_timeout(handle, 5000);
}

void Sqlite::script(const char* sql) {
  char* message = nullptr;
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, &message) == SQLITE_OK) return;
  const std::string problem = message == nullptr ? "unknown" : message;
  sqlite3_free(message);
  throw std::runtime_error("state file: " + problem);
}

Rows Sqlite::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                         nullptr) != SQLITE_OK) {
    throw std::runtime_error(fmt::format("state file: {}", sqlite3_errmsg(handle_.get())));
  }
  return Rows(statement);
}

}  // namespace sistema_ts
