// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>

#include "cli/assembly.hpp"
#include "cli/candidates.hpp"
#include "cli/commands.hpp"
#include "cli/plugin_check.hpp"
#include "cli/releases.hpp"
#include "curante/error.hpp"
#include "runtime/library.hpp"

namespace curante::kernel {

namespace {

constexpr unsigned longest_load_seconds = 10;

/// Runs in a process of its own: what the library does when it is loaded may end it.
[[noreturn]] void load_and_leave(const PluginImage& image, int answer) {
  alarm(longest_load_seconds);
  std::string said = "loaded";
  try {
    load_library(image.manifest.id, image.library);
  } catch (const Error& e) {
    said = e.code() + ": " + e.message();
  }
  const ssize_t wrote = write(answer, said.data(), said.size());
  _exit(wrote == static_cast<ssize_t>(said.size()) ? 0 : 1);
}

std::string how_it_ended(int status) {
  if (WIFEXITED(status))
    return "it ended the process with code " + std::to_string(WEXITSTATUS(status));
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) return "it did not return within 10 s";
  return "it ended with signal " + std::to_string(WTERMSIG(status));
}

/// "loaded", or what went wrong.
std::string try_loading(const PluginImage& image) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return "no pipe for its answer";
  const pid_t child = fork();
  if (child == 0) load_and_leave(image, ends[1]);
  close(ends[1]);
  std::string said(4096, ' ');
  const ssize_t got = child < 0 ? 0 : read(ends[0], said.data(), said.size());
  said.resize(got > 0 ? static_cast<size_t>(got) : 0);
  close(ends[0]);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return "no process to try it in";
  return said.empty() ? how_it_ended(status) : said;
}

}  // namespace

TrustPolicy policy_of(const Arguments& arguments) {
  Region region;
  region.profile = arguments.get("profile");
  region.mocks = region.profile == "qa";
  Problems problems;
  const TrustPolicy policy = trust_of(Installation::here(), region, problems);
  for (const Problem& problem : problems) std::cerr << "problem  " << problem.text() << "\n";
  return policy;
}

std::optional<PluginImage> admit_plugin(const std::string& path, const TrustPolicy& policy) {
  Problems problems;
  auto image = read_library(path, policy, problems);
  for (const Problem& it : problems) {
    const std::string line = it.line > 0 ? "line " + std::to_string(it.line) + ": " : "";
    std::cout << to_text(Refusal{std::filesystem::path(path).stem().string(), "?", it.code, "", "",
                                 line + it.message, "", it.remedy});
  }
  return image;
}

std::optional<PluginImage> check_plugin(const std::string& path, const TrustPolicy& policy) {
  auto image = admit_plugin(path, policy);
  if (!image) return std::nullopt;
  const std::string said = try_loading(*image);
  if (said == "loaded") return image;
  std::cout << to_text(Refusal{image->manifest.id, image->manifest.version, "library-unloadable",
                               "", "", said, "", "mend what runs when the library is loaded"});
  return std::nullopt;
}

int check_command(const Arguments& arguments) {
  arguments.allow({"profile"});
  if (arguments.words.size() != 1) {
    throw Error("usage", "write: curante plugin check LIBRARY [--profile NAME]", "");
  }
  const std::filesystem::path path = std::filesystem::absolute(arguments.words.front());
  TrustPolicy policy = policy_of(arguments);
  Problems problems;
  policy.released.merge(read_releases(path.parent_path().string(), problems));
  for (const Problem& problem : problems) std::cerr << "problem  " << problem.text() << "\n";
  const auto image = check_plugin(path.string(), policy);
  if (!image) return exit_manifest;
  std::cout << "good     " << image->manifest.id << " " << image->manifest.version << "  signed by "
            << image->issuer.name << " (" << kind_name(image->issuer.kind) << ")\n";
  return exit_done;
}

}  // namespace curante::kernel
