// SPDX-License-Identifier: Apache-2.0
// What a mail provider and an SMS gateway get, and what their answers come to.
#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <future>
#include <memory>

#include "runtime/tree.hpp"
#include "simulator.hpp"
#include "sms_gateway.hpp"
#include "smtp_mailer.hpp"
#include "tls_trust.hpp"

namespace curante::messages {
namespace {

namespace json = boost::json;
using Verdict = Attempt::Verdict;

class WaysOut : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::signal(SIGPIPE, SIG_IGN);  // as the host does
    shared_ = std::make_unique<Simulator>();
  }
  static void TearDownTestSuite() { shared_.reset(); }

  WaysOut() {
    simulator_.reset();
    mail_.host = "localhost";
    mail_.port = simulator_.starttls_port();
    mail_.user = Simulator::user;
    mail_.password = Simulator::password;
    mail_.sender_address = "studio@studio.example";
    mail_.sender_name = "Studio \"Però\"";
    letter_.id = Id("00000000-0000-4000-8000-000000000001");
    letter_.to = "maria.rossi@example.it";
    letter_.queued = Instant{1'795'450'800'000};
    letter_.content = {"Ricetta già pronta",
                       "Ciò che serve:\n.una riga col punto\n",
                       {{"promemoria.pdf", "application/pdf", {'%', 'P', 0, 255, '\n'}}}};
  }
  ~WaysOut() override { simulator_.reset(); }

  Attempt post() { return SmtpMailer(mail_, tls_, patience_, closing_).send(letter_); }
  Attempt text(const std::string& secret = Simulator::secret) {
    Letter sms = letter_;
    sms.channel = Channel::sms;
    sms.to = "+393331234567";
    sms.content = {"", "Numero 1200A4000000001", {}};
    SmsSettings settings{simulator_.sms_url(), secret, "Studio"};
    return SmsGateway(settings, tls_, patience_, closing_,
                      [](const SmsRequest& it) { return kernel::to_text(kernel::to_tree(it)); })
        .send(sms);
  }
  /// Posts until the server has it: a machine under load may need more than a short step before.
  Attempt until_handed_over(const std::function<Attempt()>& send) const {
    Attempt attempt = send();
    const auto too_slow = [&] {
      return attempt.verdict == Verdict::later && !attempt.may_have_left &&
             simulator_.held().empty();
    };
    for (int tries = 1; tries < 20 && too_slow(); ++tries) {
      attempt = send();
    }
    return attempt;
  }

  struct Case {
    const char* kind;
    Verdict verdict;
    const char* says;
  };

  static std::unique_ptr<Simulator> shared_;
  Simulator& simulator_ = *shared_;
  Poco::Net::Context::Ptr tls_ = tls_trust(simulator_.ca_file());
  MailSettings mail_;
  Patience patience_{20'000, 20'000};
  ClosingTime closing_;
  Letter letter_;
};
std::unique_ptr<Simulator> WaysOut::shared_;

TEST_F(WaysOut, AMailArrivesAsItWasWritten) {
  const Attempt attempt = post();
  ASSERT_EQ(attempt.verdict, Verdict::sent) << attempt.problem;
  const json::object it = simulator_.mail().at(0).as_object();
  EXPECT_EQ(it.at("message_id"), "<00000000-0000-4000-8000-000000000001@studio.example>");
  EXPECT_EQ(it.at("subject"), "Ricetta già pronta");
  EXPECT_EQ(it.at("from"), R"("Studio \"Però\"" <studio@studio.example>)");
  EXPECT_EQ(it.at("to"), "maria.rossi@example.it");
  EXPECT_EQ(it.at("envelope_to").as_array().at(0), "maria.rossi@example.it");
  EXPECT_NE(it.at("text").as_string().find("Ciò che serve:"), json::string::npos);
  EXPECT_NE(it.at("text").as_string().find("\n.una riga col punto"), json::string::npos)
      << it.at("text");
  const json::object file = it.at("attachments").as_array().at(0).as_object();
  EXPECT_EQ(file.at("name"), "promemoria.pdf");
  EXPECT_EQ(file.at("type"), "application/pdf");
  EXPECT_EQ(file.at("content"), "JVAA/wo=");
}

TEST_F(WaysOut, TlsFromTheStartAndAMailOfTextAlone) {
  mail_.port = simulator_.tls_port();
  mail_.tls_at_once = true;
  letter_.content.attachments.clear();
  const Attempt attempt = post();
  ASSERT_EQ(attempt.verdict, Verdict::sent) << attempt.problem;
  EXPECT_NE(simulator_.mail().at(0).at("text").as_string().find("Ciò"), json::string::npos);
}

TEST_F(WaysOut, ASecondTryIsTheSameMessage) {
  simulator_.fault("cut-after-data");
  const Attempt first = post();
  EXPECT_EQ(first.verdict, Verdict::later);
  EXPECT_TRUE(first.may_have_left);
  EXPECT_EQ(post().verdict, Verdict::sent);
  const auto mail = simulator_.mail();
  ASSERT_EQ(mail.size(), 2u);
  EXPECT_EQ(mail[0].at("message_id"), mail[1].at("message_id"));
  EXPECT_EQ(mail[0].at("date"), mail[1].at("date"));
}

TEST_F(WaysOut, EachRefusalSaysWhoMustDoSomething) {
  for (const Case& it :
       {Case{"refuse-recipient", Verdict::refused, "rifiuta l'indirizzo del destinatario"},
        Case{"refuse-sender", Verdict::later, "rifiuta il mittente"},
        Case{"refuse-content", Verdict::refused, "ha respinto il messaggio"},
        Case{"temporary", Verdict::later, "riprovare più tardi"},
        Case{"refuse-auth", Verdict::later, "utente o password"},
        Case{"no-starttls", Verdict::later, "STARTTLS"},
        Case{"no-such-domain", Verdict::refused, "rifiuta l'indirizzo del destinatario"},
        Case{"no-relay", Verdict::later, "smtp_user"},
        Case{"rcpt-503", Verdict::later, "smtp_user"},
        Case{"rcpt-530", Verdict::later, "smtp_user"},
        Case{"rcpt-535", Verdict::later, "smtp_user"},
        Case{"rcpt-554", Verdict::later, "smtp_user"},
        Case{"data-250", Verdict::later, "risposta inattesa"},
        Case{"data-530", Verdict::later, "smtp_user"},
        Case{"data-554", Verdict::later, "smtp_user"}}) {
    simulator_.fault(it.kind);
    const Attempt attempt = post();
    EXPECT_EQ(attempt.verdict, it.verdict) << it.kind << ": " << attempt.problem;
    EXPECT_NE(attempt.problem.find(it.says), std::string::npos) << attempt.problem;
    EXPECT_EQ(attempt.problem.find("maria"), std::string::npos) << attempt.problem;
    EXPECT_FALSE(attempt.may_have_left) << it.kind;
  }
  EXPECT_TRUE(simulator_.mail().empty());
  EXPECT_EQ(post().verdict, Verdict::sent);
}

TEST_F(WaysOut, AConnectionThatEndsIsNoRefusal) {
  for (const char* kind :
       {"close-in-reply", "close-at-rcpt", "close-at-data", "cut-before-data", "break-handshake"}) {
    simulator_.fault(kind);
    const Attempt attempt = post();
    EXPECT_EQ(attempt.verdict, Verdict::later) << kind << ": " << attempt.problem;
    EXPECT_FALSE(attempt.may_have_left) << kind << ": nothing can have been taken yet";
    EXPECT_EQ(attempt.problem.find("certificato"), std::string::npos)
        << kind << ": " << attempt.problem;
    EXPECT_EQ(attempt.problem.find("rifiuta"), std::string::npos) << attempt.problem;
  }
  EXPECT_TRUE(simulator_.mail().empty());
  for (const char* kind : {"cut-after-data", "close-after-data"}) {
    simulator_.fault(kind);
    const Attempt attempt = post();
    EXPECT_EQ(attempt.verdict, Verdict::later) << kind;
    EXPECT_TRUE(attempt.may_have_left) << kind;
  }
}

TEST_F(WaysOut, WhatBrokeBeforeItsEndWasSaidCannotHaveArrived) {
  // More than the sockets between here and there hold.
  letter_.content.attachments[0].content.assign(12'000'000, 'x');
  simulator_.fault("cut-in-data");
  const Attempt attempt = post();
  EXPECT_EQ(attempt.verdict, Verdict::later);
  EXPECT_FALSE(attempt.may_have_left) << attempt.problem;
}

TEST_F(WaysOut, AServerThatKnowsLoginAlone) {
  simulator_.fault("login-only");
  EXPECT_EQ(post().verdict, Verdict::sent);
}

TEST_F(WaysOut, AServerMayTakeLongerToAcceptAMailThanForAStep) {
  patience_ = {2'000, 60'000};
  simulator_.hold("hold-after-data", 5);
  const Attempt attempt = until_handed_over([&] { return post(); });
  EXPECT_EQ(attempt.verdict, Verdict::sent) << attempt.problem;
  EXPECT_EQ(simulator_.mail().size(), 1u) << "hanging up earlier would have doubled it";
}

TEST_F(WaysOut, AServerThatNeverAcceptsLeavesADoubt) {
  patience_ = {20'000, 1'000};
  simulator_.hold("hold-after-data");
  const Attempt attempt = until_handed_over([&] { return post(); });
  EXPECT_EQ(attempt.verdict, Verdict::later);
  EXPECT_TRUE(attempt.may_have_left);
  EXPECT_NE(attempt.problem.find("in tempo"), std::string::npos) << attempt.problem;
}

TEST_F(WaysOut, AServerThatTricklesIsLeft) {
  patience_.step_ms = 500;
  simulator_.fault("trickle");
  const Attempt attempt = post();
  EXPECT_EQ(attempt.verdict, Verdict::later);
  EXPECT_FALSE(attempt.may_have_left);
  EXPECT_NE(attempt.problem.find("in tempo"), std::string::npos) << attempt.problem;
}

TEST_F(WaysOut, ARoomThatStopsDoesNotWaitForAServer) {
  patience_ = {5'000, 3'600'000};
  simulator_.hold("hold-after-data");
  auto posted =
      std::async(std::launch::async, [&] { return until_handed_over([&] { return post(); }); });
  while (simulator_.held().empty() &&
         posted.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
  }
  closing_.begin();
  const Attempt attempt = posted.get();
  EXPECT_EQ(attempt.verdict, Verdict::later);
  EXPECT_TRUE(attempt.may_have_left);
}

TEST_F(WaysOut, NothingGoesToAServerThatIsNotTheOneItSays) {
  Simulator stranger;
  tls_ = tls_trust(stranger.ca_file());
  EXPECT_NE(post().problem.find("certificato"), std::string::npos) << post().problem;
  EXPECT_NE(text().problem.find("certificato"), std::string::npos) << text().problem;
  mail_.host = "127.0.0.1";  // the certificate names localhost alone
  tls_ = tls_trust(simulator_.ca_file());
  EXPECT_EQ(post().verdict, Verdict::later);
  EXPECT_TRUE(simulator_.mail().empty());
}

TEST_F(WaysOut, AServerThatIsNotThereIsTriedAgain) {
  mail_.port = 1;
  EXPECT_EQ(post().verdict, Verdict::later);
  EXPECT_FALSE(post().may_have_left);
}

TEST_F(WaysOut, AnSmsIsHandedOverOnceUnderItsId) {
  ASSERT_EQ(text().verdict, Verdict::sent);
  EXPECT_EQ(simulator_.sms().at(0).at("to"), "+393331234567");
  EXPECT_EQ(simulator_.sms().at(0).at("from"), "Studio");
  simulator_.fault("sms-cut");
  EXPECT_TRUE(text().may_have_left);
  EXPECT_EQ(text().verdict, Verdict::sent) << "the gateway has it: 409";
  EXPECT_EQ(simulator_.sms().at(1).at("again"), true);
}

TEST_F(WaysOut, TheGatewaysRefusals) {
  struct Answer {
    const char* kind;
    Verdict verdict;
    bool may_have_left;
    const char* says;
  };
  for (const Answer& it : {Answer{"sms-refuse", Verdict::refused, false, "numero o il testo"},
                           Answer{"sms-402", Verdict::later, false, "credito"},
                           Answer{"sms-404", Verdict::later, false, "sms_url"},
                           Answer{"sms-408", Verdict::later, false, "più tardi"},
                           Answer{"sms-429", Verdict::later, false, "più tardi"},
                           Answer{"sms-busy", Verdict::later, false, "più tardi"},
                           Answer{"sms-unauthorized", Verdict::later, false, "chiave"},
                           Answer{"sms-500", Verdict::later, true, "errore"}}) {
    simulator_.fault(it.kind);
    const Attempt attempt = text();
    EXPECT_EQ(attempt.verdict, it.verdict) << it.kind << ": " << attempt.problem;
    EXPECT_EQ(attempt.may_have_left, it.may_have_left) << it.kind;
    EXPECT_NE(attempt.problem.find(it.says), std::string::npos) << attempt.problem;
  }
  const Attempt denied = text("altra");
  EXPECT_EQ(denied.verdict, Verdict::later);
  EXPECT_NE(denied.problem.find("chiave"), std::string::npos);
  EXPECT_TRUE(simulator_.sms().empty());
}

TEST_F(WaysOut, AGatewayMayTakeLongerToAnswerThanForAStep) {
  patience_ = {2'000, 60'000};
  simulator_.hold("sms-hold", 5);
  EXPECT_EQ(until_handed_over([&] { return text(); }).verdict, Verdict::sent);
  EXPECT_EQ(simulator_.sms().size(), 1u);
  patience_ = {20'000, 1'000};
  simulator_.hold("sms-hold");
  const Attempt attempt = until_handed_over([&] { return text(); });
  EXPECT_EQ(attempt.verdict, Verdict::later);
  EXPECT_TRUE(attempt.may_have_left);
}

}  // namespace
}  // namespace curante::messages
