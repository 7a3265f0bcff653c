// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "courier.hpp"
#include "curante/events.hpp"
#include "curante/json.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/waking_thread.hpp"
#include "database.hpp"
#include "heartbeat.hpp"
#include "messages_migrations.hpp"
#include "messages_service.hpp"
#include "personal_data_service.hpp"
#include "sms_gateway.hpp"
#include "smtp_mailer.hpp"
#include "tls_trust.hpp"

namespace curante::messages {

/// What lives while the room runs: everything that needs the database.
struct Running {
  postgres::Pool pool;
  Heartbeat heartbeat;
  MessageStore store;
  AddressStore addresses;
  Courier courier;
  /// A server that takes its ten minutes over one message does not keep the others.
  std::array<WakingThread, 3> threads;
  WakingThread heart;
  MessagesService service;
  PersonalDataService personal_data;

  Running(const Host& host, const Surroundings& surroundings, const Settings& settings,
          const database::Connection& connection, ClosingTime& closing)
      : pool(connection.uri, std::max(connection.max_connections - 1, 1)),
        heartbeat(connection.uri, host.background().practice(), closing),
        store(pool, surroundings, host.background().practice(), settings.lease_ms,
              settings.give_up_ms, heartbeat.holder()),
        addresses(pool),
        courier(host, surroundings, store),
        threads{courier_thread(host, 0), courier_thread(host, 1), courier_thread(host, 2)},
        heart(host, {"that messages are being sent cannot be said now"},
              [this]() -> std::optional<int64_t> {
                const bool first = !heartbeat.beats();
                heartbeat.beat();
                if (first) wake();
                return Heartbeat::every_ms;
              }),
        service(surroundings, settings, store, addresses, [this] { wake(); }),
        personal_data(surroundings, pool, addresses) {}

  void start() {
    heart.start();
    for (WakingThread& it : threads) it.start();
  }
  void stop() {
    for (WakingThread& it : threads) it.stop();
    heart.stop();  // it beats until the last conversation has ended
  }

 private:
  void wake() {
    for (WakingThread& it : threads) it.wake();
  }
  WakingThread courier_thread(const Host& host, size_t number) {
    return WakingThread(
        host, {"messages cannot be sent now"}, [this, number]() -> std::optional<int64_t> {
          if (!heartbeat.beats()) return Heartbeat::every_ms;
          while (!threads[number].stopping() && heartbeat.beats() && courier.step()) {
          }
          return store.next_due_ms();
        });
  }
};

class MessagesPlugin : public Plugin {
 public:
  explicit MessagesPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        service_(provide<Contract>(host, *this)),
        personal_data_(provide<personal_data::Contract>(host, *this)) {
    meet_surroundings();
  }

  std::vector<Service*> services() override { return {service_.get(), personal_data_.get()}; }

  void start() override {
    settings_ = read_settings(host_);
    open_ways_out();
    const auto connection = database_.ask(host_.background(), database::Connect{});
    running_.emplace(host_, surroundings_, settings_, connection, closing_);
    postgres::migrate(running_->pool, embedded::messages_migrations());
  }

  void ready() override {
    closing_.open_again();
    running_->start();
  }

  /// A server that has a message and has not answered yet gets one step's time more.
  void stop() override {
    closing_.begin();
    if (running_) running_->stop();
  }

  template <class Call>
  auto on(const CallContext& context, const Call& call) {
    if constexpr (requires { running_->service.on(context, call); }) {
      return running_->service.on(context, call);
    } else {
      return running_->personal_data.on(context, call);
    }
  }

 private:
  void open_ways_out() {
    if (!settings_.mail.on() && !settings_.sms.on()) return;
    const auto tls = tls_trust(settings_.ca_file);
    mailer_.emplace(settings_.mail, tls, settings_.patience, closing_);
    gateway_.emplace(settings_.sms, tls, settings_.patience, closing_,
                     [this](const SmsRequest& it) { return to_json(host_, it); });
  }

  /// What was queued before a way out was taken from the settings waits for it to come back.
  Attempt send(const Letter& letter) const {
    const bool mail = letter.channel == Channel::email;
    if (mail && settings_.mail.on()) return mailer_->send(letter);
    if (!mail && settings_.sms.on()) return gateway_->send(letter);
    return Attempt::later(mail ? "la posta dello studio non è più configurata"
                               : "l'invio di SMS non è più configurato");
  }

  void meet_surroundings() {
    using Context = Surroundings::Context;
    Surroundings& s = surroundings_;
    s.now = [this](Context c) { return clock_.ask(c, clock::Now{}); };
    s.send = [this](const Letter& letter) { return send(letter); };
    s.tell = [this](Context c, const MessageChanged& event) { publish(host_, c, event); };
    s.to_text = [this](const Content& it) { return to_json(host_, it); };
    s.content_of = [this](const std::string& text) { return from_json<Content>(host_, text); };
    s.message_to_text = [this](const MessageRecord& it) { return to_json(host_, it); };
    s.message_of = [this](const std::string& text) {
      return from_json<MessageRecord>(host_, text);
    };
    s.address_to_text = [this](const AddressRecord& it) { return to_json(host_, it); };
    s.address_of = [this](const std::string& text) {
      return from_json<AddressRecord>(host_, text);
    };
  }

  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  Settings settings_;
  ClosingTime closing_;
  std::optional<SmtpMailer> mailer_;
  std::optional<SmsGateway> gateway_;
  Surroundings surroundings_;
  std::unique_ptr<Service> service_, personal_data_;
  std::optional<Running> running_;
};

}  // namespace curante::messages

CURANTE_PLUGIN(curante::messages::MessagesPlugin, curante::messages::Contract,
               curante::personal_data::Contract, curante::database::Contract,
               curante::clock::Contract);
