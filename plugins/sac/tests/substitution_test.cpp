// SPDX-License-Identifier: Apache-2.0
#include "doctor_access.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using sistema_ts::DeclarationState;
using sistema_ts::Substitution;
using testing::code_of;

class SacSubstitutionTest : public SacDoctorTest {
 protected:
  SacSubstitutionTest() {
    move_clock_to("2026-11-25T10:00:00Z");
    sign_up(fabbri());
  }

  static sistema_ts::Declare declaration(int number = 1) {
    sistema_ts::Declare it;
    it.id = Id("00000000-0000-4000-a000-00000000000" + std::to_string(number));
    it.substitute = conti().doctor.fiscal_code;
    it.substitute_name = "CONTI ELISA";
    it.from = Date::parse("2026-12-01");
    it.until = Date::parse("2026-12-24");
    it.asl_told = true;
    return it;
  }
  Substitution settle(bool arrived) {
    return ask(sistema_ts::SettleDeclaration{declaration().id, arrived});
  }
  std::vector<Substitution> list() { return ask(sistema_ts::ListDeclarations{}).substitutions; }
  size_t held() {
    return simulator().admin("GET", "/substitutions").at("substitutions").as_array().size();
  }
  void fault_of_declaring(const char* kind) {
    fault({{"kind", kind}, {"operation", "DichiarazioneSostituzione"}});
  }
  int64_t sent() const { return requests("DichiarazioneSostituzione"); }
};

TEST_F(SacSubstitutionTest, ADeclarationIsSentOnce) {
  const Substitution it = ask(declaration());
  ASSERT_EQ(it.state, DeclarationState::accepted) << it.text;
  EXPECT_EQ(ask(declaration()).state, DeclarationState::accepted);
  EXPECT_EQ(sent(), 1);
  const auto stored = simulator().admin("GET", "/substitutions").at("substitutions").at(0);
  EXPECT_EQ(stored.at("holder").as_string(), fabbri().user);
  EXPECT_EQ(stored.at("substitute").as_string(), conti().user);
  EXPECT_EQ(stored.at("from").as_string(), "2026-12-01");
  EXPECT_EQ(stored.at("until").as_string(), "2026-12-24");
  EXPECT_EQ(stored.at("health_unit_told").as_string(), "SI");
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(list()[0].substitute_name, "CONTI ELISA");
  EXPECT_EQ(list()[0].until, Date::parse("2026-12-24"));
}

TEST_F(SacSubstitutionTest, WhatIsWrongIsToldBeforeItIsSent) {
  auto it = declaration();
  it.until = Date::parse("2026-11-30");
  EXPECT_EQ(code_of([&] { ask(it); }), "declaration-period");
  it.from = it.until = Date::parse("2026-11-24");
  EXPECT_EQ(code_of([&] { ask(it); }), "declaration-period") << "it is over";
  it = declaration();
  it.substitute = fabbri().doctor.fiscal_code;
  EXPECT_EQ(code_of([&] { ask(it); }), "declaration-self");
  EXPECT_EQ(code_of([&] { settle(true); }), "declaration-unknown");
  EXPECT_EQ(sent(), 0);
  ask(declaration());
  it = declaration(2);
  it.from = it.until;
  EXPECT_EQ(code_of([&] { ask(it); }), "declaration-double");
  it.from = it.until = Date::parse("2026-12-25");
  EXPECT_EQ(ask(it).state, DeclarationState::accepted);
  EXPECT_EQ(code_of([&] { settle(true); }), "declaration-settled");
  EXPECT_EQ(list().front().from, Date::parse("2026-12-25")) << "the latest first";
}

TEST_F(SacSubstitutionTest, WithoutAccessNothingIsSent) {
  save("Lazio2026a", "1201000001");
  ask(sistema_ts::SaveCredentials{"ALTRO", "", "", {}});
  EXPECT_EQ(code_of([&] { ask(declaration()); }), "second-factor-missing");
  save("Lazio2026a", "1201000001");
  sign_up(fabbri());
  move_clock(9 * 3'600'000LL);
  EXPECT_EQ(code_of([&] { ask(declaration()); }), "second-factor-expired");
  EXPECT_EQ(sent(), 0);
}

TEST_F(SacSubstitutionTest, ARefusalIsToldInTheServicesWords) {
  auto it = declaration();
  it.substitute = PrescriberCode("PNIMRA70A01H501P");
  const Substitution refused = ask(it);
  EXPECT_EQ(refused.state, DeclarationState::refused);
  EXPECT_NE(refused.text.find("8041"), std::string::npos);
  EXPECT_EQ(ask(declaration(2)).state, DeclarationState::accepted);
}

TEST_F(SacSubstitutionTest, WhatDidNotLeaveCanBeSentAgain) {
  fault({{"kind", "wrong-certificate"}});
  const Substitution it = ask(declaration());
  EXPECT_EQ(it.state, DeclarationState::not_sent);
  EXPECT_EQ(it.text.find("Non inviata: "), 0u);
  EXPECT_NE(it.text.find("il certificato del servizio non è valido"), std::string::npos) << it.text;
  EXPECT_EQ(it.text.find("ertificate"), std::string::npos) << "in the words of no library";
  EXPECT_EQ(ask(declaration()).state, DeclarationState::accepted);
  EXPECT_EQ(held(), 1u);
}

TEST_F(SacSubstitutionTest, WhatDidNotLeaveDoesNotBlockItsCorrection) {
  fault({{"kind", "wrong-certificate"}});
  ASSERT_EQ(ask(declaration()).state, DeclarationState::not_sent);
  auto correct = declaration(2);
  correct.until = correct.from;
  EXPECT_EQ(ask(correct).state, DeclarationState::accepted);
  // The first, sent now, would declare that day a second time.
  EXPECT_EQ(code_of([&] { ask(declaration()); }), "declaration-double");
  const auto discard = [&](const Id& id) {
    return ask(sistema_ts::DiscardDeclaration{id}).substitutions;
  };
  const auto left = discard(declaration().id);
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].id, correct.id);
  EXPECT_EQ(code_of([&] { discard(declaration().id); }), "declaration-unknown");
  EXPECT_EQ(code_of([&] { discard(correct.id); }), "declaration-settled");
  EXPECT_EQ(held(), 1u);
}

TEST_F(SacSubstitutionTest, ASlowAnswerDoesNotOverwriteTheDoctors) {
  fault_of_declaring("no-answer");
  ask(declaration());
  const DeclarationStore store("1");
  const std::string account = fabbri().doctor.account.value();
  const auto write = [&](const auto& body) { return channel_->pool.write(body); };
  const auto stands = [&] {
    return channel_->pool
        .read([&](pqxx::transaction_base& tx) { return store.find(tx, account, declaration().id); })
        .value();
  };
  Substitution slow = stands();  // its answer is on the way
  const Instant begun = slow.changed_at;
  move_clock(61'000);
  ASSERT_EQ(settle(true).state, DeclarationState::accepted);
  slow.state = DeclarationState::refused;
  slow.changed_at = now();
  EXPECT_FALSE(
      write([&](pqxx::transaction_base& tx) { return store.settle(tx, slow, begun); }));
  EXPECT_EQ(stands().state, DeclarationState::accepted);
  EXPECT_EQ(list().front().text, "Risulta a Sistema TS, come indicato dal medico.");
}

TEST_F(SacSubstitutionTest, WithoutAnAnswerOnlyTheDoctorGoesOn) {
  for (const char* kind : {"no-answer", "bad-gateway", "cut-reply", "malformed-xml"}) {
    simulator().admin("POST", "/reset");
    sql("delete from declaration");
    sign_up(fabbri());
    fault_of_declaring(kind);
    const Substitution it = ask(declaration());
    EXPECT_EQ(it.state, DeclarationState::uncertain) << kind;
    EXPECT_NE(it.text.find("sito di Sistema TS"), std::string::npos);
    EXPECT_EQ(ask(declaration()).state, DeclarationState::uncertain) << "it is not sent again";
    EXPECT_LE(sent(), 1) << kind;
  }
  EXPECT_EQ(settle(true).state, DeclarationState::accepted);
  EXPECT_EQ(list().front().state, DeclarationState::accepted);
}

TEST_F(SacSubstitutionTest, TheDoctorFoundNothingAndItIsSentAgain) {
  fault_of_declaring("deliver-late");
  ASSERT_EQ(ask(declaration()).state, DeclarationState::uncertain);
  EXPECT_EQ(held(), 0u);
  EXPECT_EQ(settle(false).state, DeclarationState::accepted);
  EXPECT_EQ(held(), 1u);
}

TEST_F(SacSubstitutionTest, AHostThatDiedOnTheWayLeavesItUncertain) {
  ask(declaration());
  sql("update declaration set state = 'sending', changed_at = '" + now().iso() + "'");
  EXPECT_EQ(list()[0].state, DeclarationState::sending);
  EXPECT_EQ(ask(declaration()).state, DeclarationState::sending);
  EXPECT_EQ(code_of([&] { settle(false); }), "declaration-settled") << "it is still under way";
  move_clock(61'000);
  EXPECT_EQ(list()[0].state, DeclarationState::uncertain);
  EXPECT_EQ(settle(true).state, DeclarationState::accepted);
  EXPECT_EQ(sent(), 1);
}

TEST_F(SacSubstitutionTest, AnotherDoctorSeesNothingOfIt) {
  ask(declaration());
  EXPECT_TRUE(channel_->desk.list(conti().doctor.account.value()).substitutions.empty());
}

/// PROTOCOLS 1.4: the substitute's credentials and pincode, region, ASL and specialisation of the
/// holder.
TEST_F(SacSubstitutionTest, ASubstitutesRecipeCarriesTheHoldersPlace) {
  sign_up(conti());
  const auto it = recipe_of_substitute();
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  const auto stored = simulator().admin("GET", "/recipes").at("recipes").at(0);
  const auto& header = stored.at("header");
  EXPECT_EQ(header.at("cfMedico1").as_string(), fabbri().user);
  EXPECT_EQ(header.at("cfMedico2").as_string(), conti().user);
  EXPECT_EQ(header.at("codRegione").as_string(), fabbri().doctor.region_code);
  EXPECT_EQ(header.at("codASLAo").as_string(), fabbri().doctor.asl_code);
  EXPECT_EQ(header.at("codSpecializzazione").as_string(), fabbri().doctor.specialisation);
  EXPECT_EQ(stored.at("doctor").as_string(), conti().user);
}

TEST_F(SacSubstitutionTest, WithAnothersAccessTheRecipeIsRefused) {
  auto it = recipe_of_substitute();
  it.account = fabbri().doctor.account;
  // With the holder's numbers it comes as far as the SAC, which says why.
  const auto refused = submit(it);
  ASSERT_EQ(refused.outcome, Outcome::refused);
  EXPECT_EQ(refused.reasons.at(0).code, "1212");
  EXPECT_FALSE(refused.reasons[0].advice.empty());
  EXPECT_TRUE(live().empty());
}

TEST_F(SacSubstitutionTest, WithTheHoldersPincodeTheSubstituteIsRefused) {
  sign_up(conti());
  auto who = channel_->credentials.load(conti().doctor.account.value());
  who.pincode = fabbri().pincode;
  channel_->credentials.save(conti().doctor.account.value(), who, now().iso());
  const auto receipt = submit(recipe_of_substitute());
  EXPECT_EQ(receipt.outcome, Outcome::needs_credentials);
  EXPECT_TRUE(live().empty());
}

}  // namespace curante::sac
