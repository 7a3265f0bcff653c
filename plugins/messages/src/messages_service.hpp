// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "address_store.hpp"
#include "message_store.hpp"
#include "settings.hpp"

namespace curante::messages {

/// messages/1. Safe from any thread. `wake` is called after something was put into the queue.
class MessagesService {
 public:
  MessagesService(const Surroundings& surroundings, const Settings& settings, MessageStore& store,
                  AddressStore& addresses, std::function<void()> wake)
      : surroundings_(surroundings),
        settings_(settings),
        store_(store),
        addresses_(addresses),
        wake_(std::move(wake)) {}

  Message on(const CallContext& context, const SendEmail& call);
  Message on(const CallContext& context, const SendSms& call);
  MessageList on(const CallContext& context, const GetMessages& call);
  MessageList on(const CallContext& context, const ListFailed& call);
  Message on(const CallContext& context, const Retry& call);
  Message on(const CallContext& context, const Cancel& call);
  ChannelList on(const CallContext& context, const GetChannels& call);
  AddressBook on(const CallContext& context, const GetAddresses& call);
  AddressBook on(const CallContext& context, const ConfirmAddress& call);
  AddressBook on(const CallContext& context, const RecordPlainWish& call);

 private:
  void demand_on(Channel channel) const;
  void demand_confirmed(const CallContext& context, const Id& patient, Channel channel,
                        const std::string& address);
  bool sends_plain(const CallContext& context, const Id& patient);
  /// The e-mail with its attachments in an encrypted ZIP, and the message with the password.
  std::vector<NewMessage> protected_pair(const CallContext& context, const SendEmail& call,
                                         NewMessage email);
  void tell(const CallContext& context, const Message& message) const;

  const Surroundings& surroundings_;
  const Settings& settings_;
  MessageStore& store_;
  AddressStore& addresses_;
  std::function<void()> wake_;
};

}  // namespace curante::messages
