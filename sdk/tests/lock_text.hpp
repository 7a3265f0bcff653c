// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace curante::locks {

/// A contract's description, as its provider gives it to the host, and its file's name ("chart.lock").
struct Described {
  std::string file;
  boost::json::value description;
};

/// All contracts of sdk/contracts.
std::vector<Described> all_contracts();

/// The text of a lock file: the description, indented, one member a line.
std::string lock_text(const boost::json::value& description);

}  // namespace curante::locks
