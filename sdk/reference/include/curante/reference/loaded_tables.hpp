// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>
#include <string_view>

namespace curante::reference {

/// Remembers in the room's table `loaded_table` (name, origin, hash, row_count, loaded_at) what
/// each reference table was last filled from. Used inside the transaction that fills it.
class LoadedTables {
 public:
  explicit LoadedTables(pqxx::transaction_base& tx) : tx_(tx) {}

  /// Keeps a second host or a second import from filling the same tables at once, until the
  /// transaction ends. Readers are not held up.
  void lock() const;

  /// Whether the built-in table with this content should be loaded: nothing is there yet, or an
  /// older built-in table is. What was imported stays.
  bool wants_built_in(std::string_view name, std::string_view content) const;

  void built_in(std::string_view name, std::string_view content, size_t rows) const;
  void imported(std::string_view name, std::string_view content, size_t rows) const;

 private:
  void record(std::string_view name, std::string_view origin, std::string_view content,
              size_t rows) const;

  pqxx::transaction_base& tx_;
};

}  // namespace curante::reference
