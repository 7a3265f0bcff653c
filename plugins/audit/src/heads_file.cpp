// SPDX-License-Identifier: Apache-2.0
#include "heads_file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace curante::audit {

namespace {
constexpr int64_t hour_ms = 3'600'000;
}

void HeadsFile::note(const std::map<std::string, Head>& heads, Instant at) {
  const std::lock_guard lock(mutex_);
  for (const auto& [practice, head] : heads) {
    const auto last = noted_.find(practice);
    if (last != noted_.end() && at.ms - last->second.ms < hour_ms) {
      held_[practice] = head;
      continue;
    }
    write(practice, head);
    held_.erase(practice);
    noted_[practice] = at;
  }
}

void HeadsFile::flush() {
  const std::lock_guard lock(mutex_);
  for (const auto& [practice, head] : held_) write(practice, head);
  held_.clear();
}

void HeadsFile::write(const std::string& practice, const Head& head) const {
  if (path_.empty()) return;
  std::ofstream(path_, std::ios::app)
      << practice << ' ' << head.number << ' ' << head.hash << std::endl;
  std::error_code ignored;
  std::filesystem::permissions(
      path_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
}

std::vector<Head> HeadsFile::of(const std::string& practice) const {
  const std::lock_guard lock(mutex_);
  std::vector<Head> heads;
  std::ifstream in(path_);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string owner;
    Head head;
    if (words >> owner >> head.number >> head.hash && owner == practice) heads.push_back(head);
  }
  return heads;
}

}  // namespace curante::audit
