// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace curante::red_recipes {

/// Where the last digit of a code comes from. `manual`: the digits of pad number and counter, added
/// up; of the sum the last digit counts (that it is the last one is an assumption [U]: the manual
/// does not say how a sum becomes a digit). `none`: from the paper alone; no other code follows
/// from a code that was typed, and each is asked for.
enum class ParityRule { manual, none };

/// The number of one red form: region (3), year (2), number of the pad (7), counter (2), and the
/// digit that the manual calls «controllo parità». Source: manual, red pad; PROTOCOLS 3.4.
struct FormCode {
  std::string prefix;  ///< region, year, number of the pad: 12 characters
  int counter = 0;     ///< 0 to 99
  /// As it stands on the paper; empty: the manual's rule gives it.
  std::string digit = {};

  /// Throws Error{"block-code-invalid"} and, unless the rule is `none`, Error{"code-parity"}.
  static FormCode parse(std::string_view code, ParityRule rule);
  std::string text() const;
  /// Region and year: the first 5 characters.
  std::string start() const;
};

/// Throws Error{"setting-invalid"} for a name that is no rule.
ParityRule parity_rule(std::string_view name);

}  // namespace curante::red_recipes
