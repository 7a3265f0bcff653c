// SPDX-License-Identifier: Apache-2.0
// Delivering again, another way or elsewhere: what is still on its way comes back first.
#include "handover_room.hpp"

namespace curante::prescribing {

using messages::State::cancelled;
using messages::State::failed;
using messages::State::queued;
using messages::State::sent;

class HandoverAgainTest : public HandoverTest {
 protected:
  int64_t count(const std::string& where) {
    return pool_.read([&](pqxx::transaction_base& tx) {
      return tx.exec1("select count(*) from delivery where " + where)[0].as<int64_t>();
    });
  }
  /// How many messages are in a state.
  int messages_in(messages::State state) {
    int found = 0;
    for (const auto& [key, it] : messages_.by_key) found += it.state == state ? 1 : 0;
    return found;
  }
};

TEST_F(HandoverAgainTest, AMistypedAddressGetsNothingOnceItIsCorrected) {
  facts_.chart.patient.email = "mario.rossi@example.it";
  messages_.book.addresses[0].address = "mario.rossi@example.it";
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  EXPECT_EQ(messages_.mail.at(0).to.value(), "mario.rossi@example.it");
  deliver(it, "mail-number", 1);
  EXPECT_EQ(messages_.only().state, queued) << "the same way to the same place";
  correct_mail("maria.rossi@example.it");
  deliver(it, "mail-number", 2);
  EXPECT_EQ(messages_.only().state, cancelled);
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 2u);
  EXPECT_EQ(messages_.mail[1].to.value(), "maria.rossi@example.it");
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
  deliver(it, "mail-number", 2);
  deliver(it, "mail-number", 3);
  hand_over();
  EXPECT_EQ(messages_.mail.size(), 2u);
}

TEST_F(HandoverAgainTest, ThePasswordsTelephoneCountsAsTheAddressToo) {
  const Prescription it = accepted(1, "mail-memo");
  hand_over();
  deliver(it, "mail-memo", 1);
  EXPECT_EQ(messages_.only().state, queued);
  facts_.chart.patient.phone = "333 7654321";
  EXPECT_EQ(code_of([&] { deliver(it, "mail-memo", 2); }), "delivery-address-unconfirmed");
  messages_.book.addresses[1].address = "+393337654321";
  deliver(it, "mail-memo", 2);
  EXPECT_EQ(messages_.only().state, cancelled);
  EXPECT_EQ(messages_.only_password().state, cancelled);
  hand_over();
  EXPECT_EQ(messages_.mail.at(1).password_to.value(), "+393337654321");
}

TEST_F(HandoverAgainTest, AnotherWayTakesTheFirstBack) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  deliver(it, "sms-number", 1);
  EXPECT_EQ(messages_.only().state, cancelled);
  hand_over();
  EXPECT_EQ(messages_.sms.size(), 1u);
  EXPECT_EQ(deliver(it, "print", 2).delivery.state, DeliveryState::delivered);
  EXPECT_EQ(messages_in(cancelled), 2);
  hand_over();
  EXPECT_EQ(messages_.mail.size() + messages_.sms.size(), 2u) << "nothing goes again by itself";
}

TEST_F(HandoverAgainTest, WhatIsJustLeavingIsNotSentElsewhereToo) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  messages_.in_flight = true;
  EXPECT_EQ(code_of([&] { deliver(it, "sms-number", 1); }), "delivery-leaving");
  EXPECT_EQ(message_, "l'invio precedente sta partendo in questo momento: non si può più fermare");
  EXPECT_EQ(delivery(it).mode, "mail-number");
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
  EXPECT_EQ(deliver(it, "print", 2).delivery.state, DeliveryState::delivered)
      << "the patient who stands there gets a paper";
  messages_.in_flight = false;
  hand_over();
  EXPECT_EQ(messages_.only().state, cancelled) << "it could be stopped after all";
  hand_over();
  EXPECT_EQ(messages_.mail.size(), 1u);
  EXPECT_EQ(delivery(it).mode, "print");
}

TEST_F(HandoverAgainTest, WhatHasLeftMeanwhileIsRecordedAndTheOtherWayGoes) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  messages_.only().state = sent;
  deliver(it, "sms-number", 1);
  hand_over();
  EXPECT_EQ(messages_.sms.size(), 1u);
  EXPECT_EQ(count("mode = 'mail-number' and state = 'sent'"), 1);
}

TEST_F(HandoverAgainTest, OnePartnerOfAMessageGoesAnotherWayAlone) {
  const Prescription it = accepted_both(1, "mail-number");
  hand_over();
  deliver(it, "sms-number", 1, 0);
  hand_over();
  ASSERT_EQ(messages_.sms.size(), 1u);
  ASSERT_EQ(messages_.mail.size(), 2u);
  EXPECT_NE(messages_.sms[0].text.find(view(it, 0).nre.value()), std::string::npos);
  EXPECT_EQ(messages_.sms[0].text.find(view(it, 1).nre.value()), std::string::npos);
  EXPECT_EQ(messages_.mail[1].text.find(view(it, 0).nre.value()), std::string::npos);
  EXPECT_NE(messages_.mail[1].text.find(view(it, 1).nre.value()), std::string::npos);
}

TEST_F(HandoverAgainTest, APostponedBatchLetsItsRecipeGo) {
  const Prescription it = accepted(1, "mail-number");
  messages_.refuse = "service-odd";
  hand_over();
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
  messages_.refuse.clear();
  deliver(it, "sms-number", 1);
  sql("update delivery set due = clock_timestamp()");
  hand_over();
  EXPECT_EQ(messages_.sms.size(), 1u);
  EXPECT_EQ(messages_.by_key.size(), 1u) << "no mail";
}

TEST_F(HandoverAgainTest, WhatAHostThatDiedHadAskedForComesBackToo) {
  const Prescription it = accepted(1, "mail-number");
  store_.form_batches();
  const auto batch = store_.next();
  ASSERT_TRUE(batch);
  messages_.take(batch->key, messages::Channel::email);  // and here it died
  deliver(it, "sms-number", 1);
  EXPECT_EQ(messages_.only().state, cancelled);
  hand_over();
  EXPECT_EQ(messages_.sms.size(), 1u);
  EXPECT_TRUE(messages_.mail.empty());
}

TEST_F(HandoverAgainTest, APasswordThatDoesNotLeaveIsAFailedDelivery) {
  const Prescription it = accepted(1, "mail-memo");
  hand_over();
  messages_.only().state = sent;
  handover_.look_after({messages_.only().key});
  EXPECT_EQ(delivery(it).state, DeliveryState::sending) << "nobody can open it yet";
  messages_.only_password().state = failed;
  messages_.only_password().problem = "il numero non esiste";
  messages_.only_password().settled = reading_.now;
  handover_.look_after({});
  EXPECT_EQ(delivery(it).state, DeliveryState::failed);
  EXPECT_EQ(delivery(it).problem, "la password non è partita: il numero non esiste");
  EXPECT_EQ(delivery(it).at, reading_.now);
  messages_.only_password().state = sent;  // tried again by hand
  handover_.look_after({});
  EXPECT_EQ(delivery(it).state, DeliveryState::delivered);
}

TEST_F(HandoverAgainTest, AfterAFailedPasswordAllGoesAgain) {
  const Prescription it = accepted(1, "mail-memo");
  hand_over();
  messages_.only().state = sent;
  messages_.only_password().state = failed;
  handover_.look_after({});
  deliver(it, "mail-memo", 1);
  EXPECT_EQ(messages_.only_password().state, cancelled) << "it opens the old one";
  hand_over();
  EXPECT_EQ(messages_.mail.size(), 2u);
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
}

TEST_F(HandoverAgainTest, AFailedMessageOfAWithdrawnRecipeCannotBeTriedAgain) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  messages_.only().state = failed;
  handover_.look_after({});
  withdraw(it);
  hand_over();
  EXPECT_EQ(messages_.only().state, cancelled);
  EXPECT_EQ(store_.open_batches(), std::vector<Id>());
}

TEST_F(HandoverAgainTest, WhatWasTriedAgainWhileThisHostSleptIsFoundOut) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  messages_.only().state = failed;
  messages_.only().problem = "occupato";
  handover_.look_after({});
  EXPECT_EQ(delivery(it).state, DeliveryState::failed);
  messages_.only().state = sent;
  messages_.only().problem = "";
  handover_.look_after({});
  EXPECT_EQ(delivery(it).state, DeliveryState::delivered);
}

TEST_F(HandoverAgainTest, AMessageThatNobodyKnowsIsToBeSentAgain) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  messages_.by_key.clear();
  handover_.look_after({});
  EXPECT_EQ(delivery(it).state, DeliveryState::failed);
  deliver(it, "mail-number", 1);
  hand_over();
  EXPECT_EQ(messages_.by_key.size(), 1u);
}

TEST_F(HandoverAgainTest, OnlyWhatIsInTheMessageIsHanded) {
  const Prescription it = accepted_both(1, "mail-number");
  store_.form_batches();
  withdraw(it, 1);
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u);
  EXPECT_EQ(messages_.mail[0].text.find(view(it, 1).nre.value()), std::string::npos);
  EXPECT_EQ(count("state = 'handed'"), 1);
  EXPECT_EQ(count("state = 'dropped'"), 1);
}

TEST_F(HandoverAgainTest, AMessageAskedForBeforeAWithdrawalDoesNotLeave) {
  const Prescription it = accepted_both(1, "mail-number");
  store_.form_batches();
  messages_.take(store_.next()->key, messages::Channel::email);  // with both, and here it died
  withdraw(it, 1);
  hand_over();
  EXPECT_EQ(messages_in(cancelled), 1);
  ASSERT_EQ(messages_.mail.size(), 1u);
  EXPECT_EQ(messages_.mail[0].text.find(view(it, 1).nre.value()), std::string::npos);
  EXPECT_EQ(delivery(it, 0).state, DeliveryState::sending);
}

TEST_F(HandoverAgainTest, AMessageThatNobodyWaitsForAnyMoreComesBack) {
  const Prescription it = accepted(1, "mail-number");
  const auto send = neighbours_.send_email;
  bool dropped = false;
  neighbours_.send_email = [&](const CallContext& context, const messages::SendEmail& call) {
    // Another host gave the batch up while this one was asking.
    if (!std::exchange(dropped, true)) store_.drop(call.key);
    return send(context, call);
  };
  hand_over();
  EXPECT_EQ(messages_in(cancelled), 1);
  EXPECT_EQ(messages_in(queued), 1);
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
}

TEST_F(HandoverAgainTest, WhatCannotBeHandedOverFailsAfterADay) {
  const Prescription it = accepted(1, "mail-number");
  neighbours_.doctor = [](const CallContext&, const Id&) -> accounts::Doctor {
    throw Error("doctor-unknown", "il medico non c'è", "aggiungerlo");
  };
  hand_over();
  EXPECT_EQ(delivery(it).state, DeliveryState::sending);
  EXPECT_NE(delivery(it).problem, "");
  sql("update delivery set due = clock_timestamp(), tried = tried - interval '25 hours'");
  hand_over();
  EXPECT_EQ(delivery(it).state, DeliveryState::failed);
  EXPECT_NE(delivery(it).problem.find("24 ore"), std::string::npos) << delivery(it).problem;
  EXPECT_EQ(delivery(it).at, reading_.now);
}

TEST_F(HandoverAgainTest, AnUnforeseenFaultKeepsNobodyElseWaiting) {
  const Prescription first = accepted(1, "mail-number");
  store_.form_batches();
  const Prescription second = accepted(2, "mail-number");
  const auto doctor = neighbours_.doctor;
  bool failed_once = false;
  neighbours_.doctor = [&](const CallContext& context, const Id& account) {
    if (!std::exchange(failed_once, true)) throw std::runtime_error("unforeseen");
    return doctor(context, account);
  };
  hand_over();
  EXPECT_EQ(messages_.by_key.size(), 1u);
  EXPECT_NE(delivery(first).problem, "");
  EXPECT_EQ(delivery(second).problem, "");
  sql("update delivery set due = clock_timestamp()");
  hand_over();
  EXPECT_EQ(messages_.by_key.size(), 2u);
}

TEST_F(HandoverAgainTest, WhoseTelephoneNobodyCheckedGetsNoPasswordThere) {
  const Prescription it = accepted(1, "mail-memo");
  facts_.chart.patient.phone = "333 7654321";
  hand_over();
  EXPECT_TRUE(messages_.by_key.empty());
  EXPECT_EQ(delivery(it).state, DeliveryState::failed);
  EXPECT_NE(delivery(it).problem.find("password"), std::string::npos) << delivery(it).problem;
}

TEST_F(HandoverAgainTest, WhatFailedOnAnotherDayIsListedUntilItIsDelivered) {
  const Prescription it = accepted(1, "mail-number");
  hand_over();
  messages_.only().state = failed;
  handover_.look_after({});
  sql("update prescription set issued = issued - interval '3 days'");
  const auto listed = [&] {
    return sent_->on(doctor_.context(), ListForDay{}).prescriptions.size();
  };
  EXPECT_EQ(listed(), 1u);
  deliver(it, "print", 1);
  EXPECT_EQ(listed(), 0u);
}

TEST_F(HandoverAgainTest, NothingOfAPatientStaysWhoIsAnonymised) {
  PersonalDataService personal_data(host_, pool_);
  const auto anonymise = [&] {
    return code_of(
        [&] { personal_data.on(doctor_.context(), personal_data::Anonymise{sample::patient_id}); });
  };
  accepted(1, "mail-number");
  EXPECT_EQ(anonymise(), "prescription-unsettled") << "it is due";
  hand_over();
  EXPECT_EQ(anonymise(), "prescription-unsettled") << "it is on its way";
  messages_.only().state = failed;
  messages_.only().problem = "maria.rossi@example.it non esiste";
  handover_.look_after({});
  sql("insert into paper (practice_id, recipe, account, payload, stage)"
      " select practice_id, id, id, 'ROSSI MARIA', 'printing' from recipe");
  EXPECT_EQ(anonymise(), "prescription-unsettled") << "it is being printed";
  sql("update paper set stage = 'refused'");
  EXPECT_EQ(anonymise(), "");
  EXPECT_EQ(count("true"), 0);
  EXPECT_EQ(pool_.read([](pqxx::transaction_base& tx) {
    return tx.exec1("select count(*) from paper")[0].as<int64_t>();
  }),
            0);
}

}  // namespace curante::prescribing
