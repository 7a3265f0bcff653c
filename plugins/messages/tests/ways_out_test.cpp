// SPDX-License-Identifier: Apache-2.0
// What a mail provider and an SMS gateway get, and what their answers come to.
#include <gtest/gtest.h>

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
  WaysOut() {
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
  Attempt post() const { return SmtpMailer(mail_, tls_, 3'000).send(letter_); }
  Attempt text(const std::string& secret = Simulator::secret) const {
    Letter sms = letter_;
    sms.channel = Channel::sms;
    sms.to = "+393331234567";
    sms.content = {"", "Numero 1200A4000000001", {}};
    SmsSettings settings{simulator_.sms_url(), secret, "Studio"};
    return SmsGateway(settings, tls_, 3'000,
                      [](const SmsRequest& it) { return kernel::to_text(kernel::to_tree(it)); })
        .send(sms);
  }

  Simulator simulator_;
  Poco::Net::Context::Ptr tls_ = tls_trust(simulator_.ca_file());
  MailSettings mail_;
  Letter letter_;
};

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
  struct Case {
    const char* kind;
    Verdict verdict;
    const char* says;
  };
  for (const Case& it :
       {Case{"refuse-recipient", Verdict::refused, "rifiuta l'indirizzo del destinatario"},
        Case{"refuse-sender", Verdict::later, "rifiuta il mittente"},
        Case{"refuse-content", Verdict::refused, "ha respinto il messaggio"},
        Case{"temporary", Verdict::later, "riprovare più tardi"},
        Case{"refuse-auth", Verdict::later, "utente o password"},
        Case{"no-starttls", Verdict::later, "STARTTLS"},
        Case{"cut-before-data", Verdict::later, ""}}) {
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
  EXPECT_EQ(text().verdict, Verdict::later);
  EXPECT_EQ(text().verdict, Verdict::sent) << "the gateway has it: 409";
  EXPECT_EQ(simulator_.sms().at(1).at("again"), true);
}

TEST_F(WaysOut, TheGatewaysRefusals) {
  simulator_.fault("sms-refuse");
  EXPECT_EQ(text().verdict, Verdict::refused);
  simulator_.fault("sms-busy");
  EXPECT_EQ(text().verdict, Verdict::later);
  const Attempt denied = text("altra");
  EXPECT_EQ(denied.verdict, Verdict::later);
  EXPECT_NE(denied.problem.find("chiave"), std::string::npos);
  EXPECT_TRUE(simulator_.sms().empty());
}

}  // namespace
}  // namespace curante::messages
