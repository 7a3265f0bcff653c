// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iostream>

#include "cli/assembly.hpp"
#include "cli/commands.hpp"
#include "curante/error.hpp"
#include "runtime/tree.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

constexpr const char* row = "{:<6} {:<22} {:<5} {:>7}  {:<22} {:<34} {}\n";

const char* state_of(const NeedState& it) {
  return it.installed ? "installed" : "needed";
}

/// A line for each need; one without for a region that has none.
std::string lines_of(const std::string& name, const Assembly& it, bool sound) {
  const auto line = [&](const std::string& contract, const std::string& provider,
                        const std::string& state) {
    return fmt::format(row, sound ? "good" : "bad", name, it.region.base,
                       it.resolution.order.size(), contract, provider, state);
  };
  if (it.needs.empty()) return line("-", "-", "-");
  std::string out;
  for (const NeedState& need : it.needs) {
    out += line(need.need.contract, need.provider, state_of(need));
  }
  return out;
}

json::object report_of(const std::string& name, const Assembly& it, bool sound) {
  json::array needs;
  for (const NeedState& need : it.needs) {
    needs.push_back(json::object{{"contract", need.need.contract},
                                 {"provider", need.provider},
                                 {"state", state_of(need)},
                                 {"supplier", need.need.supplier}});
  }
  return {{"region", name},
          {"base", it.region.base},
          {"good", sound},
          {"plugins", it.resolution.order.size()},
          {"needs", needs},
          {"report", table_of(it)}};
}

}  // namespace

int regions_command(const Arguments& arguments) {
  arguments.allow({"json", "profile", "site"});
  if (arguments.words.empty() || arguments.words.front() != "check") {
    throw Error("usage", "write: curante regions check [REGION…] [--profile NAME] [--json]", "");
  }
  const Installation installation = Installation::here();
  std::vector<std::string> names(arguments.words.begin() + 1, arguments.words.end());
  if (names.empty()) names = region_names(installation.regions);
  json::array report;
  bool good = true;
  if (!arguments.has("json")) {
    std::cout << fmt::format(row, "STATE", "REGION", "BASE", "PLUGINS", "NEEDS", "FROM", "IS");
  }
  for (const std::string& name : names) {
    const Assembly it =
        assemble(installation, name, arguments.get("profile"), arguments.get("site"));
    const bool sound = it.sound() && it.resolution.refusals.empty();
    good = good && sound;
    if (arguments.has("json")) {
      report.push_back(report_of(name, it, sound));
    } else {
      std::cout << lines_of(name, it, sound);
      if (!sound) std::cout << table_of(it);
    }
  }
  if (arguments.has("json")) std::cout << to_text(report) << "\n";
  return good ? exit_done : exit_manifest;
}

}  // namespace curante::kernel
