// SPDX-License-Identifier: Apache-2.0
#include "cli/candidates.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

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

}  // namespace

Candidate read_candidate(const WantedPlugin& wanted, const std::string& directory,
                         const TrustPolicy& policy) {
  Candidate candidate{wanted, std::nullopt, {}};
  Problems faults;
  auto image = read_plugin_image(directory + "/" + wanted.id + ".so", policy, faults);
  for (const Problem& it : faults) {
    const bool manifest = it.file.ends_with("plugin.info");
    const std::string line = it.line > 0 ? "line " + std::to_string(it.line) + ": " : "";
    candidate.problems.push_back(refusal_of(wanted, "?", it.code,
                                            manifest ? "a sound plugin.info" : "its library",
                                            line + it.message, it.remedy));
  }
  candidate.image = std::move(image);
  return candidate;
}

std::vector<Candidate> read_candidates(const std::vector<WantedPlugin>& wanted,
                                       const std::string& directory, const TrustPolicy& policy) {
  std::vector<Candidate> candidates(wanted.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i; (i = next++) < wanted.size();) {
      candidates[i] = read_candidate(wanted[i], directory, policy);
    }
  };
  std::vector<std::jthread> others(std::min(std::max(std::thread::hardware_concurrency(), 1u), 4u) -
                                   1);
  for (std::jthread& other : others) other = std::jthread(work);
  work();
  others.clear();
  return candidates;
}

}  // namespace curante::kernel
