// SPDX-License-Identifier: Apache-2.0
#include "isolation/control.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace curante::isolation {

namespace {

/// Room for one descriptor beside a message.
union Beside {
  char octets[CMSG_SPACE(sizeof(int))];
  cmsghdr header;
};

}  // namespace

bool send_control(int socket, char purpose, int channel) {
  iovec octet{&purpose, 1};
  Beside beside{};
  msghdr message{};
  message.msg_iov = &octet;
  message.msg_iovlen = 1;
  if (channel >= 0) {
    message.msg_control = beside.octets;
    message.msg_controllen = sizeof beside.octets;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof channel);
    std::memcpy(CMSG_DATA(header), &channel, sizeof channel);
  }
  return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) == 1;
}

ControlMessage receive_control(int socket) {
  ControlMessage received;
  iovec octet{&received.purpose, 1};
  Beside beside{};
  msghdr message{};
  message.msg_iov = &octet;
  message.msg_iovlen = 1;
  message.msg_control = beside.octets;
  message.msg_controllen = sizeof beside.octets;
  ssize_t got = -1;
  do {
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  received.ended = got <= 0;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(sizeof(int))) {
    int number = -1;
    std::memcpy(&number, CMSG_DATA(header), sizeof number);
    received.channel = OwnedDescriptor(number);
  }
  return received;
}

char receive_request(int socket) {
  char purpose = 0;
  return recv(socket, &purpose, 1, MSG_DONTWAIT) == 1 ? purpose : '\0';
}

}  // namespace curante::isolation
