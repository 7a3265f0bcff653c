// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// What the SAC's codes mean and what to do about them, in Italian. Data (`data/esiti.csv`),
/// because no official table is public and the list grows; a code that is not in it is shown as the
/// service wrote it, and counted.
class Advice {
 public:
  Advice();
  void add_to(std::vector<recipe_transmitter::Reason>& reasons) const;
  /// Whether the number was refused and not the recipe: it goes under another one then.
  bool of_number(const std::vector<recipe_transmitter::Reason>& reasons) const;
  /// Codes that the table does not have.
  std::vector<std::string> unknown(const std::vector<recipe_transmitter::Reason>& reasons) const;

 private:
  struct Entry {
    std::string title, advice;
    bool of_number = false;
  };
  std::map<std::string, Entry> by_code_;
};

}  // namespace curante::sac
