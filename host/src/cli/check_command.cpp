// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <iostream>

#include "cli/assembly.hpp"
#include "cli/candidates.hpp"
#include "cli/commands.hpp"
#include "cli/library_trial.hpp"
#include "cli/plugin_check.hpp"
#include "cli/releases.hpp"
#include "curante/error.hpp"
#include "isolation/policy.hpp"
#include "trust/trust_files.hpp"

namespace curante::kernel {

namespace {

/// Whose plugins no host of this installation loads into its own process. What a file beside it
/// says of its own issuer is that issuer's word.
bool is_stranger(const PluginImage& image, const Installation& here) {
  Problems told_already;
  const TrustPolicy installed = trust_of(here, Region{}, told_already);
  const Issuer* issuer = installed.store.owner_of(image.issuer.key);
  return issuer == nullptr || (issuer->kind == IssuerKind::third_party && !issuer->in_process);
}

/// A host refuses it at its next start, so it is not called good.
bool lacks_vouched_screens(const PluginImage& image) {
  return image.issuer.kind == IssuerKind::third_party && !image.manifest.ui.module.empty() &&
         image.screens.empty();
}

/// Prints why no region takes it, whoever is beside it; whether there is nothing to tell.
bool fits_a_host(const PluginImage& image) {
  std::vector<Candidate> alone(1);
  alone[0].image = image;
  isolation::choose_isolated(alone, {});
  for (const Refusal& it : alone[0].problems) std::cout << to_text(it);
  return alone[0].problems.empty();
}

}  // namespace

TrustPolicy policy_of(const Arguments& arguments, Problems& problems) {
  Region region;
  region.profile = arguments.get("profile");
  region.mocks = region.profile == "qa";
  TrustPolicy policy = trust_of(Installation::here(), region, problems);
  if (arguments.has("trust"))
    add_trust(policy.store, read_trust({arguments.get("trust")}, problems));
  return policy;
}

bool told_no_problem(const Problems& problems) {
  for (const Problem& problem : problems) std::cerr << "problem  " << problem.text() << "\n";
  return problems.empty();
}

std::optional<PluginImage> admit_plugin(const std::string& path, const TrustPolicy& policy) {
  Problems problems;
  auto image = read_library(path, policy, problems);
  if (image && lacks_vouched_screens(*image)) {
    problems.push_back({"screens-unsigned", path, 0, "a third party's screens that nobody signed",
                        "sign it again with `curante plugin sign … --ui FOLDER`"});
    image.reset();
  }
  for (const Problem& it : problems) {
    const std::string line = it.line > 0 ? "line " + std::to_string(it.line) + ": " : "";
    std::cout << to_text(Refusal{std::filesystem::path(path).stem().string(), "?", it.code, "", "",
                                 line + it.message, "", it.remedy});
  }
  if (image && !fits_a_host(*image)) image.reset();
  return image;
}

bool loads(const PluginImage& image) {
  try {
    const Installation here = Installation::here();
    const Trial trial = try_loading(image, here.runner, is_stranger(image, here));
    if (!trial.unshut.empty())
      std::cerr << "note     tried without a sandbox: " << trial.unshut << "\n";
    return true;
  } catch (const Error& e) {
    std::cout << to_text(Refusal{image.manifest.id, image.manifest.version, e.code(), "", "",
                                 e.message(), "", e.remedy()});
    return false;
  }
}

int check_command(const Arguments& arguments) {
  arguments.allow({"profile", "trust"});
  if (arguments.words.size() != 1) {
    throw Error("usage", "write: curante plugin check LIBRARY [--profile NAME] [--trust FILE]", "");
  }
  const std::filesystem::path path = std::filesystem::absolute(arguments.words.front());
  Problems problems;
  TrustPolicy policy = policy_of(arguments, problems);
  policy.released.merge(read_releases(path.parent_path().string(), problems));
  const bool sound = told_no_problem(problems);
  const auto image = admit_plugin(path.string(), policy);
  if (!sound || !image || !loads(*image)) return exit_manifest;
  std::cout << "good     " << image->manifest.id << " " << image->manifest.version << "  signed by "
            << image->issuer.name << " (" << kind_name(image->issuer.kind) << ")\n";
  return exit_done;
}

}  // namespace curante::kernel
