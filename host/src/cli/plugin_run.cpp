// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include "cli/assembly.hpp"
#include "cli/candidates.hpp"
#include "cli/commands.hpp"
#include "curante/error.hpp"
#include "runtime/host.hpp"
#include "text/foreign_text.hpp"
#include "trust/trust_files.hpp"

namespace curante::kernel {

namespace fs = std::filesystem;

namespace {

/// The one plugin that the project's build made.
fs::path library_of(const fs::path& build) {
  std::error_code failed;
  std::vector<fs::path> found;
  for (const auto& file : fs::directory_iterator(build / "lib/curante", failed)) {
    if (file.path().extension() == ".so") found.push_back(file.path());
  }
  if (found.size() == 1) return found.front();
  throw Error("project-not-built",
              found.empty() ? "there is no plugin in " + (build / "lib/curante").string()
                            : "there are several plugins in " + (build / "lib/curante").string(),
              "run: cmake --preset dev && cmake --build --preset dev");
}

WantedPlugin wanted(const fs::path& library) {
  return {library.stem().string(), "", "", library.parent_path().string(), 0};
}

/// All that is installed beside the project's plugin, in the order in which it is preferred: the
/// real thing before what stands in for it.
std::vector<Candidate> installed_beside(const fs::path& library, const std::string& directory,
                                        const TrustPolicy& policy) {
  std::vector<Candidate> installed;
  std::error_code failed;
  for (const auto& file : fs::directory_iterator(directory, failed)) {
    if (file.path().extension() != ".so" || file.path().stem() == library.stem()) continue;
    Candidate candidate = read_candidate(wanted(file.path()), directory, policy);
    if (candidate.image) installed.push_back(std::move(candidate));
  }
  std::sort(installed.begin(), installed.end(), [](const Candidate& a, const Candidate& b) {
    return std::pair(a.image->manifest.mock, a.wanted.id) <
           std::pair(b.image->manifest.mock, b.wanted.id);
  });
  return installed;
}

/// The project's plugin and, of the installed ones, what it needs directly or through others.
std::vector<Candidate> candidates_for(const fs::path& library, const Installation& installation,
                                      const TrustPolicy& policy) {
  std::vector<Candidate> all{
      read_candidate(wanted(library), library.parent_path().string(), policy)};
  const auto installed = installed_beside(library, installation.plugins, policy);
  std::set<std::string> provided;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!all[i].image) continue;
    const PluginManifest user = all[i].image->manifest;
    for (const auto& it : user.provides.entries) provided.insert(it.name);
    for (const auto& use : user.uses.entries) {
      for (const Candidate& other : installed) {
        const bool fits = other.image->manifest.provides.find(use.name) != nullptr;
        if (!fits || !provided.insert(use.name).second) continue;
        all.push_back(other);
        break;
      }
    }
  }
  return all;
}

std::string binding_table(const Host& host, const std::vector<Candidate>& candidates) {
  std::set<std::string> mocks;
  for (const Candidate& it : candidates) {
    if (it.image && it.image->manifest.mock) mocks.insert(it.wanted.id);
  }
  std::string text = "region   of this run alone: profile dev, mocks allowed\n";
  for (const auto& slot : host.slots()) {
    text += fmt::format("{:<9}{} {}{}{}\n", state_name(slot->state), slot->id(),
                        slot->launch.version, mocks.count(slot->id()) == 1 ? "  mock" : "",
                        slot->state == PluginState::failed ? "  " + slot->problem : "");
    if (slot->body && !slot->body->facts().empty()) text += "           runs in a process of its own\n";
    const auto provided = slot->provided();
    for (const ProvidedContract& it : *provided) {
      text += fmt::format("           provides {}\n", it.contract);
    }
    for (const auto& it : slot->bindings) {
      text += fmt::format("           uses     {:<24} {:<11} {:<22} {}\n", it->plan().contract,
                          path_name(it->path()), it->provider(), it->reason());
    }
  }
  return text;
}

/// Makes the call that was asked for, or the first of the first contract.
void make_call(Host& host, const std::string& id, const Arguments& arguments) {
  for (const auto& slot : host.slots()) {
    const auto provided = slot->provided();
    if (slot->id() != id || provided->empty()) continue;
    const ProvidedContract& first = provided->front();
    const std::string& contract = first.contract;
    const std::string call =
        arguments.has("call")
            ? arguments.get("call")
            : std::string(first.description.at("calls").at(0).at("name").as_string());
    const boost::json::value request =
        parse_text(arguments.has("json") ? arguments.get("json") : "{}");
    const auto reply =
        host.call_internal("curante", slot->background, *slot, contract, call, request);
    std::cout << fmt::format("call     {} {} {}\nreply    {}\n", contract, call, to_text(request),
                             printable_json(to_text(reply)));
  }
}

}  // namespace

int run_command(const Arguments& arguments) {
  arguments.allow({"build", "call", "json", "isolated", "trust"});
  if (arguments.words.size() > 1) {
    throw Error(
        "usage",
        "write: curante plugin run [FOLDER] [--build FOLDER] [--call CALL] [--json REQUEST] "
        "[--isolated] [--trust FILE]",
        "");
  }
  const fs::path project = fs::absolute(arguments.words.empty() ? "." : arguments.words.front());
  const fs::path build =
      arguments.has("build") ? fs::absolute(arguments.get("build")) : project / "build/dev";
  const fs::path library = library_of(build.lexically_normal());
  const Installation installation = Installation::here();
  Assembly assembly;
  assembly.region.profile = "dev";
  assembly.region.mocks = true;
  TrustPolicy policy = trust_of(installation, assembly.region, assembly.problems);
  std::vector<std::string> own;
  if (fs::exists(build / "trust/dev.info")) own.push_back((build / "trust/dev.info").string());
  if (arguments.has("trust")) own.push_back(arguments.get("trust"));
  for (const std::string& file : own)
    add_trust(policy.store, read_trust({file}, assembly.problems));
  assembly.candidates = candidates_for(library, installation, policy);
  isolation::IsolationPolicy isolated;
  if (arguments.has("isolated")) isolated.plugins.insert(library.stem().string());
  isolation::choose_isolated(assembly.candidates, isolated);
  assembly.resolution = resolve(assembly.candidates, assembly.region);
  if (!assembly.sound() || !assembly.resolution.refusals.empty()) {
    std::cerr << table_of(assembly);
    return exit_manifest;
  }
  Log log(CURANTE_LOG_INFO);
  isolation::Isolation isolation;
  isolation.options.runner = installation.runner;
  Host host(log, {});
  host.launch(plan_of(assembly, arguments.settings, isolation));
  std::cout << binding_table(host, assembly.candidates);
  for (const auto& slot : host.slots()) {
    if (slot->state != PluginState::ready) return exit_cannot_start;
  }
  make_call(host, library.stem().string(), arguments);
  host.stop();
  return exit_done;
}

}  // namespace curante::kernel
