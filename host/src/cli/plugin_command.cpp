// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/commands.hpp"
#include "curante/error.hpp"

namespace curante::kernel {

namespace {

struct PluginVerb {
  std::string_view name;
  int (*run)(const Arguments&);
};
constexpr std::array verbs{PluginVerb{"keygen", keygen_command}, PluginVerb{"sign", sign_command},
                           PluginVerb{"check", check_command}, PluginVerb{"new", new_command},
                           PluginVerb{"run", run_command}, PluginVerb{"pack", pack_command},
                           PluginVerb{"unpack", unpack_command}};

}  // namespace

int plugin_command(std::vector<std::string> line) {
  std::string known;
  for (const PluginVerb& verb : verbs) {
    if (!line.empty() && verb.name == line.front()) {
      line.erase(line.begin());
      return verb.run(Arguments::parse(line, {"keep", "isolated", "network"}));
    }
    known += (known.empty() ? "" : ", ") + std::string(verb.name);
  }
  throw Error("usage", "plugin takes one of these verbs: " + known, "see curante --help");
}

}  // namespace curante::kernel
