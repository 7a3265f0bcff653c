// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "curante/testing/caller.hpp"
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

class SacSubmitTest : public SacTest {
 protected:
  SacSubmitTest() { sign_up(fabbri()); }
};

TEST_F(SacSubmitTest, AnAcceptedRecipeHasNumberCodeAndPdf) {
  const Receipt receipt = submit(recipe());
  ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.reasons.at(0).text;
  EXPECT_EQ(receipt.nre.value().substr(0, 3), "120");
  EXPECT_EQ(receipt.authentication_code.size(), 30u);
  EXPECT_EQ(receipt.doctor_name, "FABBRI GIULIA");
  EXPECT_FALSE(receipt.accepted_at.empty());
  ASSERT_GT(receipt.promemoria.size(), 1000u);
  EXPECT_EQ(std::string(receipt.promemoria.begin(), receipt.promemoria.begin() + 5), "%PDF-");
  EXPECT_EQ(live(), std::vector{receipt.nre.value()});
}

TEST_F(SacSubmitTest, WhatIsWrittenArrives) {
  auto it = recipe();
  it.lines[0].posology = "1 cp\x01 la sera, se p.a. < 140 \xff & «bene»";
  it.patient.street = "VIA A|B 3";
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  const auto seen = simulator().admin("GET", "/recipes").at("recipes").at(0);
  EXPECT_EQ(seen.at("patient").as_string(), "PNIMRA70A01H501P");
  EXPECT_EQ(seen.at("header").at("indirizzo").as_string(), "VIA A B 3|00185|ROMA|RM");
  EXPECT_EQ(seen.at("header").at("descrizioneDiagnosi").as_string(), it.diagnosis_text);
  EXPECT_EQ(seen.at("rows").at(0).at("codProdPrest").as_string(), "012745093");
  EXPECT_EQ(seen.at("rows").at(0).at("motivazNote").as_string(),
            "1 cp  la sera, se p.a. < 140 ? & «bene»");
}

TEST_F(SacSubmitTest, TheRecipeOfATemporarilyPresentForeignerSaysSo) {
  auto it = recipe();
  it.patient.fiscal_code = FiscalCode("STP1202010000007");
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.reasons.at(0).text;
  const auto held = simulator().admin("GET", "/recipes?nre=" + receipt.nre.value());
  EXPECT_EQ(held.at("recipes").at(0).at("header").at("tipoRic").as_string(), "ST");
}

TEST_F(SacSubmitTest, TheSameRecipeTwiceIsOneRecipe) {
  const auto it = recipe();
  const Receipt first = submit(it);
  const Receipt second = submit(it);
  EXPECT_EQ(second.outcome, Outcome::accepted);
  EXPECT_EQ(second.nre, first.nre);
  EXPECT_EQ(second.promemoria, first.promemoria);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
  EXPECT_EQ(live().size(), 1u);
  restart();
  EXPECT_EQ(submit(it).nre, first.nre);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
}

TEST_F(SacSubmitTest, AHundredAndOneRecipesUseTwoLots) {
  std::set<std::string> numbers, prefixes;
  for (int i = 0; i < 101; ++i) {
    const Receipt receipt = submit(recipe());
    ASSERT_EQ(receipt.outcome, Outcome::accepted) << i;
    numbers.insert(receipt.nre.value());
    prefixes.insert(receipt.nre.value().substr(0, 13));
  }
  EXPECT_EQ(numbers.size(), 101u);
  EXPECT_EQ(prefixes.size(), 2u);
  EXPECT_EQ(requests("RichiestaLotto"), 2);
  EXPECT_EQ(channel_->transmitter.numbers_left("FBBGLI74C52H501K"), 99);
}

TEST_F(SacSubmitTest, OfALotOfAnotherDoctorOrRegionNothingIsUsedAndItIsAskedForAtASlowPace) {
  constexpr int64_t minute_ms = 60'000;
  int asked = 0;
  for (const char* wrong : {"lot_of_another_doctor", "lot_of_another_region"}) {
    SCOPED_TRACE(wrong);
    simulator().admin("POST", "/switches", {{wrong, true}});
    const auto waiting = recipe(), other = recipe();
    for (int i = 0; i < 5; ++i) {
      for (const auto& it : {waiting, other}) {
        const Receipt receipt = submit(it);
        EXPECT_EQ(receipt.outcome, Outcome::unreachable) << "it waits";
        EXPECT_TRUE(receipt.nre.empty());
        ASSERT_EQ(receipt.reasons.size(), 1u);
        EXPECT_EQ(receipt.reasons[0].code, "lot-refused");
        EXPECT_NE(receipt.reasons[0].text.find("di un altro medico o regione"), std::string::npos);
        EXPECT_NE(receipt.reasons[0].advice.find("avvisare Sistema TS"), std::string::npos);
      }
      move_clock(minute_ms);
    }
    EXPECT_EQ(requests("RichiestaLotto"), ++asked) << "five minutes, two recipes, one lot";
    EXPECT_EQ(sql("select count(*) from nre_lot")[0][0].as<int>(), 0);
    EXPECT_EQ(sql("select count(*) from submission")[0][0].as<int>(), 0);
    move_clock(15 * minute_ms);
    EXPECT_EQ(submit(waiting).reasons.at(0).code, "lot-refused");
    EXPECT_EQ(requests("RichiestaLotto"), ++asked) << "after a while it is asked for anew";
    sign_up(fabbri());
    EXPECT_EQ(submit(waiting).reasons.at(0).code, "lot-refused");
    EXPECT_EQ(requests("RichiestaLotto"), ++asked) << "and at once with access that was put right";
    simulator().admin("POST", "/switches", {{wrong, false}});
    move_clock(15 * minute_ms);
  }
  EXPECT_EQ(requests("InvioPrescritto"), 0);
  EXPECT_TRUE(channel_->health.now().reachable);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
}

TEST_F(SacSubmitTest, AWrongAslIsRefusedWithAdviceAndForGood) {
  auto it = recipe();
  it.holder.asl_code = "999";
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::refused);
  ASSERT_EQ(receipt.reasons.size(), 1u);
  EXPECT_EQ(receipt.reasons[0].code, "1020");
  EXPECT_EQ(receipt.reasons[0].text, "Codice Asl medico non valido");
  EXPECT_NE(receipt.reasons[0].title.find("ASL del medico"), std::string::npos);
  EXPECT_TRUE(receipt.reasons[0].blocking);
  EXPECT_EQ(submit(it).outcome, Outcome::refused);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
  EXPECT_TRUE(live().empty());
}

TEST_F(SacSubmitTest, WhatTheSchemaForbidsIsRefusedBeforeANumberIsSpent) {
  auto many = recipe();
  many.lines.push_back(many.lines[0]);
  many.lines[1].quantity = 12;
  const Receipt receipt = submit(many);
  ASSERT_EQ(receipt.outcome, Outcome::refused);
  ASSERT_EQ(receipt.reasons.size(), 1u);
  EXPECT_EQ(receipt.reasons[0].line, 2);
  auto none = recipe();
  none.lines.clear();
  EXPECT_EQ(submit(none).outcome, Outcome::refused);
  EXPECT_EQ(requests("RichiestaLotto") + requests("InvioPrescritto"), 0);
}

TEST_F(SacSubmitTest, AMessageAgainstTheSchemaIsRefusedForGood) {
  auto it = recipe();
  it.written_at = "2026-09-30T16:44:16Z";
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::refused);
  EXPECT_EQ(receipt.reasons.at(0).code, "message-refused");
  EXPECT_EQ(submit(it).outcome, Outcome::refused);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
}

TEST_F(SacSubmitTest, AMessageThatCannotBeMadeKeepsItsNumberForTheNextAttempt) {
  auto who = channel_->credentials.load(fabbri().doctor.account.value());
  who.pincode = std::string(500, '1');  // longer than the certificate's key can encrypt
  channel_->credentials.save(fabbri().doctor.account.value(), who, now().iso());
  const auto it = recipe();
  EXPECT_EQ(testing::code_of([&] { submit(it); }), "sanitel-certificate");
  sign_up(fabbri());
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  EXPECT_EQ(sql("select count(*) from nre_use")[0][0].as<int>(), 1);
}

TEST_F(SacSubmitTest, OneInAStateOfANewerReleaseIsNeitherSentNorTakenBack) {
  const auto it = recipe();
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  const auto before = requests("InvioPrescritto") + requests("AnnullaPrescritto");
  sql("alter table submission drop constraint submission_state_check");
  sql("update submission set state = 'of-tomorrow'");
  EXPECT_EQ(testing::code_of([&] { submit(it); }), "internal-error");
  EXPECT_EQ(testing::code_of([&] { withdraw(it); }), "internal-error");
  EXPECT_EQ(requests("InvioPrescritto") + requests("AnnullaPrescritto"), before);
}

TEST_F(SacSubmitTest, ASubstituteSendsWithTheirOwnAccessUnderTheHoldersNumbers) {
  sign_up(conti());
  const Receipt receipt = submit(recipe_of_substitute());
  ASSERT_EQ(receipt.outcome, Outcome::accepted)
      << receipt.reasons.at(0).code << receipt.reasons.at(0).text;
  const auto seen = simulator().admin("GET", "/recipes").at("recipes").at(0);
  EXPECT_EQ(seen.at("doctor").as_string(), "CNTLSE90E57H501B");
  EXPECT_EQ(seen.at("holder").as_string(), "FBBGLI74C52H501K");
  EXPECT_EQ(channel_->transmitter.numbers_left("FBBGLI74C52H501K"), 99);
  EXPECT_EQ(sql("select count(*) from nre_lot")[0][0].as<int>(), 1) << "and no lot of their own";
}

TEST_F(SacSubmitTest, WhileTheServiceIsDownNothingIsTakenAndThenItGoesOn) {
  const auto before = recipe(), meanwhile = recipe();
  ASSERT_EQ(submit(before).outcome, Outcome::accepted);
  stop_simulator();
  for (int i = 0; i < 3; ++i) {
    const Receipt receipt = submit(meanwhile);
    ASSERT_EQ(receipt.outcome, Outcome::unreachable);
    EXPECT_EQ(receipt.reasons.at(0).code, "service-unreachable");
  }
  EXPECT_FALSE(channel_->health.now().reachable);
  EXPECT_FALSE(channel_->client.reachable());
  EXPECT_EQ(channel_->transmitter.status(meanwhile.id.value()).outcome, Outcome::unreachable);
  start_simulator();
  EXPECT_TRUE(channel_->client.reachable());
  EXPECT_EQ(submit(meanwhile).outcome, Outcome::accepted);
  EXPECT_TRUE(channel_->health.now().reachable);
  EXPECT_EQ(live().size(), 2u);
  EXPECT_EQ(sql("select count(*) from nre_use")[0][0].as<int>(), 2);
}

}  // namespace curante::sac
