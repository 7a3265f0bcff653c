// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/Context.h>

#include "attempt.hpp"
#include "conversation_limit.hpp"
#include "letter.hpp"
#include "settings.hpp"

namespace curante::messages {

/// Hands letters to the practice's mail server (RFC 5321, with STARTTLS or TLS from the start,
/// never without). Tells what is wrong with the address from what is wrong with the account, and
/// from what passes by itself. What it throws, it throws before anything has left. Safe from any
/// thread; one connection a letter. `closing` outlives it.
class SmtpMailer {
 public:
  SmtpMailer(MailSettings settings, Poco::Net::Context::Ptr tls, const Patience& patience,
             ClosingTime& closing)
      : settings_(std::move(settings)),
        tls_(std::move(tls)),
        patience_(patience),
        closing_(closing) {}

  Attempt send(const Letter& letter) const;

 private:
  MailSettings settings_;
  Poco::Net::Context::Ptr tls_;
  Patience patience_;
  ClosingTime& closing_;
};

}  // namespace curante::messages
