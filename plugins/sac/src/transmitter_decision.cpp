// SPDX-License-Identifier: Apache-2.0
// Transmitter: recipes of which the service does not tell whether it has them, and how long they
// wait.
#include <fmt/format.h>

#include <cctype>
#include <iterator>

#include "services.hpp"
#include "shown_recipe.hpp"
#include "told.hpp"
#include "transmitter_turn.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

namespace {

/// In units of Limits::resend_wait_ms, by how many numbers are burnt. The first is replaced at
/// once: the patient waits for it.
constexpr int64_t waits[] = {0, 1, 5, 15, 60};

/// Whether it is the service that spoke: its codes are numbers, ours are words.
bool said_by_service(const Receipt& receipt) {
  return !receipt.reasons.empty() && !receipt.reasons[0].code.empty() &&
         std::isdigit(static_cast<unsigned char>(receipt.reasons[0].code[0])) != 0;
}

bool is_not_listed_yet(const Receipt& receipt) {
  return !receipt.reasons.empty() && receipt.reasons[0].code == number_not_listed;
}

Error not_undecided() {
  return Error("recipe-not-undecided", "questa ricetta non attende una decisione",
               "ricaricare la pagina: nel frattempo può essere stata verificata");
}

Error not_there(const Nre& nre) {
  return Error("recipe-not-there",
               "il SAC risponde di non avere la ricetta " + nre.value() + " di questo medico",
               "controllare il numero nel sito Sistema TS; se non c'è scegliere «Non c'è»");
}

Error is_another(const Nre& nre, const visualizza_prescritto::View& seen) {
  const std::string shown = in_words(seen);
  return Error("recipe-is-another",
               "con il numero " + nre.value() + " il SAC ha un'altra ricetta" +
                   (shown.empty() ? "" : " (" + shown + ")"),
               "scegliere «Non c'è»: questa ricetta parte con un numero nuovo");
}

Error not_known_yet(const Nre& nre) {
  return Error("recipe-not-known-yet",
               "il SAC ha una ricetta con il numero " + nre.value() +
                   " e non dice ancora di quale assistito è",
               "attendere qualche minuto: si chiarisce da solo, o la decisione torna possibile");
}

}  // namespace

std::optional<Receipt> Transmitter::too_early(const Submission& it) const {
  if (it.burns >= static_cast<int>(std::size(waits))) {
    return told(
        Outcome::uncertain, std::string(recipe_transmitter::person_may_decide),
        fmt::format("inviata {} volte senza risposta, e il SAC non la conosce", it.burns + 1),
        "cercarla nel sito Sistema TS, poi scegliere «C'è al SAC» o «Non c'è»");
  }
  const int64_t wait = waits[it.burns] * limits_.resend_wait_ms;
  const int64_t age = time_.now().ms - it.changed_at.ms;
  if (age < 0 || age >= wait) return std::nullopt;
  return told(Outcome::uncertain, "resend-later", "il SAC non conosce ancora questa ricetta",
              "se nel frattempo non arriva parte da sola con un numero nuovo");
}

Receipt Transmitter::decide(const std::string& recipe_id, const std::string& account, bool there,
                            const std::optional<std::string>& number) {
  const Turn turn(*this, recipe_id);
  auto it = find(recipe_id);
  if (!it || it->account != account || it->state != SubmissionState::sending ||
      under_way_elsewhere(*it)) {
    throw not_undecided();
  }
  const bool unnumbered = awaits_look(*it) || has_refused_number(*it) || it->absent;
  const Nre asked = it->candidate.empty() && !unnumbered ? it->nre : it->candidate;
  // What was said of one number says nothing of another, nor what was said before there was one.
  if (number && asked.value() != *number) throw not_undecided();
  const Credentials who = credentials_.load(account);
  if (!it->candidate.empty()) return decide_candidate(std::move(*it), who, there);
  if (unnumbered) return decide_unnumbered(*it, there);
  bool denied = false;
  if (!lacking(who)) {
    const auto found = ask_after(*it, who);
    if (found && found->outcome != Outcome::uncertain &&
        found->outcome != Outcome::needs_credentials) {
      return *found;
    }
    denied = !found || said_by_service(*found);
    // Sent again it could be there twice.
    if (!there && found && is_not_listed_yet(*found)) throw not_known_yet(it->nre);
    it = find(recipe_id);  // the service may have shown another recipe under it
    if (!it) throw not_undecided();
    if (!it->candidate.empty()) return decide_candidate(std::move(*it), who, there);
  }
  if (!there) {
    it->absent = true;
    it->changed_at = Instant{0};  // no request of it is under way
    pool_.write([&](pqxx::transaction_base& tx) { submissions_.update(tx, *it); });
    return bare(Outcome::unreachable);
  }
  if (denied) throw not_there(it->nre);
  return settle(std::move(*it), SubmissionState::accepted, bare(Outcome::accepted));
}

void Transmitter::ask_a_person(Submission it, const Nre& number, bool anothers) {
  if (it.candidate == number && it.candidate_anothers == anothers) return;
  it.candidate = number;
  it.candidate_anothers = anothers;
  pool_.write([&](pqxx::transaction_base& tx) { submissions_.update(tx, it); });
}

std::optional<visualizza_prescritto::View> Transmitter::look_at_candidate(const Submission& it,
                                                                          const Credentials& who) {
  if (lacking(who)) return std::nullopt;
  visualizza_prescritto::View seen;
  const Receipt asked = attempt(it.account, who, Operation::view, [&] {
                          seen = client_.view(it.candidate, it.author, who);
                          return bare(Outcome::accepted);
                        }).receipt;
  if (asked.outcome != Outcome::accepted) return std::nullopt;
  if (!seen.known) throw not_there(it.candidate);
  return seen;
}

Receipt Transmitter::decide_candidate(Submission it, const Credentials& who, bool there) {
  const Nre candidate = it.candidate;
  const bool own = candidate == it.nre;
  std::optional<visualizza_prescritto::View> seen;
  try {
    seen = look_at_candidate(it, who);
  } catch (const Error& e) {
    if (there || e.code() != "recipe-not-there") throw;
  }
  Whose whose = it.candidate_anothers ? Whose::surely_anothers : Whose::anothers;
  if (seen) whose = whose_is(*seen, it, candidate, who);
  // One that the service lists as this by now would be there twice if it were sent again.
  if (!there && !(own && whose == Whose::ours)) {
    pool_.write([&](pqxx::transaction_base& tx) {
      said_absent_.say(tx, it.recipe_id, candidate, it.account, time_.now());
    });
    if (own) {
      forget_number(it);
    } else {
      it.candidate = Nre();
      it.candidate_anothers = false;
      pool_.write([&](pqxx::transaction_base& tx) { submissions_.update(tx, it); });
    }
    return bare(Outcome::unreachable);
  }
  const Candidate found{candidate, seen.value_or(visualizza_prescritto::View{})};
  if (whose == Whose::surely_anothers) throw is_another(candidate, found.view);
  if (!own) {
    const auto receipt = take_over(std::move(it), /*is_on_record=*/true, found);
    if (!receipt) throw not_undecided();  // it came to be known as another's
    return *receipt;
  }
  it.candidate = Nre();
  it.candidate_anothers = false;
  const bool annulled = found.view.state == visualizza_prescritto::state_annulled;
  Receipt receipt = bare(annulled ? Outcome::withdrawn : Outcome::accepted);
  receipt.authentication_code = found.view.authentication_code;
  receipt.accepted_at = found.view.inserted_at;
  return settle(std::move(it), annulled ? SubmissionState::withdrawn : SubmissionState::accepted,
                std::move(receipt));
}

/// Kept, and counted on where the service cannot be asked: only who has the recipe can ask it.
Receipt Transmitter::decide_unnumbered(const Submission& it, bool there) {
  if (there) {
    throw Error("recipe-not-undecided", "non si sa con quale numero la ricetta risulta al SAC",
                "se nel sito Sistema TS c'è, annullarla lì, poi scegliere «Non c'è»: parte con un "
                "numero nuovo");
  }
  pool_.write([&](pqxx::transaction_base& tx) {
    said_absent_.say(tx, it.recipe_id, Nre(), it.account, time_.now());
  });
  return bare(Outcome::unreachable);
}

sistema_ts::Decision AccessService::on(const CallContext& context,
                                       const sistema_ts::DecideRecipe& call) {
  using sistema_ts::Decided;
  // That it is there was always said of a number that was shown; that it is not may free another
  // one.
  const auto number = call.there && call.number.empty() ? std::nullopt : std::optional(call.number);
  const Receipt receipt =
      transmitter_->decide(call.recipe.value(), context.user(), call.there, number);
  if (receipt.outcome == Outcome::unreachable) return {Decided::to_send};
  return {receipt.outcome == Outcome::withdrawn ? Decided::annulled : Decided::there};
}

}  // namespace curante::sac
