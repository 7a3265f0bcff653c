// SPDX-License-Identifier: Apache-2.0
// Transmitter: a database that came back from a copy, and a clock that went back.
#include <algorithm>
#include <cstdlib>

#include "clock_correction.hpp"
#include "likeness.hpp"
#include "rules/clock_behind.hpp"
#include "shown_recipe.hpp"
#include "told.hpp"
#include "transmitter.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeKind;
using visualizza_prescritto::state_annulled;

namespace {

using Noted = std::map<std::string, int64_t>;

/// A file knows all that the database has given and sent.
bool covers(const Noted& noted, const std::vector<NreLedger::Lot>& lots, int64_t sendings) {
  const auto reach = [&](const std::string& name) {
    const auto found = noted.find(name);
    return found == noted.end() ? 0 : found->second;
  };
  return sendings <= reach(SendingCount::shadow_name) &&
         std::all_of(lots.begin(), lots.end(), [&](const NreLedger::Lot& lot) {
           return lot.quarantined || lot.next <= reach(lot.prefix);
         });
}

/// A file knows of what the database does not: of numbers it would give again, or of sendings.
bool knows_more(const Noted& noted, const std::vector<NreLedger::Lot>& lots, int64_t sendings) {
  return std::any_of(noted.begin(), noted.end(), [&](const auto& it) {
    const auto& [prefix, next] = it;
    if (prefix == SendingCount::shadow_name) return sendings < next;
    const auto lot = std::find_if(lots.begin(), lots.end(),
                                  [&](const auto& each) { return each.prefix == prefix; });
    // A lot in quarantine gives no number, however far this database says it came.
    return lot == lots.end() || (lot->next < next && !lot->quarantined);
  });
}

}  // namespace

bool Transmitter::is_stranger(const LedgerFiles::Standing& it, bool file_covers) {
  if (it.known) return false;
  // One of before files had names, at a host that is updated after others.
  if (shadow_.was_nameless() && file_covers) return false;
  // A new installation has no file and nothing sent. Where the database knows no file yet, one that
  // notes something was kept here, or it is found to be ahead.
  if (!it.others && (!it.in_use || !shadow_.all().empty())) return false;
  return !hosts_.any_other();
}

bool Transmitter::look_for_restore() {
  const auto noted = shadow_.all();
  std::vector<NreLedger::Lot> lots;
  int64_t sendings = 0;
  LedgerFiles::Standing standing;
  pool_.read([&](pqxx::transaction_base& tx) {
    lots = ledger_.lots(tx);
    sendings = sendings_.so_far(tx);
    standing = files_.standing(tx, shadow_.id());
    return 0;
  });
  const bool restored =
      is_stranger(standing, covers(noted, lots, sendings)) || knows_more(noted, lots, sendings);
  // Before the file takes over what the database says: by then nothing tells of a stranger any
  // more.
  if (restored) after_restore();
  for (const auto& lot : lots) shadow_.reached(lot.prefix, lot.next);
  shadow_.reached(SendingCount::shadow_name, sendings);
  shadow_.sync();
  if (!standing.known) {
    pool_.write([&](pqxx::transaction_base& tx) { files_.note(tx, shadow_.id(), now()); });
  }
  hosts_.join();
  return restored;
}

void Transmitter::after_restore(RestoreLog::Cause cause) {
  const auto noted = shadow_.all();
  const std::string local = time_.local();
  pool_.write([&](pqxx::transaction_base& tx) {
    ledger_.quarantine(tx);
    for (const auto& [prefix, next] : noted) {
      if (prefix == SendingCount::shadow_name) {
        sendings_.raise(tx, next);
      } else {
        ledger_.raise(tx, prefix, next, now());
      }
    }
    submissions_.doubt_prepared(tx);
    if (cause == RestoreLog::Cause::copy) said_absent_.forget_those_of_all(tx);
    restores_.note(tx, cause, time_.now(), local);
  });
}

std::optional<Instant> Transmitter::untold_restore() {
  return pool_.read([&](pqxx::transaction_base& tx) { return restores_.untold(tx); });
}

void Transmitter::restore_told(Instant found) {
  pool_.write([&](pqxx::transaction_base& tx) { restores_.told(tx, found); });
}

std::optional<Instant> Transmitter::restored() {
  return pool_.read([&](pqxx::transaction_base& tx) { return restores_.newest_copy(tx); });
}

std::optional<Instant> Transmitter::copy_suspected() {
  return pool_.look_up([&](pqxx::transaction_base& tx) { return restores_.unsettled(tx); });
}

void Transmitter::settle_suspicion(Instant seen, bool copy) {
  const auto suspected = copy_suspected();
  if (!suspected) {
    throw Error("copy-not-suspected", "non c'è nulla da dichiarare: l'avviso è già stato chiuso",
                "ricaricare la pagina");
  }
  // The copy first: should the host die in between, the question is merely asked again.
  if (copy) after_restore();
  pool_.write([&](pqxx::transaction_base& tx) { return restores_.settle(tx, seen); });
}

std::optional<Receipt> Transmitter::clock_wrong(const RestoreLog::Since& since) const {
  const auto standing = clock_standing(since);
  if (!clock::is_wrong(standing)) return std::nullopt;
  return told(Outcome::unreachable, "clock-behind", clock::wrong_text(standing),
              clock::wrong_remedy("l'invio riprende da solo"));
}

sistema_ts::ClockStanding Transmitter::clock_standing(const RestoreLog::Since& since) const {
  const Instant now = time_.now();
  const auto is_behind_last = [&](Instant clock) {
    return since.taken && since.taken->ms - clock.ms >= clock::tolerance_ms;
  };
  const bool agree = std::abs(since.server_now.ms - now.ms) < clock::tolerance_ms;
  if (agree && since.declared) end_declarations(pool_, practice_, shadow_.id());
  sistema_ts::ClockStanding standing{now, std::nullopt};
  if (agree && !is_behind_last(now)) return standing;
  if (is_declared_right(pool_, practice_, shadow_.id(), now, since.server_now)) {
    if (!agree) standing.overruled = since.server_now;
    return standing;
  }
  if (is_behind_last(now)) standing.ahead = since.taken;
  if (agree) return standing;
  standing.server = since.server_now;
  if (is_behind_last(since.server_now)) standing.sent = since.taken;
  return standing;
}

sistema_ts::ClockStanding Transmitter::clock_standing() {
  return clock_standing(
      pool_.look_up([&](pqxx::transaction_base& tx) { return restores_.since(tx); }));
}

void Transmitter::declare_clock_right(const std::string& account, Instant seen) {
  const auto since = pool_.look_up([&](pqxx::transaction_base& tx) { return restores_.since(tx); });
  const auto standing = clock_standing(since);
  if (!clock::is_wrong(standing)) {
    throw Error("clock-not-behind", "l'orologio non risulta sbagliato: non c'è nulla da dichiarare",
                "ricaricare la pagina");
  }
  if (std::abs(seen.ms - time_.now().ms) >= clock::tolerance_ms) {
    throw Error("clock-unconfirmed", "l'ora confermata non è più quella del computer",
                "ricaricare la pagina, controllare data e ora, poi confermare di nuovo");
  }
  pool_.write([&](pqxx::transaction_base& tx) {
    const Instant now = time_.now();
    correct_clock(tx, practice_, {account, shadow_.id(), now, since.server_now, standing.ahead},
                  Instant{now.ms + limits_.watch_ms});
  });
}

Transmitter::Candidates Transmitter::candidates(const Recipe& recipe, const Credentials& who) {
  const auto& author = recipe.substitute ? *recipe.substitute : recipe.holder;
  const RecipeIdentity identity = identity_of(recipe);
  const bool asked_by_code = !identity.patient.empty();
  const auto denied = pool_.look_up(
      [&](pqxx::transaction_base& tx) { return said_absent_.of(tx, recipe.id.value()); });
  Candidates found;
  std::set<std::string> seen;
  const Used listed = used(identity.listed(author.fiscal_code.value()), who);
  for (const auto& it : listed.numbers) {
    const Nre nre(it.nre);
    if (denied.contains(it.nre) || !seen.insert(it.nre).second) continue;
    const bool ours =
        pool_.read([&](pqxx::transaction_base& tx) { return ledger_.knows(tx, nre); });
    if (ours) continue;  // it is another recipe's, and on record
    auto view = client_.view(nre, author.fiscal_code.value(), who);
    if (!view.known || !same_content(view, recipe)) continue;
    const Likeness likeness = asked_by_code ? Likeness::same : same_document(view, identity);
    if (likeness == Likeness::unclear) found.unclear = {nre, view};
    if (likeness == Likeness::same) found.same.push_back({nre, std::move(view)});
  }
  // One that is annulled is this recipe only if there is no other.
  const auto annulled =
      std::stable_partition(found.same.begin(), found.same.end(),
                            [](const Candidate& it) { return it.view.state != state_annulled; });
  // The list that the service refuses may hold it.
  const bool is_found = annulled != found.same.begin() || !found.unclear.nre.empty();
  if (listed.refusal && !is_found) std::rethrow_exception(listed.refusal);
  found.refusal = listed.refusal;
  return found;
}

/// Nothing is sent, and nobody may believe that nothing was.
std::optional<Receipt> Transmitter::perhaps_there(const Recipe& recipe, const Submission* before,
                                                  Receipt asked) {
  if (asked.outcome == Outcome::needs_credentials) return asked;
  // A person's word counts where the service gives none.
  if (said_under_no_number(recipe.id.value())) return std::nullopt;
  asked.outcome = Outcome::uncertain;
  if (before == nullptr) {  // from here on a person may decide it
    pool_.write([&](pqxx::transaction_base& tx) { submissions_.insert(tx, unnumbered(recipe)); });
    return decidable(std::move(asked));
  }
  return awaits_look(*before) || before->absent ? decidable(std::move(asked)) : asked;
}

std::optional<Receipt> Transmitter::sent_since_copy(const Recipe& recipe, const Submission* before,
                                                    const Credentials& who,
                                                    const RestoreLog::Since& since) {
  // A number of it was refused, so it may be there under another, whatever is known of copies.
  const bool looked_for = before != nullptr && awaits_look(*before);
  if (!looked_for && (since.restored.empty() || recipe.written_at > since.restored)) {
    return std::nullopt;
  }
  Candidates found;
  Receipt asked = attempt(recipe.account.value(), who, Operation::view, [&] {
                    found = candidates(recipe, who);
                    return bare(Outcome::accepted);
                  }).receipt;
  if (asked.outcome != Outcome::accepted) return perhaps_there(recipe, before, std::move(asked));
  for (const Candidate& it : found.same) {
    if (auto receipt = adopt(recipe, before, it)) return receipt;
  }
  const Nre& unclear = found.unclear.nre;
  if (unclear.empty()) {
    if (!found.refusal) return std::nullopt;
    // What was found is another's by now; it may stand in the list that was not given.
    asked = attempt(recipe.account.value(), who, Operation::view, [&]() -> Receipt {
              std::rethrow_exception(found.refusal);
            }).receipt;
    return perhaps_there(recipe, before, std::move(asked));
  }
  // Asked again it may be known: that recipe may come to be another's of this practice.
  if (before == nullptr) {
    Submission it = unnumbered(recipe);
    it.candidate = unclear;
    pool_.write([&](pqxx::transaction_base& tx) { submissions_.insert(tx, it); });
  } else {
    Submission it = *before;
    know_by(it, recipe);
    ask_a_person(std::move(it), unclear, /*anothers=*/false);
  }
  return candidate_of_a_person(unclear, "al SAC c'è una ricetta uguale, la " + unclear.value() +
                                            " (" + in_words(found.unclear.view) +
                                            "), e il SAC non mostra di chi è");
}

Submission Transmitter::unnumbered(const Recipe& recipe) const {
  const auto& author = recipe.substitute ? *recipe.substitute : recipe.holder;
  Submission it;
  it.recipe_id = recipe.id.value();
  it.state = SubmissionState::sending;
  it.account = recipe.account.value();
  it.author = author.fiscal_code.value();
  know_by(it, recipe);
  it.absent = true;  // there is no number to ask after
  it.sender = sender_;
  it.changed_at = Instant{0};  // no request of it is under way
  return it;
}

bool Transmitter::said_under_no_number(const std::string& recipe_id) {
  return pool_.look_up(
      [&](pqxx::transaction_base& tx) { return said_absent_.of(tx, recipe_id).contains(""); });
}

Receipt Transmitter::decidable(Receipt receipt) const {
  receipt.reasons.push_back(
      {std::string(recipe_transmitter::person_may_decide),
       "non si sa se la ricetta c'è al SAC, né con quale numero",
       "cercarla nel sito Sistema TS tra quelle di questo assistito; se c'è, annullarla lì; poi "
       "scegliere «Non c'è»: parte con un numero nuovo",
       0, true});
  return receipt;
}

std::optional<Receipt> Transmitter::adopt(const Recipe& recipe, const Submission* before,
                                          const Candidate& found) {
  Submission it = unnumbered(recipe);
  if (before != nullptr) {
    it.nre = before->nre;
    it.content = before->content;
    it.burns = before->burns;
    it.revision = before->revision;
  }
  return take_over(std::move(it), before != nullptr, found);
}

std::optional<Receipt> Transmitter::take_over(Submission it, bool is_on_record,
                                              const Candidate& found) {
  const bool annulled = found.view.state == state_annulled;
  Receipt receipt = bare(annulled ? Outcome::withdrawn : Outcome::accepted);
  receipt.nre = found.nre;
  receipt.authentication_code = found.view.authentication_code;
  receipt.accepted_at = found.view.inserted_at;
  const Submission before = it;
  it.state = annulled ? SubmissionState::withdrawn : SubmissionState::accepted;
  it.nre = found.nre;
  it.absent = false;
  it.candidate = Nre();
  it.candidate_anothers = false;
  it.receipt = json_.receipt_text(receipt);
  it = stamped(std::move(it));
  const bool ours = pool_.write([&](pqxx::transaction_base& tx) {
    if (!ledger_.adopt(tx, it.nre, it.recipe_id, now())) return false;
    if (is_on_record) {
      burn(tx, before);
      submissions_.update(tx, it);
    } else {
      submissions_.insert(tx, it);
    }
    return true;
  });
  if (!ours) return std::nullopt;
  return receipt;
}

Transmitter::Whose Transmitter::whose_is_refused(const visualizza_prescritto::View& seen,
                                                 const Submission& it, const Recipe& recipe,
                                                 const Credentials& who) const {
  if (!seen.known || !same_content(seen, recipe)) return Whose::anothers;
  if (!it.identity->patient.empty()) return listed_as(it, it.nre, who);
  return same_document(seen, *it.identity) == Likeness::same ? Whose::ours : Whose::anothers;
}

bool Transmitter::may_be_of_number(const std::vector<recipe_transmitter::Reason>& reasons) const {
  return advice_.of_number(reasons) ||
         std::any_of(reasons.begin(), reasons.end(), [](const auto& reason) {
           return reason.blocking && reason.title.empty() && reason.advice.empty();
         });
}

Receipt Transmitter::number_refused(const Recipe& recipe, Submission submission,
                                    const Credentials& who, Receipt refusal) {
  const bool surely = advice_.of_number(refusal.reasons);
  know_by(submission, recipe);
  visualizza_prescritto::View seen;
  Whose whose = Whose::anothers;
  const Receipt asked = attempt(submission.account, who, Operation::view, [&] {
                          seen = client_.view(submission.nre, submission.author, who);
                          whose = whose_is_refused(seen, submission, recipe, who);
                          return bare(Outcome::accepted);
                        }).receipt;
  if (asked.outcome != Outcome::accepted) {  // it stays `sending`: asked after again, as here
    // Unless a person has looked, and nothing shows that it is there: then another number is tried.
    const bool may_be_there = !surely || (seen.known && same_content(seen, recipe));
    if (asked.outcome != Outcome::needs_credentials && !may_be_there &&
        said_under_no_number(submission.recipe_id)) {
      return number_of_another(recipe, std::move(submission), who);
    }
    submission.receipt = json_.receipt_text(refusal);
    keep(submission, SubmissionState::sending);
    if (asked.outcome == Outcome::needs_credentials) return asked;
    Receipt receipt = decidable(asked);
    receipt.outcome = Outcome::uncertain;
    return receipt;
  }
  if (!surely && !seen.known) {  // it is the recipe that the service refuses
    return settle(std::move(submission), SubmissionState::refused, std::move(refusal));
  }
  if (whose == Whose::not_known_yet) return listed_later(std::move(submission), refusal);
  if (whose == Whose::ours) {
    if (seen.state == state_annulled) {
      return settle(std::move(submission), SubmissionState::withdrawn,
                    told(Outcome::withdrawn, "annulled-elsewhere",
                         "la ricetta risulta annullata al SAC", "emetterne una nuova se serve"));
    }
    Receipt receipt = bare(Outcome::accepted);
    receipt.authentication_code = seen.authentication_code;
    receipt.accepted_at = seen.inserted_at;
    return settle(std::move(submission), SubmissionState::accepted, std::move(receipt));
  }
  return number_of_another(recipe, std::move(submission), who);
}

/// Taken for another's it would be sent again, and be there twice.
Receipt Transmitter::listed_later(Submission it, const Receipt& refusal) {
  it.receipt = json_.receipt_text(refusal);
  // As old as before: how long to wait counts from the sending.
  pool_.write([&](pqxx::transaction_base& tx) { submissions_.update(tx, it); });
  return not_listed_yet(it.nre);
}

Receipt Transmitter::number_of_another(const Recipe& recipe, Submission it,
                                       const Credentials& who) {
  const Receipt told_so =
      told(Outcome::uncertain, "number-refused",
           "il SAC non accetta il numero " + it.nre.value() + " per questa ricetta",
           "il suo lotto non si usa più: la ricetta parte da sola con un numero nuovo");
  forget_number(it);
  const auto since = pool_.look_up([&](pqxx::transaction_base& tx) { return restores_.since(tx); });
  if (auto found = sent_since_copy(recipe, &it, who, since)) return *found;
  never_sent(it);
  return told_so;
}

/// Its lot is not used any more. What is left of the submission awaits a look.
void Transmitter::forget_number(Submission& it) {
  // First: who dies between the two finds the refused number again, and does all of this anew.
  after_restore(RestoreLog::Cause::number_refused);
  const Nre refused = it.nre;
  it.nre = Nre();
  it.candidate = Nre();
  it.candidate_anothers = false;
  it.receipt.clear();
  it.absent = true;
  it.sender = sender_;
  it.changed_at = Instant{0};  // no request of it is under way
  pool_.write([&](pqxx::transaction_base& tx) {
    ledger_.forget(tx, refused);
    submissions_.update(tx, it);
  });
  ++it.revision;
}

bool Transmitter::is_wished_back(const Recipe& recipe, const Submission* before,
                                 const RestoreLog::Since& since) {
  if (since.restored.empty()) return false;
  if (before == nullptr && recipe.written_at > since.restored) return false;
  return pool_.look_up(
      [&](pqxx::transaction_base& tx) { return wished_back_.is_wished(tx, recipe.id.value()); });
}

bool Transmitter::wish_back(const std::string& recipe_id, const Submission* before,
                            const std::string& account) {
  const auto copy = restored();
  if (!copy || (before != nullptr && before->changed_at.ms > copy->ms)) return false;
  pool_.write(
      [&](pqxx::transaction_base& tx) { wished_back_.wish(tx, recipe_id, account, time_.now()); });
  return true;
}

Receipt Transmitter::taken_back(const Recipe& recipe, const Submission* before) {
  Submission it = before != nullptr ? *before : unnumbered(recipe);
  it.state = SubmissionState::withdrawn;
  it.receipt = json_.receipt_text(bare(Outcome::withdrawn));
  it = stamped(std::move(it));
  pool_.write([&](pqxx::transaction_base& tx) {
    if (before != nullptr) {
      burn(tx, *before);  // should it still arrive, `watch` annuls it
      submissions_.update(tx, it);
    } else {
      submissions_.insert(tx, it);
    }
    wished_back_.forget(tx, it.recipe_id);
  });
  return bare(Outcome::withdrawn);
}

/// The service has it under no number: from here on it was never sent. Not sent at once: who asks
/// may want it back.
Receipt Transmitter::never_sent(const Submission& it) {
  pool_.write([&](pqxx::transaction_base& tx) { submissions_.erase(tx, it); });
  return told(Outcome::uncertain, "number-refused",
              "il SAC non ha questa ricetta con nessun numero",
              "parte da sola con un numero nuovo");
}

}  // namespace curante::sac
