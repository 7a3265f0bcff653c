// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "state/sqlite.hpp"

namespace sistema_ts {

/// A substitution that its holder declared; dates as yyyy-mm-dd.
struct Substitution {
  std::string holder, substitute, from, until, health_unit_told, received;
};

/// The declared substitutions of one transaction.
class Substitutions {
 public:
  explicit Substitutions(Sqlite& database) : database_(database) {}

  void add(const Substitution& it);
  /// Whether a day from `from` to `until` is declared for both already.
  bool overlaps(const Substitution& it);
  std::vector<Substitution> all();

 private:
  Sqlite& database_;
};

}  // namespace sistema_ts
