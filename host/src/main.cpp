// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>

#include "cli/commands.hpp"
#include "curante/error.hpp"
#include "text/foreign_text.hpp"

namespace {

using namespace curante::kernel;

int run(std::vector<std::string> line) {
  const bool help = line.empty() || std::find(line.begin(), line.end(), "--help") != line.end();
  const std::vector<std::string> switches{"json", "help", "long", "yes"};
  if (help) return help_command(data_directory(Arguments::parse(line, switches)));
  const std::string command = line.front();
  const std::vector<std::string> rest(line.begin() + 1, line.end());
  if (command == "serve") return serve_command(Arguments::parse(rest, {"safe"}));
  if (command == "plugins") return plugins_command(Arguments::parse(rest, switches));
  if (command == "regions") return regions_command(Arguments::parse(rest, switches));
  if (command == "call") return call_command(Arguments::parse(rest, {}));
  if (command == "login") return login_command(Arguments::parse(rest, {}));
  if (command == "plugin") return plugin_command(rest);
  if (command == "bench") return bench_command(Arguments::parse(rest, switches));
  // Not one of the host's own: a room's verb. --data is the tool's, all else the verb's.
  Arguments own;
  const auto data = std::find(line.begin(), line.end(), "--data");
  if (data != line.end() && data + 1 != line.end()) {
    own.flags["data"] = *(data + 1);
    line.erase(data, data + 2);
  }
  return verb_command(line, data_directory(own));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const curante::Error& e) {
    // A plugin's words, as often as the host's.
    const auto shown = [](const std::string& text) { return printable_text(text, "\n"); };
    std::cerr << "curante: " << shown(e.message()) << " [" << shown(e.code()) << "]\n";
    if (!e.remedy().empty()) std::cerr << "  remedy   " << shown(e.remedy()) << "\n";
    if (e.code() == "usage") return exit_usage;
    if (e.code() == "host-unreachable" || e.code() == "host-gone") return exit_no_host;
    return e.code() == "data-directory" || e.code() == "user-missing" || e.code() == "admin-socket"
               ? exit_cannot_start
               : exit_refused;
  } catch (const std::exception& e) {
    std::cerr << "curante: " << e.what() << "\n";
    return exit_refused;
  }
}
