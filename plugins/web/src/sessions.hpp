// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServerRequest.h>

#include <memory>
#include <string>

#include "curante/use.hpp"
#include "identity.hpp"

namespace curante::web {

/// A context that this entry opened for one request; closed at the end of its scope.
class OpenContext {
 public:
  OpenContext(const Host& host, const curante_ext_entry* entry, const curante_principal& who);
  ~OpenContext();
  OpenContext(const OpenContext&) = delete;
  OpenContext& operator=(const OpenContext&) = delete;
  CallContext get() const { return host_.wrap(context_); }

 private:
  Host host_;
  const curante_ext_entry* entry_;
  curante_context* context_;
};

/// Tells who sends a request: the session cookie or a bearer token, checked by the identity provider.
/// Safe to use from any thread.
class Sessions {
 public:
  static constexpr const char* cookie_name = "curante_session";

  explicit Sessions(const Host& host);

  /// The context of a request; without a valid token that of nobody, in which only anonymous calls
  /// are allowed. Throws Error{"session-expired"} for a token that is no longer good.
  std::unique_ptr<OpenContext> open(const Poco::Net::HTTPServerRequest& request) const;
  const curante_ext_entry* entry() const { return entry_; }

 private:
  Host host_;
  const curante_ext_entry* entry_;
  Use<identity::Contract> identity_;
};

/// The request's token, or empty.
std::string token_of(const Poco::Net::HTTPServerRequest& request);

}  // namespace curante::web
