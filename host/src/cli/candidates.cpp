// SPDX-License-Identifier: Apache-2.0
#include "cli/candidates.hpp"

#include "curante/error.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace {

Refusal refusal_of(const WantedPlugin& wanted, const std::string& version, std::string code,
                   std::string needs, std::string found, std::string remedy) {
  return {wanted.id,
          version,
          std::move(code),
          std::move(needs),
          "(" + wanted.file + " line " + std::to_string(wanted.line) + ")",
          std::move(found),
          "",
          std::move(remedy)};
}

std::string path_of(const WantedPlugin& wanted, const std::string& directory) {
  return directory + "/" + wanted.id + ".so";
}

Candidate candidate_of(const WantedPlugin& wanted, std::optional<PluginImage> image,
                       const Problems& faults) {
  Candidate candidate{wanted, std::move(image), {}};
  for (const Problem& it : faults) {
    const bool manifest = it.file.ends_with("plugin.info");
    const std::string line = it.line > 0 ? "line " + std::to_string(it.line) + ": " : "";
    candidate.problems.push_back(refusal_of(wanted, "?", it.code,
                                            manifest ? "a sound plugin.info" : "its library",
                                            line + it.message, it.remedy));
  }
  return candidate;
}

}  // namespace

std::optional<PluginImage> read_library(const std::string& path, const TrustPolicy& policy,
                                        Problems& problems) {
  try {
    return read_plugin_image(path, read_trusted_library(path), policy, problems);
  } catch (const Error& e) {
    problems.push_back({e.code(), path, 0, e.message(), e.remedy()});
    return std::nullopt;
  }
}

Candidate read_candidate(const WantedPlugin& wanted, const std::string& directory,
                         const TrustPolicy& policy) {
  Problems faults;
  auto image = read_library(path_of(wanted, directory), policy, faults);
  return candidate_of(wanted, std::move(image), faults);
}

std::vector<Candidate> read_candidates(const std::vector<WantedPlugin>& wanted,
                                       const std::string& directory, const TrustPolicy& policy) {
  std::vector<Candidate> candidates;
  candidates.reserve(wanted.size());
  for (const WantedPlugin& it : wanted) {
    candidates.push_back(read_candidate(it, directory, policy));
  }
  return candidates;
}

}  // namespace curante::kernel
