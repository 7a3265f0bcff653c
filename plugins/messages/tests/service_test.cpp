// SPDX-License-Identifier: Apache-2.0
// What may be sent, where, and how attachments are protected.
#include <archive.h>
#include <archive_entry.h>

#include "curante/testing/broken_openssl.hpp"
#include "password.hpp"
#include "protected_zip.hpp"
#include "room.hpp"

namespace curante::messages {
namespace {

/// The first file of an encrypted archive; nothing when the password does not open it.
std::optional<std::string> opened(const Bytes& zip, const std::string& password) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> in(archive_read_new(),
                                                                  &archive_read_free);
  archive_read_support_format_zip(in.get());
  archive_read_add_passphrase(in.get(), password.c_str());
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(in.get(), zip.data(), zip.size()) != ARCHIVE_OK) return std::nullopt;
  if (archive_read_next_header(in.get(), &entry) != ARCHIVE_OK) return std::nullopt;
  if (archive_entry_is_data_encrypted(entry) == 0) return std::nullopt;
  std::string content(1000, '\0');
  const la_ssize_t size = archive_read_data(in.get(), content.data(), content.size());
  if (size < 0) return std::nullopt;
  content.resize(static_cast<size_t>(size));
  return content;
}

std::string password_in(const std::string& text) {
  return text.substr(text.rfind(' ') + 1);
}

class Sending : public MessageRoomTest {
 protected:
  void confirm_both() {
    confirm(Channel::email, "maria.rossi@EXAMPLE.it");
    confirm(Channel::sms, "+39 333 1234567");
  }
};

TEST_F(Sending, OnlyToWhatAPersonConfirmed) {
  EXPECT_EQ(code_of([&] { ask(email(1)); }), "address-unconfirmed");
  EXPECT_EQ(code_of([&] { ask(sms(2)); }), "address-unconfirmed");
  confirm_both();
  const AddressBook book = ask(GetAddresses{patient_id});
  ASSERT_EQ(book.addresses.size(), 2u);
  EXPECT_EQ(book.addresses[1].address, "maria.rossi@example.it");
  EXPECT_EQ(book.addresses[0].confirmed_by.value(), "00000000-0000-4000-9000-000000000001");
  confirm_both();
  EXPECT_EQ(ask(GetAddresses{patient_id}).addresses.size(), 2u);
  EXPECT_EQ(ask(email(1)).state, State::queued);
  EXPECT_EQ(code_of([&] {
              ask(ConfirmAddress{patient_id, Channel::sms, "06 1234567"});
            }),
            "mobile-malformed");
  EXPECT_EQ(code_of([&] {
              ask(ConfirmAddress{patient_id, Channel::email, "maria@it"});
            }),
            "email-malformed");
  EXPECT_EQ(code_of([&] {
              ask(ConfirmAddress{Id(), Channel::email, "a@b.it"});
            }),
            "patient-missing");
}

TEST_F(Sending, AnotherPatientsChartStopsIt) {
  const testing::Caller other({{"practice", "1"}, {"patient", key(9).value()}}, {"message.send"});
  EXPECT_EQ(code_of([&] { service_.on(other.context(), GetAddresses{patient_id}); }),
            "patient-mismatch");
  EXPECT_EQ(code_of([&] { service_.on(other.context(), email(1)); }), "patient-mismatch");
}

TEST_F(Sending, WhatIsNotWholeIsRefused) {
  confirm_both();
  SendEmail it = email(1);
  it.subject = "due\r\nBcc: altri@example.it";
  EXPECT_EQ(code_of([&] { ask(it); }), "message-malformed");
  it = email(1);
  it.attachments[0].file_name = "../promemoria.pdf";
  EXPECT_EQ(code_of([&] { ask(it); }), "message-malformed");
  it = email(1);
  it.attachments[0].content.resize(10'000'001);
  EXPECT_EQ(code_of([&] { ask(it); }), "message-too-large");
  SendSms text = sms(2);
  text.text = std::string(460, 'a');
  EXPECT_EQ(code_of([&] { ask(text); }), "message-malformed");
  EXPECT_EQ(message_, "l'SMS è troppo lungo: al massimo 459 lettere");
  EXPECT_EQ(count("true"), 0);
}

TEST_F(Sending, AChannelThatIsOffSaysSo) {
  confirm_both();
  settings_.mail.host.clear();
  settings_.sms.url.clear();
  EXPECT_EQ(code_of([&] { ask(email(1)); }), "channel-off");
  EXPECT_EQ(code_of([&] { ask(sms(2)); }), "channel-off");
  const ChannelList list = ask(GetChannels{});
  ASSERT_EQ(list.channels.size(), 2u);
  EXPECT_FALSE(list.channels[0].on);
  EXPECT_NE(list.channels[0].problem.find("non è configurata"), std::string::npos);
  settings_.mail.host = "localhost";
  EXPECT_TRUE(ask(GetChannels{}).channels[0].on);
}

TEST_F(Sending, TheZipOpensWithThePasswordOfTheOtherMessageAlone) {
  confirm_both();
  SendEmail it = email(1, /*confidential=*/true);
  EXPECT_TRUE(ask(it).encrypted);
  work();
  ASSERT_EQ(tried_.size(), 2u);
  const Content& first = tried_[0].content;
  ASSERT_EQ(first.attachments.size(), 1u);
  EXPECT_EQ(first.attachments[0].file_name, "documenti.zip");
  const std::string password = password_in(tried_[1].content.text);
  EXPECT_EQ(password.size(), 14u);
  EXPECT_EQ(opened(first.attachments[0].content, password), "%PDF");
  EXPECT_EQ(opened(first.attachments[0].content, "altra"), std::nullopt);
  EXPECT_EQ(first.text.find(password), std::string::npos);
  EXPECT_EQ(tried_[1].channel, Channel::email) << "no number was given";
}

TEST_F(Sending, ThePasswordGoesBySmsWhereANumberIsConfirmed) {
  SendEmail it = email(1, /*confidential=*/true);
  it.password_to = MobileNumber("3331234567");
  confirm(Channel::email, "maria.rossi@example.it");
  ask(it);
  work();
  EXPECT_EQ(tried_.at(1).channel, Channel::email) << "the number is not confirmed";
  confirm(Channel::sms, "3331234567");
  it.key = key(2);
  ask(it);
  work();
  EXPECT_EQ(tried_.at(3).channel, Channel::sms);
  EXPECT_NE(tried_.at(2).content.text.find("con un SMS"), std::string::npos);
}

TEST_F(Sending, PlainOnlyWhereAllowedAndWished) {
  confirm_both();
  EXPECT_EQ(code_of([&] { ask(RecordPlainWish{patient_id, true}); }), "plain-not-allowed");
  settings_.plain_attachments = true;
  EXPECT_TRUE(ask(email(1, true)).encrypted) << "nobody has asked for it";
  const AddressBook book = ask(RecordPlainWish{patient_id, true});
  ASSERT_TRUE(book.plain);
  EXPECT_EQ(book.plain->recorded, reading_.now);
  EXPECT_FALSE(ask(email(2, true)).encrypted);
  settings_.plain_attachments = false;
  EXPECT_TRUE(ask(email(3, true)).encrypted);
  settings_.plain_attachments = true;
  EXPECT_FALSE(ask(RecordPlainWish{patient_id, false}).plain);
  EXPECT_TRUE(ask(email(4, true)).encrypted);
}

TEST_F(Sending, WithoutAPasswordNothingConfidentialLeaves) {
  confirm_both();
  {
    const curante::testing::WithoutRandomness broken;
    EXPECT_EQ(code_of([&] { ask(email(1, true)); }), "no-randomness");
  }
  work();
  EXPECT_TRUE(tried_.empty());
  EXPECT_EQ(code_of([] {
              protected_zip({{"a.pdf", "application/pdf", {'x'}}}, "");
            }),
            "zip-failed");
  EXPECT_TRUE(ask(email(1, true)).encrypted) << "the same wish goes when there is one";
}

TEST(Passwords, AreNeverTheSameAndHaveNoLookalikes) {
  const std::string one = new_password(), other = new_password();
  EXPECT_NE(one, other);
  EXPECT_EQ(one.find_first_of("01lioO"), std::string::npos);
  EXPECT_EQ(one[4], '-');
  EXPECT_EQ(one[9], '-');
}

}  // namespace
}  // namespace curante::messages
