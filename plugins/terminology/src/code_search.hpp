// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/postgres/pool.hpp"
#include "terminology.hpp"

namespace curante::terminology {

/// Finds codes and places while somebody types. What begins with the typed text comes first, then
/// what has a word that begins with it, then what contains it. Safe to use from any thread.
class CodeSearch {
 public:
  explicit CodeSearch(postgres::Pool& pool) : pool_(pool) {}

  ConceptList concepts(const Search& request) const;
  MunicipalityList municipalities(const SearchMunicipalities& request) const;
  /// Throws Error{"code-unknown"}.
  Concept lookup(const Lookup& request) const;

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::terminology
