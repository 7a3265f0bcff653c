// SPDX-License-Identifier: Apache-2.0
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

struct FaultCase {
  const char* name;
  boost::json::object fault;
  Outcome first;         ///< what the doctor is told at once
  bool arrives = false;  ///< the request is processed all the same, sooner or later
};

void PrintTo(const FaultCase& it, std::ostream* out) {
  *out << it.name;
}

/// Whatever happens to one request: in the end one recipe is live, the one the receipt names.
class SacFaultTest : public SacTest, public ::testing::WithParamInterface<FaultCase> {
 protected:
  SacFaultTest() { sign_up(fabbri()); }

  /// Lets what is under way arrive, then asks after burnt numbers as the room's worker does.
  void let_arrive(int64_t expected) {
    simulator().admin("POST", "/held/deliver");
    wait_until_held(expected);
    move_clock(11 * 60'000);
    const auto late = channel_->transmitter.watch(10 * 60'000);
    EXPECT_EQ(late.stuck, 0);
  }
};

TEST_P(SacFaultTest, OneRecipeIsLiveInTheEnd) {
  auto fault_json = GetParam().fault;
  if (!fault_json.contains("operation") && fault_json.at("kind") != "wrong-certificate") {
    fault_json["operation"] = "InvioPrescritto";
  }
  submit(recipe());  // so that a lot is there, and the fault meets the recipe
  fault(fault_json);
  const auto it = recipe();
  const Receipt first = submit(it);
  EXPECT_EQ(first.outcome, GetParam().first) << first.reasons.at(0).text;
  EXPECT_FALSE(first.reasons.at(0).text.empty());
  EXPECT_FALSE(first.reasons.at(0).advice.empty());
  const Receipt receipt = settle(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.reasons.at(0).text;
  EXPECT_FALSE(receipt.authentication_code.empty());
  const int64_t burnt = sql("select count(*) from nre_use where state = 'burnt'")[0][0].as<int>();
  let_arrive(2 + (GetParam().arrives ? burnt : 0));
  const auto numbers = live();
  ASSERT_EQ(numbers.size(), 2u);
  EXPECT_EQ(std::count(numbers.begin(), numbers.end(), receipt.nre.value()), 1);
  EXPECT_EQ(submit(it).nre, receipt.nre);
}

using boost::json::object;
INSTANTIATE_TEST_SUITE_P(
    Faults, SacFaultTest,
    ::testing::Values(
        FaultCase{"Delay", object{{"kind", "delay"}, {"delay_ms", 2 * SacTest::timeout_ms}},
                  Outcome::uncertain, true},
        FaultCase{"NoAnswer", object{{"kind", "no-answer"}}, Outcome::uncertain, true},
        FaultCase{"SilentForLong", object{{"kind", "no-answer"}, {"delay_ms", 20'000}},
                  Outcome::uncertain, true},
        FaultCase{"NoAnswerNotProcessed", object{{"kind", "no-answer"}, {"processed", false}},
                  Outcome::uncertain},
        FaultCase{"BadGateway", object{{"kind", "bad-gateway"}}, Outcome::uncertain},
        FaultCase{"GatewayTimeout", object{{"kind", "gateway-timeout"}}, Outcome::uncertain},
        FaultCase{"GatewayTimeoutProcessed",
                  object{{"kind", "gateway-timeout"}, {"processed", true}}, Outcome::uncertain},
        FaultCase{"CutReply", object{{"kind", "cut-reply"}}, Outcome::uncertain},
        FaultCase{"MalformedXml", object{{"kind", "malformed-xml"}}, Outcome::uncertain},
        FaultCase{"SoapFault", object{{"kind", "soap-fault"}}, Outcome::uncertain},
        FaultCase{"SoapFaultProcessed", object{{"kind", "soap-fault"}, {"processed", true}},
                  Outcome::uncertain},
        FaultCase{"Unauthorized", object{{"kind", "unauthorized"}}, Outcome::needs_credentials},
        FaultCase{"WrongCertificate", object{{"kind", "wrong-certificate"}}, Outcome::unreachable},
        FaultCase{"DeliveredLate", object{{"kind", "deliver-late"}}, Outcome::uncertain, true}),
    [](const auto& info) { return std::string(info.param.name); });

class SacLateTest : public SacTest {
 protected:
  SacLateTest() { sign_up(fabbri()); }
};

TEST_F(SacLateTest, ALateArrivalIsAnnulledAndTheOtherStays) {
  const auto it = recipe();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  ASSERT_EQ(submit(it).outcome, Outcome::uncertain);
  const auto burnt = channel_->transmitter.status(it.id.value()).nre;
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_NE(receipt.nre, burnt);
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 0);
  simulator().admin("POST", "/held/deliver");
  ASSERT_EQ(live().size(), 2u);
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 0) << "it was asked a moment ago";
  move_clock(601'000);
  restart();
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 1);
  EXPECT_EQ(live(), std::vector{receipt.nre.value()});
  move_clock(601'000);
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 0);
}

TEST_F(SacLateTest, ALateArrivalThatWasDispensedIsTold) {
  const auto it = recipe();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  submit(it);
  const std::string late = channel_->transmitter.status(it.id.value()).nre.value();
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  simulator().admin("POST", "/held/deliver");
  simulator().admin("POST", "/recipes/state", {{"nre", late}, {"state", 8}});
  const auto told = channel_->transmitter.watch(600'000);
  EXPECT_EQ(told.annulled, 0);
  EXPECT_EQ(told.stuck, 1);
}

TEST_F(SacLateTest, ABurntNumberIsAskedAfterOnceMoreWhenItsTimeIsOver) {
  const auto it = recipe();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  submit(it);
  submit(it);
  move_clock(73 * 3'600'000LL);
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 0) << "the token is not valid any more";
  sign_up(fabbri());
  simulator().admin("POST", "/held/deliver");
  move_clock(601'000);
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 1);
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacLateTest, WhatTheServiceSaidIsToldApartFromSilence) {
  submit(recipe());
  const std::pair<const char*, const char*> cases[] = {{"soap-fault", "service-fault"},
                                                       {"bad-gateway", "service-uncertain"},
                                                       {"malformed-xml", "service-uncertain"}};
  for (const auto& [kind, code] : cases) {
    const auto it = recipe();
    fault({{"kind", kind}, {"operation", "InvioPrescritto"}});
    EXPECT_EQ(submit(it).reasons.at(0).code, code) << kind;
    EXPECT_EQ(settle(it).outcome, Outcome::accepted) << kind;
  }
}

/// What the libraries say of a line is for the log; who waits is told in words.
TEST_F(SacLateTest, FaultsOfTheLineAreToldInWords) {
  submit(recipe());
  const std::pair<const char*, const char*> cases[] = {
      {"no-answer", "senza rispondere"},
      {"cut-reply", "interrotta"},
      {"gateway-timeout", "sovraccarico o in manutenzione (HTTP 504)"},
      {"wrong-certificate", "certificato"}};
  for (const auto& [kind, words] : cases) {
    const auto it = recipe();
    boost::json::object planned{{"kind", kind}};
    // The certificate comes before any operation.
    if (std::string_view(words) != "certificato") planned["operation"] = "InvioPrescritto";
    fault(planned);
    const std::string text = submit(it).reasons.at(0).text;
    EXPECT_NE(text.find(words), std::string::npos) << kind << ": " << text;
    for (const char* raw : {"message", "Exception", "error", "certificate "}) {
      EXPECT_EQ(text.find(raw), std::string::npos) << text;
    }
    simulator().admin("DELETE", "/faults");
    settle(it);
  }
  stop_simulator();
  const Receipt away = submit(recipe());
  EXPECT_EQ(away.outcome, Outcome::unreachable);
  EXPECT_NE(away.reasons.at(0).text.find("viene rifiutata"), std::string::npos)
      << away.reasons.at(0).text;
  start_simulator();
}

TEST_F(SacLateTest, ALotThatGivesNoNumberLetsTheRecipeWait) {
  // Somebody else took all of it before this recipe could.
  sql("alter table nre_lot alter quarantined set default true");
  const auto it = recipe();
  const Receipt waits = submit(it);
  EXPECT_EQ(waits.outcome, Outcome::unreachable);
  EXPECT_EQ(waits.reasons.at(0).code, "nre-exhausted");
  EXPECT_FALSE(waits.reasons[0].advice.empty());
  sql("alter table nre_lot alter quarantined set default false");
  sql("delete from nre_lot");
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacLateTest, TheWatchEndsWhenTheServiceDoesNotAnswer) {
  const auto it = recipe();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}, {"times", 2}});
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  const int64_t before = happened("bad-gateway");
  fault({{"kind", "bad-gateway"}, {"times", 0}});
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 0);
  EXPECT_EQ(happened("bad-gateway"), before + 1)
      << "two burnt numbers, and the first had no answer";
  EXPECT_FALSE(channel_->health.now().reachable);
  simulator().admin("DELETE", "/faults");
  simulator().admin("POST", "/held/deliver");
  move_clock(601'000);
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 2);
}

TEST_F(SacLateTest, WithoutALotTheRecipeStaysUncertainUntilItsNumberIsReplaced) {
  const auto it = recipe();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  ASSERT_EQ(submit(it).outcome, Outcome::uncertain);
  sql("update nre_lot set next = size");
  fault({{"kind", "soap-fault"}, {"operation", "RichiestaLotto"}, {"times", 2}});
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 1u);
}

}  // namespace curante::sac
