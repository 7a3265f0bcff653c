// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/StreamSocket.h>

#include <string>
#include <string_view>

#include "conversation_limit.hpp"

namespace curante::messages {

/// What a mail server answers: its three digits, and its lines without them.
struct Reply {
  int status = 0;
  std::string words;

  bool done() const { return status / 100 == 2; }
  bool wants_more() const { return status / 100 == 3; }
  bool for_now() const { return status / 100 == 4; }
  bool for_good() const { return status / 100 == 5; }
};

/// Commands and replies of SMTP (RFC 5321, 4.2) over one connection. A connection that ends, or a
/// reply that is none, throws a Poco::Exception and is never taken for an answer: Poco's own
/// SMTPClientSession answers 0 for both, and never returns when one ends within a reply of several
/// lines.
class SmtpDialogue {
 public:
  SmtpDialogue(Poco::Net::StreamSocket socket, ConversationLimit& limit)
      : socket_(std::move(socket)), limit_(limit) {}

  /// A step of the conversation: says one line and waits for the answer.
  Reply command(const std::string& line);
  Reply reply();
  void say(std::string_view text);
  /// Goes on under TLS. What came before it under no protection is forgotten.
  void secure(const std::string& host, const Poco::Net::Context::Ptr& tls);

 private:
  std::string line();

  Poco::Net::StreamSocket socket_;
  ConversationLimit& limit_;
  std::string unread_;
};

}  // namespace curante::messages
