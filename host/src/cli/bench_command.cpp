// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "cli/admin_client.hpp"
#include "cli/commands.hpp"
#include "cli/installation.hpp"
#include "runtime/tree.hpp"

namespace curante::kernel {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

namespace {

/// A program's standard output, until its end or its first line. The program goes on in the latter case.
struct Program {
  pid_t pid = -1;
  FILE* out = nullptr;

  explicit Program(const std::vector<std::string>& command) {
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) throw Error("bench-failed", "no pipe", "free some descriptors");
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    pid = fork();
    if (pid == 0) {
      dup2(pipe_ends[1], STDOUT_FILENO);
      freopen("/dev/null", "w", stderr);
      execv(words.front(), words.data());
      _exit(127);
    }
    close(pipe_ends[1]);
    out = fdopen(pipe_ends[0], "r");
  }
  ~Program() {
    kill(pid, SIGTERM);
    waitpid(pid, nullptr, 0);
    fclose(out);
  }
  std::string line() {
    std::string text;
    for (int c = fgetc(out); c != EOF && c != '\n'; c = fgetc(out)) text += static_cast<char>(c);
    return text;
  }
};

int64_t resident_kb(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;) {
    int64_t kb = 0;
    if (word == "VmRSS:" && status >> kb) return kb;
  }
  return 0;
}

struct Start {
  double ms = 0;  ///< from exec to ready, without what the database's own server took
  double rss_mb = 0;
};

/// Starts a whole host on a data directory and stops it again.
Start start_host(const std::string& tool, const std::string& data) {
  const auto began = Clock::now();
  Program host({tool, "serve", "--profile", "qa", "--data", data, "--port", "0"});
  const std::string ready = host.line();
  Start start;
  start.ms = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
  if (!ready.starts_with("ready")) {
    throw Error("bench-failed", "the host did not start with " + data,
                "run `curante serve --profile qa --data " + data + "` to see why");
  }
  start.rss_mb = static_cast<double>(resident_kb(host.pid)) / 1024;
  const json::value directory = AdminClient(data).ask({{"do", "directory"}});
  for (const json::value& plugin : directory.at("plugins").as_array()) {
    if (plugin.at("id") == "curante.database") start.ms -= plugin.at("start_ms").to_number<double>();
  }
  return start;
}

std::string temporary_directory() {
  char name[] = "/tmp/curante-bench-XXXXXX";
  if (mkdtemp(name) == nullptr) throw Error("bench-failed", "/tmp cannot be written", "free some space");
  // A host started by root becomes another user, who must be able to go in.
  std::filesystem::permissions(name, std::filesystem::perms{0711});
  return name;
}

/// What a run loads is loaded for good, so each figure is the median of five processes.
json::object median_of_runs(const std::string& loader, const Installation& installation) {
  std::map<std::string, std::vector<double>> runs;
  for (int run = 0; run < 5; ++run) {
    Program calls({loader, installation.plugins + "-bench", installation.trust,
                   installation.plugins});
    const json::value told = parse_text(calls.line());
    for (const auto& [name, value] : told.as_object()) {
      runs[name].push_back(value.to_number<double>());
    }
  }
  json::object figures;
  for (auto& [name, values] : runs) {
    std::nth_element(values.begin(), values.begin() + 2, values.end());
    figures[name] = values[2];
  }
  return figures;
}

}  // namespace

int bench_command(const Arguments& arguments) {
  arguments.allow({"json"});
  if (arguments.words != std::vector<std::string>{"kernel"}) {
    throw Error("usage", "write: curante bench kernel [--json]", "");
  }
  const std::string tool = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::string loader = tool.substr(0, tool.rfind('/')) + "/bench-kernel";
  if (access(loader.c_str(), X_OK) != 0) {
    throw Error("bench-missing", loader + " is not built", "build the target «bench» first");
  }
  json::object figures = median_of_runs(loader, Installation::here());
  const std::string scratch = temporary_directory();
  start_host(tool, scratch + "/host");  // makes the cluster and its tables
  const Start second = start_host(tool, scratch + "/host");
  std::filesystem::remove_all(scratch);
  figures["host_start_ms"] = second.ms;
  figures["host_rss_mb"] = second.rss_mb;
  if (arguments.has("json")) {
    std::cout << to_text(figures) << "\n";
  } else {
    for (const auto& [name, value] : figures) {
      std::cout << fmt::format("{:<24} {:.2f}\n", std::string(name), value.to_number<double>());
    }
  }
  return exit_done;
}

}  // namespace curante::kernel
