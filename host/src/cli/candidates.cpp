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
    return read_plugin_image(path, HashedLibrary(read_trusted_library(path)), policy, problems);
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

CandidateReader::CandidateReader(std::vector<WantedPlugin> wanted, std::string directory)
    : wanted_(std::move(wanted)), directory_(std::move(directory)), libraries_(wanted_.size()) {
  read_all();
  helper_ = std::jthread([this] {
    while (hash_another()) {
    }
  });
}

void CandidateReader::read_all() {
  // Before there is a second thread: the system makes copies no faster for two.
  for (size_t i = 0; i < wanted_.size(); ++i) {
    try {
      libraries_[i].read = read_trusted_library(path_of(wanted_[i], directory_));
    } catch (const Error&) {
      // Stays empty: check() tries once more and tells what is wrong.
    }
  }
}

bool CandidateReader::hash_another() {
  const size_t i = next_++;
  if (i >= wanted_.size()) return false;
  Library& library = libraries_[i];
  if (!library.read.bytes().empty()) library.hashed.emplace(std::move(library.read));
  library.done = true;
  library.done.notify_one();
  return true;
}

std::vector<Candidate> CandidateReader::check(const TrustPolicy& policy) {
  while (hash_another()) {
  }
  std::vector<Candidate> candidates;
  candidates.reserve(wanted_.size());
  for (size_t i = 0; i < wanted_.size(); ++i) {
    Library& library = libraries_[i];
    library.done.wait(false);
    if (!library.hashed) {
      candidates.push_back(read_candidate(wanted_[i], directory_, policy));
      continue;
    }
    Problems faults;
    auto image = read_plugin_image(path_of(wanted_[i], directory_), std::move(*library.hashed),
                                   policy, faults);
    candidates.push_back(candidate_of(wanted_[i], std::move(image), faults));
  }
  return candidates;
}

}  // namespace curante::kernel
