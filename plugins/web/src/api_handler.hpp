// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>

#include <string>
#include <vector>

#include "sessions.hpp"

namespace curante::web {

/// `POST /api/<contract>/<revision>/<Call>`: a public contract call. The host checks the permission.
///
/// A sign-in's token goes into a cookie that no script can read, and out of the body, unless the
/// client says `X-Curante-Client: api`. Throws Error.
class ApiHandler {
 public:
  ApiHandler(const Host& host, const Sessions& sessions) : host_(host), sessions_(sessions) {}

  void handle(const std::vector<std::string>& path, Poco::Net::HTTPServerRequest& request,
              Poco::Net::HTTPServerResponse& response) const;

 private:
  std::string after_sign_in(const std::string& reply, const Poco::Net::HTTPServerRequest& request,
                            Poco::Net::HTTPServerResponse& response) const;

  Host host_;
  const Sessions& sessions_;
};

/// Makes the call and gives its reply's JSON text. Throws the provider's Error.
std::string call_json(const Host& host, const curante_ext_entry* entry, const CallContext& context,
                      const std::string& contract, const std::string& call,
                      const std::string& request);

}  // namespace curante::web
