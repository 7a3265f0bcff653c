// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <sstream>

#include "cli/admin_socket.hpp"
#include "cli/assembly.hpp"
#include "cli/commands.hpp"
#include "cli/host_settings.hpp"
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

/// What every plugin may know of the house it runs in.
void add_host_settings(LaunchPlan& plan, const HostSettings& settings, int port,
                       const Installation& installation, const std::string& data) {
  for (PluginLaunch& launch : plan.plugins) {
    launch.settings.try_emplace("data", data);
    launch.settings.try_emplace("listen", settings.get("listen"));
    launch.settings.try_emplace("port", std::to_string(port));
    launch.settings.try_emplace("ui_directory", installation.ui);
  }
}

std::string state_table(const Host& host) {
  std::string out;
  for (const auto& slot : host.slots()) {
    size_t direct = 0;
    for (const auto& binding : slot->bindings) direct += binding->path() == CURANTE_PATH_DIRECT;
    out += fmt::format("{:<9}{:<26} {:<8} {} of {} bindings direct{}\n", state_name(slot->state),
                       slot->id(), slot->launch.version, direct, slot->bindings.size(),
                       slot->problem.empty() ? "" : "  " + slot->problem);
  }
  return out;
}

sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
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

}  // namespace

int serve_command(const Arguments& arguments) {
  arguments.allow({"data", "listen", "port", "region", "profile", "site", "log", "practice", "user",
                   "force_path", "operator", "safe", "without"});
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
  Assembly assembly =
      assemble(installation, settings.get("region"), settings.get("profile"), settings.get("site"),
               left_out(arguments));
  std::cerr << table_of(assembly);
  if (!assembly.sound()) return exit_manifest;
  LaunchPlan plan = plan_of(assembly, arguments.settings);
  add_host_settings(plan, settings, port, installation, data);

  const sigset_t signals = block_signals();
  Log log(settings.get("log") == "debug" ? CURANTE_LOG_DEBUG : CURANTE_LOG_INFO);
  Host host(log, {settings.get("practice"), settings.get("force_path") == "marshalled"});
  std::vector<std::string> addresses;
  const auto announced = host.bus().subscribe(
      "entry-ready/1",
      [&](const curante_context*, std::string_view, const boost::json::value& body,
          std::string_view) { addresses.emplace_back(body.as_object().at("url").as_string()); });
  host.launch(std::move(plan));
  std::cerr << state_table(host);
  if (entry_failed(host) || host.slots().empty()) {
    std::cerr << "problem  the host stops: no user could come in\n";
    return exit_cannot_start;
  }
  const AdminSocket admin(host, admin_socket_path(data), words_of(settings.get("operator")));
  for (const std::string& address : addresses) std::cout << "ready " << address << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  log.line(CURANTE_LOG_INFO, "host", "stopping");
  host.stop();
  return exit_done;
}

}  // namespace curante::kernel
