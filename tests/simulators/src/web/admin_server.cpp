// SPDX-License-Identifier: Apache-2.0
#include "web/admin_server.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include "web/admin_actions.hpp"

namespace sistema_ts {
namespace {

namespace json = boost::json;
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

AdminRequest read(HTTPServerRequest& request) {
  const Poco::URI uri(request.getURI());
  AdminRequest read{request.getMethod(), uri.getPath(), {}, {}};
  for (const auto& [name, value] : uri.getQueryParameters()) read.query[name] = value;
  std::string body;
  if (request.getMethod() == "POST") Poco::StreamCopier::copyToString(request.stream(), body);
  if (body.empty()) return read;
  boost::system::error_code error;
  const json::value value = json::parse(body, error);
  if (error || !value.is_object()) {
    throw AdminProblem(400, "bad-json", "the body is not a JSON object", "send a JSON object");
  }
  read.body = value.as_object();
  return read;
}

class AdminHandler : public Poco::Net::HTTPRequestHandler {
 public:
  explicit AdminHandler(const AdminServer::Parts& parts) : parts_(parts) {}

  void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
    try {
      send(response, 200, administer(parts_, read(request)));
    } catch (const AdminProblem& problem) {
      send(
          response, problem.status(),
          json::object{
              {"code", problem.code()}, {"message", problem.what()}, {"remedy", problem.remedy()}});
    }
  }

 private:
  static void send(HTTPServerResponse& response, int status, const json::value& body) {
    const std::string text = json::serialize(body);
    response.setStatusAndReason(static_cast<HTTPServerResponse::HTTPStatus>(status));
    response.setContentType("application/json");
    response.setContentLength64(static_cast<Poco::Int64>(text.size()));
    response.send() << text << std::flush;
  }

  const AdminServer::Parts parts_;
};

class AdminHandlerFactory : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit AdminHandlerFactory(const AdminServer::Parts& parts) : parts_(parts) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
    return new AdminHandler(parts_);
  }

 private:
  const AdminServer::Parts parts_;
};

}  // namespace

AdminServer::AdminServer(const Parts& parts, uint16_t port) : threads_(2, 80) {
  Poco::Net::ServerSocket socket;
  // Not shared with another program: Poco's own constructor would allow it.
  socket.bind(Poco::Net::SocketAddress("127.0.0.1", port), true, false);
  socket.listen(64);
  Poco::Net::HTTPServerParams::Ptr params(new Poco::Net::HTTPServerParams);
  params->setMaxThreads(64);
  params->setKeepAlive(false);
  server_ = std::make_unique<Poco::Net::HTTPServer>(new AdminHandlerFactory(parts), threads_,
                                                    socket, params);
  server_->start();
}

AdminServer::~AdminServer() {
  server_->stopAll(true);
  threads_.joinAll();
}

uint16_t AdminServer::port() const {
  return server_->port();
}

}  // namespace sistema_ts
