// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api_handler.hpp"

namespace curante::web {

/// `GET /files/<contract>/<revision>/<Call>?member=value`: a call that replies with a Blob, served as
/// a file, so that a browser can show and print it. Only calls marked idempotent make sense here; the
/// host checks that the call is public and permitted. Throws Error.
class FileHandler {
 public:
  FileHandler(const Host& host, const Sessions& sessions) : host_(host), sessions_(sessions) {}

  void handle(const std::vector<std::string>& path, Poco::Net::HTTPServerRequest& request,
              Poco::Net::HTTPServerResponse& response) const;

 private:
  Host host_;
  const Sessions& sessions_;
};

}  // namespace curante::web
