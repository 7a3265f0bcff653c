// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>

#include <string>
#include <vector>

namespace curante::web {

/// `GET /ui/<plugin>/<file>` and the shell's page at every other address: files of the screens that
/// rooms contribute. Nothing outside the directory is ever served. Throws Error{"not-found"}.
class StaticFiles {
 public:
  explicit StaticFiles(std::string directory) : directory_(std::move(directory)) {}

  void serve(const std::vector<std::string>& path, const Poco::Net::HTTPServerRequest& request,
             Poco::Net::HTTPServerResponse& response) const;
  void serve_shell(const Poco::Net::HTTPServerRequest& request,
                   Poco::Net::HTTPServerResponse& response) const;

 private:
  void send(const std::string& file, const Poco::Net::HTTPServerRequest& request,
            Poco::Net::HTTPServerResponse& response) const;

  std::string directory_;
};

}  // namespace curante::web
