// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>

#include "cli/admin_socket.hpp"
#include "cli/commands.hpp"
#include "cli/host_settings.hpp"
#include "cli/installed_region.hpp"
#include "operation/hosting_body.hpp"
#include "operation/plugin_facts.hpp"
#include "sentinel/crash_sentinel.hpp"

namespace curante::kernel {

namespace {

void print_problems(const Problems& problems) {
  for (const Problem& problem : problems) std::cerr << "problem  " << problem.text() << "\n";
}

void make_directory(const std::string& data) {
  std::error_code failed;
  std::filesystem::create_directories(data, failed);
  if (!failed && std::filesystem::is_directory(data, failed)) return;
  throw Error("data-directory", "the data directory " + data + " cannot be made",
              "make its parent writable for the host's user, or name another one with --data");
}

/// Gives root's power away for good; who serves private data over a network needs none of it.
void drop_privileges(const std::string& user, const std::string& data) {
  if (geteuid() != 0) return;
  const passwd* entry = user.empty() ? nullptr : getpwnam(user.c_str());
  if (entry == nullptr) {
    throw Error("user-missing",
                "the host does not run as root, and there is no user «" + user + "»",
                "run it as an ordinary user, or create one and name it with --user");
  }
  make_directory(data);
  if (chown(data.c_str(), entry->pw_uid, entry->pw_gid) != 0 ||
      initgroups(entry->pw_name, entry->pw_gid) != 0 || setgid(entry->pw_gid) != 0 ||
      setuid(entry->pw_uid) != 0) {
    throw Error("user-missing", "the host could not become «" + user + "»",
                "check the user and the data directory's owner");
  }
  setenv("HOME", data.c_str(), 1);
}

void prepare_data_directory(const std::string& data) {
  make_directory(data);
  if (access(data.c_str(), W_OK | X_OK) != 0) {
    throw Error("data-directory", "the data directory " + data + " cannot be written",
                "make it writable for the host's user, or name another one with --data");
  }
  chmod(data.c_str(), 0700);
}

std::string state_table(const Host& host) {
  std::string out;
  for (const auto& slot : host.slots()) {
    size_t direct = 0;
    for (const auto& binding : slot->bindings) direct += binding->path() == CURANTE_PATH_DIRECT;
    const bool isolated = slot->body && !slot->body->facts().empty();
    out += fmt::format("{:<9}{:<26} {:<8} {} of {} bindings direct{}{}\n", state_name(slot->state),
                       slot->id(), slot->launch.version, direct, slot->bindings.size(),
                       isolated ? ", in a process of its own" : "",
                       slot->problem.empty() ? "" : "  " + slot->problem);
  }
  return out;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

LeftOut left_out(const Arguments& arguments) {
  LeftOut out;
  out.strangers = arguments.has("safe");
  std::istringstream ids(arguments.get("without"));
  for (std::string id; std::getline(ids, id, ',');) out.plugins.insert(id);
  return out;
}

bool entry_failed(const Host& host) {
  for (const auto& slot : host.slots()) {
    if (slot->launch.entry && slot->state != PluginState::ready) return true;
  }
  return false;
}

/// The host's own plugin, first of all: it needs nobody.
void add_hosting(LaunchPlan& plan, Host& host, MainLoop& main, const InstalledRegion& installed,
                 isolation::Isolation& isolation) {
  const auto newer = [&installed, &isolation, &host](const std::string& plugin) {
    Assembly next = installed.read();
    for (const Refusal& it : check_replacement(next, plugin, plugin_facts(host.directory()))) {
      host.log().line(CURANTE_LOG_WARNING, it.plugin,
                      "runs on, but would not be admitted now: " + to_text(it));
    }
    return installed.plan(next, isolation);
  };
  plan.plugins.insert(plan.plugins.begin(), hosting_launch(host, main, newer));
}

/// From the launch to the end. `open` makes the local door, once everything runs.
int serve(Host& host, MainLoop& main, LaunchPlan plan,
          const std::function<std::unique_ptr<AdminSocket>()>& open) {
  std::vector<std::string> addresses;
  const auto announced = host.bus().subscribe(
      "entry-ready/1",
      [&](const curante_context*, std::string_view, const boost::json::value& body,
          std::string_view) { addresses.emplace_back(body.as_object().at("url").as_string()); });
  const bool nobody = plan.plugins.size() < 2;
  host.launch(std::move(plan));
  std::cerr << state_table(host);
  if (entry_failed(host) || nobody) {
    std::cerr << "problem  the host stops: no user could come in\n";
    main.close();
    return exit_cannot_start;
  }
  const auto admin = open();
  for (const std::string& address : addresses) std::cout << "ready " << address << std::endl;
  main.run();
  host.log().line(CURANTE_LOG_INFO, "host", "stopping");
  host.stop();
  return exit_done;
}

}  // namespace

int serve_command(const Arguments& arguments) {
  arguments.allow({"data", "listen", "port", "region", "profile", "site", "log", "practice", "user",
                   "force_path", "operator", "safe", "without", "isolate", "sandbox", "proxy",
                   "proxy_user", "proxy_password_file"});
  const Installation installation = Installation::here();
  Problems problems;
  auto flags = arguments.flags;
  for (const char* of_this_start : {"safe", "without"}) flags.erase(of_this_start);
  const HostSettings settings(installation.config + "/curante.info", flags, problems);
  const int port = settings.port(problems);
  const std::string data =
      std::filesystem::absolute(settings.get("data")).lexically_normal().string();
  if (!problems.empty()) return print_problems(problems), exit_manifest;
  drop_privileges(settings.get("user"), data);
  prepare_data_directory(data);

  const CrashSentinel sentinel(data);
  if (sentinel.last()) std::cerr << "problem  " << sentinel.report() << "\n";
  const InstalledRegion installed{installation,
                                  settings.get("region"),
                                  settings.get("profile"),
                                  settings.get("site"),
                                  left_out(arguments),
                                  {settings.get("isolate") == "all", {}},
                                  arguments.settings,
                                  {{"data", data},
                                   {"listen", settings.get("listen")},
                                   {"port", std::to_string(port)},
                                   {"proxy", settings.get("proxy")},
                                   {"proxy_user", settings.get("proxy_user")},
                                   {"proxy_password_file", settings.get("proxy_password_file")},
                                   {"ui_directory", installation.ui}}};
  Assembly assembly = installed.read();
  std::cerr << table_of(assembly);
  if (!assembly.sound()) return exit_manifest;

  signal(SIGPIPE, SIG_IGN);
  MainLoop main;
  isolation::Isolation isolation;
  isolation.options.runner = installation.runner;
  isolation.folders = data + "/isolated";
  isolation.options.confinement.sandbox = settings.get("sandbox") != "off";
  LaunchPlan plan = installed.plan(assembly, isolation);
  Log log(settings.get("log") == "debug" ? CURANTE_LOG_DEBUG : CURANTE_LOG_INFO);
  Host host(log, {settings.get("practice"), settings.get("force_path") == "marshalled"});
  add_hosting(plan, host, main, installed, isolation);
  return serve(host, main, std::move(plan), [&] {
    return std::make_unique<AdminSocket>(host, admin_socket_path(data),
                                         words_of(settings.get("operator")));
  });
}

}  // namespace curante::kernel
