// SPDX-License-Identifier: Apache-2.0
#include "web/soap_server.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/URI.h>

#include <optional>

#include "web/certificate_chooser.hpp"
#include "xml/soap.hpp"

namespace sistema_ts {
namespace {

using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

constexpr size_t kLargestBody = 1 << 20;
constexpr size_t kLargestRead = 64 << 20;

std::string unquoted(const std::string& text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

/// The body, or nothing if it is larger than any prescription. What is too much is read and thrown
/// away, so that the client gets to read its answer.
std::optional<std::string> read_body(std::istream& stream) {
  std::string body;
  size_t size = 0;
  char piece[8192];
  while (size < kLargestRead && (stream.read(piece, sizeof piece) || stream.gcount() > 0)) {
    size += static_cast<size_t>(stream.gcount());
    if (size <= kLargestBody) body.append(piece, static_cast<size_t>(stream.gcount()));
  }
  if (size > kLargestBody) return std::nullopt;
  return body;
}

class SoapHandler : public Poco::Net::HTTPRequestHandler {
 public:
  SoapHandler(const SoapServer::Parts& parts, OpenConnections& connections)
      : parts_(parts), connections_(connections) {}

  void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
    const OpenConnections::Request open(
        connections_, static_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket());
    auto body = read_body(request.stream());
    if (!body) return send(response, {413, fault_envelope("the request is too large")});
    const SoapRequest soap{request.getMethod(),
                           Poco::URI(request.getURI()).getPath(),
                           unquoted(request.get("SOAPAction", "")),
                           request.getContentType(),
                           request.get("Authorization", ""),
                           request.get("Authorization2F", ""),
                           std::move(*body)};
    const auto fault = parts_.faults.take(parts_.gateway.operation_of(soap));
    if (!fault) return send(response, parts_.gateway.process(soap));
    suffer(*fault, soap, request, response);
  }

 private:
  void suffer(const Fault& fault, const SoapRequest& soap, HTTPServerRequest& request,
              HTTPServerResponse& response) {
    // What breaks a request breaks its connection; a service that is slow does not.
    if (fault.kind != FaultKind::kDelay) response.setKeepAlive(false);
    auto& socket = static_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket();
    if (fault.kind == FaultKind::kDeliverLate) {
      // The client is given the delay to lose patience, then it is hung up on.
      parts_.stop.wait_for_hang_up(socket.impl()->sockfd(), fault.delay);
      socket.close();
      parts_.late.hold(soap, fault.after);
      return;
    }
    // A no-answer processes at once and is silent afterwards; the others wait first.
    if (fault.kind != FaultKind::kNoAnswer && !parts_.stop.wait(fault.delay)) return;
    HttpAnswer answer;
    if (fault.processed) answer = parts_.gateway.process(soap);
    switch (fault.kind) {
      case FaultKind::kDelay:
        return send(response, answer);
      case FaultKind::kNoAnswer:
        return parts_.stop.wait_for_hang_up(socket.impl()->sockfd(), fault.delay);
      case FaultKind::kBadGateway:
        return send_page(response, 502, "Bad Gateway");
      case FaultKind::kGatewayTimeout:
        return send_page(response, 504, "Gateway Timeout");
      case FaultKind::kCutReply:
        return send_half(response, answer);
      case FaultKind::kMalformedXml:
        return send(response, {answer.status, spoiled(answer.body)});
      case FaultKind::kSoapFault:
        return send(response, {500, fault_envelope(fault.text)});
      case FaultKind::kUnauthorized:
        return send(response, {401, fault_envelope("Rejected by policy. (from client)")});
      case FaultKind::kWrongCertificate:
      case FaultKind::kDeliverLate:
        return;
    }
  }

  static void head(HTTPServerResponse& response, int status, size_t size) {
    response.setStatusAndReason(static_cast<HTTPServerResponse::HTTPStatus>(status));
    response.setContentType("text/xml;charset=UTF-8");
    response.setContentLength64(static_cast<Poco::Int64>(size));
    if (status == 401) response.set("WWW-Authenticate", "Basic realm=\"login\"");
  }

  static void send(HTTPServerResponse& response, const HttpAnswer& answer) {
    head(response, answer.status, answer.body.size());
    response.send() << answer.body << std::flush;
  }

  static void send_half(HTTPServerResponse& response, const HttpAnswer& answer) {
    head(response, answer.status, answer.body.size());
    response.send() << answer.body.substr(0, answer.body.size() / 2) << std::flush;
  }

  static void send_page(HTTPServerResponse& response, int status, const std::string& title) {
    const std::string page = "<html><body><h1>" + title + "</h1></body></html>";
    head(response, status, page.size());
    response.setContentType("text/html");
    response.send() << page << std::flush;
  }

  /// The same answer with its end torn off and its last tag left open.
  static std::string spoiled(const std::string& body) {
    return body.substr(0, body.rfind("</")) + "<esito";
  }

  const SoapServer::Parts parts_;
  OpenConnections& connections_;
};

class SoapHandlerFactory : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  SoapHandlerFactory(const SoapServer::Parts& parts, OpenConnections& connections)
      : parts_(parts), connections_(connections) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
    return new SoapHandler(parts_, connections_);
  }

 private:
  const SoapServer::Parts parts_;
  OpenConnections& connections_;
};

}  // namespace

SoapServer::SoapServer(const Parts& parts, const CertificateFiles& files, uint16_t port)
    : threads_(4, 160) {
  Poco::Net::Context::Ptr context(
      new Poco::Net::Context(Poco::Net::Context::SERVER_USE, files.server_key.string(),
                             files.server.string(), "", Poco::Net::Context::VERIFY_NONE));
  context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
  chooser_ = std::make_unique<CertificateChooser>(context->sslContext(), files, parts.faults);
  Poco::Net::SecureServerSocket socket(context);
  // Poco's own constructor lets two programs share a port, each getting some of the connections.
  socket.bind(Poco::Net::SocketAddress("127.0.0.1", port), true, false);
  socket.listen(128);
  Poco::Net::HTTPServerParams::Ptr params(new Poco::Net::HTTPServerParams);
  params->setMaxThreads(128);
  params->setMaxQueued(512);
  params->setKeepAlive(true);
  params->setKeepAliveTimeout(Poco::Timespan(5, 0));
  parts.faults.when_certificate_changes([this] { connections_.hang_up(); });
  server_ = std::make_unique<Poco::Net::HTTPServer>(new SoapHandlerFactory(parts, connections_),
                                                    threads_, socket, params);
  server_->start();
}

SoapServer::~SoapServer() {
  server_->stopAll(true);
  threads_.joinAll();
}

uint16_t SoapServer::port() const {
  return server_->port();
}

}  // namespace sistema_ts
