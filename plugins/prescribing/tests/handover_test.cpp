// SPDX-License-Identifier: Apache-2.0
// Getting accepted recipes to their patients: each once, by the way that was chosen, and not when
// withdrawn.
#include "handover_room.hpp"

namespace curante::prescribing {

TEST_F(HandoverTest, ANumberGoesBySmsOnceAndOnlyWhenAccepted) {
  const Prescription it = issue(1, "sms-number");
  hand_over();
  EXPECT_TRUE(messages_.sms.empty()) << "it has no number yet";
  EXPECT_EQ(delivery(it).state, DeliveryState::none);
  send();
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
  hand_over();
  hand_over();
  ASSERT_EQ(messages_.sms.size(), 1u);
  EXPECT_EQ(messages_.sms[0].to.value(), "+393331234567");
  EXPECT_NE(messages_.sms[0].text.find(view(it).nre.value()), std::string::npos);
  EXPECT_EQ(messages_.sms[0].text.find("CARDIOASPIRIN"), std::string::npos);
  EXPECT_EQ(messages_.sms[0].text.find("ROSSI"), std::string::npos);
  EXPECT_NE(messages_.sms[0].text.find("(CF PNIM...)"), std::string::npos);
  EXPECT_LE(messages_.sms[0].text.size(), 160u);

  messages_.only().state = messages::State::sent;
  messages_.only().settled = reading_.now;
  handover_.look_after({});
  EXPECT_EQ(delivery(it).state, DeliveryState::delivered);
  EXPECT_EQ(delivery(it).at, reading_.now);
}

TEST_F(HandoverTest, EachDoctorHasAUsualWayThatGoesForWhatNamesNone) {
  const auto save = [&](const Caller& who, const char* mode) {
    return sent_->on(who.context(), SaveUsualDelivery{mode}).mode;
  };
  const auto usual = [&](const Caller& who) {
    return sent_->on(who.context(), Assess{draft(9)}).usual_delivery;
  };
  EXPECT_EQ(save(doctor_, "mail-number"), "mail-number");
  EXPECT_EQ(save(doctor_, "sms-number"), "sms-number");
  EXPECT_EQ(usual(doctor_), "sms-number");
  EXPECT_EQ(usual(substitute_), "") << "it is one doctor's alone";
  accepted(1, "");
  hand_over();
  EXPECT_EQ(messages_.sms.size(), 1u);
  accepted(2, "print");
  hand_over();
  EXPECT_EQ(messages_.sms.size(), 1u) << "what a draft names goes that way";

  EXPECT_EQ(code_of([&] { save(doctor_, "piccione"); }), "delivery-not-allowed");
  EXPECT_EQ(usual(doctor_), "sms-number");
  EXPECT_EQ(save(doctor_, ""), "");
  EXPECT_EQ(usual(doctor_), "");
  Caller nobody = doctor_;
  nobody.fields.erase("user");
  EXPECT_EQ(code_of([&] { save(nobody, "print"); }), "author-missing");
}

TEST_F(HandoverTest, TheUsualWayOfEachDoctorMovesWithThePractice) {
  PersonalDataService data(host_, pool_);
  const auto save = [&](const Caller& who, const char* mode) {
    sent_->on(who.context(), SaveUsualDelivery{mode});
  };
  const auto usual = [&](const Caller& who) {
    return sent_->on(who.context(), Assess{draft(9)}).usual_delivery;
  };
  save(doctor_, "sms-number");
  save(substitute_, "mail-number");
  const auto sections = data.on(doctor_.context(), personal_data::Enumerate{}).sections;
  EXPECT_EQ(sections.at(2).name, "prescribing.usual_deliveries");
  EXPECT_EQ(sections.at(2).records, 2);
  personal_data::Export call{"prescribing.usual_deliveries", Id(), "", 1};
  std::vector<std::string> records;
  do {
    const auto page = data.on(doctor_.context(), call);
    records.insert(records.end(), page.records.begin(), page.records.end());
    call.cursor = page.next;
  } while (!call.cursor.empty());
  ASSERT_EQ(records.size(), 2u);
  save(doctor_, "print");
  save(substitute_, "");
  records.push_back("{}");
  const auto imported =
      data.on(doctor_.context(), personal_data::Import{"prescribing.usual_deliveries", records});
  EXPECT_EQ(imported.accepted, 2);
  ASSERT_EQ(imported.refused.size(), 1u);
  EXPECT_EQ(imported.refused[0].code, "id-missing");
  EXPECT_EQ(usual(doctor_), "sms-number");
  EXPECT_EQ(usual(substitute_), "mail-number");
  call = {"prescribing.usual_deliveries", sample::patient_id, "", 10};
  EXPECT_TRUE(data.on(doctor_.context(), call).records.empty()) << "no patient's";
}

TEST_F(HandoverTest, WhoHasNoFiscalCodeGetsNoEmptyBrackets) {
  accepted(1, "sms-number");
  accepted(2, "mail-number");
  facts_.chart.patient.fiscal_code = FiscalCode();
  hand_over();
  ASSERT_EQ(messages_.sms.size(), 1u);
  EXPECT_EQ(messages_.sms[0].text.find('('), std::string::npos) << messages_.sms[0].text;
  ASSERT_EQ(messages_.mail.size(), 1u);
  EXPECT_EQ(messages_.mail[0].text.find('('), std::string::npos) << messages_.mail[0].text;
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
  send();
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u);
  const messages::SendEmail& mail = messages_.mail[0];
  EXPECT_TRUE(mail.confidential);
  EXPECT_EQ(mail.password_to.value(), "+393331234567");
  EXPECT_EQ(mail.attachments.at(0).file_name, "promemoria-" + view(it).nre.value() + ".pdf");
  EXPECT_EQ(mail.text.find(view(it).nre.value()), std::string::npos);
}

TEST_F(HandoverTest, RecipesOfOnePrescriptionGoTogether) {
  const Prescription it = issue_both(1, "mail-number");
  sql("update delivery set alone_from = clock_timestamp() + interval '1 hour'");
  ASSERT_TRUE(work());
  hand_over();
  EXPECT_TRUE(messages_.mail.empty()) << "the other has no number yet";
  send();
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
  send();
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
  send();
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
  handover_.look_after({messages_.only().key});
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

TEST_F(HandoverTest, TheThreadFindsOutWhatNobodyTellsIt) {
  const Prescription it = accepted(1, "mail-number");
  HandoverThread thread(host_, handover_, store_, std::chrono::milliseconds(60));
  thread.start();
  EXPECT_TRUE(until([&] { return !messages_.by_key.empty(); }));
  {
    const std::lock_guard lock(mutex_);
    messages_.only().state = messages::State::sent;  // by the courier of another host
  }
  EXPECT_TRUE(until([&] { return delivery(it).state == DeliveryState::delivered; }));
  thread.stop();
}

TEST_F(HandoverTest, TheThreadLooksAgainAfterAnUnforeseenFault) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  messages_.only().state = messages::State::sent;
  std::atomic<int> asked = 0;
  neighbours_.get_messages = [&](const CallContext&, const messages::GetMessages& call) {
    if (++asked == 1) throw std::runtime_error("unforeseen");
    const std::lock_guard lock(mutex_);
    return messages_.get(call);
  };
  HandoverThread thread(host_, handover_, store_, std::chrono::hours(1));
  thread.start();
  EXPECT_TRUE(until([&] { return delivery(it).state == DeliveryState::delivered; }));
  thread.stop();
}

}  // namespace curante::prescribing
