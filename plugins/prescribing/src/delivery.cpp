// SPDX-License-Identifier: Apache-2.0
#include "delivery.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "back_off.hpp"
#include "curante/json.hpp"
#include "paper_document.hpp"
#include "recall_text.hpp"
#include "rules/rome_time.hpp"

namespace curante::prescribing {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

namespace {

/// What stands in the way, before what the service only warns of.
std::string explanation(const Receipt& receipt, const char* otherwise) {
  for (const bool blocking : {true, false}) {
    for (const auto& reason : receipt.reasons) {
      if (reason.blocking != blocking) continue;
      const std::string advice = reason.advice.empty() ? "" : ": " + reason.advice;
      if (!reason.title.empty()) {
        return fmt::format("{} ({}){}", reason.title, reason.code, advice);
      }
      if (!reason.text.empty() || !advice.empty()) return reason.text + advice;
    }
  }
  return otherwise;
}

/// No asking will ever find out what became of it.
bool for_a_person(const Receipt& receipt) {
  return receipt.outcome == Outcome::uncertain && !receipt.reasons.empty() &&
         receipt.reasons[0].code == recipe_transmitter::person_must_decide;
}

/// Asking goes on, but nothing more is sent: what a person can decide of it, if anything.
const recipe_transmitter::Reason* person_may_help(const Receipt& receipt) {
  if (receipt.outcome != Outcome::uncertain) return nullptr;
  for (const auto& reason : receipt.reasons) {
    if (reason.code == recipe_transmitter::person_may_decide) return &reason;
  }
  return nullptr;
}

/// At once where that is all the channel says; where it says first what keeps it from finding out,
/// not before it has tried for a while.
bool person_should_help(const Receipt& receipt) {
  const auto* asked = person_may_help(receipt);
  return asked != nullptr && asked == &receipt.reasons.front();
}

/// Another's number was tried for it: whether the service has it under one of its own, the channel
/// must look by what it says.
bool number_is_refused(const Receipt& receipt) {
  return receipt.outcome == Outcome::uncertain && !receipt.reasons.empty() &&
         receipt.reasons[0].code == "number-refused";
}

/// The channel itself failed: what it would say is not known.
constexpr auto channel_failed = "channel-failed";

bool says(const Receipt& receipt, std::string_view code) {
  return std::any_of(receipt.reasons.begin(), receipt.reasons.end(),
                     [&](const auto& reason) { return reason.code == code; });
}

/// Whether a person who was asked of the recipe is asked no more: it is settled which number it
/// had, and it is about to be sent.
bool is_answered(const Claimed& row, const Receipt& receipt) {
  if (!receipt.nre.empty() || person_may_help(receipt) != nullptr) return false;
  if (says(receipt, channel_failed) || says(receipt, "clock-behind")) return false;
  return receipt.outcome == Outcome::unreachable || !row.asked->empty() ||
         number_is_refused(receipt);
}

/// Others are sent first, to find out whether the service answers.
bool is_held(const Receipt& receipt) {
  return says(receipt, "sending-held");
}

/// "la ricetta 1200A4000000001", with what is known of it.
std::string recipe_named(const Receipt& receipt) {
  return receipt.nre.empty() ? "la ricetta" : "la ricetta " + receipt.nre.value();
}

std::string problem_of(const Receipt& receipt, bool withdrawing) {
  switch (receipt.outcome) {
    case Outcome::unreachable:
      return explanation(receipt,
                         withdrawing ? "il servizio non risponde: l'annullamento parte appena torna"
                                     : "il servizio non risponde: la ricetta parte appena torna");
    case Outcome::uncertain:
      return withdrawing
                 ? "non si sa se l'annullamento" +
                       (receipt.nre.empty() ? "" : " della ricetta " + receipt.nre.value()) +
                       " è arrivato: l'esito viene richiesto"
                 : "non si sa se " + recipe_named(receipt) +
                       " è arrivata: l'esito viene richiesto; non prescriverla di nuovo";
    case Outcome::needs_credentials:
      return explanation(receipt,
                         "servono le credenziali Sistema TS del medico: inserirle in "
                         "«Accesso Sistema TS»; poi l'invio riprende da solo");
    case Outcome::refused:
      return explanation(receipt, "il servizio ha rifiutato la richiesta senza dire perché");
    default:
      return "";
  }
}

/// What a person can do about an outcome that does not come to be known.
std::string doubt(const Receipt& receipt, bool withdrawing) {
  if (const auto* asked = person_may_help(receipt)) {
    const std::string number = receipt.nre.value();
    const bool named = number.empty() || asked->text.find(number) != std::string::npos;
    return fmt::format("da verificare da una persona{}: {}: {}",
                       named ? "" : " (ricetta " + number + ")", asked->text, asked->advice);
  }
  std::string text = fmt::format(
      "da verificare da una persona: cercare {} nel sito Sistema TS{}; intanto l'esito viene "
      "chiesto ancora, e «Riprova ora» lo chiede subito",
      recipe_named(receipt),
      withdrawing ? " e annullarla lì se vi risulta" : ", e non prescriverla di nuovo");
  const std::string why = explanation(receipt, "");
  return why.empty() ? text : text + " (" + why + ")";
}

}  // namespace

void Delivery::run(const Claimed& row) {
  switch (row.kind) {
    case Kind::submit:
      return row.recalled ? take_back(row) : submit(row);
    case Kind::withdraw:
      return withdraw(row);
    case Kind::document:
      return make_document(row, from_json<Recipe>(host_, row.payload),
                           row.receipt.empty()
                               ? std::nullopt
                               : std::optional(from_json<Receipt>(host_, row.receipt)));
  }
}

template <class Ask>
Receipt Delivery::outcome_of(Ask&& ask) const {
  Receipt receipt;
  try {
    return ask();
  } catch (const Error& e) {
    const bool nobody = e.code() == "contract-unavailable";
    receipt.outcome = nobody ? Outcome::unreachable : Outcome::uncertain;
    // What the host says of it is for the operator; this is for the doctor.
    receipt.reasons.push_back(
        {e.code(), nobody ? "il canale d'invio della regione non è attivo" : e.message(),
         nobody ? "la ricetta attende e parte da sola appena lo è; intanto si può usare la carta"
                : e.remedy(),
         0, true});
    receipt.reasons.push_back({channel_failed, "", "", 0, true});
    host_.warning(fmt::format("the transmitter failed: {}", e.code()));
  } catch (const std::exception&) {
    receipt.outcome = Outcome::uncertain;
    receipt.reasons.push_back({channel_failed, "", "", 0, true});
    host_.warning("the transmitter failed for an unknown reason");
  }
  return receipt;
}

void Delivery::submit(const Claimed& row) {
  const Recipe recipe = from_json<Recipe>(host_, row.payload);
  if (!kept_back_for_its_day(row, recipe)) send(row, recipe);
}

void Delivery::send(const Claimed& row, const Recipe& recipe) {
  const Receipt receipt = outcome_of(
      [&] { return neighbours_.submit(host_.background(), recipe_transmitter::Submit{recipe}); });
  wake_the_held(row, receipt);
  switch (receipt.outcome) {
    case Outcome::accepted: {
      return record_accepted(row, recipe, receipt, progress_of(State::accepted, receipt));
    }
    case Outcome::refused:
    case Outcome::withdrawn: {
      const bool refused = receipt.outcome == Outcome::refused;
      const Progress progress = progress_of(refused ? State::refused : State::withdrawn, receipt);
      if (outbox_.finish(row, progress)) tell(row, progress);
      return;
    }
    default:
      return wait_or_ask(row, receipt);
  }
}

/// One was sent again, or there are some that wait: the service answers it, so they need not wait
/// on.
void Delivery::wake_the_held(const Claimed& row, const Receipt& receipt) {
  if (is_held(receipt)) held_seen_ = true;
  const bool answered = receipt.outcome == Outcome::accepted || receipt.outcome == Outcome::refused;
  if (!answered || (row.attempts <= 1 && !held_seen_)) return;
  held_seen_ = false;
  outbox_.hurry_held();
}

void Delivery::record_accepted(const Claimed& row, const Recipe& recipe, const Receipt& receipt,
                               Progress progress) {
  // A document whose making ended the program once must not keep the acceptance from record.
  if (row.attempts == 1 && accept_with_document(row, recipe, receipt, progress)) return;
  if (!outbox_.accept(row, progress, to_json(host_, receipt))) return;
  tell(row, progress);
  Claimed document = row;
  document.kind = Kind::document;
  document.attempts = 1;
  return make_document(document, recipe, receipt);
}

/// False when there is no document yet.
bool Delivery::accept_with_document(const Claimed& row, const Recipe& recipe,
                                    const Receipt& receipt, const Progress& progress) {
  std::optional<documents::DocumentInfo> made;
  try {
    made = document_for(neighbours_, host_.background(), row.patient, recipe, receipt);
  } catch (const Error&) {
    return false;  // it is made later, and what kept it is said then
  }
  if (!outbox_.accept_with_document(row, progress, made->id)) return false;
  tell(row, progress);
  return true;
}

std::optional<bool> Delivery::is_settled_at_channel(const Claimed& row) {
  const Receipt known = outcome_of([&] {
    try {
      return neighbours_.status(host_.background(), recipe_transmitter::Status{row.recipe});
    } catch (const Error& e) {
      if (e.code() != "recipe-unknown") throw;
      return Receipt{};
    }
  });
  if (!says(known, channel_failed)) {
    return known.outcome == Outcome::accepted || known.outcome == Outcome::refused ||
           known.outcome == Outcome::withdrawn;
  }
  wait_or_ask(row, known);
  return std::nullopt;
}

Receipt Delivery::asked_back(const Claimed& row) const {
  return outcome_of([&] {
    try {
      return neighbours_.withdraw(host_.background(),
                                  recipe_transmitter::Withdraw{row.recipe, row.account});
    } catch (const Error& e) {
      if (e.code() != "recipe-unknown") throw;
      Receipt unknown;
      unknown.outcome = Outcome::refused;
      unknown.reasons.push_back(
          {e.code(), "il canale non conosce questa ricetta",
           "annullarla con il programma che l'ha inviata o dal sito Sistema TS", 0, true});
      return unknown;
    }
  });
}

/// By a copy of the database the channel may not know what it has sent, nor under which number.
bool Delivery::may_be_forgotten(const Recipe& recipe) const {
  try {
    const auto last = neighbours_.last_restored(host_.background());
    return last.found && recipe.written_at <= rome::text(*last.found);
  } catch (const Error& e) {
    if (e.code() == "call-unknown") return false;  // an older channel knows of no restore
    throw;
  }
}

/// Only by submitting it does the channel look for it. What it was asked to take back before, it
/// does not send: if it is there it is withdrawn then, since the wish stays on the row.
void Delivery::look_by_submitting(const Claimed& row) {
  Claimed wished = row;
  wished.recalled = false;
  return send(wished, from_json<Recipe>(host_, row.payload));
}

void Delivery::take_back(const Claimed& row) {
  const Recipe recipe = from_json<Recipe>(host_, row.payload);
  bool forgotten = false;
  const Receipt asked = outcome_of([&] {
    forgotten = may_be_forgotten(recipe);
    Receipt found;
    found.outcome = Outcome::accepted;
    return found;
  });
  // Submitted for nothing it would leave, though it is wished back.
  if (asked.outcome != Outcome::accepted) return wait_or_ask(row, asked);
  // First, so that the channel knows of the wish when it looks.
  const Receipt receipt = asked_back(row);
  const bool unknown = receipt.outcome == Outcome::refused && says(receipt, "recipe-unknown");
  if (number_is_refused(receipt) || (unknown && forgotten)) return look_by_submitting(row);
  if (receipt.outcome != Outcome::withdrawn && receipt.outcome != Outcome::refused) {
    return wait_or_ask(row, receipt);
  }
  if (unknown || receipt.outcome == Outcome::withdrawn) {
    const Progress progress = progress_of(State::withdrawn, unknown ? Receipt{} : receipt);
    if (outbox_.finish(row, progress)) tell(row, progress);
    return;
  }
  // It is there and stays: the channel has its receipt, and gives it without sending anything.
  const Receipt stays = outcome_of(
      [&] { return neighbours_.submit(host_.background(), recipe_transmitter::Submit{recipe}); });
  if (stays.outcome != Outcome::accepted) return wait_or_ask(row, stays);
  Progress progress = progress_of(State::accepted, stays);
  progress.problem = "annullamento rifiutato: " + problem_of(receipt, true);
  progress.reasons = to_json(host_, receipt.reasons);
  record_accepted(row, recipe, stays, progress);
}

void Delivery::withdraw(const Claimed& row) {
  const Receipt receipt = asked_back(row);
  if (receipt.outcome != Outcome::withdrawn && receipt.outcome != Outcome::refused) {
    return wait_or_ask(row, receipt);
  }
  const bool done = receipt.outcome == Outcome::withdrawn;
  Progress progress = progress_of(done ? State::withdrawn : State::accepted, receipt);
  if (!done) progress.problem = "annullamento rifiutato: " + progress.problem;
  if (outbox_.finish(row, progress)) tell(row, progress);
}

void Delivery::wait_or_ask(const Claimed& row, const Receipt& receipt) {
  const bool withdrawing = row.kind == Kind::withdraw || row.recalled;
  Progress progress = progress_of(withdrawing ? State::withdrawing : State::waiting, receipt);
  progress.problem = row.recalled && receipt.outcome != Outcome::needs_credentials
                         ? recall_text(receipt.nre)
                         : problem_of(receipt, withdrawing);
  progress.reasons.clear();  // they say why it waits, and that is not what became of the recipe
  // However often it is asked anew: until something settles it.
  const bool still_asked = row.asked && !is_answered(row, receipt);
  bool recorded = false;
  if (receipt.outcome == Outcome::needs_credentials) {
    progress.state = State::attention;
    recorded = outbox_.park(row, progress, /*doubt=*/row.recalled);
  } else if (for_a_person(receipt)) {
    progress.state = State::attention;
    progress.problem = explanation(receipt, "");
    recorded = outbox_.park(row, progress, /*doubt=*/true);
  } else if (receipt.outcome == Outcome::uncertain) {
    if (!withdrawing) progress.state = State::checking;
    if (row.attempts >= doubt_attempts_ || person_should_help(receipt) || still_asked) {
      put_before_a_person(row, receipt, progress, doubt(receipt, withdrawing));
    }
    recorded = outbox_.ask_again(row, progress, wait_uncertain_ms(row.attempts), is_held(receipt));
  } else {
    if (!withdrawing && row.uncertain) progress.state = State::checking;
    if (still_asked) put_before_a_person(row, receipt, progress, progress.problem);
    recorded = outbox_.postpone(row, progress, wait_unreachable_ms(row.attempts), is_held(receipt));
  }
  if (recorded) tell(row, progress);
}

void Delivery::put_before_a_person(const Claimed& row, const Receipt& receipt, Progress& progress,
                                   const std::string& problem) const {
  progress.state = State::attention;
  progress.asks = true;
  progress.problem = problem;
  progress.undecided = person_may_help(receipt) != nullptr;
  if (progress.undecided || !row.asked) return;
  // What they were asked before stands, of the same number.
  if (progress.nre.empty()) progress.nre = Nre(*row.asked);
  progress.undecided = row.undecided && progress.nre.value() == *row.asked;
}

void Delivery::make_document(const Claimed& row, const Recipe& recipe,
                             const std::optional<Receipt>& receipt) {
  try {
    const documents::DocumentInfo made =
        document_for(neighbours_, host_.background(), row.patient, recipe, receipt);
    // Meanwhile somebody may have wished it taken back.
    if (const auto recorded = outbox_.document_made(row, made.id, now())) tell(row, *recorded);
  } catch (const Error& e) {
    host_.warning(fmt::format("a recipe's paper could not be made: {}", e.code()));
    const char* what = receipt ? "il promemoria" : "la stampa";
    outbox_.postpone_document(row, fmt::format("{} non si può ancora fare: {}", what, e.message()),
                              wait_unreachable_ms(row.attempts));
  }
}

Progress Delivery::progress_of(State state, const Receipt& receipt) const {
  Progress progress;
  progress.state = state;
  progress.at = now();
  progress.nre = receipt.nre;
  progress.authentication_code = receipt.authentication_code;
  progress.white_number = receipt.white_number;
  progress.white_pin = receipt.white_pin;
  if (!receipt.reasons.empty()) progress.reasons = to_json(host_, receipt.reasons);
  if (receipt.outcome == Outcome::refused) progress.problem = problem_of(receipt, false);
  return progress;
}

void Delivery::tell(const Claimed& row, const Progress& progress) const {
  neighbours_.tell(host_.background(), {row.prescription, row.recipe, row.patient, progress.state,
                                        progress.nre, progress.problem});
}

}  // namespace curante::prescribing
