// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/admin_client.hpp"
#include "cli/commands.hpp"
#include "runtime/tree.hpp"
#include "cli/host_settings.hpp"
#include "cli/installation.hpp"
#include "text/foreign_text.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string read_all(std::istream& in) {
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Tokens of `curante login`, one file a user, readable by their owner alone.
std::string token_file(const std::string& user) {
  const char* home = std::getenv("HOME");
  const std::string directory = std::string(home == nullptr ? "/tmp" : home) + "/.config/curante";
  std::error_code failed;  // then the file cannot be opened, which says it better
  std::filesystem::create_directories(directory, failed);
  return directory + "/token-" + user;
}

}  // namespace

std::string data_directory(const Arguments& arguments) {
  Problems problems;
  std::map<std::string, std::string> flags;
  if (arguments.has("data")) flags["data"] = arguments.get("data");
  const HostSettings settings(Installation::here().config + "/curante.info", flags, problems);
  return settings.get("data");
}

int call_command(const Arguments& arguments) {
  arguments.allow({"data", "as"});
  if (arguments.words.size() < 2 || arguments.words.size() > 3) {
    throw Error("usage", "write: curante call CONTRACT/REV CALL [JSON|-] [--as USER]", "");
  }
  std::string body = arguments.words.size() == 3 ? arguments.words[2] : "{}";
  if (body == "-") body = read_all(std::cin);
  json::object request{{"do", "call"}, {"contract", arguments.words[0]},
                       {"call", arguments.words[1]}, {"request", parse_text(body)}};
  if (arguments.has("as")) {
    std::ifstream file(token_file(arguments.get("as")));
    if (!file) {
      throw Error("not-signed-in", "there is no token of " + arguments.get("as"),
                  "run: curante login " + arguments.get("as"));
    }
    request["token"] = read_all(file);
  }
  std::cout << printable_json(to_text(AdminClient(data_directory(arguments)).ask(request)))
            << "\n";
  return exit_done;
}

int login_command(const Arguments& arguments) {
  arguments.allow({"data", "password-file"});
  if (arguments.words.size() != 1) {
    throw Error("usage", "write: curante login USER [--password-file FILE]", "");
  }
  const std::string& user = arguments.words.front();
  std::string password;
  if (arguments.has("password-file")) {
    std::ifstream file(arguments.get("password-file"));
    std::getline(file, password);
  } else if (const char* typed = getpass("Password: ")) {
    password = typed;
  }
  const json::value session = AdminClient(data_directory(arguments))
                                  .ask({{"do", "call"},
                                        {"contract", "accounts/1"},
                                        {"call", "SignIn"},
                                        {"request", json::object{{"user_name", user},
                                                                 {"password", password},
                                                                 {"station", "local"}}}});
  const std::string token = text_at(session.as_object(), "token");
  const int fd = open(token_file(user).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool kept = fd >= 0 && fchmod(fd, 0600) == 0 &&
                    write(fd, token.data(), token.size()) == static_cast<ssize_t>(token.size());
  if (fd >= 0) close(fd);
  if (!kept) throw Error("token-file", "the token cannot be kept", "make ~/.config writable");
  std::cout << "signed in as " << user << "\n";
  return exit_done;
}

int verb_command(const std::vector<std::string>& line, const std::string& data) {
  AdminClient client(data);
  json::array words;
  for (const std::string& word : line) words.emplace_back(word);
  const bool terminal = isatty(STDERR_FILENO) == 1;
  const json::value reply = client.ask(
      {{"do", "verb"}, {"arguments", words}, {"directory", std::filesystem::current_path().string()}},
      [&](const json::object& step) {
        const auto number = [&](const char* name) {
          return step.contains(name) ? step.at(name).to_number<int64_t>() : 0;
        };
        std::cerr << (terminal ? "\r\033[K" : "")
                  << fmt::format("{} {}/{}", printable_text(text_at(step, "text")), number("done"),
                                 number("total"))
                  << (terminal ? "" : "\n") << std::flush;
      });
  if (terminal) std::cerr << "\r\033[K";
  std::cout << printable_text(text_at(reply.as_object(), "output"), "\n\t");
  return static_cast<int>(reply.as_object().at("exit_code").to_number<int64_t>());
}

int help_command(const std::string& data) {
  std::cout <<
      "curante: a host for plugins\n\n"
      "  serve [--region NAME] [--profile NAME] [--data DIR] [--port N] [--listen ADDRESS]\n"
      "        [--site FILE] [--user NAME] [--log debug] [--proxy HOST:PORT]\n"
      "        [--set PLUGIN.KEY=VALUE]…\n"
      "        [--safe] [--without PLUGIN,…]\n"
      "                              run the host until interrupted; --safe leaves out all plugins\n"
      "                              that are not the host's own, --without the named ones\n"
      "  plugins [--long|--json]     plugins of the running host: state, issuer, paths, restarts; with\n"
      "                              --long contracts, providers and reasons, too\n"
      "  plugins disable ID [--yes]  stop one plugin while the rest runs on; --yes also when others\n"
      "                              cannot do without it\n"
      "  plugins enable ID           start what was disabled or failed\n"
      "  plugins replace ID          take what is installed now for it, or say why not\n"
      "  regions check [REGION…] [--profile NAME] [--json]\n"
      "                              validate regions without starting anything\n"
      "  call CONTRACT/REV CALL [JSON|-] [--as USER]\n"
      "                              a public call on the running host\n"
      "  login USER [--password-file FILE]\n"
      "                              get a token for --as USER\n"
      "  plugin new ID [--provides CONTRACT,…] [--uses CONTRACT,…]\n"
      "                              a project for a plugin, with a test and a panel\n"
      "  plugin run [FOLDER] [--isolated] [--trust FILE]\n"
      "                              try a project's plugin: its bindings and one call\n"
      "  plugin keygen FILE --name NAME --kind KIND [--plugins P,…] [--contracts P,…]\n"
      "        [--uses P,…] [--network] [--until DAY]\n"
      "                              make a key pair; FILE.info is for trust stores\n"
      "  plugin sign LIBRARY --key FILE [--until DAY] [--ui FOLDER]\n"
      "                              vouch for a plugin and its screens: writes its .sig\n"
      "  plugin sign LIBRARY… --release NAME --key FILE [--until DAY]\n"
      "                              vouch for several: writes NAME.release.sig\n"
      "  plugin sign FILE --data PLUGIN.NAME --key FILE [--until DAY]\n"
      "                              vouch for a package of data: writes FILE.sig\n"
      "  plugin check LIBRARY [--profile NAME] [--trust FILE]\n"
      "                              try a plugin as this installation would, or one with that\n"
      "                              file of trust, too\n"
      "  plugin pack LIBRARY [--ui FOLDER] [--readme FILE] [--licence FILE] [--to FOLDER]\n"
      "        [--trust FILE]\n"
      "                              one file of a signed plugin, to give to others\n"
      "  plugin unpack FILE [--to FOLDER]\n"
      "                              verify such a file and install it\n"
      "  bench kernel [--json]       measure loading and calling\n\n"
      "  plugins, call and login take --data DIR of the running host.\n"
      "  Exit codes: 0 done, 1 refused, 2 wrong usage, 3 problems in manifests, 4 cannot start,\n"
      "  5 no host runs.\n";
  try {
    const json::value verbs = AdminClient(data).ask({{"do", "verbs"}});
    std::cout << "\nVerbs of the running host:\n";
    for (const json::value& it : verbs.as_array()) {
      const json::object& verb = it.as_object();
      const auto said = [&](const char* name) { return printable_text(text_at(verb, name)); };
      std::cout << fmt::format("  {} {}\n                              {}\n", said("words"),
                               said("usage"), said("summary"));
    }
  } catch (const Error&) {
    std::cout << "\nA running host offers more verbs, contributed by its plugins.\n";
  }
  return exit_done;
}

}  // namespace curante::kernel
