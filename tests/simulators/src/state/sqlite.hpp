// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sistema_ts {

/// Rows of one statement, read forward. Errors are std::runtime_error.
class Rows {
 public:
  explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
  /// Goes to the next row; false when there is none left.
  bool next();
  std::string text(int column) const;
  int64_t number(int column) const;
  void bind(int index, std::string_view value);
  void bind(int index, int64_t value);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One SQLite database file. Not thread-safe: StateFile guards it.
class Sqlite {
 public:
  explicit Sqlite(const std::string& path);
  /// Several statements without arguments.
  void script(const char* sql);
  /// One statement with its arguments, numbered from ?1: texts or integers.
  template <typename... Args>
  Rows query(std::string_view sql, const Args&... args) {
    Rows rows = prepare(sql);
    int index = 0;
    (rows.bind(++index, args), ...);
    return rows;
  }
  /// Runs a statement that gives no rows; returns how many rows it changed.
  template <typename... Args>
  int run(std::string_view sql, const Args&... args) {
    auto rows = query(sql, args...);
    while (rows.next()) {
    }
    return sqlite3_changes(handle_.get());
  }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  Rows prepare(std::string_view sql);
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace sistema_ts
