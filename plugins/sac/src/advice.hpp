// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// What to do about the SAC's codes, in Italian. Data (`data/esiti.csv`), because the list grows; a
/// code that is not in it is shown as the service wrote it.
class Advice {
 public:
  Advice();
  void add_to(std::vector<recipe_transmitter::Reason>& reasons) const;

 private:
  std::map<std::string, std::string> by_code_;
};

}  // namespace curante::sac
