// SPDX-License-Identifier: Apache-2.0
#include "curante/testing/caller.hpp"
#include "white_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

class WhiteSubmitTest : public WhiteTest {};

TEST_F(WhiteSubmitTest, AnAcceptedRecipeHasNumberAndPin) {
  const auto it = white();
  const Receipt receipt = send(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.reasons.at(0).text;
  EXPECT_EQ(receipt.white_number.size(), 12u);
  EXPECT_EQ(receipt.white_pin.size(), 5u);
  EXPECT_TRUE(receipt.nre.empty());
  EXPECT_EQ(receipt.doctor_name, "FABBRI GIULIA");
  EXPECT_FALSE(receipt.authentication_code.empty());
  EXPECT_FALSE(receipt.accepted_at.empty());
  EXPECT_EQ(live_white(), std::vector{receipt.white_number});
  EXPECT_TRUE(white_->knows(it.id.value()));
  EXPECT_EQ(white_->status(it.id.value()).white_number, receipt.white_number);
}

TEST_F(WhiteSubmitTest, WhatIsWrittenArrives) {
  auto it = white();
  it.holder.phone = "+39 06 123.45.67";
  it.holder.address = "VIA A|B 3";
  it.lines[0].repetitions = 1;
  it.lines[0].not_replaceable = true;
  it.lines[0].not_replaceable_reason_code = "2";
  it.lines[0].notes = "dopo i pasti & «bene»";
  it.diagnosis_text = "dolore";
  ASSERT_EQ(send(it).outcome, Outcome::accepted);
  const auto seen = held_white().at(0);
  const auto& header = seen.at("header");
  EXPECT_EQ(seen.at("patient").as_string(), "PNIMRA70A01H501P");
  EXPECT_EQ(header.at("indirMedico").as_string(), "VIA A B 3|00185|ROMA|RM");
  EXPECT_EQ(header.at("telefMedico").as_string(), "+39|061234567");
  EXPECT_EQ(header.at("numIscrizAlbo").as_string(), "RM 45678");
  EXPECT_EQ(header.at("indirizzo").as_string(), "VIA DELL'ESQUILINO 4|00185|ROMA|RM");
  EXPECT_EQ(header.at("descrDiagnosi").as_string(), "dolore");
  const auto& row = seen.at("rows").at(0);
  EXPECT_EQ(row.at("codProdPrest").as_string(), "099001051");
  EXPECT_EQ(row.at("posologia").as_string(), "1 compressa al bisogno");
  EXPECT_EQ(row.at("numRipetibilita").as_string(), "1");
  EXPECT_EQ(row.at("codMotivazNonSost").as_string(), "2");
  EXPECT_EQ(row.at("descrTestoLiberoNote").as_string(), "dopo i pasti & «bene»");
  EXPECT_EQ(row.at("tdl").as_string(), "0");
}

TEST_F(WhiteSubmitTest, WithAnExpiredSecondFactorNothingIsSentOrTakenBack) {
  constexpr int64_t day_ms = 24 * 3'600'000LL;
  const auto sent = white();
  ASSERT_EQ(send(sent).outcome, Outcome::accepted);
  move_clock(day_ms);
  for (const Receipt& receipt : {send(white()), withdraw_white(sent)}) {
    EXPECT_EQ(receipt.outcome, Outcome::needs_credentials);
    EXPECT_EQ(receipt.reasons.at(0).code, "second-factor-expired");
    EXPECT_FALSE(receipt.reasons[0].advice.empty());
  }
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteSubmitTest, OneInAStateOfANewerReleaseIsNeitherSentNorTakenBack) {
  const auto it = white();
  ASSERT_EQ(send(it).outcome, Outcome::accepted);
  sql("alter table white_submission drop constraint white_submission_state_check");
  sql("update white_submission set state = 'of-tomorrow'");
  EXPECT_EQ(testing::code_of([&] { send(it); }), "internal-error");
  EXPECT_EQ(testing::code_of([&] { withdraw_white(it); }), "internal-error");
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteSubmitTest, TheirHostMayBeAwayAlone) {
  const auto health = [this] { return channel_->health.now(); };
  open(1);  // nobody listens there
  const auto it = white();
  EXPECT_EQ(send(it).outcome, Outcome::unreachable);
  EXPECT_NE(health().problem.find("ricette bianche"), std::string::npos) << health().problem;
  channel_->health.answered(Operation::front, now());
  EXPECT_FALSE(health().reachable) << "that the host of the others answers ends it not";
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_FALSE(health().reachable);
  open();
  EXPECT_EQ(send(it).outcome, Outcome::accepted);
  EXPECT_TRUE(health().reachable);
}

TEST_F(WhiteSubmitTest, AnObscuredPatientsNameDoesNotTravel) {
  auto it = white();
  it.obscured = true;
  ASSERT_EQ(send(it).outcome, Outcome::accepted);
  const auto header = held_white().at(0).at("header").as_object();
  EXPECT_FALSE(header.contains("cognNome"));
  EXPECT_FALSE(header.contains("indirizzo"));
}

TEST_F(WhiteSubmitTest, ASubstituteWritesInTheirOwnName) {
  sign_up(conti());
  auto it = white_recipe(recipe_of_substitute());
  it.written_at = rome::text(now());
  it.substitute->register_number = "RM 99999";
  const Receipt receipt = send(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.reasons.at(0).text;
  EXPECT_EQ(receipt.doctor_name, "CONTI ELISA");
  const auto seen = held_white().at(0);
  EXPECT_EQ(seen.at("doctor").as_string(), "CNTLSE90E57H501B");
  EXPECT_EQ(seen.at("header").at("numIscrizAlbo").as_string(), "RM 99999");
  EXPECT_EQ(seen.at("header").at("indirMedico").as_string(), "VIA DELLE PROVE 1|00185|ROMA|RM");
}

TEST_F(WhiteSubmitTest, TheSameRecipeTwiceIsOneRecipe) {
  const auto it = white();
  const Receipt first = send(it);
  EXPECT_EQ(send(it).white_number, first.white_number);
  restart_white();
  EXPECT_EQ(send(it).white_number, first.white_number);
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteSubmitTest, TheServicesRefusalsComeWithLineAndAdvice) {
  const struct {
    const char* aic;
    const char* code;
  } cases[] = {
      {"099001012", "1190"}, {"099001024", "1194"}, {"099001036", "1208"}, {"099001048", "1219"}};
  for (const auto& wrong : cases) {
    auto it = white();
    it.lines.push_back(it.lines[0]);
    it.lines[1].aic = wrong.aic;
    const Receipt receipt = send(it);
    ASSERT_EQ(receipt.outcome, Outcome::refused) << wrong.code;
    EXPECT_EQ(receipt.reasons.at(0).code, wrong.code);
    EXPECT_EQ(receipt.reasons.at(0).line, 2) << wrong.code;
    EXPECT_FALSE(receipt.reasons.at(0).advice.empty()) << wrong.code;
    EXPECT_EQ(send(it).outcome, Outcome::refused) << "for good";
  }
  auto mixed = white();
  mixed.lines.push_back(mixed.lines[0]);
  mixed.lines[1].aic = "099001063";  // RNR at the service, RR for us
  EXPECT_EQ(send(mixed).reasons.at(0).code, "1185");
  EXPECT_TRUE(live_white().empty());
  EXPECT_EQ(sendings(), 5);
}

TEST_F(WhiteSubmitTest, WithoutCredentialsNothingIsSent) {
  auto it = white();
  it.account = conti().doctor.account;
  EXPECT_EQ(send(it).outcome, Outcome::needs_credentials);
  EXPECT_FALSE(white_->knows(it.id.value()));
  EXPECT_EQ(sendings(), 0);
}

TEST_F(WhiteSubmitTest, PatientAndContentAreSealedAndForgotten) {
  const auto it = white();
  send(it);
  const auto row = sql("select encode(sent, 'escape'), octet_length(sent) from white_submission");
  EXPECT_EQ(std::string(row[0][0].c_str()).find("PNIMRA"), std::string::npos);
  EXPECT_GT(row[0][1].as<int>(), 60);
  ASSERT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(sql("select octet_length(sent) from white_submission")[0][0].as<int>(), 0);
}

TEST_F(WhiteSubmitTest, AnAcceptedRecipeIsWithdrawnOnce) {
  const auto it = white();
  send(it);
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live_white().empty());
  EXPECT_EQ(requests("AnnullaPrescrittoRicettaBianca"), 1);
  EXPECT_EQ(send(it).outcome, Outcome::withdrawn);
}

TEST_F(WhiteSubmitTest, WhatThePharmacyHasIsNotWithdrawn) {
  const auto it = white();
  const std::string number = send(it).white_number;
  simulator().admin("POST", "/white/state", {{"nrbe", number}, {"state", 8}});
  const Receipt receipt = withdraw_white(it);
  EXPECT_EQ(receipt.outcome, Outcome::refused);
  EXPECT_EQ(receipt.reasons.at(0).code, "1120");
  EXPECT_FALSE(receipt.reasons.at(0).advice.empty());
  EXPECT_EQ(white_->status(it.id.value()).outcome, Outcome::accepted);
}

TEST_F(WhiteSubmitTest, ACancellationWhoseAnswerIsLostIsFoundOut) {
  const auto it = white();
  send(it);
  simulator().admin("POST", "/faults",
                    {{"kind", "no-answer"}, {"operation", "AnnullaPrescrittoRicettaBianca"}});
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::uncertain);
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live_white().empty());
}

TEST_F(WhiteSubmitTest, AnUnknownRecipeIsSaidToBe) {
  EXPECT_THROW(white_->status("00000000-0000-4000-8000-000000000777"), Error);
  EXPECT_THROW(white_->withdraw("00000000-0000-4000-8000-000000000777", ""), Error);
}

}  // namespace curante::sac
