// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rule_cases.hpp"

namespace curante::prescribing {

/// A code of a row of list_codes.txt, and what is said of a draft in which it stands.
struct ListCode {
  std::string list, code;
  bool of_it = true;  ///< false: it stands just beside the list, and the same may not be said
  RuleCase rule_case;
};

/// Fails the test that calls it when the file cannot be read, or a row has no source.
std::vector<ListCode> read_list_codes(const std::string& path);

}  // namespace curante::prescribing
