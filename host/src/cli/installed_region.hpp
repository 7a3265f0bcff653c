// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/assembly.hpp"
#include "hosting.hpp"

namespace curante::kernel {

/// What a host was told to run, to be read from disk at its start and again when a plugin is to be
/// replaced. Never changed after it was made: any thread.
struct InstalledRegion {
  Installation installation;
  std::string region, profile, site;
  LeftOut left_out;
  isolation::IsolationPolicy isolated;
  std::vector<std::string> settings;                ///< each --set plugin.key=value
  std::map<std::string, std::string> of_the_house;  ///< what every plugin may know

  Assembly read() const;
  /// Throws Error{"usage"}, as plan_of.
  LaunchPlan plan(Assembly& assembly, isolation::Isolation& isolation) const;
};

/// Throws Error{"plugin-not-admitted"} with everything that speaks against running the assembly's
/// `plugin` beside those that run `now`: what is wrong with it or with whom it is bound to, and who
/// could not go on with it. Gives the refusals of others that run: they go on, but would not be
/// admitted at the next start.
Refusals check_replacement(const Assembly& next, const std::string& plugin,
                           const hosting::PluginList& now);

}  // namespace curante::kernel
