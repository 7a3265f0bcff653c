// SPDX-License-Identifier: Apache-2.0
#include "server.hpp"

#include <Poco/ErrorHandler.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureServerSocket.h>

#include "tls_identity.hpp"

namespace curante::web {

namespace {

// A kept-alive connection holds its thread: enough for a practice's browsers (six each) and the
// event streams, and short keep-alive so that idle ones give theirs back.
constexpr int threads = 160;
constexpr int keep_alive_seconds = 4;

/// A browser that goes away mid-answer is daily life and no line in the log.
class QuietErrors : public Poco::ErrorHandler {
 public:
  void exception(const Poco::Exception&) override {}
  void exception(const std::exception&) override {}
  void exception() override {}
};

Poco::Net::Context::Ptr tls_context(const Host& host) {
  TlsIdentity identity{host.setting("certificate_file"), host.setting("key_file")};
  if (identity.certificate_file.empty()) {
    identity = own_identity(host.required_setting("data") + "/tls", "curante.local");
  }
  Poco::Net::Context::Params params;
  params.privateKeyFile = identity.key_file;
  params.certificateFile = identity.certificate_file;
  params.verificationMode = Poco::Net::Context::VERIFY_NONE;
  params.cipherList = "HIGH:!aNULL:!MD5";
  try {
    Poco::Net::Context::Ptr context =
        new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, params);
    context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
    context->enableSessionCache(true, "curante");
    return context;
  } catch (const Poco::Exception& e) {
    throw Error("tls-identity", "the server's certificate cannot be used: " + e.displayText(),
                "check certificate_file and key_file");
  }
}

}  // namespace

Server::Server(const Host& host, Poco::SharedPtr<Router> router)
    : host_(host), router_(std::move(router)), threads_("web", 4, threads, 30) {}
Server::~Server() { stop(); }

void Server::start() {
  static QuietErrors quiet;
  Poco::ErrorHandler::set(&quiet);
  Poco::Net::initializeSSL();
  const std::string listen = host_.setting("listen", "127.0.0.1");
  const auto port = static_cast<Poco::UInt16>(host_.setting_int("port", 8443));
  try {
    Poco::Net::SecureServerSocket socket(tls_context(host_));
    socket.bind(Poco::Net::SocketAddress(listen, port), /*reuseAddress=*/true, /*reusePort=*/false);
    socket.listen(256);
    Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
    params->setMaxThreads(threads);
    params->setMaxQueued(256);
    params->setKeepAlive(true);
    params->setKeepAliveTimeout(Poco::Timespan(keep_alive_seconds, 0));
    params->setMaxKeepAliveRequests(0);
    params->setTimeout(Poco::Timespan(30, 0));
    url_ = "https://" + listen + ":" + std::to_string(socket.address().port());
    server_ = std::make_unique<Poco::Net::HTTPServer>(
        Poco::Net::HTTPRequestHandlerFactory::Ptr(router_), threads_, socket, params);
  } catch (const Poco::Exception& e) {
    throw Error("port-busy",
                listen + " port " + std::to_string(port) + " cannot be used: " + e.displayText(),
                "stop the program that uses it, or give another one with --port");
  }
  server_->start();
}

void Server::stop() {
  if (!server_) return;
  server_->stopAll(/*abortCurrent=*/true);
  threads_.joinAll();
  server_.reset();
}

}  // namespace curante::web
