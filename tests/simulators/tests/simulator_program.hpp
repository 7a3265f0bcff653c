// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <boost/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// A directory of its own, removed at the end.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// How a program ended and what it said.
struct Ended {
  int exit_code = -1;
  std::string output;  ///< standard output and error
};

/// Runs a program to its end.
Ended run_to_end(const std::vector<std::string>& words);

/// The simulator as a running program of its own, on free ports.
class SimulatorProgram {
 public:
  /// Starts it and waits until it says that it is ready; throws otherwise. Port 0: a free one.
  explicit SimulatorProgram(const std::filesystem::path& state, uint16_t port = 0);
  ~SimulatorProgram();
  SimulatorProgram(const SimulatorProgram&) = delete;
  SimulatorProgram& operator=(const SimulatorProgram&) = delete;

  const std::filesystem::path& state() const { return state_; }
  uint16_t port() const { return port_; }

  /// Sends a signal and waits for the end; the exit code, or minus the signal that killed it.
  int end(int signal);

  /// Asks the admin port; throws if the answer's status is not `status`.
  boost::json::value admin(const std::string& method, const std::string& path,
                           const boost::json::object& body = {}, int status = 200) const;

 private:
  std::filesystem::path state_;
  pid_t process_ = -1;
  uint16_t port_ = 0;
  uint16_t admin_port_ = 0;
};
