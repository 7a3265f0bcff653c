// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "curante/embedded.hpp"
#include "curante/postgres/pool.hpp"
#include "terminology.hpp"

namespace curante::terminology {

/// Fills the room's tables. Whoever searches meanwhile sees the old table until the new one is
/// there whole. Safe to use from several threads and hosts.
class TableKeeper {
 public:
  explicit TableKeeper(postgres::Pool& pool) : pool_(pool) {}

  /// Loads the built-in tables where nothing, or an older built-in table, is.
  void load_built_in(EmbeddedFiles tables);

  /// Reads the published tables below `directory` and puts them in place, all or none. Exemptions
  /// are added to those known, since the published list holds only the income and disability ones.
  /// Throws Error{"import-malformed"}, {"import-unreadable"}, {"import-nothing"}.
  ImportReport import(const std::filesystem::path& directory);

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::terminology
