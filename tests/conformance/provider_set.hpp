// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/assembly.hpp"
#include "driver.hpp"

namespace curante::conformance {

/// A third party's library, in the place of the providers of the contracts it provides.
struct Guest {
  std::string library;  ///< empty: none
  std::string trust;    ///< file of its issuer, beside those the installation trusts
};

/// Which rooms are tried together: "practice" is the product before the simulator of Sistema TS,
/// with its embedded database; "mocks" has the mocks where there are some, and a database server
/// of somebody else's.
kernel::LaunchPlan plan_of_set(const std::string& set, const Guest& guest,
                               const std::vector<std::string>& settings,
                               const std::filesystem::path& data, bool isolated);

/// Adds the driver with a binding to each provider of each contract it speaks, and leaves out what
/// users come in through. What the driver then asks is in Driver::targets.
void add_driver(kernel::LaunchPlan& plan);

}  // namespace curante::conformance
