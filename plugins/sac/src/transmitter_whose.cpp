// SPDX-License-Identifier: Apache-2.0
// Transmitter: asking after a recipe by its number, and whose the recipe is that stands there.
#include <algorithm>

#include "likeness.hpp"
#include "shown_recipe.hpp"
#include "told.hpp"
#include "transmitter.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using visualizza_prescritto::state_annulled;
using visualizza_prescritto::View;

namespace {

std::string in_brackets(const std::string& shown) {
  return shown.empty() ? "" : " (" + shown + ")";
}

bool answered_without_list(const Error& e) {
  return e.code() == "answer-unexpected" || e.code() == "message-refused" ||
         e.code() == "service-fault";
}

Receipt another_shown(const Nre& nre, const View& seen, bool surely) {
  const std::string shown = in_brackets(in_words(seen));
  if (surely) {
    return told_of(nre, "con il numero " + nre.value() + " al SAC c'è un'altra ricetta" + shown,
                   "scegliere «Non c'è»: questa parte con un numero nuovo");
  }
  return candidate_of_a_person(
      nre, "con il numero " + nre.value() + " al SAC c'è una ricetta che sembra un'altra" + shown);
}

}  // namespace

void Transmitter::know_by(Submission& it, const Recipe& recipe) {
  it.content = content_digest(recipe);
  it.lines = lines_digest(recipe);
  it.identity = identity_of(recipe);
}

/// The lists of a substitute's own lots may be closed where the holder's are open.
std::optional<std::vector<sistema_ts::UsedNre>> Transmitter::list(
    const interroga_nre::Query& query, const Credentials& who, std::exception_ptr& refusal) const {
  try {
    return client_.used(query, who);
  } catch (const Error& e) {
    if (!answered_without_list(e)) throw;
    refusal = std::current_exception();
    return std::nullopt;
  }
}

Transmitter::Used Transmitter::used(const std::vector<interroga_nre::Query>& queries,
                                    const Credentials& who) const {
  Used all;
  for (const auto& query : queries) {
    const auto some = list(query, who, all.refusal);
    if (some) all.numbers.insert(all.numbers.end(), some->begin(), some->end());
  }
  return all;
}

Transmitter::Whose Transmitter::listed_as(const Submission& it, const Nre& nre,
                                          const Credentials& who) const {
  const auto shows = [&](const std::vector<sistema_ts::UsedNre>& listed) {
    return std::any_of(listed.begin(), listed.end(),
                       [&](const auto& each) { return each.nre == nre.value(); });
  };
  std::exception_ptr refusal;
  std::vector<interroga_nre::Query> of_all_patients;
  for (auto& query : it.identity->listed(it.author)) {
    const auto of_patient = list(query, who, refusal);
    if (!of_patient) continue;  // theirs may stand there
    if (shows(*of_patient)) return Whose::ours;
    query.patient.clear();
    of_all_patients.push_back(query);
  }
  for (const auto& query : of_all_patients) {
    const auto listed = list(query, who, refusal);
    if (listed && shows(*listed)) return Whose::surely_anothers;
  }
  if (refusal) std::rethrow_exception(refusal);
  const int64_t age = time_.now().ms - it.changed_at.ms;
  const bool fresh = age >= 0 && age < limits_.listed_within_ms;
  return fresh ? Whose::not_known_yet : Whose::anothers;
}

/// An unknown copy of this practice may have sent its own under the number, and the refusal of ours
/// got lost. What the service does not show proves nothing.
Transmitter::Whose Transmitter::whose_is(const View& seen, const Submission& it, const Nre& nre,
                                         const Credentials& who) {
  const auto differ = [](const std::string& shown, const std::string& ours) {
    return !shown.empty() && !ours.empty() && shown != ours;
  };
  if (differ(lines_digest(seen), it.lines)) return Whose::surely_anothers;
  if (differ(content_digest(seen), it.content)) return Whose::anothers;
  // What was found out once stays so where it cannot be looked at again.
  Whose whose = Whose::ours;
  if (it.candidate == nre) {
    whose = it.candidate_anothers ? Whose::surely_anothers : Whose::anothers;
  }
  if (!it.identity || seen.state == state_annulled) return whose;
  // Only who sees the lines and the person sees that it is this one.
  const bool same_lines = !it.lines.empty() && lines_digest(seen) == it.lines;
  if (it.identity->patient.empty()) {
    const Likeness likeness = same_document(seen, *it.identity);
    if (likeness == Likeness::different) return Whose::surely_anothers;
    return likeness == Likeness::same && same_lines ? Whose::ours : whose;
  }
  Whose listed = whose;
  attempt(it.account, who, Operation::view, [&] {
    listed = listed_as(it, nre, who);
    return bare(Outcome::accepted);
  });
  // That a substitute's is listed nowhere proves nothing: the lists of their own lots may be
  // closed.
  const bool nowhere = listed == Whose::anothers || listed == Whose::not_known_yet;
  if (it.identity->of_substitute && nowhere) return whose;
  return listed == Whose::ours && !same_lines ? whose : listed;
}

std::optional<Receipt> Transmitter::ask_after(const Submission& submission, const Credentials& who,
                                              const Recipe* recipe) {
  Submission it = submission;
  if (recipe != nullptr) know_by(it, *recipe);
  if (has_refused_number(submission) || awaits_look(submission)) {
    return decidable(told(Outcome::uncertain, "number-refused",
                          "il SAC non ha accettato il numero della ricetta, e non si sa ancora se "
                          "la ricetta vi risulta",
                          "si chiarisce da solo appena il SAC risponde"));
  }
  visualizza_prescritto::View seen;
  const Receipt asked = attempt(submission.account, who, Operation::view, [&] {
                          seen = client_.view(submission.nre, submission.author, who);
                          return bare(Outcome::accepted);
                        }).receipt;
  if (asked.outcome != Outcome::accepted) {
    // Whatever kept us from asking, the recipe itself stays uncertain, unless the doctor must act.
    Receipt receipt = asked;
    if (receipt.outcome != Outcome::needs_credentials) receipt.outcome = Outcome::uncertain;
    return receipt;
  }
  if (seen.of_another) {
    explain(seen.reasons);
    Receipt receipt = bare(Outcome::uncertain);
    receipt.reasons = std::move(seen.reasons);
    return receipt;
  }
  if (!seen.known) return std::nullopt;
  switch (const Whose whose = whose_is(seen, it, it.nre, who)) {
    case Whose::ours:
      break;
    case Whose::not_known_yet:
      return not_listed_yet(it.nre);
    default:
      ask_a_person(it, it.nre, whose == Whose::surely_anothers);
      return another_shown(it.nre, seen, whose == Whose::surely_anothers);
  }
  found_there(it);
  if (seen.state == state_annulled) {
    return settle(std::move(it), SubmissionState::withdrawn,
                  told(Outcome::withdrawn, "annulled-elsewhere",
                       "la ricetta risulta annullata al SAC", "emetterne una nuova se serve"));
  }
  Receipt receipt = bare(Outcome::accepted);
  receipt.authentication_code = seen.authentication_code;
  receipt.accepted_at = seen.inserted_at;
  return settle(std::move(it), SubmissionState::accepted, std::move(receipt));
}

}  // namespace curante::sac
