// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <pqxx/pqxx>

#include "curante/embedded.hpp"
#include "curante/postgres/pool.hpp"
#include "formulary.hpp"

namespace curante::formulary {

/// Fills the room's tables. Whoever searches meanwhile sees the old formulary until the new one is
/// there whole. Safe to use from several threads and hosts.
class FormularyKeeper {
 public:
  FormularyKeeper(postgres::Pool& pool, EmbeddedFiles built_in)
      : pool_(pool), built_in_(built_in) {}

  /// Loads the built-in tables where nothing, or older built-in tables, are. The built-in notes
  /// also beside imported drugs, where no notes were imported with them: one that was abrogated
  /// ends.
  void load_built_in();

  /// Puts AIFA's lists, and the practice's own, in place, all or none. The transparency list alone
  /// knows only packs that have equivalents: packs outside it (class C, still under patent) stay. A
  /// complete list replaces them all. Throws what read_published_lists() throws, and
  /// Error{"import-incomplete"} where a list that was imported before is missing now and what it
  /// alone knew would be lost.
  ImportReport import(const std::filesystem::path& directory);

 private:
  void follow_built_in_notes(pqxx::transaction_base& tx) const;

  postgres::Pool& pool_;
  EmbeddedFiles built_in_;
};

}  // namespace curante::formulary
