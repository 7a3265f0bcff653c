// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::database {

/// A folder of the server's user alone for the server's socket: inside `directory` when the
/// socket's path then stays under the 107 octets that Unix allows, else in a folder of run-time
/// files, named after `directory`. Throws Error{"socket-directory"}.
std::string socket_directory(const std::string& directory);

}  // namespace curante::database
