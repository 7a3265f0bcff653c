// SPDX-License-Identifier: Apache-2.0
#include "server_place.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "curante/error.hpp"

namespace curante::database {

std::string socket_path(const std::string& folder, const std::string& port) {
  return folder + "/.s.PGSQL." + port;
}

ServerPlace::ServerPlace(const std::string& host, const std::string& port) {
  if (host.starts_with('/')) {
    auto& place = reinterpret_cast<sockaddr_un&>(address_);
    place.sun_family = AF_UNIX;
    socket_path(host, port).copy(place.sun_path, sizeof place.sun_path - 1);
    size_ = sizeof place;
    return;
  }
  addrinfo wanted{}, *found = nullptr;
  wanted.ai_socktype = SOCK_STREAM;
  const int failure = getaddrinfo(host.c_str(), port.c_str(), &wanted, &found);
  if (failure != 0) {
    throw Error("database-unavailable",
                "il server della base dati " + host + " non si trova: " + gai_strerror(failure),
                "controllare l'impostazione «connection» e la rete");
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(found, freeaddrinfo);
  std::memcpy(&address_, found->ai_addr, found->ai_addrlen);
  size_ = found->ai_addrlen;
}

Descriptor ServerPlace::connect() const {
  Descriptor stream(socket(address_.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  if (address_.ss_family != AF_UNIX) {
    setsockopt(stream.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  if (::connect(stream.get(), reinterpret_cast<const sockaddr*>(&address_), size_) == 0 ||
      errno == EINPROGRESS) {
    return stream;
  }
  return Descriptor();
}

}  // namespace curante::database
