// SPDX-License-Identifier: Apache-2.0
#include "cli/assembly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "cli/candidates.hpp"
#include "cli/releases.hpp"
#include "cli/screen_vouching.hpp"
#include "curante/error.hpp"
#include "region/region_manifest.hpp"
#include "trust/trust_files.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

json::array screens(const Repeated<ScreenEntry>& entries) {
  json::array out;
  for (const auto& entry : entries.entries) {
    const ScreenEntry& it = entry.value;
    out.push_back(json::object{{"path", it.path},
                               {"slot", it.slot},
                               {"element", it.element},
                               {"title", it.title},
                               {"permission", it.permission},
                               {"order", it.order}});
  }
  return out;
}

json::object directory_entry(const PluginImage& image) {
  const PluginManifest& it = image.manifest;
  return {{"name", it.name},
          {"mock", it.mock},
          {"sha256", image.sha256},
          {"issuer", image.issuer.name},
          {"issuer_kind", kind_name(image.issuer.kind)},
          {"ui", json::object{{"module", it.ui.module},
                              {"pages", screens(it.ui.page)},
                              {"panels", screens(it.ui.panel)}}}};
}

}  // namespace

std::vector<std::string> region_names(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& file : std::filesystem::directory_iterator(directory, failed)) {
    if (file.path().extension() != ".info") continue;
    Problems ignored;
    const auto root = read_info_file(file.path().string(), ignored);
    const bool region = root && std::any_of(root->children.begin(), root->children.end(),
                                            [](const InfoNode& it) { return it.key == "region"; });
    // A file that cannot be read is listed too, so that a check finds and reports it.
    if (region || !root) names.push_back(file.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

namespace {

/// What editors and package managers leave beside a file that they changed.
bool is_backup(const std::string& name) {
  return name.starts_with('.') || name.ends_with('~') || name.find(".dpkg-") != std::string::npos;
}

}  // namespace

TrustPolicy trust_of(const Installation& installation, const Region& region, Problems& problems) {
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& file : std::filesystem::directory_iterator(installation.trust, failed)) {
    const std::string name = file.path().filename().string();
    if (file.path().extension() == ".info") {
      files.push_back(file.path().string());
    } else if (!is_backup(name)) {
      // It may take a key back: whoever put it there must not believe that it counts.
      problems.push_back(
          {"trust-unread", file.path().string(), 0,
           "«" + name + "» counts for nothing: what is read here is called NAME.info",
           "call it so, or put it elsewhere"});
    }
  }
  std::sort(files.begin(), files.end());
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return {read_trust(files, problems), region.profile, region.mocks, Date::from(today),
          read_releases(installation.plugins, problems)};
}

namespace {

void leave_out(const LeftOut& wanted, Assembly& assembly) {
  std::set<std::string> unknown = wanted.plugins;
  for (Candidate& it : assembly.candidates) {
    const bool named = unknown.erase(it.wanted.id) > 0;
    const bool stranger = wanted.strangers && it.image &&
                          it.image->issuer.kind != IssuerKind::core &&
                          it.image->issuer.kind != IssuerKind::qa;
    if (!named && !stranger) continue;
    it.problems.push_back({it.wanted.id, it.image ? it.image->manifest.version : "?", "left-out",
                           "", "", named ? "--without" : "--safe", "by who started the host",
                           "start without it to have the plugin again"});
  }
  for (const std::string& id : unknown) {
    assembly.problems.push_back({"region-plugin-absent", "--without", 0,
                                 "«" + id + "» is not among the region's plugins",
                                 "correct the id, or leave it away"});
  }
}

}  // namespace

Assembly assemble(const Installation& installation, const std::string& region,
                  const std::string& profile, const std::string& site_file, const LeftOut& left_out,
                  const isolation::IsolationPolicy& isolated) {
  Assembly out;
  const auto read = read_region(installation.regions, region, profile, site_file, out.problems);
  if (!read) return out;
  out.region = *read;
  want_needed(out.region, installation.plugins);
  out.trust = trust_of(installation, out.region, out.problems);
  out.candidates = read_candidates(out.region.plugins, installation.plugins, out.trust);
  out.needs = states_of_needs(out.region, out.candidates);
  leave_out(left_out, out);
  check_screens(out.candidates, installation.ui);
  isolation::choose_isolated(out.candidates, isolated);
  out.recordings = RecordingSwap(out.region, out.candidates, out.problems);
  out.resolution = resolve(out.candidates, out.region);
  return out;
}

LaunchPlan plan_of(Assembly& assembly, const std::vector<std::string>& settings,
                   isolation::Isolation& isolation) {
  auto& all = assembly.region.settings;
  for (const std::string& setting : settings) {
    const size_t equals = setting.find('=');
    const size_t dot = setting.rfind('.', equals);
    if (equals == std::string::npos || dot == std::string::npos || dot == 0) {
      throw Error("usage", "--set " + setting + " is not plugin.key=value",
                  "write for example --set curante.web.port=8443");
    }
    all[setting.substr(0, dot)][setting.substr(dot + 1, equals - dot - 1)] =
        setting.substr(equals + 1);
  }
  LaunchPlan plan;
  for (const size_t i : assembly.resolution.order) {
    PluginImage& image = *assembly.candidates[i].image;
    PluginLaunch launch;
    launch.id = image.manifest.id;
    launch.version = image.manifest.version;
    launch.entry = image.manifest.entry;
    launch.settings = all[launch.id];
    launch.settings.try_emplace("region_code", assembly.region.code);
    launch.settings.try_emplace("region_name", assembly.region.name);
    launch.settings.try_emplace("profile", assembly.region.profile);
    launch.manifest = directory_entry(image);
    launch.library = image.library;
    if (assembly.candidates[i].isolated) {
      isolate(launch, image.manifest, image.issuer.kind == IssuerKind::third_party, isolation);
    }
    plan.plugins.push_back(std::move(launch));
  }
  for (const ResolvedBinding& it : assembly.resolution.bindings) {
    plan.bindings.push_back(
        {it.consumer, it.contract, it.providers, it.optional, it.path, it.reason});
  }
  plan.chosen = assembly.region.choose;
  assembly.recordings.apply(plan);
  for (const Refusal& it : assembly.resolution.refusals) {
    plan.refused.push_back(json::object{{"plugin", it.plugin},
                                        {"version", it.version},
                                        {"code", it.code},
                                        {"needs", it.needs},
                                        {"found", it.found},
                                        {"remedy", it.remedy}});
  }
  return plan;
}

std::string table_of(const Assembly& assembly) {
  std::string out;
  for (const size_t i : assembly.resolution.order) {
    const PluginManifest& it = assembly.candidates[i].image->manifest;
    std::string provides;
    for (const auto& entry : it.provides.entries) provides += " " + entry.name;
    out += fmt::format("{:<9}{} {} {}\n", "admitted", it.id, it.version, provides);
  }
  for (const Refusal& refusal : assembly.resolution.refusals) out += to_text(refusal);
  for (const NeedState& state : assembly.needs) out += missing_text(state);
  for (const Problem& problem : assembly.problems) out += "problem  " + problem.text() + "\n";
  return out;
}

}  // namespace curante::kernel
