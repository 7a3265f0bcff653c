// SPDX-License-Identifier: Apache-2.0
#include "doctor_access.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using sistema_ts::Verdict;
using testing::code_of;

class SacVerifyTest : public SacDoctorTest {
 protected:
  sistema_ts::Verification verify() {
    const auto it = ask(sistema_ts::Verify{});
    EXPECT_FALSE(it.text.empty());
    EXPECT_EQ(it.remedy.empty(), it.verdict == Verdict::good);
    for (const std::string& secret : {fabbri().password, fabbri().pincode}) {
      EXPECT_EQ((it.text + it.remedy).find(secret), std::string::npos);
    }
    return it;
  }
};

TEST_F(SacVerifyTest, WithoutCredentialsNothingIsAsked) {
  EXPECT_EQ(verify().verdict, Verdict::credentials_missing);
  EXPECT_EQ(requests("CheckToken"), 0);
}

TEST_F(SacVerifyTest, AWrongPincodeIsToldApartFromAWrongPassword) {
  save("sbagliata", "1201000001");
  EXPECT_EQ(verify().verdict, Verdict::user_or_password);
  save("Lazio2026a", "1201000002");
  auto it = verify();
  EXPECT_EQ(it.verdict, Verdict::pincode);
  EXPECT_NE(it.text.find("302"), std::string::npos);
  EXPECT_EQ(it.access.problem, "Richiedere il codice temporaneo: Sistema TS lo invia per e-mail.");
  save("Lazio2026a", "12");
  EXPECT_EQ(verify().verdict, Verdict::pincode);
  ask(sistema_ts::SaveCredentials{"NESSUNO", "Lazio2026a", "1201000001", {}});
  EXPECT_EQ(verify().verdict, Verdict::user_or_password);
}

TEST_F(SacVerifyTest, TheDoctorsOwnDataAreToldApart) {
  save("Lazio2026a", "1201000001");
  data_.fiscal_code = PrescriberCode("MRNSFN66S05H501J");
  EXPECT_EQ(verify().verdict, Verdict::doctor_data);
}

TEST_F(SacVerifyTest, TheSecondFactorIsLastToBeMissed) {
  save("Lazio2026a", "1201000001");
  auto it = verify();
  EXPECT_EQ(it.verdict, Verdict::second_factor_missing);
  EXPECT_EQ(changes_, 1) << "nothing can go on yet";
  ask(sistema_ts::RequestToken{});
  it = verify();
  EXPECT_EQ(it.verdict, Verdict::good);
  EXPECT_EQ(it.access.problem, "");
  EXPECT_EQ(changes_, 3) << "what waits for good credentials goes on";
  simulator().admin("POST", "/tokens/expire", {{"user", fabbri().user}});
  it = verify();
  EXPECT_EQ(it.verdict, Verdict::second_factor_expired);
  EXPECT_NE(it.access.problem.find("scaduto"), std::string::npos);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::needs_credentials);
  EXPECT_EQ(requests("InvioPrescritto"), 0);
}

TEST_F(SacVerifyTest, AnOutageBlamesNobody) {
  sign_up(fabbri());
  fault({{"kind", "wrong-certificate"}});
  EXPECT_EQ(verify().verdict, Verdict::service_down);
  fault({{"kind", "bad-gateway"}, {"operation", "CheckToken"}});
  EXPECT_EQ(verify().verdict, Verdict::service_down);
  fault({{"kind", "no-answer"}, {"operation", "CheckToken"}});
  EXPECT_EQ(verify().verdict, Verdict::service_down);
  fault({{"kind", "soap-fault"}, {"operation", "CheckToken"}});
  EXPECT_EQ(verify().verdict, Verdict::unclear);
  EXPECT_EQ(access().problem, "");
}

TEST_F(SacVerifyTest, ATokenIsPastedOnceAndUsedUntilItExpires) {
  simulator().admin("POST", "/switches", {{"token_in_answer", false}});
  save("Lazio2026a", "1201000001");
  ask(sistema_ts::RequestToken{});
  const auto mail = simulator().admin("GET", "/mailbox");
  ask(sistema_ts::SaveToken{std::string(mail.at("mail").at(0).at("token").as_string())});
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  restart();
  open();
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(another_host()->transmitter.submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(verify().verdict, Verdict::good);
  EXPECT_EQ(requests("CreateToken"), 1);
  move_clock(8 * 3'600'000LL);
  const auto receipt = another_host()->transmitter.submit(recipe());
  EXPECT_EQ(receipt.outcome, Outcome::needs_credentials);
  EXPECT_EQ(receipt.reasons.at(0).code, "second-factor-expired");
  EXPECT_EQ(access().problem, "Il codice temporaneo è scaduto: richiederne uno nuovo.");
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacVerifyTest, TheDoctorIsRemindedToRenewThePassword) {
  move_clock_to("2026-09-01T10:00:00Z");
  auto it = save("Lazio2026a", "1201000001");
  EXPECT_EQ(it.password_changed_on, Date::parse("2026-09-01"));
  EXPECT_EQ(it.password_until, Date::parse("2026-11-30"));
  EXPECT_EQ(it.warning, "");
  move_clock_to("2026-11-20T10:00:00Z");
  EXPECT_NE(access().warning.find("fra 10 giorni"), std::string::npos);
  restart();
  open();
  EXPECT_NE(access().warning.find("30/11/2026"), std::string::npos);
  it = save("Lazio2026a", "");
  EXPECT_EQ(it.password_changed_on, Date::parse("2026-09-01")) << "the same password is no renewal";
  it = save("Nuova2026", "");
  EXPECT_EQ(it.warning, "");
  EXPECT_EQ(it.password_changed_on, Date::parse("2026-11-20"));
  it = ask(sistema_ts::SaveCredentials{fabbri().user, "", "", Date::parse("2026-09-10")});
  EXPECT_EQ(it.password_until, Date::parse("2026-12-09")) << "the doctor knows better";
  EXPECT_EQ(code_of([&] {
              ask(sistema_ts::SaveCredentials{fabbri().user, "", "", Date::parse("2026-11-21")});
            }),
            "credentials-malformed");
}

/// The simulator's certificate ends with 2049.
TEST_F(SacVerifyTest, AnExpiringCertificateIsToldAndAnExpiredOneSendsNothing) {
  sign_up(fabbri());
  move_clock_to("2049-12-02T10:00:00Z");
  EXPECT_NE(access().warning.find("SanitelCF scade il 31/12/2049"), std::string::npos);
  move_clock_to("2050-01-01T10:00:00Z");
  sign_up(fabbri());
  EXPECT_NE(access().problem.find("SanitelCF è scaduto il 31/12/2049"), std::string::npos);
  EXPECT_EQ(access().warning.find("SanitelCF"), std::string::npos);
  const auto receipt = submit(recipe());
  EXPECT_EQ(receipt.outcome, Outcome::unreachable) << "it waits";
  EXPECT_EQ(receipt.reasons.at(0).code, "sanitel-expired");
  const int64_t asked = requests("CheckToken");
  EXPECT_EQ(verify().verdict, Verdict::certificate_expired);
  EXPECT_EQ(requests("CheckToken"), asked);
  EXPECT_EQ(code_of([&] {
              ask(sistema_ts::Declare{Id("00000000-0000-4000-a000-000000000001"),
                                      conti().doctor.fiscal_code, "", Date::parse("2050-01-02"),
                                      Date::parse("2050-01-03"), false});
            }),
            "sanitel-expired");
  EXPECT_EQ(requests("RichiestaLotto") + requests("InvioPrescritto"), 0);
}

/// What is saved while the service is asked: the answer concerns what was saved before.
class SacVerifyMeanwhileTest : public SacVerifyTest {
 protected:
  SacVerifyMeanwhileTest() {
    slow_.open(channel_->credentials, channel_->client, channel_->transmitter, channel_->desk,
               {[this] { return now(); }, {}});
  }
  Credentials saved() { return channel_->credentials.load(fabbri().doctor.account.value()); }

  std::function<void()> meanwhile_;  ///< done between the reading and the service's answer
  AccessService slow_{[this](const CallContext&) {
                        if (const auto deed = std::exchange(meanwhile_, {})) deed();
                        return data_;
                      },
                      [](const CallContext&) {}};
};

TEST_F(SacVerifyMeanwhileTest, ANewPasswordOutlivesTheVerdictOnTheOldOne) {
  save("sbagliata", "1201000002");
  meanwhile_ = [this] { save("Lazio2026a", "1201000001"); };
  const auto it = slow_.on(doctor_.context(), sistema_ts::Verify{});
  EXPECT_EQ(it.verdict, Verdict::unclear);
  EXPECT_EQ(it.remedy, "Verificare di nuovo.");
  EXPECT_EQ(saved().password, "Lazio2026a");
  EXPECT_EQ(saved().pincode, "1201000001");
  EXPECT_EQ(saved().problem, "") << "it was the old one that the service refused";
}

TEST_F(SacVerifyMeanwhileTest, ANewTokenOutlivesTheVerdictOnTheOldOne) {
  sign_up(fabbri());
  simulator().admin("POST", "/tokens/expire", {{"user", fabbri().user}});
  meanwhile_ = [this] { ask(sistema_ts::RequestToken{}); };
  slow_.on(doctor_.context(), sistema_ts::Verify{});
  EXPECT_GT(Instant::parse(saved().token_until), now());
  EXPECT_EQ(verify().verdict, Verdict::good);
}

TEST_F(SacVerifyMeanwhileTest, ATokenOfAnAccessThatChangedIsNotKept) {
  sign_up(fabbri());
  const std::string token = saved().token;
  meanwhile_ = [this] { ask(sistema_ts::SaveCredentials{"ALTRO", "nuova", "1201000001", {}}); };
  EXPECT_EQ(
      code_of([&] { slow_.on(doctor_.context(), sistema_ts::SaveToken{token}); }),
      "access-changed");
  EXPECT_EQ(saved().user, "ALTRO");
  EXPECT_EQ(saved().password, "nuova");
  EXPECT_EQ(saved().token, "");
}

TEST_F(SacVerifyMeanwhileTest, ARefusalOfTheOldAccessIsNoProblemOfTheNewOne) {
  sign_up(fabbri());
  const std::string account = fabbri().doctor.account.value();
  const Credentials old = saved();
  save("Lazio2026a", "1201000001");
  channel_->credentials.note_problem(account, old.revision, "utente o password errati", now().iso());
  EXPECT_EQ(saved().problem, "");
  channel_->credentials.note_problem(account, saved().revision, "errati", now().iso());
  EXPECT_EQ(saved().problem, "errati");
}

}  // namespace curante::sac
