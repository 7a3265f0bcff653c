// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "state/sqlite.hpp"

namespace sistema_ts {

struct JournalCount {
  std::string operation, outcome;
  int64_t count = 0;
};

/// What was asked and how it ended: the memory behind "was anything sent twice?".
class Journal {
 public:
  explicit Journal(Sqlite& database) : database_(database) {}

  void add(std::string_view at, std::string_view operation, std::string_view user,
           std::string_view nre, std::string_view outcome);
  /// How many requests of that operation came for that number.
  int64_t arrivals(std::string_view operation, std::string_view nre);
  std::vector<JournalCount> counts();

 private:
  Sqlite& database_;
};

}  // namespace sistema_ts
