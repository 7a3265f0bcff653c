// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/email_address.hpp"
#include "rules/id.hpp"
#include "rules/mobile_number.hpp"

/// E-mail and SMS to patients: queued durably, sent at least once, each request queued once. Only to an
/// address that a person has confirmed for that patient.
namespace curante::messages {

enum class Channel { email, sms };
CURANTE_DESCRIBE_ENUM(Channel, email, sms);

/// `failed`: it will not go by itself any more. `cancelled`: taken back before it left.
enum class State { queued, sent, failed, cancelled };
CURANTE_DESCRIBE_ENUM(State, queued, sent, failed, cancelled);

struct Message {
  Id id;
  Id key;                      ///< of the request; a protected e-mail and its password share it
  Channel channel = Channel::email;
  Id patient;
  std::string to_hint;         ///< "m…i@example.it", "+39 … 567": enough to recognise
  State state = State::queued;
  std::string problem;         ///< why it waits or failed, in Italian
  int32_t attempts = 0;
  Instant queued;
  std::optional<Instant> settled;
  bool carries_password = false;  ///< of the protected e-mail with the same key
  bool encrypted = false;         ///< its attachments lie in an encrypted ZIP
};
CURANTE_DESCRIBE(Message, id, key, channel, patient, to_hint, state, problem, attempts, queued, settled,
                 carries_password, encrypted);
CURANTE_SUBJECT(Message, patient);
CURANTE_PERSONAL(Message, to_hint, problem);

struct Attachment {
  std::string file_name;   ///< ASCII, without a folder
  std::string media_type;  ///< "application/pdf"
  Bytes content;
};
CURANTE_DESCRIBE(Attachment, file_name, media_type, content);
CURANTE_PERSONAL(Attachment, file_name, content);

/// Queues an e-mail. Asked again with the same key, answers the message that is there, whatever else is
/// said. `confidential`: the attachments go in a ZIP with AES-256, the password in a second message that
/// leaves after the first has: by SMS to `password_to` if that is given, confirmed and SMS are on, else
/// by e-mail; in plain only where the settings allow it and the patient's wish is on record. Throws
/// "channel-off", "address-unconfirmed", "message-malformed", "message-too-large".
struct SendEmail {
  using Reply = Message;
  static constexpr bool idempotent = true;
  Id key;
  Id patient;
  EmailAddress to;
  std::string subject;      ///< one line; it travels in plain: nothing of the patient
  std::string text;
  std::vector<Attachment> attachments;
  bool confidential = false;
  MobileNumber password_to;
};
CURANTE_DESCRIBE(SendEmail, key, patient, to, subject, text, attachments, confidential, password_to);
CURANTE_SUBJECT(SendEmail, patient);
CURANTE_PERSONAL(SendEmail, subject, text, attachments);

/// Queues an SMS; like SendEmail. Throws "channel-off", "address-unconfirmed", "message-malformed".
struct SendSms {
  using Reply = Message;
  static constexpr bool idempotent = true;
  Id key;
  Id patient;
  MobileNumber to;
  std::string text;  ///< at most 459 characters: three parts
};
CURANTE_DESCRIBE(SendSms, key, patient, to, text);
CURANTE_SUBJECT(SendSms, patient);
CURANTE_PERSONAL(SendSms, text);

struct MessageList {
  std::vector<Message> messages;
};
CURANTE_DESCRIBE(MessageList, messages);

/// What became of messages, by their own ids and by keys of requests. Unknown ones are left out.
struct GetMessages {
  using Reply = MessageList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "message.send";
  std::vector<Id> messages;
  std::vector<Id> keys;
};
CURANTE_DESCRIBE(GetMessages, messages, keys);

/// What failed, newest first.
struct ListFailed {
  using Reply = MessageList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "message.send";
  int32_t limit = 100;
};
CURANTE_DESCRIBE(ListFailed, limit);

/// Sends a failed message after all, or a queued one now. Throws "message-unknown", and
/// "message-settled" for one that was sent or cancelled.
struct Retry {
  using Reply = Message;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "message.send";
  Id message;
};
CURANTE_DESCRIBE(Retry, message);

/// Takes a message back that has not left, and its password with it. The reply says whether it could
/// still be done: one whose request may have left stays as it is. Throws "message-unknown".
struct Cancel {
  using Reply = Message;
  static constexpr bool idempotent = true;
  Id message;
};
CURANTE_DESCRIBE(Cancel, message);

/// Whether a channel can be used, and if not, why and what to do, in Italian.
struct ChannelState {
  Channel channel = Channel::email;
  bool on = false;
  std::string problem;
};
CURANTE_DESCRIBE(ChannelState, channel, on, problem);
CURANTE_PERSONAL(ChannelState, problem);

struct ChannelList {
  std::vector<ChannelState> channels;
  bool plain_allowed = false;  ///< a patient may ask for attachments that are not encrypted
};
CURANTE_DESCRIBE(ChannelList, channels, plain_allowed);

struct GetChannels {
  using Reply = ChannelList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "message.send";
};
CURANTE_DESCRIBE(GetChannels);

/// An address that a person has checked with the patient.
struct ConfirmedAddress {
  Channel channel = Channel::email;
  std::string address;
  Instant confirmed;
  Id confirmed_by;  ///< account
};
CURANTE_DESCRIBE(ConfirmedAddress, channel, address, confirmed, confirmed_by);
CURANTE_PERSONAL(ConfirmedAddress, address);

/// The patient's own express wish to get attachments without a password, and who put it on record
/// (Garante's guidelines on online reports, 2009).
struct PlainWish {
  Instant recorded;
  Id recorded_by;  ///< account
};
CURANTE_DESCRIBE(PlainWish, recorded, recorded_by);

struct AddressBook {
  std::vector<ConfirmedAddress> addresses;
  std::optional<PlainWish> plain;
};
CURANTE_DESCRIBE(AddressBook, addresses, plain);

/// Throws "patient-mismatch" when another patient's chart is open, as the next two do.
struct GetAddresses {
  using Reply = AddressBook;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "message.send";
  Id patient;
};
CURANTE_DESCRIBE(GetAddresses, patient);
CURANTE_SUBJECT(GetAddresses, patient);

/// Says that the address is the patient's. Throws "patient-missing", "mobile-malformed",
/// "email-malformed".
struct ConfirmAddress {
  using Reply = AddressBook;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "message.send";
  Id patient;
  Channel channel = Channel::email;
  std::string address;
};
CURANTE_DESCRIBE(ConfirmAddress, patient, channel, address);
CURANTE_SUBJECT(ConfirmAddress, patient);
CURANTE_PERSONAL(ConfirmAddress, address);

/// Puts the patient's wish for plain attachments on record, or takes it off. Throws "patient-missing",
/// "plain-not-allowed".
struct RecordPlainWish {
  using Reply = AddressBook;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "message.send";
  Id patient;
  bool plain = false;
};
CURANTE_DESCRIBE(RecordPlainWish, patient, plain);
CURANTE_SUBJECT(RecordPlainWish, patient);

/// A record of the section "messages.messages" of personal-data/1. What a message said is kept only
/// until it has left.
struct MessageRecord {
  Message message;
  std::string recipient;
};
CURANTE_DESCRIBE(MessageRecord, message, recipient);
CURANTE_PERSONAL(MessageRecord, recipient);

/// A record of the section "messages.addresses" of personal-data/1: one a patient.
struct AddressRecord {
  Id patient;
  AddressBook book;
};
CURANTE_DESCRIBE(AddressRecord, patient, book);
CURANTE_SUBJECT(AddressRecord, patient);

/// Event: a message's state or problem changed.
struct MessageChanged {
  static constexpr std::string_view id = "message-changed/1";
  Id message;
  Id key;
  Id patient;
  State state = State::queued;
};
CURANTE_DESCRIBE(MessageChanged, message, key, patient, state);
CURANTE_SUBJECT(MessageChanged, patient);

struct Contract {
  static constexpr std::string_view id = "messages/1";
  using Calls = curante::Calls<SendEmail, SendSms, GetMessages, ListFailed, Retry, Cancel, GetChannels,
                               GetAddresses, ConfirmAddress, RecordPlainWish>;
};

}  // namespace curante::messages
