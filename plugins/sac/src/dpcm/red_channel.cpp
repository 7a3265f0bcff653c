// SPDX-License-Identifier: Apache-2.0
#include "dpcm/red_channel.hpp"

#include <algorithm>

#include "dpcm/invia_file.hpp"
#include "dpcm/ricette_mir.hpp"
#include "dpcm/zip_file.hpp"
#include "rules/clock_behind.hpp"
#include "rules/rome_time.hpp"

namespace curante::sac {
namespace {

using red_recipe_channel::Outcome;
using red_recipe_channel::Receipt;

void demand_file_name(const std::string& name) {
  const bool sound =
      !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_' || c == '-';
      });
  if (sound) return;
  throw Error("red-batch-invalid", "il nome del file delle ricette rosse non è valido",
              "avvisare l'assistenza: nulla è stato inviato");
}

Receipt told(Outcome outcome, const Error& error) {
  Receipt receipt;
  receipt.outcome = outcome;
  receipt.text = error.message();
  return receipt;
}

Outcome outcome_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::not_sent:
      return Outcome::unreachable;
    case Delivery::not_accepted:
      return Outcome::needs_credentials;
    case Delivery::unknown:
      break;
  }
  return Outcome::uncertain;
}

}  // namespace

void RedChannel::open(DpcmEndpoint endpoint, CredentialStore& credentials,
                      const SoapChannel& channel, const SanitelCipher& cipher, ServiceHealth& health,
                      RedClock clock) {
  SoapChannel::check_endpoint(endpoint.host);
  endpoint_ = std::move(endpoint);
  credentials_ = &credentials;
  channel_ = &channel;
  cipher_ = &cipher;
  health_ = &health;
  clock_ = std::move(clock);
}

void RedChannel::demand_right_clock() const {
  const auto standing = clock_.standing();
  if (!clock::is_wrong(standing)) return;
  throw Error("service-unreachable", clock::wrong_text(standing),
              clock::wrong_remedy("l'invio riprende da solo"));
}

/// Nothing has left yet, so what cannot be noted is no doubt.
void RedChannel::note_upload() {
  try {
    clock_.note_upload();
  } catch (const Error& e) {
    throw Error("service-unreachable", e.message(), e.remedy());
  }
}

/// What must be there before anything is encrypted.
Credentials RedChannel::complete(const Id& account) const {
  if (const auto lack = expired(cipher_->valid_until(), rome::date(clock_.now()))) throw *lack;
  Credentials credentials = credentials_->load(account.value());
  if (credentials.complete()) return credentials;
  throw Error("credentials-missing", "mancano le credenziali di Sistema TS",
              "inserire utente, password e pincode, poi riprovare");
}

void RedChannel::note(const Id& account, const DeliveryError& problem) {
  if (problem.delivery() != Delivery::not_accepted) return;
  credentials_->note_problem(account.value(), problem.message(), clock_.now().iso());
}

Receipt RedChannel::on(const CallContext&, const red_recipe_channel::Upload& call) {
  demand_file_name(call.file_name);
  try {
    demand_right_clock();
    const Credentials who = complete(call.account);
    const std::string xml =
        ricette_mir::encode(call.entries, who.pincode,
                            [this](const std::string& plain) { return cipher_->encrypt(plain); });
    const auto message =
        invia_file::encode(call.file_name + ".zip", zip_of(call.file_name + ".xml", xml));
    note_upload();
    return invia_file::decode(heard(call.account, [&] {
      return channel_->post(endpoint_.host, endpoint_.upload_path, invia_file::action,
                            message.body, who.authorization(), message.content_type);
    }));
  } catch (const DeliveryError& e) {
    return told(outcome_of(e.delivery()), e);
  } catch (const Error& e) {
    if (e.code() == "credentials-missing") return told(Outcome::needs_credentials, e);
    if (e.code() == "sanitel-expired" || e.code() == "service-unreachable") {
      Receipt waiting = told(Outcome::unreachable, e);
      waiting.text += "; " + e.remedy();
      return waiting;
    }
    if (e.code() == "message-refused") return told(Outcome::refused, e);
    if (e.code() == "answer-unexpected") return told(Outcome::uncertain, e);
    throw;
  }
}

SoapAnswer RedChannel::heard(const Id& account, const std::function<SoapAnswer()>& request) {
  try {
    SoapAnswer answer = request();
    health_->answered(Operation::red, clock_.now());
    return answer;
  } catch (const DeliveryError& e) {
    const bool answers = e.delivery() == Delivery::not_accepted || e.code() == "service-fault";
    answers ? health_->answered(Operation::red, clock_.now())
            : health_->failed(Operation::red, e.message(), clock_.now());
    note(account, e);
    throw;
  }
}

SoapAnswer RedChannel::ask(const Id& account, const char* action, const std::string& message,
                           const Credentials& who) {
  return heard(account, [&] {
    return channel_->post(endpoint_.host, endpoint_.outcomes_path, action, message,
                          who.authorization());
  });
}

red_recipe_channel::FileStatusList RedChannel::on(const CallContext&,
                                                  const red_recipe_channel::Statuses& call) {
  demand_right_clock();
  const Credentials who = complete(call.account);
  const std::string message =
      stato_invii::encode_files(endpoint_.outcomes_namespace, {call.protocol, call.from, call.to},
                                cipher_->encrypt(who.pincode));
  return {stato_invii::decode_files(ask(call.account, stato_invii::files_action, message, who))};
}

red_recipe_channel::RecipeOutcomeList RedChannel::on(const CallContext&,
                                                     const red_recipe_channel::Outcomes& call) {
  demand_right_clock();
  const Credentials who = complete(call.account);
  const std::string message =
      stato_invii::encode_recipes(endpoint_.outcomes_namespace, {call.protocol, call.from, call.to},
                                  cipher_->encrypt(who.pincode));
  return {
      stato_invii::decode_recipes(ask(call.account, stato_invii::recipes_action, message, who))};
}

}  // namespace curante::sac
