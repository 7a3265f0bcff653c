// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "condition.hpp"

namespace curante::prescribing {

/// A text for the doctor with values in it: "{drug.name} è in fascia {drug.class}".
class Sentence {
 public:
  Sentence() = default;
  /// Throws std::invalid_argument when a value in braces cannot be understood.
  Sentence(std::string_view text, const Vocabulary& words);

  bool empty() const { return parts_.empty(); }
  std::string say(const Situation& situation) const;

 private:
  struct Part {
    std::string before;  ///< the value
    Condition value;
    bool has_value = false;
  };
  std::vector<Part> parts_;
};

}  // namespace curante::prescribing
