// SPDX-License-Identifier: Apache-2.0
#include "handover.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "handover_text.hpp"
#include "reach.hpp"

namespace curante::prescribing {
namespace {

constexpr int64_t wait_for_neighbours_ms = 30'000;

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
  store_.form_batches();
  take_back_withdrawn();
  const auto batch = store_.next();
  if (!batch) return false;
  hand_over(*batch);
  return true;
}

void Handover::hand_over(const Batch& batch) {
  const CallContext context = host_.background();
  const bool any = std::any_of(batch.recipes.begin(), batch.recipes.end(),
                               [](const Handed& it) { return it.accepted; });
  try {
    if (!any) return give_up(context, batch);
    store_.handed(batch.key, queue(context, batch));
  } catch (const Error& e) {
    if (e.code() == "database-unavailable" || e.code() == "outcome-unknown") throw;
    if (needs_a_person(e.code())) {
      store_.refused(batch.key, e.message() + ": " + e.remedy(), neighbours_.now(context).now);
    } else {
      host_.warning(fmt::format("a recipe cannot be handed to the messages yet: {}", e.code()));
      store_.postpone(batch.key, "i messaggi non si possono ancora inviare: si riprova da sé",
                      wait_for_neighbours_ms);
    }
  }
  for (const Handed& it : batch.recipes) tell(context, it.recipe);
}

Id Handover::queue(const CallContext& context, const Batch& batch) {
  const chart::Patient patient = neighbours_.chart(context, batch.patient).patient;
  const HandoverText text(batch, patient, neighbours_.doctor(context, batch.doctor));
  if (batch.mode == "sms-number") {
    messages::SendSms call{batch.key, batch.patient, MobileNumber(patient.phone), text.sms};
    return neighbours_.send_sms(context, call).id;
  }
  messages::SendEmail call;
  call.key = batch.key;
  call.patient = batch.patient;
  call.to = EmailAddress(patient.email);
  call.subject = text.subject;
  if (batch.mode == "mail-memo") {
    call.text = text.mail_memo;
    call.attachments = promemoria(context, batch);
    call.confidential = true;
    const Reach reach = reach_of(neighbours_, context, patient);
    if (reach.sms.confirmed) call.password_to = MobileNumber(reach.sms.address);
  } else {
    call.text = text.mail_number;
    call.attachments = {number_list(context, batch, text.holder)};
  }
  return neighbours_.send_email(context, call).id;
}

std::vector<messages::Attachment> Handover::promemoria(const CallContext& context,
                                                       const Batch& batch) {
  std::vector<messages::Attachment> all;
  for (const Handed& it : batch.recipes) {
    if (!it.accepted) continue;
    Blob file = neighbours_.read_document(context, documents::Read{it.document, 0, 0});
    all.push_back({"promemoria-" + it.number + ".pdf", "application/pdf", std::move(file.content)});
  }
  return all;
}

messages::Attachment Handover::number_list(const CallContext& context, const Batch& batch,
                                           const std::string& holder) {
  documents::PrintNumbers call;
  for (const Handed& it : batch.recipes) {
    if (it.accepted) call.numbers.push_back({it.number, it.white, batch.issued});
  }
  call.holder_hint = holder;
  Blob file = neighbours_.print_numbers(context, call);
  return {file.file_name, file.media_type, std::move(file.content)};
}

void Handover::give_up(const CallContext& context, const Batch& batch) {
  messages::GetMessages asked;
  asked.keys = {batch.key};
  for (const messages::Message& it : neighbours_.get_messages(context, asked).messages) {
    // It is there: from here on it is followed like any other, and taken back as withdrawn.
    store_.handed(batch.key, it.id);
    return;
  }
  store_.drop(batch.key);
}

void Handover::take_back_withdrawn() {
  for (const Id& message : store_.withdrawn_messages()) {
    try {
      record(neighbours_.cancel_message(host_.background(), messages::Cancel{message}));
    } catch (const Error& e) {
      host_.warning(fmt::format("a message of a withdrawn recipe stays queued: {}", e.code()));
    }
  }
}

void Handover::look_after(const std::vector<Id>& asked) {
  messages::GetMessages call;
  call.messages = asked.empty() ? store_.open_messages() : asked;
  if (call.messages.empty()) return;
  for (const messages::Message& it : neighbours_.get_messages(host_.background(), call).messages) {
    record(it);
  }
}

void Handover::record(const messages::Message& message) {
  for (const Id& recipe : store_.record(message)) tell(host_.background(), recipe);
}

void Handover::tell(const CallContext& context, const Id& recipe) {
  const auto found = reader_.recipe(context.practice(), recipe);
  neighbours_.tell(context, {found.prescription, recipe, found.patient, found.view.state,
                             found.view.nre, found.view.problem});
}

}  // namespace curante::prescribing
