// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "resolve/resolver.hpp"

namespace curante::kernel {

/// Reads a library once and checks what was read; problems are those of read_plugin_image,
/// "library-missing", "library-untrusted" and "library-unloadable".
std::optional<PluginImage> read_library(const std::string& path, const TrustPolicy& policy,
                                        Problems& problems);

/// Reads the library of a wanted plugin from `directory`/<id>.so. Throws nothing: a library that
/// cannot be used, or whose plugin.info has faults, becomes a candidate with problems.
Candidate read_candidate(const WantedPlugin& wanted, const std::string& directory,
                         const TrustPolicy& policy);

/// All of a region's. A second thread hashes meanwhile, which takes as long as all else together.
class CandidateReader {
 public:
  /// Reads the libraries and begins to hash, so that whom to trust can be found out meanwhile.
  CandidateReader(std::vector<WantedPlugin> wanted, std::string directory);

  /// The candidates in the order of `wanted`. Once.
  std::vector<Candidate> check(const TrustPolicy& policy);

 private:
  struct Library {
    SealedBytes read;                     ///< stays empty where it could not be read
    std::optional<HashedLibrary> hashed;  ///< valid once `done`
    std::atomic<bool> done = false;
  };
  void read_all();
  /// Hashes the next library that nobody has begun with, if there is one.
  bool hash_another();

  const std::vector<WantedPlugin> wanted_;
  const std::string directory_;
  std::vector<Library> libraries_;
  std::atomic<size_t> next_ = 0;
  std::jthread helper_;
};

}  // namespace curante::kernel
