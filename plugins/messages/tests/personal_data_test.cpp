// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::messages {
namespace {

namespace pd = personal_data;

class MessagePersonalData : public MessageRoomTest {
 protected:
  MessagePersonalData() {
    confirm(Channel::email, "maria.rossi@example.it");
    settings_.plain_attachments = true;
    ask(RecordPlainWish{patient_id, true});
    ask(email(1));
    work();
    ask(email(2));
  }
  template <class Call>
  auto personal(const Call& call) {
    return personal_.on(doctor_.context(), call);
  }
  pd::Records exported(const std::string& section) {
    return personal(pd::Export{section, patient_id, "", 1000});
  }
};

TEST_F(MessagePersonalData, GoesOutAndComesBack) {
  const auto sections = personal(pd::Enumerate{patient_id}).sections;
  ASSERT_EQ(sections.size(), 2u);
  EXPECT_EQ(sections[0].records, 1);
  EXPECT_EQ(sections[1].records, 2);
  const auto messages = exported("messages.messages").records;
  const auto addresses = exported("messages.addresses").records;
  EXPECT_EQ(personal(pd::Export{"messages.messages", Id(), "", 1}).records.size(), 1u);
  EXPECT_FALSE(personal(pd::Export{"messages.messages", Id(), "", 1}).next.empty());
  EXPECT_EQ(personal(pd::Erase{patient_id}).records, 4);
  EXPECT_TRUE(exported("messages.messages").records.empty());
  EXPECT_EQ(personal(pd::Import{"messages.messages", messages}).accepted, 2);
  EXPECT_EQ(personal(pd::Import{"messages.addresses", addresses}).accepted, 1);
  EXPECT_EQ(exported("messages.addresses").records, addresses);
  tried_.clear();
  work();
  EXPECT_TRUE(tried_.empty()) << "what was queued elsewhere is not sent from here";
  EXPECT_EQ(count("state = 'failed'"), 1);
}

TEST_F(MessagePersonalData, AnonymisedNobodyIsWrittenTo) {
  EXPECT_EQ(personal(pd::Anonymise{patient_id}).records, 4);
  tried_.clear();
  work();
  EXPECT_TRUE(tried_.empty());
  EXPECT_EQ(count("recipient = '' and payload = ''"), 2);
}

TEST_F(MessagePersonalData, WhatIsWrongIsRefused) {
  EXPECT_EQ(code_of([&] { personal(pd::Erase{}); }), "patient-missing");
  EXPECT_EQ(code_of([&] { exported("altro"); }), "section-unknown");
  EXPECT_EQ(code_of([&] { personal(pd::Import{"altro", {}}); }), "section-unknown");
  MessageRecord twin;
  twin.message.id = key(70);
  const auto code = [&] {
    const auto done =
        personal(pd::Import{"messages.messages", {surroundings_.message_to_text(twin)}});
    return done.refused.at(0).code;
  };
  EXPECT_EQ(code(), "record-incomplete");
  twin.message.key = key(1);
  twin.message.patient = patient_id;
  EXPECT_EQ(code(), "message-duplicate");
}

}  // namespace
}  // namespace curante::messages
