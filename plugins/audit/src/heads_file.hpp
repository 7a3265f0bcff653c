// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "audit_log.hpp"

namespace curante::audit {

/// Ends of the chains noted outside the database, one line each: "practice number hash". A chain
/// alone does not show that its last entries were cut off; this file does. Keep it with the
/// backups. Safe from any thread.
class HeadsFile {
 public:
  /// An empty path notes nothing.
  explicit HeadsFile(std::string path) : path_(std::move(path)) {}

  /// Notes the ends, at most one a practice and hour.
  void note(const std::map<std::string, Head>& heads, Instant at);
  /// Notes what the last hour held back.
  void flush();
  std::vector<Head> of(const std::string& practice) const;

 private:
  void write(const std::string& practice, const Head& head) const;

  std::string path_;
  mutable std::mutex mutex_;
  std::map<std::string, Head> held_;
  std::map<std::string, Instant> noted_;
};

}  // namespace curante::audit
