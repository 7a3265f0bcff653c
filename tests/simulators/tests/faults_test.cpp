// SPDX-License-Identifier: Apache-2.0
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>

#include <chrono>
#include <thread>

#include "simulator_test.hpp"

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class FaultsTest : public SimulatorTest {
 protected:
  void plan(const boost::json::object& fault) const { simulator().admin("POST", "/faults", fault); }
  SoapAnswer send(const SoapClient::Options& options = {}) const {
    return client().call(addresses::kSend, kDoctor, recipe().message(), options);
  }
  SoapAnswer view() const {
    return client().call(addresses::kView, kDoctor,
                         view_message(client(), kDoctor, "1300A4999999999"));
  }
  /// Waits until the simulator holds that many recipes.
  bool comes_to_hold(int64_t count) const {
    const auto deadline = steady_clock::now() + std::chrono::seconds(20);
    while (steady_clock::now() < deadline) {
      if (recipe_count() == count) return true;
      std::this_thread::yield();
    }
    return false;
  }
};

TEST_F(FaultsTest, DelayAnswersLate) {
  plan({{"kind", "delay"}, {"delay_ms", 300}});
  const auto begin = steady_clock::now();
  EXPECT_EQ(send().status, 200);
  EXPECT_GE(steady_clock::now() - begin, milliseconds(300));
  EXPECT_EQ(recipe_count(), 1);
}

TEST_F(FaultsTest, ADelayLongerThanPatienceStillProcesses) {
  plan({{"kind", "delay"}, {"delay_ms", 600}});
  EXPECT_THROW(send({.patience = milliseconds(200)}), Poco::TimeoutException);
  EXPECT_TRUE(comes_to_hold(1));
}

TEST_F(FaultsTest, NoAnswerHasProcessed) {
  plan({{"kind", "no-answer"}});
  EXPECT_THROW(send(), Poco::Exception);
  EXPECT_EQ(recipe_count(), 1);
  EXPECT_EQ(send().status, 200);
}

TEST_F(FaultsTest, NoAnswerCanKeepTheClientWaiting) {
  plan({{"kind", "no-answer"}, {"delay_ms", 60'000}});
  EXPECT_THROW(send({.patience = milliseconds(300)}), Poco::TimeoutException);
  EXPECT_EQ(recipe_count(), 1);
}

TEST_F(FaultsTest, BadGatewayAndGatewayTimeoutDoNotProcess) {
  plan({{"kind", "bad-gateway"}});
  plan({{"kind", "gateway-timeout"}});
  EXPECT_EQ(send().status, 502);
  EXPECT_EQ(send().status, 504);
  EXPECT_EQ(recipe_count(), 0);
}

TEST_F(FaultsTest, AGatewayTimeoutMayHaveProcessed) {
  plan({{"kind", "gateway-timeout"}, {"processed", true}});
  EXPECT_EQ(send().status, 504);
  EXPECT_EQ(recipe_count(), 1);
}

TEST_F(FaultsTest, ACutReplyHasProcessed) {
  plan({{"kind", "cut-reply"}});
  EXPECT_THROW(send(), CutReply);
  EXPECT_EQ(recipe_count(), 1);
}

TEST_F(FaultsTest, AMalformedAnswerHasProcessed) {
  plan({{"kind", "malformed-xml"}});
  const auto answer = send();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THROW(AnswerTree{answer.body}, std::runtime_error);
  EXPECT_EQ(recipe_count(), 1);
}

TEST_F(FaultsTest, ASoapFaultOfChoice) {
  plan({{"kind", "soap-fault"}, {"text", "Servizio in manutenzione"}});
  const auto answer = send();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(AnswerTree(answer.body).one("faultstring"), "Servizio in manutenzione");
  EXPECT_EQ(recipe_count(), 0);
}

TEST_F(FaultsTest, Unauthorized) {
  plan({{"kind", "unauthorized"}});
  EXPECT_EQ(send().status, 401);
  EXPECT_EQ(recipe_count(), 0);
}

TEST_F(FaultsTest, TheWrongCertificateIsNotTrusted) {
  plan({{"kind", "wrong-certificate"}, {"times", 2}});
  EXPECT_THROW(send(), Poco::Net::SSLException);
  EXPECT_THROW(send(), Poco::Net::SSLException);
  EXPECT_EQ(recipe_count(), 0);
  EXPECT_EQ(send().status, 200);
}

TEST_F(FaultsTest, DeliveredLateOnDemand) {
  plan({{"kind", "deliver-late"}});
  EXPECT_THROW(send(), Poco::Exception);
  EXPECT_EQ(recipe_count(), 0);
  const auto held = simulator().admin("GET", "/held").at("held");
  EXPECT_EQ(held.as_array().size(), 1U);
  EXPECT_EQ(held.at(0).as_string(), "InvioPrescritto");
  const auto done = simulator().admin("POST", "/held/deliver");
  EXPECT_EQ(done.at("statuses").at(0).as_int64(), 200);
  EXPECT_EQ(recipe_count(), 1);
  EXPECT_EQ(simulator().admin("GET", "/held").at("held").as_array().size(), 0U);
}

TEST_F(FaultsTest, DeliveredLateByItself) {
  plan({{"kind", "deliver-late"}, {"after_ms", 100}});
  EXPECT_THROW(send(), Poco::Exception);
  EXPECT_TRUE(comes_to_hold(1));
}

TEST_F(FaultsTest, ALateDeliveryLetsTheClientLosePatience) {
  plan({{"kind", "deliver-late"}, {"delay_ms", 60'000}, {"after_ms", 0}});
  EXPECT_THROW(send({.patience = milliseconds(300)}), Poco::TimeoutException);
  EXPECT_TRUE(comes_to_hold(1));
}

TEST_F(FaultsTest, ALateDuplicateIsRefused) {
  const std::string nre = number_of_own_lot();
  const std::string message = recipe().set("nre", nre).message();
  plan({{"kind", "deliver-late"}});
  EXPECT_THROW(client().call(addresses::kSend, kDoctor, message), Poco::Exception);
  EXPECT_EQ(client().call(addresses::kSend, kDoctor, message).status, 200);
  simulator().admin("POST", "/held/deliver");
  const auto stored = simulator().admin("GET", "/recipes");
  EXPECT_EQ(stored.at("count").to_number<int>(), 1);
  EXPECT_EQ(stored.at("recipes").at(0).at("arrivals").as_int64(), 2);
}

TEST_F(FaultsTest, AFaultHitsAsOftenAsToldAndOnlyItsOperation) {
  plan({{"kind", "bad-gateway"}, {"operation", "InvioPrescritto"}, {"times", 2}});
  EXPECT_EQ(view().status, 200);
  EXPECT_EQ(send().status, 502);
  EXPECT_EQ(view().status, 200);
  EXPECT_EQ(send().status, 502);
  EXPECT_EQ(send().status, 200);
}

TEST_F(FaultsTest, TimesZeroLastsUntilCleared) {
  plan({{"kind", "bad-gateway"}, {"times", 0}});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(view().status, 502);
  EXPECT_EQ(simulator().admin("GET", "/faults").at("faults").as_array().size(), 1U);
  simulator().admin("DELETE", "/faults");
  EXPECT_EQ(view().status, 200);
  EXPECT_EQ(simulator().admin("GET", "/faults").at("faults").as_array().size(), 0U);
}

TEST_F(FaultsTest, ManyWaitingClientsDoNotStarveOthers) {
  plan({{"kind", "no-answer"},
        {"operation", "InvioPrescritto"},
        {"times", 0},
        {"delay_ms", 60'000}});
  const std::string message = recipe().message();
  std::vector<std::thread> waiting;
  for (int i = 0; i < 40; ++i) {
    waiting.emplace_back([&] {
      EXPECT_THROW(
          client().call(addresses::kSend, kDoctor, message, {.patience = milliseconds(3000)}),
          Poco::TimeoutException);
    });
  }
  EXPECT_TRUE(comes_to_hold(40));
  EXPECT_EQ(view().status, 200);
  for (auto& client : waiting) client.join();
}

TEST_F(FaultsTest, AFaultThatCannotBeIsRefused) {
  simulator().admin("POST", "/faults", {{"kind", "earthquake"}}, 400);
  simulator().admin("POST", "/faults", {{"kind", "delay"}, {"operation", "Altro"}}, 400);
  simulator().admin("POST", "/faults", {{"kind", "delay"}, {"delay_ms", -1}}, 400);
  simulator().admin("POST", "/faults",
                    {{"kind", "wrong-certificate"}, {"operation", "InvioPrescritto"}}, 400);
  simulator().admin("POST", "/switches", {{"altro", true}}, 400);
  simulator().admin("GET", "/altro", {}, 404);
}

TEST_F(FaultsTest, StatisticsCountOutcomesAndFaults) {
  plan({{"kind", "unauthorized"}});
  send();
  send();
  client().call(addresses::kSend, kDoctor, recipe().set("codASLAo", "999").message());
  const auto stats = simulator().admin("GET", "/stats");
  EXPECT_EQ(stats.at("recipes").as_int64(), 1);
  EXPECT_GE(stats.at("faults").at("unauthorized").as_int64(), 1);
  std::map<std::string, int64_t> counts;
  for (const auto& entry : stats.at("requests").as_array()) {
    counts[std::string(entry.at("outcome").as_string())] = entry.at("count").as_int64();
  }
  EXPECT_EQ(counts["0000"], 1);
  EXPECT_EQ(counts["1020"], 1);
}

}  // namespace
