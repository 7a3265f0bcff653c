// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "messages.hpp"

namespace curante::prescribing {

/// The other side of messages/1: takes each request once, and can be told to refuse. What becomes
/// of a message a test says itself. Not safe from several threads: the room locks around it.
struct FakeMessages {
  std::vector<messages::ChannelState> channels = {{messages::Channel::email, true, ""},
                                                  {messages::Channel::sms, true, ""}};
  bool plain_allowed = false;
  messages::AddressBook book;
  std::vector<messages::SendEmail> mail;
  std::vector<messages::SendSms> sms;
  std::map<std::string, messages::Message> by_key;     ///< the first message of each request
  std::map<std::string, messages::Message> passwords;  ///< the second, of a protected e-mail
  std::string refuse;                                  ///< code
  bool in_flight = false;  ///< what is queued is just leaving, and does not come back

  messages::ChannelList list() const { return {channels, plain_allowed}; }

  messages::Message send(const messages::SendEmail& call) {
    mail.push_back(call);
    messages::Message taken = take(call.key, messages::Channel::email);
    if (!call.confidential || passwords.contains(call.key.value())) return taken;
    messages::Message password = taken;
    password.id = Id("bbbbbbbb" + call.key.value().substr(8));
    password.carries_password = true;
    passwords[call.key.value()] = password;
    return taken;
  }
  messages::Message send(const messages::SendSms& call) {
    sms.push_back(call);
    return take(call.key, messages::Channel::sms);
  }
  messages::Message take(const Id& key, messages::Channel channel) {
    if (!refuse.empty()) throw Error(refuse, "rifiutato", "consegnare in altro modo");
    const auto there = by_key.find(key.value());
    if (there != by_key.end()) return there->second;
    messages::Message it;
    it.key = key;
    it.id = Id("cccccccc" + key.value().substr(8));
    it.channel = channel;
    return by_key[key.value()] = it;
  }

  messages::MessageList get(const messages::GetMessages& call) const {
    messages::MessageList list;
    for (const auto* parts : {&by_key, &passwords}) {
      for (const auto& [key, it] : *parts) {
        for (const Id& id : call.messages) {
          if (id == it.id) list.messages.push_back(it);
        }
        for (const Id& wanted : call.keys) {
          if (wanted == it.key) list.messages.push_back(it);
        }
      }
    }
    return list;
  }

  messages::Message cancel(const Id& id) {
    for (auto* parts : {&by_key, &passwords}) {
      for (auto& [key, it] : *parts) {
        if (it.id != id) continue;
        const bool gone = cancel(it);
        const auto password = passwords.find(key);
        if (gone && password != passwords.end()) cancel(password->second);
        return it;
      }
    }
    throw Error("message-unknown", "sconosciuto", "aggiornare");
  }

  messages::Message& only() { return by_key.begin()->second; }
  messages::Message& only_password() { return passwords.begin()->second; }

 private:
  bool cancel(messages::Message& it) const {
    const bool waits = it.state == messages::State::queued && !in_flight;
    if (!waits && it.state != messages::State::failed) return false;
    it.state = messages::State::cancelled;
    return true;
  }
};

}  // namespace curante::prescribing
