// SPDX-License-Identifier: Apache-2.0
#include "curante/testing/caller.hpp"
#include "sac_practice.hpp"
#include "services.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using testing::code_of;

class SacAccessTest : public SacTest {
 protected:
  SacAccessTest() { open(); }

  void open() {
    service_.open(channel_->credentials, channel_->client, channel_->transmitter, channel_->desk,
                  {[this] { return now(); }, {}});
  }
  sistema_ts::Access save(const std::string& password, const std::string& pincode) {
    return service_.on(doctor_.context(),
                       sistema_ts::SaveCredentials{fabbri().user, password, pincode, {}});
  }
  sistema_ts::Access access() { return service_.on(doctor_.context(), sistema_ts::GetAccess{}); }
  sistema_ts::Access request_token() {
    return service_.on(doctor_.context(), sistema_ts::RequestToken{});
  }
  sistema_ts::Access save_token(const std::string& text) {
    return service_.on(doctor_.context(), sistema_ts::SaveToken{text});
  }
  /// Why nothing was sent.
  std::string reason() {
    const Receipt receipt = submit(recipe());
    EXPECT_EQ(receipt.outcome, Outcome::needs_credentials);
    EXPECT_FALSE(receipt.reasons.at(0).advice.empty());
    EXPECT_TRUE(live().empty());
    return receipt.reasons.at(0).code;
  }

  /// The number of a recipe that arrived late and was dispensed.
  std::string stuck() {
    const auto it = recipe();
    fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
    submit(it);
    const std::string late = channel_->transmitter.status(it.id.value()).nre.value();
    EXPECT_EQ(submit(it).outcome, Outcome::accepted);
    simulator().admin("POST", "/held/deliver");
    simulator().admin("POST", "/recipes/state", {{"nre", late}, {"state", 8}});
    EXPECT_EQ(channel_->transmitter.watch(600'000).stuck, 1);
    return late;
  }

  testing::Caller doctor_{{{"practice", "1"}, {"user", fabbri().doctor.account.value()}}};
  int changes_ = 0;
  AccessService service_{[](const CallContext&) { return fabbri().doctor; },
                         [this](const CallContext&) { ++changes_; }};
};

TEST_F(SacAccessTest, TwoRecipesOfOneAreTold) {
  sign_up(fabbri());
  const auto it = recipe();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  submit(it);
  const std::string late = channel_->transmitter.status(it.id.value()).nre.value();
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  simulator().admin("POST", "/held/deliver");
  simulator().admin("POST", "/recipes/state", {{"nre", late}, {"state", 8}});
  EXPECT_EQ(access().problem.find(late), std::string::npos);
  ASSERT_EQ(channel_->transmitter.watch(600'000).stuck, 1);
  EXPECT_NE(access().problem.find(late), std::string::npos);
  EXPECT_NE(access().problem.find(receipt.nre.value()), std::string::npos);
  ASSERT_EQ(access().late_arrivals.size(), 1u);
  EXPECT_EQ(access().late_arrivals[0].number, late);
  EXPECT_EQ(access().late_arrivals[0].recipe, it.id);
  EXPECT_EQ(access().late_arrivals[0].successor, receipt.nre.value());
  EXPECT_FALSE(access().late_arrivals[0].withdrawn);
  ASSERT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(access().late_arrivals.at(0).withdrawn);
  EXPECT_NE(access().problem.find(late), std::string::npos) << "the one that is left was not meant";
  EXPECT_NE(access().problem.find("ritirata"), std::string::npos);
}

TEST_F(SacAccessTest, ALateArrivalIsListedUntilItsDoctorHasSeenIt) {
  sign_up(fabbri());
  const std::string late = stuck();
  restart();
  open();
  const auto all = channel_->transmitter.late_arrivals("");
  ASSERT_EQ(all.size(), 1u) << "told again at each start";
  EXPECT_EQ(all[0].number, late);
  EXPECT_TRUE(channel_->transmitter.late_arrivals(conti().doctor.account.value()).empty());
  const auto seen = [&](const std::string& number) {
    return service_.on(doctor_.context(), sistema_ts::AcknowledgeLateArrival{number});
  };
  EXPECT_EQ(code_of([&] { seen("1200A0000000000"); }), "late-arrival-unknown");
  EXPECT_EQ(code_of([&] {
              channel_->transmitter.acknowledge_late(conti().doctor.account.value(), late);
            }),
            "late-arrival-unknown")
      << "another's";
  const auto after = seen(late);
  EXPECT_TRUE(after.late_arrivals.empty());
  EXPECT_EQ(after.problem, "");
  EXPECT_EQ(code_of([&] { seen(late); }), "late-arrival-unknown");
}

TEST_F(SacAccessTest, ALateArrivalThatIsAnnulledElsewhereIsNoneAnyMore) {
  sign_up(fabbri());
  const std::string late = stuck();
  simulator().admin("POST", "/recipes/state", {{"nre", late}, {"state", 4}});
  move_clock(601'000);
  const auto watched = channel_->transmitter.watch(600'000);
  ASSERT_EQ(watched.changes.size(), 1u);
  EXPECT_TRUE(watched.changes[0].annulled);
  EXPECT_EQ(watched.changes[0].number, late);
  EXPECT_TRUE(access().late_arrivals.empty());
}

TEST_F(SacAccessTest, ThatItIsAnnulledIsToldAgainToWhoMissedIt) {
  sign_up(fabbri());
  const std::string late = stuck();
  simulator().admin("POST", "/recipes/state", {{"nre", late}, {"state", 4}});
  move_clock(601'000);
  ASSERT_EQ(channel_->transmitter.watch(600'000).changes.size(), 1u);
  EXPECT_TRUE(channel_->transmitter.watch(600'000).changes.empty()) << "told a moment ago";
  move_clock(601'000);
  EXPECT_EQ(channel_->transmitter.watch(600'000).changes.size(), 1u);
  restart();
  const auto again = channel_->transmitter.watch(600'000);
  ASSERT_EQ(again.changes.size(), 1u) << "told again at each start";
  EXPECT_TRUE(again.changes[0].annulled);
  EXPECT_EQ(again.changes[0].number, late);
  move_clock(31 * 24 * 3'600'000LL);
  restart();
  EXPECT_TRUE(channel_->transmitter.watch(600'000).changes.empty()) << "not for ever";
}

TEST_F(SacAccessTest, ALateArrivalThatTheServiceShowsNoMoreIsNotCalledAnnulled) {
  sign_up(fabbri());
  const std::string late = stuck();
  // By now the service knows nothing of the number that is asked after.
  sql("update nre_use set nre = '1200A9999999999' where nre = '" + late + "'");
  move_clock(601'000);
  const auto watched = channel_->transmitter.watch(600'000);
  EXPECT_TRUE(watched.changes.empty());
  EXPECT_EQ(channel_->transmitter.late_arrivals("").size(), 1u);
}

TEST_F(SacAccessTest, WhatCannotBeAnnulledIsNotAskedAfterForEverAndIsTold) {
  sign_up(fabbri());
  const auto it = recipe();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  submit(it);
  const std::string late = channel_->transmitter.status(it.id.value()).nre.value();
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  simulator().admin("POST", "/held/deliver");
  simulator().admin("POST", "/recipes/state", {{"nre", late}, {"state", 8}});
  move_clock(73 * 3'600'000LL);  // the host was off, or its doctor had no token
  sign_up(fabbri());
  const auto watched = channel_->transmitter.watch(600'000);
  EXPECT_EQ(watched.stuck, 1);
  ASSERT_EQ(watched.changes.size(), 1u);
  EXPECT_EQ(watched.changes[0].recipe, it.id);
  EXPECT_EQ(watched.changes[0].number, late);
  const int64_t asked = requests("VisualizzaPrescritto");
  move_clock(601'000);
  EXPECT_EQ(channel_->transmitter.watch(600'000).stuck, 0);
  EXPECT_EQ(requests("VisualizzaPrescritto"), asked);
  EXPECT_NE(access().problem.find(late), std::string::npos);
  EXPECT_EQ(access().late_arrivals.size(), 1u);
}

TEST_F(SacAccessTest, WithoutCredentialsNothingIsSent) {
  EXPECT_EQ(reason(), "credentials-missing");
  EXPECT_EQ(code_of([&] { request_token(); }), "credentials-missing");
  // Also of who is no doctor: the order of the two questions is ours, not the compiler's.
  const AccessService::DoctorOf nobody = [](const CallContext&) -> accounts::Doctor {
    throw Error("doctor-unknown", "nessun medico", "");
  };
  AccessService stranger(nobody, [](const CallContext&) {});
  stranger.open(channel_->credentials, channel_->client, channel_->transmitter, channel_->desk,
                {[this] { return now(); }, {}});
  EXPECT_EQ(code_of([&] { stranger.on(doctor_.context(), sistema_ts::ListUsedNre{}); }),
            "credentials-missing");
  EXPECT_EQ(requests("RichiestaLotto"), 0);
}

TEST_F(SacAccessTest, TheWayFromNothingToAToken) {
  EXPECT_FALSE(access().problem.empty());
  auto it = save("Lazio2026a", "1201000001");
  EXPECT_TRUE(it.password_saved && it.pincode_saved);
  EXPECT_FALSE(it.second_factor_saved);
  EXPECT_EQ(reason(), "second-factor-missing");
  it = request_token();
  EXPECT_TRUE(it.second_factor_saved);
  EXPECT_GT(it.second_factor_until.value(), now());
  EXPECT_EQ(it.problem, "");
  EXPECT_EQ(changes_, 2);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(access().nre_left, 99);
}

/// Its recipes wait, and nothing but this shows that they wait in vain.
TEST_F(SacAccessTest, ThatNoNumbersAreGivenIsToldUntilTheyAre) {
  sign_up(fabbri());
  EXPECT_EQ(access().lots_problem, "");
  simulator().admin("POST", "/switches", {{"lot_of_another_doctor", true}});
  const auto waiting = recipe();
  ASSERT_EQ(submit(waiting).outcome, Outcome::unreachable);
  const std::string told = access().lots_problem;
  EXPECT_NE(told.find("di un altro medico o regione"), std::string::npos) << told;
  EXPECT_NE(told.find("avvisare Sistema TS"), std::string::npos) << "what to do: " << told;
  EXPECT_EQ(sql("select count(*) from refused_lot")[0][0].as<int>(), 1) << "every host tells";
  sign_up(fabbri());
  EXPECT_EQ(access().lots_problem, "") << "of this access nothing is known";
  submit(waiting);
  EXPECT_EQ(access().lots_problem, told);
  simulator().admin("POST", "/switches", {{"lot_of_another_doctor", false}});
  move_clock(16 * 60'000);
  ASSERT_EQ(submit(waiting).outcome, Outcome::accepted);
  EXPECT_EQ(access().lots_problem, "");
  EXPECT_EQ(sql("select count(*) from refused_lot")[0][0].as<int>(), 0);
}

TEST_F(SacAccessTest, AMailedTokenIsCheckedBeforeItIsSaved) {
  simulator().admin("POST", "/switches", {{"token_in_answer", false}});
  save("Lazio2026a", "1201000001");
  EXPECT_FALSE(request_token().second_factor_saved);
  const auto mail = simulator().admin("GET", "/mailbox");
  const std::string token(mail.at("mail").at(0).at("token").as_string());
  EXPECT_EQ(code_of([&] { save_token("il codice"); }), "token-malformed");
  EXPECT_EQ(code_of([&] { save_token("00000000-0000-4000-8000-000000000000"); }), "token-refused");
  EXPECT_TRUE(save_token("  ID-SESSIONE: " + token + "\n").second_factor_saved);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
}

TEST_F(SacAccessTest, AnExpiredTokenSendsNothing) {
  save("Lazio2026a", "1201000001");
  request_token();
  move_clock(25 * 3'600'000LL);
  EXPECT_EQ(reason(), "second-factor-expired");
  EXPECT_NE(access().problem.find("scaduto"), std::string::npos);
  EXPECT_EQ(requests("RichiestaLotto"), 0);
}

TEST_F(SacAccessTest, ATokenThatTheServiceExpiredNeedsTheDoctor) {
  save("Lazio2026a", "1201000001");
  request_token();
  simulator().admin("POST", "/tokens/expire", {{"user", fabbri().user}});
  const auto it = recipe();
  EXPECT_EQ(submit(it).outcome, Outcome::needs_credentials);
  EXPECT_FALSE(access().problem.empty());
  request_token();
  EXPECT_EQ(access().problem, "");
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacAccessTest, WhereNoServiceTakesThemWhiteRecipesGoOnPaper) {
  TransmitterService transmitter;
  transmitter.open(channel_->transmitter, channel_->health);
  auto white = recipe();
  white.kind = recipe_transmitter::RecipeKind::white;
  const Receipt refused = transmitter.on(doctor_.context(), recipe_transmitter::Submit{white});
  EXPECT_EQ(refused.outcome, Outcome::refused);
  EXPECT_EQ(refused.reasons.at(0).code, "white-not-served");
  EXPECT_FALSE(refused.reasons[0].advice.empty());
  EXPECT_FALSE(transmitter.on(doctor_.context(), recipe_transmitter::Health{}).takes_white)
      << "then the rules write them on paper, and none comes here";
  EXPECT_FALSE(
      transmitter.on(doctor_.context(), recipe_transmitter::LastRestored{}).found.has_value());
}

TEST_F(SacAccessTest, ARefusalThatCameMeanwhileIsOverWithTheSuccess) {
  sign_up(fabbri());
  const auto first = recipe();
  submit(first);
  const std::string account = first.account.value();
  channel_.reset();
  bool refused = false;
  // Between the answer to one request and what is made of it another one is refused.
  const auto clock = [&] {
    if (channel_ && !refused && requests("InvioPrescritto") == 2) {
      refused = true;
      fault({{"kind", "unauthorized"}});
      EXPECT_EQ(withdraw(first).outcome, Outcome::needs_credentials);
      EXPECT_FALSE(channel_->credentials.load(account).problem.empty());
    }
    return now();
  };
  channel_ =
      std::make_unique<Channel>(database_, (keys_.path() / "key").string(), simulator(), clock);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_TRUE(refused);
  EXPECT_EQ(channel_->credentials.load(account).problem, "");
}

TEST_F(SacAccessTest, AWrongPasswordOrPincodeNeedsTheDoctor) {
  sign_up(fabbri());
  save("sbagliata", "");
  EXPECT_EQ(reason(), "service-unauthorised");
  EXPECT_FALSE(access().problem.empty());
  save("Lazio2026a", "0000000000");
  EXPECT_EQ(reason(), "service-unauthorised");
  save("", "1201000001");
  EXPECT_EQ(access().problem, "");
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(code_of([&] { save(std::string(), ""); }), "");
  EXPECT_EQ(code_of([&] {
              service_.on(doctor_.context(), sistema_ts::SaveCredentials{"", "a", "b", {}});
            }),
            "credentials-malformed");
}

TEST_F(SacAccessTest, AnotherUserNameForgetsTheToken) {
  sign_up(fabbri());
  const auto it = service_.on(doctor_.context(), sistema_ts::SaveCredentials{"ALTRO", "", "", {}});
  EXPECT_FALSE(it.second_factor_saved);
  EXPECT_TRUE(it.password_saved);
}

TEST_F(SacAccessTest, WithAnotherPracticeKeyTheDoctorCanEnterThemAgain) {
  sign_up(fabbri());
  std::filesystem::remove(keys_.path() / "key");
  restart();
  open();
  EXPECT_EQ(reason(), "credentials-missing");
  EXPECT_FALSE(access().password_saved);
  save("Lazio2026a", "1201000001");
  request_token();
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
}

TEST_F(SacAccessTest, ListsWhatTheServiceHolds) {
  sign_up(fabbri());
  const Receipt receipt = submit(recipe());
  const auto list =
      service_.on(doctor_.context(), sistema_ts::ListUsedNre{Date::parse("2026-09-30")});
  ASSERT_EQ(list.used.size(), 1u);
  EXPECT_EQ(list.used[0].nre, receipt.nre.value());
  EXPECT_EQ(list.used[0].written_on, "2026-09-30");
  EXPECT_EQ(list.used[0].authentication_code, receipt.authentication_code);
}

/// All that the room says or keeps, whatever happened, without the secrets themselves.
TEST_F(SacAccessTest, SecretsAreInNoTextAndInNoRow) {
  sign_up(fabbri());
  const std::string token = channel_->credentials.load(fabbri().doctor.account.value()).token;
  std::string said;
  const auto listen = [&](const Receipt& receipt) {
    for (const auto& it : receipt.reasons) said += it.code + it.text + it.advice + "\n";
  };
  for (const char* kind : {"no-answer", "bad-gateway", "cut-reply", "malformed-xml", "soap-fault",
                           "unauthorized", "wrong-certificate"}) {
    fault({{"kind", kind}});
    const auto it = recipe();
    listen(submit(it));
    listen(settle(it));
    said += channel_->health.now().problem + access().problem;
  }
  auto refused = recipe();
  refused.written_at = "subito";
  listen(submit(refused));
  for (const char* text : {"x", "00000000-0000-4000-8000-000000000000"}) {
    try {
      save_token(text);
    } catch (const Error& e) {
      said += e.message() + e.remedy();
    }
  }
  for (const char* table : {"nre_lot", "submission", "nre_use", "credential"}) {
    for (const auto& row : sql(std::string("select t::text from ") + table + " t")) {
      said += row[0].c_str();
    }
  }
  // In the text of a row its octets are hexadecimal: none would be found there.
  for (const auto& column : sql("select table_name, column_name from information_schema.columns"
                                " where data_type = 'bytea' and table_schema = current_schema()")) {
    for (const auto& row : sql(std::string("select encode(") + column[1].c_str() +
                               ", 'escape') from " + column[0].c_str())) {
      if (!row[0].is_null()) said += row[0].c_str();
    }
  }
  EXPECT_GT(said.size(), 1000u);
  for (const std::string& secret : {fabbri().password, fabbri().pincode, token,
                                    std::string("PNIMRA70A01H501P"), std::string("PINI MARIO")}) {
    EXPECT_EQ(said.find(secret), std::string::npos) << secret;
  }
}

}  // namespace curante::sac
