// SPDX-License-Identifier: Apache-2.0
#include "messages_service.hpp"

#include <algorithm>

#include "password.hpp"
#include "protected_zip.hpp"

namespace curante::messages {
namespace {

constexpr size_t most_octets = 10'000'000;  ///< what mail servers commonly take, before base64
constexpr size_t longest_sms = 459;         ///< three parts of 153
constexpr int32_t most_listed = 500;

void demand_patient(const CallContext& context, const Id& patient) {
  if (patient.empty()) {
    throw Error("patient-missing", "manca il paziente a cui scrivere", "scegliere il paziente");
  }
  const std::string open = context.patient();
  if (open.empty() || open == patient.value()) return;
  throw Error("patient-mismatch", "il messaggio è di un paziente, la cartella aperta di un altro",
              "riaprire la cartella del paziente giusto e ripetere l'operazione");
}

void demand_whole(bool whole) {
  if (whole) return;
  throw Error("message-malformed", "al messaggio manca la chiave, il destinatario o il testo",
              "completarlo: una riga di oggetto, un testo, allegati con un nome senza cartelle");
}

bool one_line(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < ' '; });
}

bool file_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
         });
}

void demand_fits(const SendEmail& call) {
  size_t octets = call.text.size();
  for (const Attachment& it : call.attachments) {
    demand_whole(file_name(it.file_name) && one_line(it.media_type) && !it.media_type.empty());
    octets += it.content.size();
  }
  if (octets <= most_octets) return;
  throw Error("message-too-large", "il messaggio supera 10 MB: i server di posta lo rifiutano",
              "inviare meno documenti per volta, o consegnarli in altro modo");
}

size_t letters(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

void demand_short(const SendSms& call) {
  if (letters(call.text) <= longest_sms) return;
  throw Error("message-malformed", "l'SMS è troppo lungo: al massimo 459 lettere",
              "inviare meno ricette per volta, o consegnarle per e-mail o su carta");
}

ChannelState state_of(Channel channel, bool on, const char* problem) {
  return {channel, on, on ? "" : problem};
}

}  // namespace

Message MessagesService::on(const CallContext& context, const SendEmail& call) {
  demand_patient(context, call.patient);
  demand_whole(!call.key.empty() && !call.to.empty() && !call.text.empty() &&
               !call.subject.empty() && one_line(call.subject));
  if (const auto there = store_.of_key(call.key)) return *there;
  demand_fits(call);
  demand_on(Channel::email);
  demand_confirmed(context, call.patient, Channel::email, call.to.value());
  NewMessage email;
  email.key = call.key;
  email.patient = call.patient;
  email.to = call.to.value();
  email.content = {call.subject, call.text, call.attachments};
  std::vector<NewMessage> messages{email};
  if (call.confidential && !call.attachments.empty() && !sends_plain(context, call.patient)) {
    messages = protected_pair(context, call, email);
  }
  const Message queued = store_.queue(messages, surroundings_.now(context).now);
  wake_();
  return queued;
}

std::vector<NewMessage> MessagesService::protected_pair(const CallContext& context,
                                                        const SendEmail& call, NewMessage email) {
  const bool by_sms = settings_.sms.on() && !call.password_to.empty() &&
                      addresses_.confirmed(context.practice(), call.patient, Channel::sms,
                                           call.password_to.value());
  const std::string password = new_password();
  NewMessage second = email;
  second.carries_password = true;
  second.channel = by_sms ? Channel::sms : Channel::email;
  second.to = by_sms ? call.password_to.value() : email.to;
  second.content = {
      "Password dell'allegato",
      "Password per aprire l'allegato ricevuto dal suo medico per e-mail: " + password,
      {}};
  email.encrypted = true;
  email.content.text +=
      std::string("\n\nL'allegato è protetto da una password, che arriva ") +
      (by_sms ? "con un SMS." : "con un'altra e-mail.") +
      "\nPer aprirlo serve un programma che legge gli archivi ZIP cifrati con AES, per esempio "
      "7-Zip, WinRAR o Keka; su telefono, ZArchiver o iZip.\n";
  email.content.attachments = {
      {"documenti.zip", "application/zip", protected_zip(call.attachments, password)}};
  return {email, second};
}

bool MessagesService::sends_plain(const CallContext& context, const Id& patient) {
  return settings_.plain_attachments &&
         addresses_.book(context.practice(), patient).plain.has_value();
}

Message MessagesService::on(const CallContext& context, const SendSms& call) {
  demand_patient(context, call.patient);
  demand_whole(!call.key.empty() && !call.to.empty() && !call.text.empty());
  demand_short(call);
  if (const auto there = store_.of_key(call.key)) return *there;
  demand_on(Channel::sms);
  demand_confirmed(context, call.patient, Channel::sms, call.to.value());
  NewMessage sms;
  sms.key = call.key;
  sms.channel = Channel::sms;
  sms.patient = call.patient;
  sms.to = call.to.value();
  sms.content.text = call.text;
  const Message queued = store_.queue({sms}, surroundings_.now(context).now);
  wake_();
  return queued;
}

void MessagesService::demand_on(Channel channel) const {
  if (channel == Channel::email ? settings_.mail.on() : settings_.sms.on()) return;
  throw Error("channel-off",
              channel == Channel::email ? "la posta dello studio non è configurata"
                                        : "l'invio di SMS non è configurato",
              "consegnare in altro modo, o chiedere a chi amministra di configurarlo");
}

void MessagesService::demand_confirmed(const CallContext& context, const Id& patient,
                                       Channel channel, const std::string& address) {
  if (addresses_.confirmed(context.practice(), patient, channel, address)) return;
  throw Error("address-unconfirmed",
              "nessuno ha ancora controllato questo recapito con il paziente",
              "ricontrollarlo con il paziente e confermarlo, poi inviare di nuovo");
}

MessageList MessagesService::on(const CallContext&, const GetMessages& call) {
  return {store_.get(call.messages, call.keys)};
}

MessageList MessagesService::on(const CallContext&, const ListFailed& call) {
  return {store_.failed(std::clamp(call.limit, 1, most_listed))};
}

Message MessagesService::on(const CallContext& context, const Retry& call) {
  const Message queued = store_.retry(call.message);
  tell(context, queued);
  wake_();
  return queued;
}

Message MessagesService::on(const CallContext& context, const Cancel& call) {
  const Message now = store_.cancel(call.message, surroundings_.now(context).now);
  if (now.state == State::cancelled) tell(context, now);
  return now;
}

void MessagesService::tell(const CallContext& context, const Message& message) const {
  surroundings_.tell(context, {message.id, message.key, message.patient, message.state});
}

ChannelList MessagesService::on(const CallContext&, const GetChannels&) {
  ChannelList list;
  list.channels = {state_of(Channel::email, settings_.mail.on(),
                            "la posta dello studio non è configurata: lo fa chi amministra, "
                            "con le impostazioni smtp_host e seguenti"),
                   state_of(Channel::sms, settings_.sms.on(),
                            "l'invio di SMS non è configurato: lo fa chi amministra, con le "
                            "impostazioni sms_url e seguenti")};
  list.plain_allowed = settings_.plain_attachments;
  return list;
}

AddressBook MessagesService::on(const CallContext& context, const GetAddresses& call) {
  demand_patient(context, call.patient);
  return addresses_.book(context.practice(), call.patient);
}

AddressBook MessagesService::on(const CallContext& context, const ConfirmAddress& call) {
  demand_patient(context, call.patient);
  ConfirmedAddress it;
  it.channel = call.channel;
  const bool sms = call.channel == Channel::sms;
  it.address = sms ? MobileNumber(call.address).value() : EmailAddress(call.address).value();
  demand_whole(!it.address.empty());
  it.confirmed = surroundings_.now(context).now;
  if (!context.user().empty()) it.confirmed_by = Id(context.user());
  addresses_.confirm(context.practice(), call.patient, it);
  return addresses_.book(context.practice(), call.patient);
}

AddressBook MessagesService::on(const CallContext& context, const RecordPlainWish& call) {
  demand_patient(context, call.patient);
  if (call.plain && !settings_.plain_attachments) {
    throw Error("plain-not-allowed", "questo studio invia gli allegati solo protetti da password",
                "chi amministra può consentirlo con l'impostazione plain_attachments");
  }
  std::optional<PlainWish> wish;
  if (call.plain) wish = PlainWish{surroundings_.now(context).now, Id(context.user())};
  addresses_.wish(context.practice(), call.patient, wish);
  return addresses_.book(context.practice(), call.patient);
}

}  // namespace curante::messages
