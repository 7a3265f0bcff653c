// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace curante::database {

/// Starts a program in a process group of its own (Ctrl-C in a terminal is the host's to handle),
/// with no signal blocked, in "/", its outputs appended to `log`. It ends with the thread that
/// started it (`setpriv --pdeathsig`); as root it becomes the user postgres first.
/// Throws Error{"program-missing"}.
pid_t start_child(const std::vector<std::string>& command, const std::string& log);

/// Runs it to its end and returns its exit code; 128 + number when a signal ended it.
int run_child(const std::vector<std::string>& command, const std::string& log);

/// The user the server runs as: the host's own, or postgres when the host is root, whom PostgreSQL
/// refuses. Throws Error{"user-missing"}.
struct ServerUser {
  uid_t uid;
  gid_t gid;
  std::string name;
};
ServerUser server_user();

/// Gives a file or folder to the server's user. No effect unless the host is root.
void give_to_server(const std::string& path);

}  // namespace curante::database
