// SPDX-License-Identifier: Apache-2.0
#include "kept_connections.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/StreamCopier.h>

#include <thread>

#include "connect_proxy.hpp"
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;

/// Answers the one request that comes with `answer`, and waits until the client hangs up.
class OneAnswer {
 public:
  OneAnswer(const std::filesystem::path& certificates, std::string answer)
      : socket_(Poco::Net::SocketAddress("127.0.0.1", 0), 8,
                new Poco::Net::Context(
                    Poco::Net::Context::SERVER_USE, (certificates / "server-key.pem").string(),
                    (certificates / "server.pem").string(), "", Poco::Net::Context::VERIFY_NONE)),
        thread_([this, answer = std::move(answer)] { serve(answer); }) {}
  ~OneAnswer() { thread_.join(); }
  uint16_t port() const { return socket_.address().port(); }

 private:
  void serve(const std::string& answer) {
    Poco::Net::StreamSocket client = socket_.acceptConnection();
    try {
      char octets[4096];
      client.receiveBytes(octets, sizeof octets);
      client.sendBytes(answer.data(), static_cast<int>(answer.size()));
      while (client.receiveBytes(octets, sizeof octets) > 0) {
      }
    } catch (const Poco::Exception&) {
      // The client hung up in its own way.
    }
  }

  Poco::Net::SecureServerSocket socket_;
  std::thread thread_;
};

class SacConnectionsTest : public SacTest {
 protected:
  /// A connection on which one request was answered.
  KeptConnections::Session answered(uint16_t port) {
    Poco::Net::initializeSSL();
    auto session =
        std::make_unique<Connection>("127.0.0.1", port,
                                     new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "",
                                                            Poco::Net::Context::VERIFY_NONE));
    session->setKeepAlive(true);
    Poco::Net::HTTPRequest request("GET", "/", "HTTP/1.1");
    session->sendRequest(request);
    Poco::Net::HTTPResponse response;
    std::string body;
    Poco::StreamCopier::copyToString(session->receiveResponse(response), body);
    return session;
  }
  static std::string http(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
};

TEST_F(SacConnectionsTest, ARequestGoesOnTheConnectionOfTheLast) {
  const ConnectProxy proxy;
  const SoapChannel soap((simulator().state() / "ca.pem").string(), timeout_ms,
                         read_proxy(proxy.address(), "", ""));
  const std::string at = "https://127.0.0.1:" + std::to_string(simulator().port());
  const SistemaTsClient client({at, at, at}, soap, channel_->cipher);
  Credentials who;
  who.user = fabbri().user;
  who.password = fabbri().password;
  who.pincode = fabbri().pincode;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(client.request_token(fabbri().doctor, who));
  EXPECT_EQ(proxy.tunnels(), 1);
}

TEST_F(SacConnectionsTest, AServiceThatBeganAnewIsNoReasonForDoubt) {
  sign_up(fabbri());
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(submit(recipe()).outcome, Outcome::accepted);
    stop_simulator();
    start_simulator();
  }
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(requests("VisualizzaPrescritto"), 0) << "nothing had to be asked after";
}

TEST_F(SacConnectionsTest, AfterABrokenAnswerTheNextRequestHasAConnectionOfItsOwn) {
  sign_up(fabbri());
  ASSERT_EQ(submit(recipe()).outcome, Outcome::accepted);
  fault({{"kind", "cut-reply"}, {"operation", "InvioPrescritto"}});
  const auto it = recipe();
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacConnectionsTest, OneOnWhichAnythingWaitsIsNotKept) {
  OneAnswer quiet(simulator().state(), http("ok"));
  OneAnswer talkative(simulator().state(), http("ok") + http("whose answer is this?"));
  KeptConnections kept;
  kept.keep("talkative", answered(talkative.port()));
  EXPECT_EQ(kept.take("talkative"), nullptr);
  kept.keep("quiet", answered(quiet.port()));
  EXPECT_EQ(kept.take("another host"), nullptr);
  EXPECT_NE(kept.take("quiet"), nullptr);
  EXPECT_EQ(kept.take("quiet"), nullptr) << "it was its taker's alone";
}

TEST_F(SacConnectionsTest, OneThatWasIdleForLongIsNotUsed) {
  OneAnswer quiet(simulator().state(), http("ok"));
  KeptConnections impatient(std::chrono::milliseconds(0));
  impatient.keep("quiet", answered(quiet.port()));
  EXPECT_EQ(impatient.take("quiet"), nullptr);
}

TEST_F(SacConnectionsTest, WhatIsIdleForLongIsHungUpOn) {
  OneAnswer quiet(simulator().state(), http("ok")), other(simulator().state(), http("ok"));
  KeptConnections patient, impatient(std::chrono::milliseconds(0));
  patient.keep("quiet", answered(quiet.port()));
  EXPECT_EQ(patient.close_idle(), 1u);
  impatient.keep("other", answered(other.port()));
  EXPECT_EQ(impatient.close_idle(), 0u);
}

}  // namespace curante::sac
