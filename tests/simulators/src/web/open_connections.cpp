// SPDX-License-Identifier: Apache-2.0
#include "web/open_connections.hpp"

#include <sys/socket.h>

#include <algorithm>

namespace sistema_ts {
namespace {

bool closed(const Poco::Net::StreamSocket& socket) {
  return socket.impl()->sockfd() == POCO_INVALID_SOCKET;
}

void hang_up_on(const Poco::Net::StreamSocket& socket) {
  if (!closed(socket)) shutdown(socket.impl()->sockfd(), SHUT_RDWR);
}

}  // namespace

OpenConnections::Request::Request(OpenConnections& all, const Poco::Net::StreamSocket& socket)
    : all_(all), socket_(socket) {
  all_.begin(socket_);
}

OpenConnections::Request::~Request() {
  all_.end(socket_);
}

void OpenConnections::begin(const Poco::Net::StreamSocket& socket) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(known_, [](const Known& it) { return closed(it.socket); });
  const auto found = std::find_if(known_.begin(), known_.end(),
                                  [&](const Known& it) { return it.socket == socket; });
  if (found == known_.end()) {
    known_.push_back({socket});
  } else {
    found->busy = true;
  }
}

void OpenConnections::end(const Poco::Net::StreamSocket& socket) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::find_if(known_.begin(), known_.end(),
                                  [&](const Known& it) { return it.socket == socket; });
  if (found == known_.end()) return;
  found->busy = false;
  if (found->ends) hang_up_on(socket);
}

void OpenConnections::hang_up() {
  const std::scoped_lock lock(mutex_);
  for (Known& it : known_) {
    it.ends = it.busy;
    if (!it.busy) hang_up_on(it.socket);
  }
}

}  // namespace sistema_ts
