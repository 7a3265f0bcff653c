// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "identity.hpp"
#include "router.hpp"
#include "web_host.hpp"

namespace curante::web {

/// Knows one token.
struct OneUser {
  std::string practice = "1";
  std::vector<std::string> permissions{"chart.read"};
  int asked = 0;

  identity::Principal on(const CallContext&, const identity::Authenticate& call) {
    ++asked;
    if (call.token != "good-token") {
      throw Error("session-expired", "la sessione è scaduta", "accedere di nuovo");
    }
    return {"user-7", "medico", "titolare", practice, permissions};
  }
};

struct Answer {
  int status = 0;
  Poco::Net::HTTPResponse head;
  std::string body;

  boost::json::object json() const { return boost::json::parse(body).as_object(); }
};

/// The router behind a server of its own; a folder of screens.
class WebFace : public ::testing::Test {
 protected:
  using Headers = std::map<std::string, std::string>;

  WebFace() {
    char name[] = "/tmp/curante-web-XXXXXX";
    folder_ = mkdtemp(name);
    write("ui/curante.web/index.html", "<title>Curante</title>");
    host_.provide<identity::Contract>(user_);
    host_.set("data", folder_);
    router_ = new Router(host_.host(), folder_ / "ui");
    router_->events().subscribe();
    server_ =
        std::make_unique<Poco::Net::HTTPServer>(Poco::Net::HTTPRequestHandlerFactory::Ptr(router_),
                                                threads_, socket_, new Poco::Net::HTTPServerParams);
    server_->start();
  }
  ~WebFace() override {
    router_->events().stop();
    server_->stopAll(true);
    threads_.joinAll();
    std::filesystem::remove_all(folder_);
  }

  void write(const std::string& file, const std::string& content) {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << content;
  }
  Answer ask(const std::string& method, const std::string& path, const std::string& body = "",
             const Headers& headers = {}) {
    Poco::Net::HTTPClientSession session(socket_.address());
    Poco::Net::HTTPRequest request(method, path, "HTTP/1.1");
    if (method == "POST") {
      request.setContentType("application/json");
      request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    }
    for (const auto& [header, value] : headers) request.set(header, value);
    session.sendRequest(request) << body << std::flush;
    Answer answer;
    Poco::StreamCopier::copyToString(session.receiveResponse(answer.head), answer.body);
    answer.status = answer.head.getStatus();
    return answer;
  }
  Answer call(const std::string& path, const std::string& body = "{}", Headers headers = {}) {
    headers.emplace("Authorization", "Bearer good-token");
    return ask("POST", path, body, headers);
  }

  std::filesystem::path folder_;
  WebHost host_;
  OneUser user_;
  Poco::Net::ServerSocket socket_{Poco::Net::SocketAddress("127.0.0.1", 0)};
  Poco::ThreadPool threads_{2, 80};
  Poco::SharedPtr<Router> router_;
  std::unique_ptr<Poco::Net::HTTPServer> server_;
};

}  // namespace curante::web
