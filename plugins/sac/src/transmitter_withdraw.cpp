// SPDX-License-Identifier: Apache-2.0
// Transmitter: taking recipes back, those that were accepted and those that arrive late.
#include <cstdlib>

#include "likeness.hpp"
#include "shown_recipe.hpp"
#include "told.hpp"
#include "transmitter_turn.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using visualizza_prescritto::state_annulled;

namespace {

bool wrong_author(const annulla_prescritto::Cancellation& answer) {
  for (const auto& reason : answer.reasons) {
    if (reason.code == "1125") return true;
  }
  return false;
}

}  // namespace

Receipt Transmitter::withdraw(const std::string& recipe_id, const std::string& account) {
  const Turn turn(*this, recipe_id);
  try {
    return numbered(recipe_id, withdraw_in_turn(recipe_id, account));
  } catch (const Error& e) {
    if (e.code() != "recipe-busy") throw;
    return numbered(recipe_id, told(Outcome::uncertain, e.code(), e.message(), e.remedy()));
  }
}

Receipt Transmitter::withdraw_in_turn(const std::string& recipe_id, const std::string& account) {
  auto submission = find(recipe_id);
  if (!submission) {
    wish_back(recipe_id, nullptr, account);
    throw Error("recipe-unknown", "questa ricetta non è stata affidata al SAC",
                "annullarla dal canale da cui è partita");
  }
  if (submission->state == SubmissionState::withdrawn) return stored(*submission);
  if (submission->state == SubmissionState::prepared ||
      submission->state == SubmissionState::refused) {
    return settle(*submission, SubmissionState::withdrawn, bare(Outcome::withdrawn));
  }
  if (submission->state == SubmissionState::sending) {
    if (under_way_elsewhere(*submission)) {
      return told(Outcome::uncertain, "recipe-busy", "un'altra postazione sta inviando la ricetta",
                  "riprovare tra poco");
    }
    if (!submission->candidate.empty() && submission->candidate != submission->nre) {
      return ask_of_candidate(*submission);
    }
    std::optional<Receipt> found;
    if (!submission->absent || awaits_look(*submission) || has_refused_number(*submission)) {
      const Credentials sender = credentials_.load(submission->account);
      if (auto lack = lacking(sender)) return *lack;
      found = ask_after(*submission, sender);
    }
    if (!found && wish_back(recipe_id, &*submission, account)) {
      return told(Outcome::uncertain, "number-refused",
                  "dal ripristino del database la ricetta può essere partita con un altro numero",
                  "viene cercata al SAC, e annullata se c'è");
    }
    if (!found) {  // nothing is there; should it still arrive, `watch` annuls it
      Submission gone = stamped(*submission);
      gone.state = SubmissionState::withdrawn;
      gone.receipt = json_.receipt_text(bare(Outcome::withdrawn));
      pool_.write([&](pqxx::transaction_base& tx) {
        burn(tx, *submission);
        submissions_.update(tx, gone);
      });
      return bare(Outcome::withdrawn);
    }
    if (found->outcome != Outcome::accepted) return *found;
    submission = find(recipe_id);
  }
  const Credentials who = credentials_.load(account);
  if (auto lack = lacking(who)) return *lack;
  submission->account = account;
  return cancel(std::move(*submission), who);
}

/// What it is that the person is asked about, as far as the service shows it now.
Receipt Transmitter::ask_of_candidate(const Submission& it) {
  std::string shown;
  const Credentials who = credentials_.load(it.account);
  if (!lacking(who)) {
    attempt(it.account, who, Operation::view, [&] {
      shown = in_words(client_.view(it.candidate, it.author, who));
      return bare(Outcome::accepted);
    });
  }
  return candidate_of_a_person(
      it.candidate, "non si sa se è questa la ricetta che al SAC ha il numero " +
                        it.candidate.value() + (shown.empty() ? "" : " (" + shown + ")"));
}

Receipt Transmitter::cancel(Submission submission, const Credentials& who) {
  const Receipt accepted = stored(submission);
  keep(submission, SubmissionState::withdrawing);
  annulla_prescritto::Cancellation answer;
  Receipt receipt =
      attempt(submission.account, who, Operation::cancel, [&] {
        answer = client_.cancel(submission.nre, submission.author, who);
        // A second attempt after a lost answer is told "state not valid": it may be ours that
        // worked.
        if (!answer.cancelled && !wrong_author(answer) &&
            client_.view(submission.nre, submission.author, who).state == state_annulled) {
          answer.cancelled = true;
        }
        return bare(answer.cancelled ? Outcome::withdrawn : Outcome::refused);
      }).receipt;
  if (receipt.outcome == Outcome::withdrawn) {
    receipt.nre = submission.nre;
    return settle(std::move(submission), SubmissionState::withdrawn, std::move(receipt));
  }
  if (receipt.outcome == Outcome::refused) {
    if (receipt.reasons.empty()) receipt.reasons = answer.reasons;
    explain(receipt.reasons);
    receipt.nre = submission.nre;
    submission.receipt = json_.receipt_text(accepted);
    keep(submission, SubmissionState::accepted);
  }
  return receipt;
}

bool Transmitter::watch_one(const NreLedger::Watched& number, Watched& sum) {
  const Credentials who = credentials_.load(number.account);
  if (lacking(who)) return true;
  bool annulled = false, stuck = false, arrived = false, anothers = false;
  const Attempt asked = attempt(number.account, who, Operation::view, [&] {
    const auto seen = client_.view(number.nre, number.author, who);
    // A copy of this practice sent its own under it: nobody wished that one annulled. One with the
    // same content is ours: the number was given to this recipe alone, and a twin of it, which the
    // service does not tell from it, has a number of its own.
    const std::string shown = content_digest(seen);
    anothers = seen.known && !shown.empty() && !number.content.empty() && shown != number.content;
    if (anothers) return bare(Outcome::accepted);
    arrived = seen.known && seen.state != state_annulled;
    annulled = seen.known && !arrived;
    if (arrived) annulled = client_.cancel(number.nre, number.author, who).cancelled;
    stuck = arrived && !annulled;
    return bare(Outcome::accepted);
  });
  if (asked.receipt.outcome != Outcome::accepted) return health_.answers(Operation::view);
  if (anothers) after_restore(RestoreLog::Cause::number_refused);  // its lot is not used any more
  // Marked in the same breath: one whose time is over is not asked after again.
  const bool news = pool_.write([&](pqxx::transaction_base& tx) {
    if (stuck) ledger_.mark_stuck(tx, number.nre);
    if (number.overdue || annulled || anothers) ledger_.spend(tx, number.nre);
    return annulled && ledger_.no_more_stuck(tx, number.nre, now());
  });
  if (stuck) sum.changes.push_back({Id(number.recipe), number.nre.value(), false});
  if (news) annulled_told_ms_ = 0;
  if (arrived) ++(stuck ? sum.stuck : sum.annulled);
  return health_.answers(Operation::view);
}

Transmitter::Watched Transmitter::watch(int64_t ask_every_ms, std::stop_token stop) {
  constexpr int at_once = 50;
  const Instant at = time_.now();
  const auto numbers = pool_.write([&](pqxx::transaction_base& tx) {
    return ledger_.watched(tx, at.iso(), Instant{at.ms - ask_every_ms}.iso(), at_once);
  });
  Watched sum;
  for (const auto& number : numbers) {
    if (stop.stop_requested() || !watch_one(number, sum)) break;
  }
  tell_annulled(sum, ask_every_ms);
  return sum;
}

void Transmitter::tell_annulled(Watched& sum, int64_t tell_every_ms) {
  constexpr int64_t told_for_ms = 30 * 24 * 3'600'000LL;
  const Instant at = time_.now();
  // By a clock that may be moved.
  if (std::abs(at.ms - annulled_told_ms_) < tell_every_ms) return;
  const auto annulled = pool_.look_up([&](pqxx::transaction_base& tx) {
    return ledger_.annulled(tx, Instant{at.ms - told_for_ms}.iso());
  });
  for (const auto& it : annulled) sum.changes.push_back({Id(it.recipe), it.number, true});
  annulled_told_ms_ = at.ms;
}

}  // namespace curante::sac
