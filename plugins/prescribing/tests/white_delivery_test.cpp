// SPDX-License-Identifier: Apache-2.0
// Each way by which an electronic white recipe gets to its patient, and what it holds of NRBE and
// PIN.
#include "handover_room.hpp"

namespace curante::prescribing {

class WhiteDeliveryTest : public HandoverTest {
 protected:
  static constexpr const char* nrbe = "RB0000000042";
  static constexpr const char* pin = "73915";

  WhiteDeliveryTest() {
    fake_.set("delivery_white", "print, none, sms-number, mail-number, mail-memo");
    sent_.emplace(
        host_, neighbours_, rules_, pool_, outbox_, [] {}, [this] { ++handed_; });
    neighbours_.submit = [](const CallContext&, const recipe_transmitter::Submit& call) {
      EXPECT_EQ(call.recipe.kind, recipe_transmitter::RecipeKind::white);
      recipe_transmitter::Receipt receipt;
      receipt.outcome = recipe_transmitter::Outcome::accepted;
      receipt.authentication_code = "protocollo";
      receipt.white_number = nrbe;
      receipt.white_pin = pin;
      return receipt;
    };
    neighbours_.read_document = [this](const CallContext&, const documents::Read& call) {
      read_.push_back(call.document);
      Blob blob;
      blob.content = {'%', 'P', 'D', 'F'};
      return blob;
    };
    neighbours_.print_numbers = [this](const CallContext&, const documents::PrintNumbers& call) {
      listed_.push_back(call);
      Blob blob;
      blob.file_name = "elenco.pdf";
      blob.media_type = "application/pdf";
      blob.content = {'%', 'P', 'D', 'F'};
      return blob;
    };
  }

  Prescription white(int number, const char* mode) {
    Draft it = draft(number);
    it.lines[0].white = true;
    it.delivery = mode;
    const Prescription issued = sent_->on(doctor_.context(), Issue{it});
    send();
    hand_over();
    EXPECT_EQ(view(issued).white_number, nrbe);
    EXPECT_EQ(view(issued).white_pin, pin) << "the chart shows it, whatever was sent";
    return issued;
  }
  static bool says(const std::string& text, const char* what) {
    return text.find(what) != std::string::npos;
  }

  std::vector<Id> read_;
  std::vector<documents::PrintNumbers> listed_;
};

TEST_F(WhiteDeliveryTest, AnSmsHoldsTheNrbeAndAsksForTheCard) {
  const Prescription it = white(1, "sms-number");
  ASSERT_EQ(messages_.sms.size(), 1u);
  const std::string& text = messages_.sms[0].text;
  EXPECT_TRUE(says(text, "NRBE RB0000000042")) << text;
  EXPECT_TRUE(says(text, "tessera sanitaria")) << "with the NRBE the pharmacy needs the code on it";
  EXPECT_FALSE(says(text, pin)) << text;
  EXPECT_LE(text.size(), 160u);
  EXPECT_TRUE(messages_.mail.empty());
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
}

TEST_F(WhiteDeliveryTest, AMailHoldsTheNrbeAndItsBarcode) {
  white(1, "mail-number");
  ASSERT_EQ(messages_.mail.size(), 1u);
  const messages::SendEmail& mail = messages_.mail[0];
  EXPECT_TRUE(says(mail.text, "NRBE RB0000000042")) << mail.text;
  EXPECT_TRUE(says(mail.text, "tessera sanitaria"));
  EXPECT_FALSE(says(mail.text, pin));
  EXPECT_FALSE(mail.confidential);
  ASSERT_EQ(listed_.size(), 1u);
  ASSERT_EQ(listed_[0].numbers.size(), 1u);
  EXPECT_EQ(listed_[0].numbers[0].number, nrbe);
  EXPECT_TRUE(listed_[0].numbers[0].white);
  EXPECT_TRUE(read_.empty()) << "the promemoria, which shows the PIN, does not go unprotected";
}

TEST_F(WhiteDeliveryTest, APromemoriaGoesProtectedAndTheMailSaysNeither) {
  const Prescription it = white(1, "mail-memo");
  ASSERT_EQ(messages_.mail.size(), 1u);
  const messages::SendEmail& mail = messages_.mail[0];
  EXPECT_TRUE(mail.confidential);
  EXPECT_EQ(mail.password_to.value(), "+393331234567");
  ASSERT_EQ(mail.attachments.size(), 1u);
  EXPECT_EQ(read_, std::vector<Id>{view(it).document}) << "the paper that was made of this receipt";
  ASSERT_EQ(white_papers_.size(), 1u);
  ASSERT_TRUE(white_papers_[0].receipt.has_value());
  EXPECT_EQ(white_papers_[0].receipt->white_pin, pin);
  for (const char* secret : {nrbe, pin}) EXPECT_FALSE(says(mail.text, secret));
}

TEST_F(WhiteDeliveryTest, NothingGoesUntilAPersonSaysHow) {
  const Prescription it = white(1, "none");
  EXPECT_TRUE(messages_.sms.empty());
  EXPECT_TRUE(messages_.mail.empty());
  EXPECT_EQ(delivery(it).state, DeliveryState::to_deliver);
  deliver(it, "sms-number", 1);
  hand_over();
  ASSERT_EQ(messages_.sms.size(), 1u);
  EXPECT_TRUE(says(messages_.sms[0].text, nrbe));
}

TEST_F(WhiteDeliveryTest, APrintedOneIsDeliveredByHand) {
  const Prescription it = white(1, "print");
  EXPECT_EQ(delivery(it).state, DeliveryState::to_deliver);
  EXPECT_EQ(deliver(it, "print", 1).delivery.state, DeliveryState::delivered);
  EXPECT_TRUE(messages_.sms.empty());
  EXPECT_TRUE(messages_.mail.empty());
}

}  // namespace curante::prescribing
