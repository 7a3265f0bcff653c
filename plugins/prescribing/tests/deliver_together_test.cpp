// SPDX-License-Identifier: Apache-2.0
// Several recipes of one patient in one e-mail: all or none, once, and never with a withdrawn one.
#include "handover_room.hpp"

namespace curante::prescribing {

using messages::State::cancelled;
using messages::State::failed;
using messages::State::queued;
using messages::State::sent;

class DeliverTogetherTest : public HandoverTest {
 protected:
  DeliverTogetherTest() {
    neighbours_.read_document = [this](const CallContext&, const documents::Read& call) {
      read_.insert(call.document.value());
      Blob blob;
      blob.content = {'%', 'P', 'D', 'F'};
      return blob;
    };
  }
  std::vector<Id> ids(const std::vector<Prescription>& all) {
    std::vector<Id> ids;
    for (const Prescription& it : all) ids.push_back(view(it).id);
    return ids;
  }
  static Id request(int number) {
    char id[40];
    std::snprintf(id, sizeof id, "99999999-0000-4000-8000-%012d", number);
    return Id(id);
  }
  std::vector<RecipeView> together(const std::vector<Prescription>& all, const char* mode,
                                   int number) {
    return sent_->on(doctor_.context(), DeliverTogether{ids(all), mode, request(number)}).recipes;
  }
  std::string refusal(const std::vector<Prescription>& all, const char* mode = "mail-number",
                      int number = 1) {
    return code_of([&] { together(all, mode, number); });
  }
  /// `count` prescriptions, accepted and given to nobody yet.
  std::vector<Prescription> waiting(int count) {
    std::vector<Prescription> all;
    for (int i = 1; i <= count; ++i) all.push_back(accepted(i, "none"));
    return all;
  }
  bool mail_names(size_t mail, const Prescription& it) {
    return messages_.mail.at(mail).text.find(view(it).nre.value()) != std::string::npos;
  }
  std::vector<messages::State> states() {
    std::vector<messages::State> states;
    for (const auto& it : messages_.mail) states.push_back(messages_.by_key[it.key.value()].state);
    return states;
  }
  using States = std::vector<messages::State>;

  std::set<std::string> read_;
};

TEST_F(DeliverTogetherTest, AllNumbersGoInOneMailAndEachRecipeShowsWhatBecameOfIt) {
  const auto all = waiting(3);
  const auto views = together(all, "mail-number", 1);
  ASSERT_EQ(views.size(), 3u);
  for (const RecipeView& it : views) {
    EXPECT_EQ(it.delivery.mode, "mail-number");
    EXPECT_EQ(it.delivery.state, DeliveryState::sending);
  }
  EXPECT_EQ(views[1].id, view(all[1]).id) << "in the order of the call";
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u);
  EXPECT_EQ(messages_.mail[0].to.value(), "maria.rossi@example.it");
  EXPECT_EQ(messages_.mail[0].subject, "Ricette elettroniche");
  for (const Prescription& it : all) EXPECT_TRUE(mail_names(0, it));
  EXPECT_EQ(messages_.mail[0].attachments.at(0).content.size(), 3u) << "one a number";
  messages_.only().state = sent;
  messages_.only().settled = reading_.now;
  handover_.look_after({});
  for (const Prescription& it : all) {
    EXPECT_EQ(delivery(it).state, DeliveryState::delivered);
    EXPECT_EQ(delivery(it).at, reading_.now);
  }
  const auto noted = std::count_if(audited_.begin(), audited_.end(), [](const std::string& it) {
    return it.starts_with("prescribing/1 DeliverTogether ") && it.ends_with(" mail-number");
  });
  EXPECT_EQ(noted, 3);
}

TEST_F(DeliverTogetherTest, AllPromemoriaGoProtectedInOneMail) {
  const auto all = waiting(2);
  together(all, "mail-memo", 1);
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u);
  EXPECT_TRUE(messages_.mail[0].confidential);
  EXPECT_EQ(messages_.mail[0].password_to.value(), "+393331234567");
  ASSERT_EQ(messages_.mail[0].attachments.size(), 2u);
  EXPECT_NE(messages_.mail[0].attachments[0].file_name, messages_.mail[0].attachments[1].file_name);
  EXPECT_EQ(read_,
            (std::set<std::string>{view(all[0]).document.value(), view(all[1]).document.value()}));
  EXPECT_NE(messages_.mail[0].text.find("i promemoria"), std::string::npos);
}

TEST_F(DeliverTogetherTest, EachRecipeIsNamedWithItsOwnDay) {
  const auto all = waiting(2);
  sql("update prescription set issued = '2025-02-03T10:00:00Z' where id = '" + all[0].id.value() +
      "'");
  together(all, "mail-number", 1);
  hand_over();
  EXPECT_NE(messages_.mail.at(0).text.find("n. " + view(all[0]).nre.value() + " del 03/02/2025"),
            std::string::npos)
      << messages_.mail[0].text;
  EXPECT_EQ(messages_.mail[0].text.find(view(all[1]).nre.value() + " del 03/02/2025"),
            std::string::npos);
}

TEST_F(DeliverTogetherTest, RecipesOfTwoHoldersNameBoth) {
  const auto all = waiting(3);
  sql("update prescription set doctor = '" + sample::substitute_id.value() + "' where id = '" +
      all[1].id.value() + "'");
  together(all, "mail-number", 1);
  hand_over();
  const std::string& text = messages_.mail.at(0).text;
  const bool both = text.starts_with("Studio medico BIANCHI, VERDI\n") ||
                    text.starts_with("Studio medico VERDI, BIANCHI\n");
  EXPECT_TRUE(both) << text;
}

TEST_F(DeliverTogetherTest, AskedTwiceDeliversOnce) {
  const auto all = waiting(2);
  together(all, "mail-number", 1);
  together(all, "mail-number", 1);
  together(all, "mail-number", 2);
  hand_over();
  together(all, "mail-number", 1);
  together(all, "mail-number", 3);
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u);
  messages_.only().state = sent;
  handover_.look_after({});
  together(all, "mail-number", 1);
  hand_over();
  EXPECT_EQ(messages_.mail.size(), 1u) << "the answer to an old request comes late";
  together(all, "mail-number", 4);
  hand_over();
  EXPECT_EQ(messages_.mail.size(), 2u) << "a person wants it again";
}

TEST_F(DeliverTogetherTest, ARecipeThatIsNamedTwiceGoesOnce) {
  const auto all = waiting(2);
  EXPECT_EQ(together({all[0], all[1], all[0]}, "mail-memo", 1).size(), 2u);
  hand_over();
  EXPECT_EQ(messages_.mail.at(0).attachments.size(), 2u);
}

TEST_F(DeliverTogetherTest, ARequestIsNotForOtherRecipesToo) {
  const auto all = waiting(3);
  together({all[0], all[1]}, "mail-number", 1);
  EXPECT_EQ(refusal(all), "delivery-request-reused");
  EXPECT_EQ(delivery(all[2]).state, DeliveryState::to_deliver);
}

TEST_F(DeliverTogetherTest, NothingGoesUnlessAllCan) {
  auto all = waiting(2);
  const Prescription open = issue(9, "none");
  all.push_back(open);
  EXPECT_EQ(refusal(all), "recipe-not-deliverable");
  send();
  withdraw(open);
  EXPECT_EQ(refusal(all), "recipe-not-deliverable");
  EXPECT_EQ(message_, "la ricetta " + view(open).nre.value() + " è annullata: non va consegnata");
  hand_over();
  EXPECT_TRUE(messages_.mail.empty());
  EXPECT_EQ(delivery(all[0]).state, DeliveryState::to_deliver);
  EXPECT_EQ(handed_, 0);
}

TEST_F(DeliverTogetherTest, APromemoriaThatIsStillMadeKeepsAllBack) {
  auto all = waiting(1);
  documents_down_ = true;
  all.push_back(accepted(2, "none"));
  EXPECT_EQ(refusal(all, "mail-memo"), "promemoria-missing");
  EXPECT_EQ(message_,
            "il promemoria della ricetta " + view(all[1]).nre.value() + " non è ancora pronto");
  EXPECT_EQ(refusal(all, "mail-number"), "") << "its number is there";
}

TEST_F(DeliverTogetherTest, NobodysRecipeGetsIntoAnothersMail) {
  const auto all = waiting(2);
  sql("update prescription set patient = '22222222-2222-4222-8222-222222222222' where id = '" +
      all[1].id.value() + "'");
  EXPECT_EQ(refusal(all), "delivery-patients-differ");
  EXPECT_EQ(refusal({all[1]}), "patient-mismatch") << "another's chart is open";
  doctor_.fields.erase("patient");
  EXPECT_EQ(refusal(all), "delivery-patients-differ");
}

TEST_F(DeliverTogetherTest, WhatIsNoMailIsRefused) {
  const auto all = waiting(2);
  for (const char* mode : {"print", "none", "sms-number", ""}) {
    EXPECT_EQ(refusal(all, mode), "delivery-not-allowed") << mode;
  }
  EXPECT_EQ(refusal({}), "recipes-missing");
  EXPECT_EQ(code_of([&] {
              sent_->on(doctor_.context(), DeliverTogether{ids(all), "mail-memo", Id()});
            }),
            "delivery-not-allowed");
  EXPECT_EQ(code_of([&] {
              const std::vector<Id> many(41, view(all[0]).id);
              sent_->on(doctor_.context(), DeliverTogether{many, "mail-memo", request(1)});
            }),
            "delivery-too-many");
}

TEST_F(DeliverTogetherTest, AddressAndRegionCountAsForOne) {
  const auto all = waiting(2);
  messages_.book.addresses.clear();
  EXPECT_EQ(refusal(all), "delivery-address-unconfirmed");
  confirm();
  facts_.chart.patient.email = "";
  EXPECT_EQ(refusal(all), "delivery-not-allowed");
  facts_.chart.patient.email = "maria.rossi@example.it";
  fake_.set("delivery_ssn", "print, none, mail-number");
  sent_.emplace(
      host_, neighbours_, rules_, pool_, outbox_, [] {}, [this] { ++handed_; });
  EXPECT_EQ(refusal(all, "mail-memo"), "delivery-not-allowed");
  EXPECT_EQ(refusal(all, "mail-number"), "");
}

TEST_F(DeliverTogetherTest, OneThatIsWithdrawnIsTakenOutAndTheOthersStayTogether) {
  const auto all = waiting(3);
  together(all, "mail-number", 1);
  hand_over();
  withdraw(all[1]);
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 2u) << "one again, not one a prescription";
  EXPECT_EQ(states(), (States{cancelled, queued}));
  EXPECT_TRUE(mail_names(1, all[0]));
  EXPECT_FALSE(mail_names(1, all[1]));
  EXPECT_TRUE(mail_names(1, all[2]));
  EXPECT_EQ(delivery(all[1]).state, DeliveryState::none);
  withdraw(all[2]);
  hand_over();
  EXPECT_EQ(states(), (States{cancelled, cancelled, queued}));
  EXPECT_TRUE(mail_names(2, all[0]));
  EXPECT_FALSE(mail_names(2, all[2]));
  withdraw(all[0]);
  hand_over();
  EXPECT_EQ(states(), (States{cancelled, cancelled, cancelled}));
}

TEST_F(DeliverTogetherTest, OneThatIsWithdrawnBeforeTheMailIsQueuedIsNotInIt) {
  const auto all = waiting(3);
  together(all, "mail-memo", 1);
  withdraw(all[0]);
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u);
  EXPECT_EQ(messages_.mail[0].attachments.size(), 2u);
  EXPECT_FALSE(read_.contains(view(all[0]).document.value()));
}

TEST_F(DeliverTogetherTest, AMailWithOneThatIsWithdrawnIsNotTriedAgain) {
  const auto all = waiting(2);
  together(all, "mail-number", 1);
  hand_over();
  messages_.only().state = failed;
  messages_.only().problem = "casella piena";
  handover_.look_after({});
  for (const Prescription& it : all) EXPECT_EQ(delivery(it).problem, "casella piena");
  withdraw(all[1]);
  hand_over();
  EXPECT_EQ(states(), (States{cancelled}));
  EXPECT_EQ(delivery(all[0]).state, DeliveryState::failed) << "a person sends it again";
  together({all[0]}, "mail-number", 2);
  hand_over();
  EXPECT_EQ(states(), (States{cancelled, queued}));
  EXPECT_FALSE(mail_names(1, all[1]));
}

TEST_F(DeliverTogetherTest, WhatFailedGoesAgainTogether) {
  const auto all = waiting(2);
  together(all, "mail-number", 1);
  hand_over();
  messages_.only().state = failed;
  handover_.look_after({});
  together(all, "mail-number", 2);
  EXPECT_EQ(states(), (States{cancelled})) << "nobody can try the failed one again as well";
  hand_over();
  EXPECT_EQ(states(), (States{cancelled, queued}));
  for (const Prescription& it : all) EXPECT_EQ(delivery(it).state, DeliveryState::sending);
}

TEST_F(DeliverTogetherTest, ATooLargeMailSaysOnEachRecipeWhatToDo) {
  const auto all = waiting(2);
  neighbours_.send_email = [](const CallContext&, const messages::SendEmail&) -> messages::Message {
    throw Error("message-too-large", "il messaggio supera 10 MB",
                "inviare meno documenti per volta");
  };
  together(all, "mail-memo", 1);
  hand_over();
  for (const Prescription& it : all) {
    EXPECT_EQ(delivery(it).state, DeliveryState::failed);
    EXPECT_EQ(delivery(it).problem, "il messaggio supera 10 MB: inviare meno documenti per volta");
  }
}

TEST_F(DeliverTogetherTest, WhatWasOnItsWayAloneComesBackAndGoesAlong) {
  const Prescription alone = accepted(1, "mail-number");
  hand_over();
  const Prescription other = accepted(2, "none");
  together({alone, other}, "mail-number", 1);
  hand_over();
  EXPECT_EQ(states(), (States{cancelled, queued}));
  EXPECT_TRUE(mail_names(1, alone));
  EXPECT_TRUE(mail_names(1, other));
}

TEST_F(DeliverTogetherTest, WhatIsJustLeavingKeepsAllAsItWas) {
  const Prescription first = accepted(1, "mail-number");
  hand_over();
  const Prescription second = accepted(2, "mail-number");
  hand_over();
  const auto cancel = neighbours_.cancel_message;
  const Id leaving = messages_.mail.at(1).key;
  neighbours_.cancel_message = [&](const CallContext& context, const messages::Cancel& call) {
    messages_.in_flight = messages_.by_key[leaving.value()].id == call.message;
    return cancel(context, call);
  };
  EXPECT_EQ(refusal({first, second}, "mail-memo"), "delivery-leaving");
  hand_over();
  EXPECT_EQ(delivery(first).mode, "mail-number");
  EXPECT_EQ(delivery(first).state, DeliveryState::sending) << "what came back goes as it did";
  EXPECT_EQ(states().back(), queued);
  EXPECT_TRUE(mail_names(2, first));
  EXPECT_FALSE(mail_names(2, second));
}

TEST_F(DeliverTogetherTest, OneOfThemGoesAnotherWayAndTheOthersStayTogether) {
  const auto all = waiting(3);
  together(all, "mail-number", 1);
  hand_over();
  deliver(all[0], "sms-number", 1);
  hand_over();
  EXPECT_EQ(messages_.sms.size(), 1u);
  EXPECT_EQ(states(), (States{cancelled, queued}));
  EXPECT_FALSE(mail_names(1, all[0]));
  EXPECT_TRUE(mail_names(1, all[1]));
  EXPECT_TRUE(mail_names(1, all[2]));
}

TEST_F(DeliverTogetherTest, AHostThatDiesBetweenAskingAndRecordingAsksForTheSame) {
  const auto all = waiting(2);
  together(all, "mail-number", 1);
  const auto batch = store_.next();
  ASSERT_TRUE(batch);
  messages_.take(batch->key, messages::Channel::email);  // and here it died
  withdraw(all[1]);
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 1u) << "the one with both came back";
  EXPECT_EQ(messages_.by_key[batch->key.value()].state, cancelled);
  EXPECT_FALSE(mail_names(0, all[1]));
}

TEST_F(DeliverTogetherTest, TheOthersOfAPrescriptionGoAsTheyDid) {
  const Prescription both = accepted_both(1, "mail-number");
  const Prescription other = accepted(2, "none");
  hand_over();
  together({both, other}, "mail-number", 1);  // the first recipe of it
  hand_over();
  ASSERT_EQ(messages_.mail.size(), 3u);
  EXPECT_EQ(states()[0], cancelled);
  int named = 0;
  for (size_t mail = 1; mail < 3; ++mail) {
    const std::string number = view(both, 1).nre.value();
    named += messages_.mail[mail].text.find(number) != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(named, 1);
  EXPECT_EQ(delivery(both, 1).state, DeliveryState::sending);
}

}  // namespace curante::prescribing
