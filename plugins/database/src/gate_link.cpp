// SPDX-License-Identifier: Apache-2.0
#include "gate_link.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace curante::database {

namespace {

constexpr int most_questions = 2;  // TLS and GSSAPI, each once
constexpr short gone = POLLHUP | POLLERR | POLLNVAL;

pollfd interest(const Descriptor& socket, short events) {
  // Nothing to do for it: then its hanging up is no news either, and must wake nobody.
  return {events == 0 ? -1 : socket.get(), events, 0};
}

Flow::Result failed() {
  const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return later ? Flow::Result::blocked : Flow::Result::ended;
}

}  // namespace

void Flow::drop(size_t octets) {
  sent_ += octets;
  if (!empty()) return;
  bytes_.clear();
  sent_ = 0;
}

Flow::Result Flow::receive(int socket, std::string_view& taken) {
  if (sent_ > 0) {
    bytes_.erase(0, sent_);
    sent_ = 0;
  }
  const size_t before = bytes_.size();
  bytes_.resize(most);
  const ssize_t got = recv(socket, bytes_.data() + before, most - before, 0);
  const int reason = errno;
  bytes_.resize(before + (got > 0 ? static_cast<size_t>(got) : 0));
  taken = std::string_view(bytes_).substr(before);
  errno = reason;
  if (got < 0) return failed();
  return got == 0 ? Result::ended : Result::went;
}

Flow::Result Flow::send(int socket) {
  if (empty()) return Result::went;
  const ssize_t put = ::send(socket, waiting().data(), waiting().size(), MSG_NOSIGNAL);
  if (put < 0) return failed();
  drop(static_cast<size_t>(put));
  return Result::went;
}

pollfd GateLink::client_interest() const {
  short events = to_client_.empty() ? 0 : POLLOUT;
  const bool listens = phase_ == Phase::startup ||
                       (phase_ == Phase::forwarding && !server_ended_ && !to_server_.full());
  if (listens && !client_ended_) events |= POLLIN;
  return interest(client_, events);
}

pollfd GateLink::server_interest() const {
  short events = 0;
  if (phase_ == Phase::connecting) events = POLLOUT;
  if (phase_ == Phase::forwarding && !server_ended_) {
    if (!to_client_.full()) events |= POLLIN;
    if (!to_server_.empty()) events |= POLLOUT;
  }
  return interest(server_, events);
}

std::optional<GateLink::Clock::time_point> GateLink::deadline() const {
  if (phase_ == Phase::forwarding && purpose_ == Purpose::session) return std::nullopt;
  return deadline_;
}

void GateLink::serve(short client_events, short server_events) {
  if (phase_ == Phase::connecting && server_events != 0) return connected();
  if (phase_ == Phase::forwarding) return forward(client_events, server_events);
  if ((client_events & POLLOUT) != 0 && to_client_.send(client_.get()) == Flow::Result::ended) {
    return end();
  }
  if (phase_ == Phase::refusing && to_client_.empty()) return end();
  std::string_view taken;
  if (phase_ == Phase::startup && (client_events & (POLLIN | gone)) != 0 &&
      to_server_.receive(client_.get(), taken) == Flow::Result::ended) {
    end();
  }
}

StartupPacket GateLink::next_request(const Admitted& admitted) {
  for (;;) {
    StartupPacket packet = read_startup(to_server_.waiting(), admitted);
    if (packet.kind != StartupPacket::Kind::encryption) return packet;
    if (++questions_ > most_questions) {
      packet.kind = StartupPacket::Kind::refused;
      packet.code = "08P01";
      packet.message = "too many requests for encryption";
      return packet;
    }
    to_server_.drop(packet.size);
    to_client_.add("N");
    if (to_client_.send(client_.get()) == Flow::Result::ended) end();
  }
}

void GateLink::refuse(std::string_view code, std::string_view message) {
  phase_ = Phase::refusing;
  to_client_.add(error_response(code, message));
  if (to_client_.send(client_.get()) == Flow::Result::ended || to_client_.empty()) end();
}

void GateLink::pass(Descriptor server, Purpose purpose) {
  server_ = std::move(server);
  purpose_ = purpose;
  phase_ = Phase::connecting;
}

void GateLink::connected() {
  int failure = 0;
  socklen_t size = sizeof failure;
  getsockopt(server_.get(), SOL_SOCKET, SO_ERROR, &failure, &size);
  if (failure != 0) return refuse("57P03", "the database server is not there now");
  phase_ = Phase::forwarding;
  forward(0, POLLOUT);
}

void GateLink::forward(short client_events, short server_events) {
  using Result = Flow::Result;
  std::string_view taken;
  if ((client_events & (POLLIN | gone)) != 0 && !client_ended_ && !to_server_.full()) {
    client_ended_ = to_server_.receive(client_.get(), taken) == Result::ended;
  }
  if ((server_events & (POLLIN | gone)) != 0 && !server_ended_ && !to_client_.full()) {
    server_ended_ = to_client_.receive(server_.get(), taken) == Result::ended;
    if (!key_ && reader_.take(taken)) key_ = reader_.key();
  }
  // Tried at once rather than after another wait: most of the time there is room.
  if (!server_ended_ && to_server_.send(server_.get()) == Result::ended) server_ended_ = true;
  if (to_client_.send(client_.get()) == Result::ended) return end();
  const bool nothing_left = server_ended_ ? to_client_.empty() : to_server_.empty();
  if ((server_ended_ || client_ended_) && nothing_left) end();
}

}  // namespace curante::database
