// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace curante::locks {

/// One difference between a contract's lock and what the contract is now.
struct Difference {
  bool breaking = false;
  std::string text;  ///< "breaking: member X of Patient removed, bump to /2" or "additive: …"
};

/// Within a revision only new calls at the end, new types, and new members at the end of a type are
/// additive; all else breaks who was built before.
std::vector<Difference> differences(const boost::json::value& locked,
                                    const boost::json::value& now);

}  // namespace curante::locks
