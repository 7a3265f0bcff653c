// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/arguments.hpp"

namespace curante::kernel {

/// Exit codes of the tool, part of its interface.
enum ExitCode {
  exit_done = 0,
  exit_refused = 1,      ///< the call or the verb was refused
  exit_usage = 2,        ///< the command line makes no sense
  exit_manifest = 3,     ///< a manifest or a plugin has problems
  exit_cannot_start = 4, ///< the host could not start
  exit_no_host = 5       ///< no host runs on this data directory
};

/// Each command gets the line after its own word, writes to standard output, and returns its exit
/// code. All throw Error, which main prints.
int serve_command(const Arguments& arguments);
int plugins_command(const Arguments& arguments);
int regions_command(const Arguments& arguments);
int call_command(const Arguments& arguments);
int login_command(const Arguments& arguments);
int bench_command(const Arguments& arguments);
/// `plugin VERB …`: what plugin authors do, without a running host.
int plugin_command(std::vector<std::string> line);
int keygen_command(const Arguments& arguments);
int sign_command(const Arguments& arguments);
int check_command(const Arguments& arguments);
int new_command(const Arguments& arguments);
int run_command(const Arguments& arguments);
int pack_command(const Arguments& arguments);
int unpack_command(const Arguments& arguments);
/// A verb that a room of the running host contributes.
int verb_command(const std::vector<std::string>& line, const std::string& data_directory);
int help_command(const std::string& data_directory);

/// The data directory that flags and environment name, else the default.
std::string data_directory(const Arguments& arguments);

}  // namespace curante::kernel
