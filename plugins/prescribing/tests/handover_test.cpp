// SPDX-License-Identifier: Apache-2.0
// Getting accepted recipes to their patients: each once, by the way that was chosen, and not when
// withdrawn.
#include "handover_text.hpp"
#include "handover_thread.hpp"
#include "room.hpp"

namespace curante::prescribing {

class HandoverTest : public RoomTest {
 protected:
  HandoverTest() {
    facts_.chart.patient.email = "maria.rossi@example.it";
    facts_.chart.patient.phone = "333 1234567";
    confirm();
    sent_.emplace(
        set_modes(), neighbours_, rules_, pool_, outbox_, [] {}, [this] { ++handed_; });
  }
  Host set_modes() {
    fake_.set("delivery_ssn", "print, none, sms-number, mail-number, mail-memo");
    return host_;
  }
  void confirm() {
    messages_.book.addresses = {
        {messages::Channel::email, "maria.rossi@example.it", reading_.now, Id()},
        {messages::Channel::sms, "+393331234567", reading_.now, Id()}};
  }
  Prescription issue(int number, const char* mode) {
    Draft it = draft(number);
    it.delivery = mode;
    return sent_->on(doctor_.context(), Issue{it});
  }
  Prescription accepted(int number, const char* mode) {
    const Prescription it = issue(number, mode);
    while (work()) {
    }
    return it;
  }
  void hand_over() {
    while (handover_.step()) {
    }
  }
  RecipeDelivery delivery(const Prescription& it) { return view(it).delivery; }
  RecipeView deliver(const Prescription& it, const char* mode, int request) {
    char id[40];
    std::snprintf(id, sizeof id, "ffffffff-0000-4000-8000-%012d", request);
    return sent_->on(doctor_.context(), Deliver{view(it).id, mode, Id(id)});
  }

  int handed_ = 0;
  std::optional<PrescribingService> sent_;
  HandoverStore store_{pool_, "prova"};
  PrescriptionReader reader_{host_, pool_};
  Handover handover_{host_, neighbours_, store_, reader_};
};

TEST_F(HandoverTest, ANumberGoesBySmsOnceAndOnlyWhenAccepted) {
  const Prescription it = issue(1, "sms-number");
  hand_over();
  EXPECT_TRUE(messages_.sms.empty()) << "it has no number yet";
  EXPECT_EQ(delivery(it).state, DeliveryState::none);
  while (work()) {
  }
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
  hand_over();
  hand_over();
  ASSERT_EQ(messages_.sms.size(), 1u);
  EXPECT_EQ(messages_.sms[0].to.value(), "+393331234567");
  EXPECT_NE(messages_.sms[0].text.find(view(it).nre.value()), std::string::npos);
  EXPECT_EQ(messages_.sms[0].text.find("CARDIOASPIRIN"), std::string::npos);
  EXPECT_EQ(messages_.sms[0].text.find("ROSSI"), std::string::npos);
  EXPECT_LE(messages_.sms[0].text.size(), 160u);

  messages_.only().state = messages::State::sent;
  messages_.only().settled = reading_.now;
  handover_.look_after({});
  EXPECT_EQ(delivery(it).state, DeliveryState::delivered);
  EXPECT_EQ(delivery(it).at, reading_.now);
}

TEST_F(HandoverTest, AHostThatDiesBetweenAskingAndRecordingAsksForTheSame) {
  const Prescription it = accepted(1, "mail-number");
  store_.form_batches();
  const auto batch = store_.next();
  ASSERT_TRUE(batch);
  messages_.take(batch->key, messages::Channel::email);  // and here it died
  hand_over();
  EXPECT_EQ(messages_.mail.at(0).key, batch->key);
  EXPECT_EQ(messages_.by_key.size(), 1u);
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
}

TEST_F(HandoverTest, APromemoriaGoesProtectedAndItsPasswordToTheTelephone) {
  documents_down_ = true;
  const Prescription it = accepted(1, "mail-memo");
  hand_over();
  EXPECT_TRUE(messages_.mail.empty()) << "there is no promemoria yet";
  documents_down_ = false;
  make_due();
  while (work()) {
  }
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u);
  const messages::SendEmail& mail = messages_.mail[0];
  EXPECT_TRUE(mail.confidential);
  EXPECT_EQ(mail.password_to.value(), "+393331234567");
  EXPECT_EQ(mail.attachments.at(0).file_name, "promemoria-" + view(it).nre.value() + ".pdf");
  EXPECT_EQ(mail.text.find(view(it).nre.value()), std::string::npos);
}

TEST_F(HandoverTest, RecipesOfOnePrescriptionGoTogether) {
  Draft both = draft(1);
  both.lines.push_back(both.lines[0]);
  both.lines[1].aic = sample::statin().aic.value();
  both.lines[1].aifa_note = "13";
  both.lines[0].quantity = 2;  // with the other more packs than a recipe holds
  both.delivery = "mail-number";
  const Prescription it = sent_->on(doctor_.context(), Issue{both});
  ASSERT_EQ(it.recipes.size(), 2u);
  ASSERT_TRUE(work());
  hand_over();
  EXPECT_TRUE(messages_.mail.empty()) << "the other has no number yet";
  while (work()) {
  }
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u);
  for (const RecipeView& recipe : service_.on(doctor_.context(), Get{it.id}).recipes) {
    EXPECT_NE(messages_.mail[0].text.find(recipe.nre.value()), std::string::npos);
  }
  EXPECT_EQ(messages_.mail[0].attachments.at(0).content.size(), it.recipes.size());
}

TEST_F(HandoverTest, AWithdrawnRecipeIsTakenBack) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  service_.on(doctor_.context(), Withdraw{view(it).id});
  while (work()) {
  }
  EXPECT_EQ(view(it).state, State::withdrawn);
  hand_over();
  EXPECT_EQ(messages_.only().state, messages::State::cancelled);
  hand_over();
  EXPECT_EQ(messages_.mail.size(), 1u) << "and does not go again";
  EXPECT_EQ(delivery(it).state, DeliveryState::none);
  EXPECT_EQ(code_of([&] { deliver(it, "print", 1); }), "recipe-not-deliverable");
}

TEST_F(HandoverTest, OneThatIsWithdrawnBeforeItIsHandedOverNeverGoes) {
  const Prescription it = accepted(1, "mail-number");
  store_.form_batches();
  service_.on(doctor_.context(), Withdraw{view(it).id});
  while (work()) {
  }
  hand_over();
  EXPECT_TRUE(messages_.mail.empty());
}

TEST_F(HandoverTest, WhatAPersonMustSettleFailsAndCanGoAnotherWay) {
  const Prescription it = accepted(1, "mail-number");
  messages_.refuse = "address-unconfirmed";
  hand_over();
  EXPECT_EQ(delivery(it).state, DeliveryState::failed);
  EXPECT_EQ(delivery(it).problem, "rifiutato: consegnare in altro modo");
  messages_.refuse = "service-odd";
  deliver(it, "mail-number", 1);
  hand_over();
  EXPECT_EQ(delivery(it).state, DeliveryState::sending) << "what passes by itself is tried again";
  messages_.refuse.clear();
  sql("update delivery set due = clock_timestamp()");
  hand_over();
  EXPECT_EQ(messages_.by_key.size(), 1u);

  messages_.only().state = messages::State::failed;
  messages_.only().problem = "indirizzo rifiutato";
  handover_.look_after({messages_.only().id});
  EXPECT_EQ(delivery(it).state, DeliveryState::failed);
  EXPECT_EQ(deliver(it, "print", 2).delivery.state, DeliveryState::delivered);
  EXPECT_EQ(delivery(it).mode, "print");
}

TEST_F(HandoverTest, AskedTwiceItGoesOnce) {
  const Prescription it = accepted(1, "none");
  EXPECT_EQ(delivery(it).state, DeliveryState::to_deliver);
  deliver(it, "sms-number", 1);
  deliver(it, "sms-number", 1);
  deliver(it, "sms-number", 2);
  EXPECT_EQ(handed_, 3);
  hand_over();
  EXPECT_EQ(messages_.by_key.size(), 1u) << "the first was still on its way";
  messages_.only().state = messages::State::sent;
  handover_.look_after({});
  deliver(it, "sms-number", 1);
  hand_over();
  EXPECT_EQ(messages_.by_key.size(), 1u);
  deliver(it, "sms-number", 3);
  hand_over();
  EXPECT_EQ(messages_.by_key.size(), 2u) << "the patient has lost it";
}

TEST_F(HandoverTest, OnlyWhatIsOpenAndConfirmedCanBeChosen) {
  messages_.book.addresses.clear();
  EXPECT_EQ(code_of([&] { issue(1, "sms-number"); }), "delivery-address-unconfirmed");
  confirm();
  messages_.channels[1] = {messages::Channel::sms, false, "gli SMS non sono configurati"};
  EXPECT_EQ(code_of([&] { issue(1, "sms-number"); }), "delivery-not-allowed");
  const Prescription it = accepted(1, "print");
  const auto choices = sent_->on(doctor_.context(), GetDeliveryChoices{view(it).id}).choices;
  ASSERT_EQ(choices.size(), 5u);
  EXPECT_EQ(choices[2].reason, "gli SMS non sono configurati");
  EXPECT_TRUE(choices[3].offered && choices[3].confirmed);
  EXPECT_EQ(code_of([&] { deliver(it, "sms-number", 1); }), "delivery-not-allowed");
  EXPECT_EQ(code_of([&] { deliver(it, "none", 1); }), "delivery-not-allowed");
  facts_.chart.patient.email = "maria";
  EXPECT_EQ(code_of([&] { deliver(it, "mail-memo", 1); }), "delivery-not-allowed");
  neighbours_.channels = [](const CallContext&) -> messages::ChannelList {
    throw Error("contract-unavailable", "nobody", "see plugins");
  };
  EXPECT_NE(sent_->on(doctor_.context(), GetDeliveryChoices{view(it).id})
                .choices[4]
                .reason.find("Messaggi ai pazienti"),
            std::string::npos);
  Caller other = doctor_;
  other.fields["patient"] = sample::doctor_id.value();
  EXPECT_EQ(code_of([&] { sent_->on(other.context(), GetDeliveryChoices{view(it).id}); }),
            "patient-mismatch");
  EXPECT_EQ(code_of([&] {
              sent_->on(other.context(), Deliver{view(it).id, "print", Id()});
            }),
            "patient-mismatch");
}

TEST_F(HandoverTest, TheThreadHandsOverWhatIsThereWhenItStarts) {
  const Prescription it = accepted(1, "mail-number");
  HandoverThread thread(host_, handover_, store_);
  thread.start();
  EXPECT_TRUE(until([&] { return !messages_.mail.empty() && !messages_.by_key.empty(); }));
  thread.stop();
  EXPECT_EQ(messages_.mail.size(), 1u);
}

}  // namespace curante::prescribing
