// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <algorithm>

#include "curante/error.hpp"

namespace curante::kernel {

Arguments Arguments::parse(const std::vector<std::string>& line,
                           const std::vector<std::string>& switches) {
  Arguments out;
  for (size_t i = 0; i < line.size(); ++i) {
    if (!line[i].starts_with("--")) {
      out.words.push_back(line[i]);
      continue;
    }
    std::string name = line[i].substr(2), value;
    const size_t equals = name.find('=');
    const std::string bare = name.substr(0, equals);
    const bool is_switch = std::find(switches.begin(), switches.end(), bare) != switches.end();
    if (is_switch && equals != std::string::npos) {
      throw Error("usage", "--" + bare + " takes no value: it is said, or it is not",
                  "leave the value away, or the whole word");
    }
    if (equals != std::string::npos && name != "set") {
      value = name.substr(equals + 1);
      name.resize(equals);
    } else if (!is_switch) {
      if (++i == line.size()) {
        throw Error("usage", "--" + name + " needs a value", "see curante --help");
      }
      value = line[i];
    }
    if (name == "set") {
      out.settings.push_back(value);
    } else {
      // Whoever says it twice means both, and one would be lost.
      if (!out.flags.emplace(name, value).second) {
        throw Error("usage", "--" + name + " is said twice", "say it once; a list is A,B");
      }
    }
  }
  return out;
}

void Arguments::allow(const std::vector<std::string>& known) const {
  for (const auto& [name, value] : flags) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw Error("usage", "--" + name + " is not known here", "see curante --help");
    }
  }
}

}  // namespace curante::kernel
