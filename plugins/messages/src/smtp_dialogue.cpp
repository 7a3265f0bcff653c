// SPDX-License-Identifier: Apache-2.0
#include "smtp_dialogue.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureStreamSocket.h>

#include <algorithm>
#include <array>

namespace curante::messages {
namespace {

constexpr size_t longest_line = 2'000;  ///< RFC 5321 allows 512; some servers say more
constexpr int most_lines = 200;

bool digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

Reply SmtpDialogue::command(const std::string& line) {
  limit_.step();
  say(line + "\r\n");
  return reply();
}

Reply SmtpDialogue::reply() {
  Reply reply;
  for (int lines = 0; lines < most_lines; ++lines) {
    const std::string one = line();
    const bool last = one.size() == 3 || (one.size() > 3 && one[3] != '-');
    if (one.size() < 3 || !std::all_of(one.begin(), one.begin() + 3, digit)) break;
    if (one.size() > 4) reply.words += one.substr(4) + '\n';
    reply.status = std::stoi(one.substr(0, 3));
    if (last) return reply;
  }
  throw Poco::ProtocolException("not a reply of SMTP");
}

void SmtpDialogue::say(std::string_view text) {
  while (!text.empty()) {
    const size_t most = std::min<size_t>(text.size(), 65'536);
    const int said = socket_.sendBytes(text.data(), static_cast<int>(most));
    if (said <= 0) throw Poco::Net::ConnectionAbortedException();
    text.remove_prefix(static_cast<size_t>(said));
  }
}

void SmtpDialogue::secure(const std::string& host, const Poco::Net::Context::Ptr& tls) {
  limit_.step();
  socket_ = Poco::Net::SecureStreamSocket::attach(socket_, host, tls);
  unread_.clear();
}

std::string SmtpDialogue::line() {
  for (;;) {
    const size_t end = unread_.find('\n');
    if (end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      return line;
    }
    if (unread_.size() > longest_line) throw Poco::ProtocolException("a line without an end");
    std::array<char, 1024> room{};
    const int got = socket_.receiveBytes(room.data(), static_cast<int>(room.size()));
    if (got <= 0) throw Poco::Net::ConnectionAbortedException();
    unread_.append(room.data(), static_cast<size_t>(got));
  }
}

}  // namespace curante::messages
