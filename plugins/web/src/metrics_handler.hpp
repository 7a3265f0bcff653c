// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>

#include <string>

#include "sessions.hpp"

namespace curante::web {

/// `GET /api/metrics`: the host's figures in Prometheus text. For users with `metrics.read`, and
/// for who shows the scrape token: a monitoring system has no user, and sessions end.
class MetricsHandler {
 public:
  MetricsHandler(const Host& host, const Sessions& sessions) : host_(host), sessions_(sessions) {}

  /// Reads the token from the file that the setting metrics_token_file names, or else from
  /// `data`/metrics.token, which is made if missing. Throws Error{"metrics-token"}. [main]
  void start();
  void handle(const Poco::Net::HTTPServerRequest& request,
              Poco::Net::HTTPServerResponse& response) const;

 private:
  bool shows_token(const Poco::Net::HTTPServerRequest& request) const;

  Host host_;
  const Sessions& sessions_;
  std::string token_;
};

}  // namespace curante::web
