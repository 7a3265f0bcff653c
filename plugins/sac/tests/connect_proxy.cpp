// SPDX-License-Identifier: Apache-2.0
#include "connect_proxy.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>
#include <Poco/Net/StreamSocket.h>

#include <sstream>

namespace curante::sac {

namespace {

constexpr long poll_us = 20'000;

std::string basic(const std::string& user, const std::string& password) {
  std::ostringstream out;
  Poco::Base64Encoder encoder(out);
  encoder << user << ':' << password;
  encoder.close();
  return "Proxy-Authorization: Basic " + out.str();
}

/// Up to the empty line.
std::string head_of(Poco::Net::StreamSocket& client) {
  std::string head;
  char octet;
  while (!head.ends_with("\r\n\r\n") && client.receiveBytes(&octet, 1) == 1) head += octet;
  return head;
}

}  // namespace

ConnectProxy::ConnectProxy(std::string user, std::string password)
    : expected_(user.empty() ? "" : basic(user, password)),
      listening_(Poco::Net::SocketAddress("127.0.0.1", 0)),
      thread_([this] { serve(); }) {}

ConnectProxy::~ConnectProxy() {
  stopping_ = true;
  thread_.join();
}

std::string ConnectProxy::address() const {
  return listening_.address().toString();
}

bool ConnectProxy::saw(const std::string& text) const {
  const std::scoped_lock lock(seeing_);
  return seen_.find(text) != std::string::npos;
}

/// Passes on what there is; false at the end.
bool ConnectProxy::pass(Poco::Net::StreamSocket& from, Poco::Net::StreamSocket& to) {
  if (!from.poll(poll_us, Poco::Net::Socket::SELECT_READ)) return true;
  char octets[16384];
  const int count = from.receiveBytes(octets, sizeof octets);
  if (count <= 0) return false;
  {
    const std::scoped_lock lock(seeing_);
    seen_.append(octets, static_cast<size_t>(count));
  }
  to.sendBytes(octets, count);
  return true;
}

void ConnectProxy::serve() {
  while (!stopping_) {
    if (!listening_.poll(poll_us, Poco::Net::Socket::SELECT_READ)) continue;
    try {
      serve_one(listening_.acceptConnection());
    } catch (const Poco::Exception&) {
      // One side went away; the next tunnel concerns others.
    }
  }
}

void ConnectProxy::serve_one(Poco::Net::StreamSocket client) {
  const std::string head = head_of(client);
  const auto answer = [&](const std::string& line) {
    const std::string text = "HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n\r\n";
    client.sendBytes(text.data(), static_cast<int>(text.size()));
  };
  if (!head.starts_with("CONNECT ")) return answer("405 Method Not Allowed");
  if (!expected_.empty() && head.find(expected_) == std::string::npos) {
    ++rejected_;
    return answer("407 Proxy Authentication Required");
  }
  const std::string target = head.substr(8, head.find(' ', 8) - 8);
  Poco::Net::StreamSocket server{Poco::Net::SocketAddress(target)};
  const std::string granted = "HTTP/1.1 200 Connection established\r\n\r\n";
  client.sendBytes(granted.data(), static_cast<int>(granted.size()));
  ++tunnels_;
  while (!stopping_ && pass(client, server) && pass(server, client)) {
  }
}

}  // namespace curante::sac
