// SPDX-License-Identifier: Apache-2.0
#include "path_choice.hpp"

namespace curante::conformance {

using kernel::LaunchPlan;
using Options = kernel::Host::Options;

const std::vector<PathChoice>& path_choices() {
  static const std::vector<PathChoice> choices{
      {"direct", CURANTE_PATH_DIRECT, [](LaunchPlan&, Options&, const std::string&) {}},
      {"marshalled", CURANTE_PATH_MARSHALLED,
       [](LaunchPlan&, Options& options, const std::string&) { options.force_marshalled = true; }},
  };
  return choices;
}

}  // namespace curante::conformance
