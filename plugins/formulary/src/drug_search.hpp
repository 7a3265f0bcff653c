// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/postgres/pool.hpp"
#include "formulary.hpp"

namespace curante::formulary {

/// Finds packs. While somebody types: names that begin with the typed text first, then active
/// substances, then AIC and ATC, then words inside. Safe to use from any thread.
class DrugSearch {
 public:
  explicit DrugSearch(postgres::Pool& pool) : pool_(pool) {}

  /// With the notes that are in force `today`.
  DrugList search(const Search& request, Date today) const;
  /// Throws Error{"drug-unknown"}.
  Drug get(const Aic& aic, Date today) const;
  /// Cheapest first. Nothing for the empty code: packs in no group are not each other's
  /// equivalents.
  DrugList group(const std::string& code, Date today) const;

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::formulary
