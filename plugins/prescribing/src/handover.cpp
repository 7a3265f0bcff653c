// SPDX-License-Identifier: Apache-2.0
#include "handover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "curante/fault.hpp"
#include "handover_recall.hpp"
#include "handover_text.hpp"
#include "reach.hpp"

namespace curante::prescribing {
namespace {

/// Who asks for the same again would be told the same: a person must do something first.
bool needs_a_person(const std::string& code) {
  constexpr std::string_view codes[] = {
      "address-unconfirmed", "channel-off",      "email-malformed",
      "message-malformed",   "mobile-malformed", "numbers-missing",
      "message-too-large",   "patient-unknown",  "document-unknown"};
  return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

}  // namespace

bool Handover::step() {
  // What comes back with a withdrawn recipe goes again without it.
  take_back_obsolete();
  store_.form_batches();
  const auto batch = store_.next();
  if (!batch) return false;
  hand_over(*batch);
  return true;
}

void Handover::hand_over(const Batch& batch) {
  const CallContext context = host_.background();
  try {
    hand_over_wanted(context, batch);
  } catch (const Error& e) {
    if (e.code() == "database-unavailable" || e.code() == "outcome-unknown") throw;
    if (needs_a_person(e.code())) {
      store_.refused(batch.key, e.message() + ": " + e.remedy(), neighbours_.now(context).now);
    } else {
      postpone(context, batch, e.code());
    }
  } catch (const std::exception& e) {
    // What goes wrong with one must not keep the others of the practice waiting.
    postpone(context, batch, fault_of(e));
  }
  for (const Handed& it : batch.recipes) tell_changed(neighbours_, reader_, context, it.recipe);
}

void Handover::hand_over_wanted(const CallContext& context, const Batch& batch) {
  const std::vector<Id> wanted = batch.wanted();
  // A host that died may have asked for all of it already.
  if (wanted.size() < batch.recipes.size() && follow_earlier(context, batch)) return;
  if (wanted.empty()) return store_.drop(batch.key);
  const messages::Message message = queue(context, batch);
  if (!store_.handed(batch.key, message.id, wanted)) {
    take_back(batch.key);
  } else if (message.state != messages::State::queued) {
    look_after({batch.key});
  }
}

bool Handover::follow_earlier(const CallContext& context, const Batch& batch) {
  messages::GetMessages asked;
  asked.keys = {batch.key};
  const auto there = neighbours_.get_messages(context, asked).messages;
  if (there.empty()) return false;
  std::vector<Id> all;
  for (const Handed& it : batch.recipes) all.push_back(it.recipe);
  store_.handed(batch.key, there[0].id, all);
  return true;
}

void Handover::postpone(const CallContext& context, const Batch& batch, const std::string& fault) {
  host_.warning(fmt::format("a recipe cannot be handed to the messages yet: {}", fault));
  store_.postpone(
      batch.key,
      {"i messaggi non si possono ancora inviare: si riprova da sé",
       fmt::format("in 24 ore non si è riusciti a inviarla ({}): consegnarla in altro modo, o di "
                   "nuovo quando la causa è risolta",
                   fault),
       neighbours_.now(context).now});
}

messages::Message Handover::queue(const CallContext& context, const Batch& batch) {
  const chart::Patient patient = neighbours_.chart(context, batch.patient).patient;
  if (batch.mode == "sms-number") {
    const HandoverText text(batch, patient, doctors_of(context, batch));
    const messages::SendSms call{batch.key, batch.patient, MobileNumber(patient.phone), text.sms};
    store_.note_destination(batch.key, destination(call.to.value(), ""));
    return neighbours_.send_sms(context, call);
  }
  const messages::SendEmail call = letter(context, batch, patient);
  store_.note_destination(batch.key, destination(call.to.value(), call.password_to.value()));
  return neighbours_.send_email(context, call);
}

std::vector<accounts::Doctor> Handover::doctors_of(const CallContext& context, const Batch& batch) {
  std::vector<accounts::Doctor> doctors;
  std::set<Id> named;
  for (const Handed& it : batch.recipes) {
    if (!it.wanted || !named.insert(it.doctor).second) continue;
    doctors.push_back(neighbours_.doctor(context, it.doctor));
  }
  return doctors;
}

messages::SendEmail Handover::letter(const CallContext& context, const Batch& batch,
                                     const chart::Patient& patient) {
  const HandoverText text(batch, patient, doctors_of(context, batch));
  messages::SendEmail call;
  call.key = batch.key;
  call.patient = batch.patient;
  call.to = EmailAddress(patient.email);
  call.subject = text.subject;
  if (batch.mode != "mail-memo") {
    call.text = text.mail_number;
    call.attachments = {number_list(context, batch, text.holder)};
    return call;
  }
  call.text = text.mail_memo;
  call.attachments = promemoria(context, batch);
  call.confidential = true;
  const Reach::Way password = reach_now(neighbours_, context, patient).password();
  const bool to_mailbox = password.address == call.to.value();
  if (!to_mailbox && !password.address.empty() && !password.confirmed) {
    throw Error("address-unconfirmed",
                "nessuno ha ancora controllato con il paziente il cellulare a cui va la password",
                "ricontrollarlo con il paziente, poi consegnare di nuovo la ricetta");
  }
  if (!to_mailbox) call.password_to = MobileNumber(password.address);
  return call;
}

std::vector<messages::Attachment> Handover::promemoria(const CallContext& context,
                                                       const Batch& batch) {
  std::vector<messages::Attachment> all;
  for (const Handed& it : batch.recipes) {
    if (!it.wanted) continue;
    Blob file = neighbours_.read_document(context, documents::Read{it.document, 0, 0});
    all.push_back({"promemoria-" + it.number + ".pdf", "application/pdf", std::move(file.content)});
  }
  return all;
}

messages::Attachment Handover::number_list(const CallContext& context, const Batch& batch,
                                           const std::string& holder) {
  documents::PrintNumbers call;
  for (const Handed& it : batch.recipes) {
    if (it.wanted) call.numbers.push_back({it.number, it.white, it.issued});
  }
  call.holder_hint = holder;
  Blob file = neighbours_.print_numbers(context, call);
  return {file.file_name, file.media_type, std::move(file.content)};
}

void Handover::take_back_obsolete() {
  for (const Id& batch : store_.obsolete_batches()) {
    try {
      take_back(batch);
    } catch (const std::exception& e) {
      host_.warning(fmt::format("a message of a withdrawn recipe stays queued: {}", fault_of(e)));
    }
  }
}

void Handover::take_back(const Id& batch) {
  const CallContext context = host_.background();
  for (const Id& recipe : recall(neighbours_, store_, context, batch).changed) {
    tell_changed(neighbours_, reader_, context, recipe);
  }
}

void Handover::look_after(const std::vector<Id>& asked) {
  const CallContext context = host_.background();
  messages::GetMessages call;
  call.keys = asked.empty() ? store_.open_batches() : asked;
  if (call.keys.empty()) return;
  std::map<Id, std::vector<messages::Message>> by_batch;
  for (const Id& batch : call.keys) by_batch[batch];
  for (messages::Message& it : neighbours_.get_messages(context, call).messages) {
    by_batch[it.key].push_back(std::move(it));
  }
  for (const auto& [batch, parts] : by_batch) {
    const auto changed =
        parts.empty() ? store_.lost(batch, neighbours_.now(context).now) : store_.record(parts);
    for (const Id& recipe : changed) tell_changed(neighbours_, reader_, context, recipe);
  }
}

void tell_changed(const Neighbours& neighbours, PrescriptionReader& reader,
                  const CallContext& context, const Id& recipe) {
  const auto found = reader.recipe(context.practice(), recipe);
  neighbours.tell(context, {found.prescription, recipe, found.patient, found.view.state,
                            found.view.nre, found.view.problem});
}

}  // namespace curante::prescribing
