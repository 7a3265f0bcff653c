// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <string>

#include "terminology.hpp"

namespace curante::terminology {

/// As the tables write it: "icd9cm".
inline std::string system_name(System system) {
  return boost::describe::enum_to_string(system, "");
}

}  // namespace curante::terminology
