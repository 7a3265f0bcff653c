// SPDX-License-Identifier: Apache-2.0
#include "command_line.hpp"

#include <charconv>
#include <string>
#include <string_view>

namespace sistema_ts {
namespace {

uint16_t port_of(const std::string& option, std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > 65535) {
    throw BadCommandLine(option + " wants a number from 0 to 65535");
  }
  return static_cast<uint16_t>(number);
}

}  // namespace

CommandLine CommandLine::read(int count, const char* const* words) {
  CommandLine line;
  for (int i = 1; i < count; ++i) {
    const std::string option = words[i];
    if (option == "--help") {
      line.help = true;
      return line;
    }
    const bool known = option == "--state" || option == "--port" || option == "--admin-port" ||
                       option == "--identities";
    if (!known) throw BadCommandLine("unknown option " + option);
    if (++i == count) throw BadCommandLine(option + " wants a value");
    if (option == "--state") line.state = words[i];
    if (option == "--port") line.port = port_of(option, words[i]);
    if (option == "--admin-port") line.admin_port = port_of(option, words[i]);
    if (option == "--identities") line.identities = words[i];
  }
  if (line.state.empty()) throw BadCommandLine("--state is missing");
  return line;
}

const char* CommandLine::usage() {
  return "usage: sistema-ts-simulator --state DIR [--port N] [--admin-port N] [--identities FILE]\n"
         "\n"
         "Simulates the prescription services of Sistema TS over HTTPS on 127.0.0.1.\n"
         "  --state DIR        where everything is kept; made if missing. A client needs from it\n"
         "                     ca.pem (to trust) and sanitel.pem (to encrypt with)\n"
         "  --port N           HTTPS port of all services, 0 chooses one (default)\n"
         "  --admin-port N     HTTP port for tests, 0 chooses one (default)\n"
         "  --identities FILE  who may use the services, instead of the table built in\n"
         "\n"
         "Prints `ready https://127.0.0.1:PORT admin http://127.0.0.1:ADMIN` when it listens.\n"
         "Exit codes: 0 ended by SIGTERM or SIGINT, 1 could not start, 2 wrong command line.\n";
}

}  // namespace sistema_ts
