// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServer.h>
#include <Poco/ThreadPool.h>

#include <memory>
#include <string>

#include "router.hpp"

namespace curante::web {

/// The HTTPS server. [main]
class Server {
 public:
  Server(const Host& host, Poco::SharedPtr<Router> router);
  ~Server();

  /// Binds and begins to serve. Throws Error{"port-busy"}, {"tls-identity"}.
  void start();
  void stop();
  const std::string& url() const { return url_; }

 private:
  Host host_;
  Poco::SharedPtr<Router> router_;
  Poco::ThreadPool threads_;
  std::unique_ptr<Poco::Net::HTTPServer> server_;
  std::string url_;
};

}  // namespace curante::web
