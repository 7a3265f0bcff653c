// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace curante::red_recipes {

/// Whether the last digit of a code that was typed is checked. The digit itself is always written
/// by the manual's rule: the digits of pad number and counter, added up; of the sum the last digit
/// counts (that it is the last one is an assumption [U]: the manual does not say how a sum becomes
/// a digit).
enum class ParityRule { manual, none };

/// The number of one red form: region (3), year (2), number of the pad (7), counter (2), and the
/// digit that the manual calls «controllo parità». Source: manual, red pad; PROTOCOLS 3.4.
struct FormCode {
  std::string prefix;  ///< region, year, number of the pad: 12 characters
  int counter = 0;     ///< 0 to 99

  /// Throws Error{"block-code-invalid"} and, unless the rule is `none`, Error{"code-parity"}.
  static FormCode parse(std::string_view code, ParityRule rule);
  std::string text() const;
};

/// Throws Error{"setting-invalid"} for a name that is no rule.
ParityRule parity_rule(std::string_view name);

}  // namespace curante::red_recipes
