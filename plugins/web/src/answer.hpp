// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServerResponse.h>

#include <string>

#include "http_status.hpp"

namespace curante::web {

/// What every answer carries: no sniffing, no framing, nothing from elsewhere.
inline void secure_headers(Poco::Net::HTTPServerResponse& response) {
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Strict-Transport-Security", "max-age=31536000");
  response.set("Content-Security-Policy",
               "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
               "img-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-src 'self' blob:; "
               "object-src 'self' blob:; font-src 'self'; base-uri 'none'; form-action 'none'; "
               "frame-ancestors 'self'");
}

inline void answer(Poco::Net::HTTPServerResponse& response, int status, const std::string& type,
                   const std::string& body) {
  secure_headers(response);
  response.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
  response.setContentType(type);
  if (!response.has("Cache-Control")) response.set("Cache-Control", "no-store");
  response.sendBuffer(body.data(), body.size());
}

inline void answer_json(Poco::Net::HTTPServerResponse& response, const std::string& body) {
  answer(response, 200, "application/json; charset=utf-8", body);
}

inline void answer_error(Poco::Net::HTTPServerResponse& response, const Error& error) {
  answer(response, http_status(error.code()), "application/json; charset=utf-8",
         error_body(error));
}

}  // namespace curante::web
