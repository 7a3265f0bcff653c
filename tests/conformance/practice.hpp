// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

#include "path_choice.hpp"
#include "provider_set.hpp"
#include "simulator_program.hpp"

namespace curante::conformance {

/// A running host with a set of providers on one path: an empty practice of one doctor, in a folder
/// and a database that end with it. One at a time; main thread.
class Practice {
 public:
  /// Throws Error{"conformance-set"} when any plugin does not run.
  Practice(const std::string& set, const Guest& guest, const PathChoice& path,
           const std::string& records);
  ~Practice();

  const PathChoice& path() const { return path_; }
  /// The host's data folder; of a replay, that of the run that was recorded.
  const std::filesystem::path& data() const { return data_; }

  /// Why the driver's n-th binding is not on the path that is tried; empty when it is.
  std::string wrong_path(size_t target) const;

  /// How often the event was published so far, and a wait for more; false after `limit_ms`.
  int64_t heard(const std::string& event);
  bool hear_more(const std::string& event, int64_t than, int limit_ms);

 private:
  std::vector<std::string> settings(const std::string& set);
  void refuse_failures() const;

  const PathChoice& path_;
  ScratchDirectory scratch_;
  std::filesystem::path data_;
  std::unique_ptr<SimulatorProgram> simulator_;
  kernel::Log log_{CURANTE_LOG_ERROR};
  std::mutex mutex_;
  std::condition_variable told_;
  std::map<std::string, int64_t, std::less<>> heard_;
  std::unique_ptr<kernel::Host> host_;
  kernel::Bus::Handle listening_;
};

}  // namespace curante::conformance
