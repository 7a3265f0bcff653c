// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/Context.h>

#include "attempt.hpp"
#include "letter.hpp"
#include "settings.hpp"

namespace curante::messages {

/// Hands letters to the practice's mail server (RFC 5321, with STARTTLS or TLS from the start,
/// never without). Tells what is wrong with the address from what is wrong with the account, and
/// from what passes by itself. Safe from any thread; one connection a letter.
class SmtpMailer {
 public:
  SmtpMailer(MailSettings settings, Poco::Net::Context::Ptr tls, int timeout_ms)
      : settings_(std::move(settings)), tls_(std::move(tls)), timeout_ms_(timeout_ms) {}

  Attempt send(const Letter& letter) const;

 private:
  MailSettings settings_;
  Poco::Net::Context::Ptr tls_;
  int timeout_ms_;
};

}  // namespace curante::messages
