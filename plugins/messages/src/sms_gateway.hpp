// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/Context.h>

#include <functional>

#include "attempt.hpp"
#include "conversation_limit.hpp"
#include "letter.hpp"
#include "settings.hpp"

namespace curante::messages {

/// What is posted to the gateway, as JSON.
struct SmsRequest {
  std::string id;    ///< the same at each try: the gateway sends one SMS for it
  std::string to;    ///< E.164
  std::string from;  ///< what the telephone shows; may be empty
  std::string text;
};
CURANTE_DESCRIBE(SmsRequest, id, to, from, text);

/// Hands SMS to a gateway over HTTPS (README: the form of a request and of its answers). Safe from
/// any thread; one connection an SMS. `closing` outlives it.
class SmsGateway {
 public:
  using ToText = std::function<std::string(const SmsRequest&)>;

  SmsGateway(SmsSettings settings, Poco::Net::Context::Ptr tls, const Patience& patience,
             ClosingTime& closing, ToText to_text)
      : settings_(std::move(settings)),
        tls_(std::move(tls)),
        patience_(patience),
        closing_(closing),
        to_text_(std::move(to_text)) {}

  Attempt send(const Letter& letter) const;

 private:
  SmsSettings settings_;
  Poco::Net::Context::Ptr tls_;
  Patience patience_;
  ClosingTime& closing_;
  ToText to_text_;
};

}  // namespace curante::messages
