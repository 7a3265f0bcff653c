// SPDX-License-Identifier: Apache-2.0
#include "proxy.hpp"

#include <sys/stat.h>

#include <charconv>
#include <fstream>

#include "curante/error.hpp"

namespace curante::sac {

namespace {

std::string read_password(const std::string& file) {
  constexpr mode_t others = S_IRWXG | S_IRWXO;
  struct stat found {};
  std::string password;
  std::ifstream in(file);
  if (stat(file.c_str(), &found) == 0 && S_ISREG(found.st_mode) && (found.st_mode & others) == 0 &&
      std::getline(in, password) && !password.empty()) {
    return password;
  }
  throw Error("proxy-password",
              "the proxy's password file " + file + " cannot be read, is empty, or is open to others",
              "write the password alone into it, give it to the host's user and set its mode to 0600");
}

}  // namespace

Proxy read_proxy(const std::string& address, const std::string& user,
                 const std::string& password_file) {
  if (address.empty()) return {};
  Proxy proxy;
  const size_t colon = address.rfind(':');
  const char* end = address.data() + address.size();
  if (colon != std::string::npos && colon > 0) {
    const auto read = std::from_chars(address.data() + colon + 1, end, proxy.port);
    if (read.ec == std::errc{} && read.ptr == end) proxy.host = address.substr(0, colon);
  }
  if (proxy.host.empty() || proxy.port == 0 || proxy.host.find('/') != std::string::npos) {
    throw Error("proxy-malformed", "«" + address + "» is no address of a proxy",
                "write the setting proxy as host:port, for example 10.11.70.1:8080");
  }
  proxy.user = user;
  if (!user.empty()) proxy.password = read_password(password_file);
  return proxy;
}

}  // namespace curante::sac
