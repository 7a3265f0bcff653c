// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sistema_ts {

/// Somebody with an account of Sistema TS.
struct Identity {
  std::string user;
  std::string password;
  std::string pincode;
  std::string fiscal_code;
  std::string surname;
  std::string name;
  std::string region;
  std::vector<std::string> local_health_units;  ///< the first is the one of prescriptions
  std::string specialisation;
  bool substitute = false;
  std::string mailbox;  ///< empty: no certified address
};

struct Region {
  std::string code;
  std::string name;
  std::string phrase;
};

/// The people and regions the simulator knows: read once, never changed.
class Identities {
 public:
  /// Both tables are texts of lines with ';'. Throws std::runtime_error with the line at fault.
  Identities(std::string_view people, std::string_view regions);

  const Identity* by_user(std::string_view user) const;
  const Identity* by_fiscal_code(std::string_view fiscal_code) const;
  const Region* region(std::string_view code) const;
  const std::vector<Identity>& all() const { return people_; }

 private:
  std::vector<Identity> people_;
  std::vector<Region> regions_;
};

}  // namespace sistema_ts
