// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPRequestHandlerFactory.h>

#include <atomic>
#include <string>

#include "api_handler.hpp"
#include "event_stream.hpp"
#include "file_handler.hpp"
#include "metrics_handler.hpp"
#include "static_files.hpp"

namespace curante::web {

/// Sends each request to what answers it; turns every Error into its HTTP answer.
class Router : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  Router(const Host& host, std::string ui_directory);

  Poco::Net::HTTPRequestHandler* createRequestHandler(
      const Poco::Net::HTTPServerRequest& request) override;
  void route(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response);

  EventStream& events() { return events_; }
  MetricsHandler& metrics() { return metrics_; }

 private:
  void dispatch(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response);
  std::string directory() const;

  Host host_;
  Sessions sessions_;
  ApiHandler api_;
  FileHandler files_;
  MetricsHandler metrics_;
  StaticFiles static_files_;
  EventStream events_;
  std::atomic<int> busy_{0};
};

}  // namespace curante::web
