// SPDX-License-Identifier: Apache-2.0
#include "curante/testing/caller.hpp"
#include "white_practice.hpp"

namespace curante::sac {

using curante::testing::code_of;
using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

namespace {

constexpr const char* sending = "InvioPrescrittoRicettaBianca";
constexpr const char* viewing = "VisualizzaPrescrittoRicettaBianca";

struct WhiteFault {
  const char* name;
  boost::json::object fault;
  Outcome first;       ///< of the request that meets the fault
  bool found = false;  ///< the service has it, and says so when asked
};

void PrintTo(const WhiteFault& it, std::ostream* out) {
  *out << it.name;
}

}  // namespace

/// Whatever happens to a request: no recipe is doubled, and each ends accepted or before a person.
class WhiteFaultTest : public WhiteTest, public ::testing::WithParamInterface<WhiteFault> {};

TEST_P(WhiteFaultTest, NoneIsDoubledAndNoneIsForgotten) {
  auto fault_json = GetParam().fault;
  if (fault_json.at("kind") != "wrong-certificate") fault_json["operation"] = sending;
  fault(fault_json);
  const auto it = white();
  const Receipt first = send(it);
  EXPECT_EQ(first.outcome, GetParam().first);
  EXPECT_FALSE(first.reasons.at(0).text.empty());
  EXPECT_FALSE(first.reasons.at(0).advice.empty());
  if (GetParam().found) wait_until_white(1);
  const Receipt receipt = settle_white(it);
  const bool safe = GetParam().found || GetParam().first != Outcome::uncertain;
  if (safe) {
    ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.reasons.at(0).text;
    EXPECT_EQ(live_white(), std::vector{receipt.white_number});
    EXPECT_EQ(receipt.white_pin.size(), 5u);
  } else {
    ASSERT_TRUE(needs_person(receipt));
    EXPECT_EQ(white_->undecided(it.account.value()).size(), 1u);
    white_->decide(it.id.value(), it.account.value(), {});
    EXPECT_EQ(settle_white(it).outcome, Outcome::accepted);
    EXPECT_EQ(live_white().size(), 1u);
  }
  EXPECT_TRUE(white_->undecided(it.account.value()).empty());
}

using boost::json::object;
INSTANTIATE_TEST_SUITE_P(
    Faults, WhiteFaultTest,
    ::testing::Values(
        WhiteFault{"Delay", object{{"kind", "delay"}, {"delay_ms", 2 * SacTest::timeout_ms}},
                   Outcome::uncertain, true},
        WhiteFault{"NoAnswer", object{{"kind", "no-answer"}}, Outcome::uncertain, true},
        WhiteFault{"NoAnswerNotProcessed", object{{"kind", "no-answer"}, {"processed", false}},
                   Outcome::uncertain},
        WhiteFault{"BadGateway", object{{"kind", "bad-gateway"}}, Outcome::uncertain},
        WhiteFault{"GatewayTimeoutProcessed",
                   object{{"kind", "gateway-timeout"}, {"processed", true}}, Outcome::uncertain,
                   true},
        WhiteFault{"CutReply", object{{"kind", "cut-reply"}}, Outcome::uncertain, true},
        WhiteFault{"MalformedXml", object{{"kind", "malformed-xml"}}, Outcome::uncertain, true},
        WhiteFault{"SoapFault", object{{"kind", "soap-fault"}}, Outcome::uncertain},
        WhiteFault{"Unauthorized", object{{"kind", "unauthorized"}}, Outcome::needs_credentials},
        WhiteFault{"WrongCertificate", object{{"kind", "wrong-certificate"}},
                   Outcome::unreachable}),
    [](const auto& info) { return std::string(info.param.name); });

class WhiteUndecidedTest : public WhiteTest {
 protected:
  /// A recipe whose answer was lost, before a service that does not say what it holds.
  recipe_transmitter::Recipe undecided() {
    let_view_by_patient(false);
    fault({{"kind", "no-answer"}, {"operation", sending}});
    const auto it = white();
    EXPECT_EQ(send(it).outcome, Outcome::uncertain);
    EXPECT_TRUE(needs_person(send(it)));
    return it;
  }
};

TEST_F(WhiteUndecidedTest, AServiceThatCannotTellLeavesItToAPerson) {
  const auto it = undecided();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(needs_person(send(it)));
  restart_white();
  const Receipt receipt = send(it);
  ASSERT_TRUE(needs_person(receipt));
  EXPECT_FALSE(receipt.reasons[0].advice.empty());
  EXPECT_TRUE(needs_person(white_->status(it.id.value())));
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(live_white().size(), 1u);
  const auto list = white_->undecided(it.account.value());
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].recipe, it.id);
  EXPECT_EQ(list[0].patient, "PINI MARIO PNIMRA70A01H501P");
  EXPECT_EQ(list[0].content, "FARMACO DI PROVA RR 20 MG 4 CPR × 1");
  EXPECT_TRUE(white_->undecided(conti().doctor.account.value()).empty());
}

TEST_F(WhiteUndecidedTest, APersonWhoFoundItGivesItsNumber) {
  const auto it = undecided();
  const auto held = held_white().at(0);
  const std::string number(held.at("nrbe").as_string()), pin(held.at("pin").as_string());
  white_->decide(it.id.value(), it.account.value(), {number, pin});
  const Receipt receipt = send(it);
  EXPECT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(receipt.white_number, number);
  EXPECT_EQ(receipt.white_pin, pin);
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live_white().empty());
}

TEST_F(WhiteUndecidedTest, TheNumberOfAnotherPatientIsNotTaken) {
  const auto alfa = undecided();
  fault({{"kind", "no-answer"}, {"operation", sending}});
  auto beta = white();
  beta.patient.fiscal_code = FiscalCode("VRDLGU60B02H501Q");
  beta.patient.full_name = "VERDI LUIGI";
  EXPECT_EQ(send(beta).outcome, Outcome::uncertain);
  EXPECT_TRUE(needs_person(send(beta)));
  wait_until_white(2);
  std::string betas, betas_pin;
  const auto held = held_white();
  for (const auto& it : held.as_array()) {
    if (it.at("patient").as_string() != beta.patient.fiscal_code.value()) continue;
    betas = it.at("nrbe").as_string();
    betas_pin = it.at("pin").as_string();
  }
  ASSERT_FALSE(betas.empty());
  for (const bool unverified : {false, true}) {
    EXPECT_EQ(code_of([&] {
                white_->decide(alfa.id.value(), alfa.account.value(),
                               {betas, betas_pin, unverified});
              }),
              "white-decision-mismatch");
  }
  EXPECT_TRUE(needs_person(white_->status(alfa.id.value())));
  EXPECT_EQ(code_of([&] {
              white_->decide(beta.id.value(), beta.account.value(), {betas, "9"});
            }),
            "white-decision-mismatch")
      << "the PIN is another";
  white_->decide(beta.id.value(), beta.account.value(), {betas, betas_pin});
  EXPECT_EQ(send(beta).white_number, betas);
}

TEST_F(WhiteUndecidedTest, AnotherRecipeOfThePatientIsNotTakenByItsNumber) {
  auto other = white();
  other.lines[0].quantity = 2;
  other.written_at = rome::text(Instant{now().ms - 60'000});
  const Receipt sent = send(other);
  const auto it = undecided();
  sql("delete from white_submission where number = '" + sent.white_number + "'");
  EXPECT_EQ(code_of([&] {
              white_->decide(it.id.value(), it.account.value(),
                             {sent.white_number, sent.white_pin});
            }),
            "white-decision-mismatch");
}

TEST_F(WhiteUndecidedTest, WhereNothingCanBeSeenThePersonConfirms) {
  const auto it = undecided();
  const auto held = held_white().at(0);
  const std::string number(held.at("nrbe").as_string()), pin(held.at("pin").as_string());
  fault({{"kind", "bad-gateway"}, {"operation", viewing}});
  std::string told;
  try {
    white_->decide(it.id.value(), it.account.value(), {number, pin});
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "white-not-verified");
    told = e.message();
  }
  for (const std::string& part : {number, pin, std::string("PINI MARIO"), std::string("FARMACO")}) {
    EXPECT_NE(told.find(part), std::string::npos) << part;
  }
  EXPECT_TRUE(needs_person(white_->status(it.id.value())));
  fault({{"kind", "bad-gateway"}, {"operation", viewing}});
  white_->decide(it.id.value(), it.account.value(), {number, pin, true});
  EXPECT_EQ(send(it).white_number, number);
}

TEST_F(WhiteUndecidedTest, OneFoundAnnulledIsWithdrawn) {
  const auto it = undecided();
  const auto held = held_white().at(0);
  const std::string number(held.at("nrbe").as_string()), pin(held.at("pin").as_string());
  simulator().admin("POST", "/white/state", {{"nrbe", number}, {"state", 4}});
  white_->decide(it.id.value(), it.account.value(), {number, pin});
  EXPECT_EQ(send(it).outcome, Outcome::withdrawn);
}

TEST_F(WhiteUndecidedTest, OnlyItsDoctorDecidesAndOnlyOnce) {
  const auto it = undecided();
  const std::string id = it.id.value(), account = it.account.value();
  const auto decided = [&](const std::string& who, const char* number, const char* pin) {
    return code_of([&] { white_->decide(id, who, {number, pin}); });
  };
  EXPECT_EQ(decided(conti().doctor.account.value(), "", ""), "white-not-undecided");
  EXPECT_EQ(decided(account, "RB1", "12345"), "white-decision-invalid");
  EXPECT_EQ(decided(account, "RB0000000001", ""), "white-decision-invalid");
  EXPECT_EQ(decided(account, "", "12345"), "white-decision-invalid");
  EXPECT_EQ(decided(account, "RB0000000001", "123456"), "white-decision-invalid");
  EXPECT_EQ(decided(account, "", ""), "");
  EXPECT_EQ(decided(account, "", ""), "white-not-undecided");
}

TEST_F(WhiteUndecidedTest, ARecipeThatArrivesLateIsAdopted) {
  fault({{"kind", "deliver-late"}, {"operation", sending}});
  const auto it = white();
  EXPECT_EQ(send(it).outcome, Outcome::uncertain);
  EXPECT_TRUE(needs_person(send(it))) << "not there yet proves nothing";
  simulator().admin("POST", "/held/deliver");
  const Receipt receipt = send(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(live_white(), std::vector{receipt.white_number});
  EXPECT_TRUE(white_->undecided(it.account.value()).empty());
}

TEST_F(WhiteUndecidedTest, WhereAbsentIsBelievedItGoesOutAgain) {
  assumptions_.absent_is_unsent = true;
  open();
  fault({{"kind", "no-answer"}, {"processed", false}, {"operation", sending}});
  const auto it = white();
  EXPECT_EQ(send(it).outcome, Outcome::uncertain);
  EXPECT_EQ(send(it).outcome, Outcome::accepted);
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteUndecidedTest, WhereTheServiceIsNotAskedAPersonDecides) {
  assumptions_.asks_by_patient = false;
  open();
  fault({{"kind", "no-answer"}, {"operation", sending}});
  const auto it = white();
  EXPECT_EQ(send(it).outcome, Outcome::uncertain);
  EXPECT_TRUE(needs_person(send(it)));
  EXPECT_EQ(requests(viewing), 0);
}

TEST_F(WhiteUndecidedTest, OfTwoAlikeTheOneThatIsNoOthersIsTaken) {
  const auto first = white();
  auto second = white();  // of a draft of two packs, split over two recipes
  second.written_at = first.written_at;
  const std::string taken = send(first).white_number;
  fault({{"kind", "no-answer"}, {"operation", sending}});
  EXPECT_EQ(send(second).outcome, Outcome::uncertain);
  wait_until_white(2);
  const Receipt receipt = send(second);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_NE(receipt.white_number, taken);
  EXPECT_EQ(live_white().size(), 2u);
}

TEST_F(WhiteUndecidedTest, TwoAlikeWithoutAnOwnerAreNotGuessedAt) {
  const auto first = white();
  auto second = white();
  second.written_at = first.written_at;
  fault({{"kind", "no-answer"}, {"operation", sending}, {"times", 2}});
  send(first);
  send(second);
  wait_until_white(2);
  EXPECT_TRUE(needs_person(send(first)));
  EXPECT_TRUE(needs_person(send(second)));
  EXPECT_EQ(sendings(), 2);
}

TEST_F(WhiteUndecidedTest, ARestoredDatabaseSendsNothingTwice) {
  const auto it = white();
  const std::string number = send(it).white_number;
  sql("delete from white_submission");  // the copy is older than the sending
  move_clock(5 * 60'000);
  const Receipt receipt = send(it);
  EXPECT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(receipt.white_number, number);
  EXPECT_EQ(sendings(), 1);
}

TEST_F(WhiteUndecidedTest, AnOldRecipeIsLookedForAndThenSent) {
  const auto it = white();
  move_clock(5 * 60'000);
  fault({{"kind", "bad-gateway"}, {"operation", viewing}});
  EXPECT_EQ(send(it).outcome, Outcome::unreachable) << "nothing was sent";
  EXPECT_EQ(sendings(), 0);
  EXPECT_EQ(send(it).outcome, Outcome::accepted);
  const auto other = white();
  EXPECT_EQ(send(other).outcome, Outcome::accepted);
  EXPECT_EQ(live_white().size(), 2u);
  EXPECT_EQ(requests(viewing), 1) << "a new one is not looked for";
}

TEST_F(WhiteUndecidedTest, TwoOldOnesAlikeAreForAPerson) {
  const auto first = white();
  auto second = white();
  second.written_at = first.written_at;
  send(first);
  send(second);
  sql("delete from white_submission");
  move_clock(5 * 60'000);
  EXPECT_TRUE(needs_person(send(first)));
  EXPECT_EQ(sendings(), 2);
}

TEST_F(WhiteUndecidedTest, AnotherRecipeOfThePatientIsNotTakenForIt) {
  auto other = white();
  other.written_at = rome::text(Instant{now().ms - 60'000});
  ASSERT_EQ(send(other).outcome, Outcome::accepted);
  fault({{"kind", "no-answer"}, {"processed", false}, {"operation", sending}});
  const auto it = white();
  EXPECT_EQ(send(it).outcome, Outcome::uncertain);
  EXPECT_TRUE(needs_person(send(it)));
}

TEST_F(WhiteUndecidedTest, WhileTheServiceIsDownItIsAskedAgain) {
  fault({{"kind", "no-answer"}, {"operation", sending}});
  const auto it = white();
  send(it);
  fault({{"kind", "bad-gateway"}, {"operation", viewing}, {"times", 2}});
  for (int i = 0; i < 2; ++i) {
    const Receipt receipt = send(it);
    EXPECT_EQ(receipt.outcome, Outcome::uncertain);
    EXPECT_FALSE(needs_person(receipt));
  }
  EXPECT_EQ(send(it).outcome, Outcome::accepted);
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteUndecidedTest, AnUndecidedRecipeIsWithdrawnWhenItIsFound) {
  const auto it = undecided();
  EXPECT_TRUE(needs_person(withdraw_white(it)));
  let_view_by_patient(true);
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live_white().empty());
  EXPECT_EQ(send(it).outcome, Outcome::withdrawn);
}

TEST_F(WhiteUndecidedTest, ARecipeAnnulledAtTheServiceIsNotSentAgain) {
  fault({{"kind", "no-answer"}, {"operation", sending}});
  const auto it = white();
  send(it);
  wait_until_white(1);
  const std::string number(held_white().at(0).at("nrbe").as_string());
  simulator().admin("POST", "/white/state", {{"nrbe", number}, {"state", 4}});
  EXPECT_EQ(send(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(sendings(), 1);
}

TEST_F(WhiteUndecidedTest, ARequestOfAnotherHostIsWaitedFor) {
  const auto it = white();
  send(it);
  sql("update white_submission set state = 'sending', receipt = '', sender = 'another'");
  const Receipt receipt = send(it);
  EXPECT_EQ(receipt.outcome, Outcome::uncertain);
  EXPECT_EQ(receipt.reasons.at(0).code, "recipe-busy");
  move_clock(61'000);
  EXPECT_EQ(send(it).outcome, Outcome::accepted) << "the other host is gone: it is asked after";
  EXPECT_EQ(live_white().size(), 1u);
}

/// While the service does not answer it is asked on, but nobody has to wait for it for ever.
TEST_F(WhiteTest, OneOfWhichNothingIsHeardForLongMayBeDecidedByAPerson) {
  const auto it = white();
  fault({{"kind", "no-answer"}, {"operation", sending}, {"processed", false}});
  EXPECT_EQ(send(it).outcome, Outcome::uncertain);
  stop_simulator();
  EXPECT_EQ(send(it).outcome, Outcome::uncertain);
  EXPECT_TRUE(white_->undecided(it.account.value()).empty());
  EXPECT_EQ(code_of([&] { white_->decide(it.id.value(), it.account.value(), {}); }),
            "white-not-undecided")
      << "not yet";
  move_clock(16 * 60'000);
  const Receipt receipt = send(it);
  EXPECT_EQ(receipt.outcome, Outcome::uncertain);
  EXPECT_EQ(receipt.reasons.back().code, recipe_transmitter::person_may_decide);
  EXPECT_EQ(white_->undecided(it.account.value()).size(), 1u);
  white_->decide(it.id.value(), it.account.value(), {});
  EXPECT_TRUE(white_->undecided(it.account.value()).empty());
  start_simulator();
  EXPECT_EQ(settle_white(it).outcome, Outcome::accepted);
  EXPECT_EQ(live_white().size(), 1u);
}

/// Without a second factor it is not the service that is silent.
TEST_F(WhiteTest, WhereTheSecondFactorLapsedTheDoctorIsToldSoBeforeTheyDecide) {
  const auto it = white();
  fault({{"kind", "no-answer"}, {"operation", sending}, {"processed", true}});
  EXPECT_EQ(send(it).outcome, Outcome::uncertain);
  move_clock(9 * 3'600'000LL);
  const Receipt receipt = send(it);
  EXPECT_EQ(receipt.outcome, Outcome::needs_credentials);
  EXPECT_EQ(receipt.reasons.at(0).code, "second-factor-expired");
  EXPECT_TRUE(white_->undecided(it.account.value()).empty());
  EXPECT_EQ(code_of([&] { white_->decide(it.id.value(), it.account.value(), {}); }),
            "second-factor-expired");
  sign_up(fabbri());
  EXPECT_EQ(send(it).outcome, Outcome::accepted) << "it was there";
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteUndecidedTest, ANumberIsNotCheckedWithALapsedSecondFactorUnlessThePersonVouchesForIt) {
  const auto it = undecided();
  const auto held = held_white().at(0);
  const std::string number(held.at("nrbe").as_string()), pin(held.at("pin").as_string());
  move_clock(9 * 3'600'000LL);
  const auto decided = [&](bool unverified) {
    return code_of([&] {
      white_->decide(it.id.value(), it.account.value(), {number, pin, unverified});
    });
  };
  EXPECT_EQ(decided(false), "second-factor-expired");
  EXPECT_EQ(decided(true), "");
  sign_up(fabbri());
  EXPECT_EQ(send(it).white_number, number);
}

TEST_F(WhiteUndecidedTest, ANumberIsNotCheckedWithAccessThatTheServiceRefuses) {
  const auto it = undecided();
  const auto held = held_white().at(0);
  const std::string number(held.at("nrbe").as_string()), pin(held.at("pin").as_string());
  fault({{"kind", "unauthorized"}, {"operation", viewing}});
  EXPECT_EQ(code_of([&] {
              white_->decide(it.id.value(), it.account.value(), {number, pin});
            }),
            "service-unauthorised");
}

}  // namespace curante::sac
