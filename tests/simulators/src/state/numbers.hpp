// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "state/sqlite.hpp"

namespace sistema_ts {

/// Raises the named counter by one and returns it; it starts at `first`.
int64_t next_count(Sqlite& database, std::string_view counter, int64_t first);

/// A lot of 100 numbers granted to a doctor.
struct Lot {
  std::string region;
  std::string grouping;  ///< two characters, 0A to Z9
  std::string type;      ///< one digit; a doctor gets only type 0
  std::string number;    ///< seven digits for type 0
  std::string code() const { return region + grouping + type + number; }
};

/// The numbers of electronic recipes (NRE) of one transaction: lots of doctors, and the service's
/// own.
class Numbers {
 public:
  explicit Numbers(Sqlite& database) : database_(database) {}

  /// Whether the text has the form region(3), grouping(2), type(1), nine digits. PROTOCOLS 1.11.
  static bool well_formed(std::string_view nre);
  /// The number without its progressive.
  static std::string lot_of(std::string_view nre);

  Lot grant(const std::string& region, std::string_view doctor, std::string_view now);
  /// The doctor to whom the lot of this number was granted.
  std::optional<std::string> owner(std::string_view nre);
  /// A number for a recipe that came without one.
  std::string assign(const std::string& region);

 private:
  Sqlite& database_;
};

}  // namespace sistema_ts
