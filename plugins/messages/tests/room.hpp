// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "courier.hpp"
#include "curante/plugin.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"
#include "curante/testing/test_host.hpp"
#include "messages_migrations.hpp"
#include "messages_service.hpp"
#include "personal_data_service.hpp"
#include "runtime/tree.hpp"

namespace curante::messages {

inline const Id patient_id("00000000-0000-4000-9000-000000000009");

/// The room with a real database and ways out that a test plays.
class MessageRoomTest : public ::testing::Test {
 protected:
  MessageRoomTest() {
    postgres::migrate(pool_, embedded::messages_migrations());
    using kernel::from_tree, kernel::parse_text, kernel::to_text, kernel::to_tree;
    Surroundings& s = surroundings_;
    s.now = [this](const CallContext&) { return reading_; };
    s.send = [this](const Letter& letter) {
      tried_.push_back(letter);
      if (script_.empty()) return Attempt::done();
      const Attempt attempt = script_.front();
      script_.erase(script_.begin());
      return attempt;
    };
    s.tell = [this](const CallContext&, const MessageChanged& it) { events_.push_back(it); };
    s.to_text = [](const Content& it) { return to_text(to_tree(it)); };
    s.content_of = [](const std::string& text) { return from_tree<Content>(parse_text(text)); };
    s.message_to_text = [](const MessageRecord& it) { return to_text(to_tree(it)); };
    s.message_of = [](const std::string& text) {
      return from_tree<MessageRecord>(parse_text(text));
    };
    s.address_to_text = [](const AddressRecord& it) { return to_text(to_tree(it)); };
    s.address_of = [](const std::string& text) {
      return from_tree<AddressRecord>(parse_text(text));
    };
    settings_.mail.host = "localhost";
    settings_.sms.url = "https://localhost/sms";
  }

  static Id key(int number) { return Id(fmt::format("00000000-0000-4000-8000-{:012}", number)); }
  template <class Call>
  typename Call::Reply ask(const Call& call) {
    return service_.on(doctor_.context(), call);
  }
  void confirm(Channel channel, const std::string& address) {
    ask(ConfirmAddress{patient_id, channel, address});
  }
  SendEmail email(int number, bool confidential = false) {
    SendEmail call;
    call.key = key(number);
    call.patient = patient_id;
    call.to = EmailAddress("maria.rossi@example.it");
    call.subject = "Ricetta elettronica";
    call.text = "Ecco il numero: è 1200A4000000001";
    call.attachments = {{"promemoria.pdf", "application/pdf", {'%', 'P', 'D', 'F'}}};
    call.confidential = confidential;
    return call;
  }
  SendSms sms(int number) {
    return {key(number), patient_id, MobileNumber("333 1234567"), "Numero 1200A4000000001"};
  }
  Message now(const Message& it) { return store_.get({it.id}).at(0); }
  /// Works until nothing is due; what waits for its time is made due first.
  void work() {
    sql("update message set due = clock_timestamp()");
    while (courier_.step()) {
    }
  }
  void sql(const std::string& text) {
    pool_.write([&](pqxx::transaction_base& tx) { tx.exec(text); });
  }
  int64_t count(const std::string& where) {
    return pool_.read([&](pqxx::transaction_base& tx) {
      return tx.exec1("select count(*) from message where " + where)[0].as<int64_t>();
    });
  }
  std::string code_of(const std::function<void()>& body) {
    try {
      body();
    } catch (const Error& e) {
      message_ = e.message();
      EXPECT_FALSE(e.remedy().empty()) << e.code();
      return e.code();
    }
    return "";
  }

  const std::string uri_ = postgres::TestCluster::shared().fresh();
  postgres::Pool pool_{uri_, 4};
  clock::Reading reading_{Instant{1'795'450'800'000}, Date::parse("2026-11-23"),
                          "2026-11-23 18:20:00"};
  std::vector<Attempt> script_;
  std::vector<Letter> tried_;
  std::vector<MessageChanged> events_;
  std::string message_;  ///< of the last refusal
  int wakes_ = 0;
  Surroundings surroundings_;
  Settings settings_;
  testing::TestHost fake_;
  MessageStore store_{pool_, surroundings_, "1", 60'000, 3'600'000};
  AddressStore addresses_{pool_};
  Courier courier_{fake_.host(), surroundings_, store_};
  testing::Caller doctor_{{{"practice", "1"}, {"user", "00000000-0000-4000-9000-000000000001"}},
                          {"message.send"}};
  MessagesService service_{surroundings_, settings_, store_, addresses_, [this] { ++wakes_; }};
  PersonalDataService personal_{surroundings_, pool_, addresses_};
};

}  // namespace curante::messages
