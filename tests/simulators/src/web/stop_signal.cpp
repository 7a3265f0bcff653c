// SPDX-License-Identifier: Apache-2.0
#include "web/stop_signal.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>

namespace sistema_ts {

StopSignal::StopSignal() : event_(eventfd(0, EFD_CLOEXEC)) {
  if (event_ < 0) throw std::runtime_error("no event descriptor");
}

StopSignal::~StopSignal() {
  close(event_);
}

void StopSignal::stop() {
  const uint64_t one = 1;
  if (write(event_, &one, sizeof one) != sizeof one) {
    throw std::runtime_error("the stop signal could not be written");
  }
}

bool StopSignal::wait(std::chrono::milliseconds time) const {
  pollfd watched{event_, POLLIN, 0};
  return poll(&watched, 1, static_cast<int>(time.count())) == 0;
}

void StopSignal::wait_for_hang_up(int socket, std::chrono::milliseconds time) const {
  // The request has been read: whatever comes now is the end of the connection.
  pollfd watched[] = {{event_, POLLIN, 0}, {socket, POLLIN | POLLRDHUP, 0}};
  poll(watched, 2, static_cast<int>(time.count()));
}

}  // namespace sistema_ts
