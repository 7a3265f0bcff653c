// SPDX-License-Identifier: Apache-2.0
// WhiteTransmitter: a person's word for what became of a recipe, and what the service shows of it.
#include <algorithm>

#include "told.hpp"
#include "transmitter_turn.hpp"
#include "white/white_transmitter.hpp"

namespace curante::sac::white {

using recipe_transmitter::Outcome;

namespace {

// The SSN service's "of another doctor". Assumed of this one too.
constexpr std::string_view of_another_doctor = "1125";

Error mismatch(const WhiteSubmission& it, const std::string& number, const std::string& why) {
  return Error("white-decision-mismatch",
               "il numero " + number + " non è di questa ricetta di " + it.content.patient_name +
                   " (" + it.content.text + "): " + why,
               "controllare NRBE e PIN sul sito Sistema TS, nella ricetta di questo assistito");
}

Error not_verified(const WhiteSubmission& it, const WhiteTransmitter::Decision& decision) {
  return Error("white-not-verified",
               "Sistema TS non fa vedere il numero " + decision.number +
                   ": non si può controllare che sia di " + it.content.patient_name + " " +
                   it.content.patient_code + ", " + it.content.text + ", PIN " + decision.pin,
               "se sul sito Sistema TS risultano proprio questo assistito e questi farmaci, "
               "confermare; altrimenti correggere");
}

/// What stands against the recipe shown being this one; empty: nothing.
std::string difference(const WhiteSubmission& it, const Held& held, const std::string& pin) {
  if (!held.pin.empty() && held.pin != pin) return "il suo PIN è un altro";
  if (!held.products.empty() && held.products != it.content.products) {
    return "contiene altri farmaci";
  }
  if (!held.written_at.empty() && held.written_at != it.written_at) {
    return "è stata scritta il " + held.written_at;
  }
  return "";
}

Error to_do(const recipe_transmitter::Reason& it) {
  return Error(it.code, it.text, it.advice);
}

}  // namespace

std::optional<recipe_transmitter::Reason> WhiteTransmitter::to_do_first(
    const std::string& account) const {
  const auto lack = sac_.lacking(sac_.credentials_.load(account));
  if (!lack || lack->outcome != Outcome::needs_credentials) return std::nullopt;
  return lack->reasons.at(0);
}

std::optional<Held> WhiteTransmitter::look_at(const WhiteSubmission& it, const Decision& decision) {
  const Credentials who = sac_.credentials_.load(it.account);
  if (sac_.lacking(who)) return std::nullopt;
  View view;
  const auto asked = sac_.attempt(it.account, who, sac::Operation::white, [&] {
    view = client_.view(decision.number, it.author, it.content.patient_code, who);
    return bare(Outcome::accepted);
  });
  if (asked.receipt.outcome == Outcome::needs_credentials && !decision.unverified) {
    throw to_do(asked.receipt.reasons.at(0));
  }
  if (asked.receipt.outcome != Outcome::accepted) return std::nullopt;
  const auto found = std::find_if(view.held.begin(), view.held.end(),
                                  [&](const Held& held) { return held.number == decision.number; });
  if (found != view.held.end()) {
    const std::string why = difference(it, *found, decision.pin);
    if (!why.empty()) throw mismatch(it, decision.number, why);
    // What shows neither content nor time proves nothing.
    if (found->products.empty() || found->written_at.empty()) return std::nullopt;
    return *found;
  }
  const bool refused = view.absent || !view.held.empty() ||
                       std::any_of(view.reasons.begin(), view.reasons.end(),
                                   [](const auto& it) { return it.code == of_another_doctor; });
  if (refused) {
    throw mismatch(it, decision.number,
                   "Sistema TS non ha una ricetta con questo numero, di questo medico, per questo "
                   "assistito");
  }
  return std::nullopt;
}

void WhiteTransmitter::decide(const std::string& recipe_id, const std::string& account,
                              const Decision& decision) {
  const auto& [number, pin, unverified] = decision;
  const bool unsent = number.empty() && pin.empty();
  if (!unsent && (number.size() != number_length || pin.empty() || pin.size() > longest_pin)) {
    throw Error(
        "white-decision-invalid", "il numero (NRBE) ha 12 caratteri e il PIN al massimo 5",
        "ricopiarli dal sito Sistema TS; se la ricetta lì non c'è, scegliere «non inviata»");
  }
  const Transmitter::Turn turn(sac_, recipe_id);
  auto it = find(recipe_id);
  if (!it || it->account != account || (it->state != WhiteState::undecided && !is_silent(*it))) {
    throw Error("white-not-undecided", "questa ricetta bianca non attende una decisione",
                "ricaricare la pagina: nel frattempo può essere stata verificata");
  }
  if (it->state == WhiteState::sending || !(unsent || unverified)) {
    if (const auto first = to_do_first(it->account)) throw to_do(*first);
  }
  if (unsent) return keep(*it, WhiteState::prepared);
  const bool anothers = sac_.pool_.read(
      [&](pqxx::transaction_base& tx) { return store_.is_anothers(tx, number, recipe_id); });
  if (anothers) {
    throw Error("white-decision-invalid",
                "questo numero è di un'altra ricetta del paziente o di altri",
                "controllare sul sito Sistema TS quale ricetta è quale");
  }
  auto held = look_at(*it, decision);
  if (!held) {
    if (!unverified) throw not_verified(*it, decision);
    held.emplace();
    held->number = number;
  }
  held->pin = pin;
  adopt(*it, *held);
}

}  // namespace curante::sac::white
