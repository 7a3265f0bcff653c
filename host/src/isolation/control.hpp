// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "isolation/owned_descriptor.hpp"

namespace curante::isolation {

/// What goes over a runner's control socket: one octet, and from the host an end of a new channel.
constexpr char control_main = 'm';   ///< to the runner: for its main thread, the first of all
constexpr char control_serve = 's';  ///< to the runner: answer on it, on a thread of its own
constexpr char control_yours = 'y';  ///< to the runner: for its plugin's own calls
constexpr char control_want = 'w';   ///< to the host: one for the plugin's own calls, please
constexpr char control_loaded = 'l';  ///< to the host: it was to be loaded only, and is

struct ControlMessage {
  char purpose = 0;
  OwnedDescriptor channel;
  bool ended = false;
};

/// Never waits for the other side. False when it cannot be sent. `channel` −1 sends none.
bool send_control(int socket, char purpose, int channel);
/// The next message to the runner; waits for it.
ControlMessage receive_control(int socket);
/// The same from the runner, of which the host takes no descriptors; 0 at the end. Does not wait.
char receive_request(int socket);

}  // namespace curante::isolation
