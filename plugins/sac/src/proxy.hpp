// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace curante::sac {

/// The HTTP proxy through which a practice's network reaches the outside; without a host there is
/// none. Its password is never logged.
struct Proxy {
  std::string host;
  uint16_t port = 0;
  std::string user, password;  ///< both empty where the proxy asks for none
};

/// Reads the host's settings: `address` as "host:port" (empty: no proxy), the user, and the file
/// that holds the password alone. Throws Error{"proxy-malformed"} and, where others could read that
/// file, Error{"proxy-password"}.
Proxy read_proxy(const std::string& address, const std::string& user,
                 const std::string& password_file);

}  // namespace curante::sac
