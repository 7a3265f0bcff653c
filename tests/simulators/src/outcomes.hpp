// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sistema_ts {

/// One thing the prescription service says about a request.
struct Outcome {
  std::string code;
  std::string text;
  bool blocking = false;
  size_t row = 0;  ///< 0: the whole recipe, else the prescription's place
};

/// The table of outcome codes: data, because the official one is not public and may grow.
class OutcomeTable {
 public:
  explicit OutcomeTable(std::string_view text);
  /// Throws std::out_of_range for a code the table has not.
  Outcome operator()(std::string_view code, size_t row = 0) const;

 private:
  std::map<std::string, Outcome, std::less<>> by_code_;
};

using Outcomes = std::vector<Outcome>;

/// "0000" nothing to say, "0001" warnings only, "9999" refused.
std::string_view header_code(const Outcomes& outcomes);

}  // namespace sistema_ts
