// SPDX-License-Identifier: Apache-2.0
// Transmitter: a database that came back from a copy, and a clock that went back.
#include <algorithm>

#include "soap/prescribed_row.hpp"
#include "told.hpp"
#include "transmitter.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeKind;
using visualizza_prescritto::state_annulled;

namespace {

// Two machines' clocks may differ by a little.
constexpr int64_t clock_tolerance_ms = 10 * 60'000;
// A number that was taken much later than now was taken under a clock that was wrong then.
constexpr int64_t not_believed_ms = 30 * 24 * 3'600'000LL;

/// Whether what the service shows is this recipe: written in the same second, with the same lines.
bool same(const visualizza_prescritto::View& view, const Recipe& recipe) {
  if (view.written_at != recipe.written_at || view.lines.size() != recipe.lines.size()) {
    return false;
  }
  for (size_t i = 0; i < view.lines.size(); ++i) {
    const visualizza_prescritto::SeenLine ours{
        invio_prescritto::code_of(recipe.lines[i], recipe.kind),
        std::to_string(recipe.lines[i].quantity)};
    if (view.lines[i] != ours) return false;
  }
  return true;
}

}  // namespace

bool Transmitter::look_for_restore() {
  const auto noted = shadow_.all();
  const auto lots = pool_.read([&](pqxx::transaction_base& tx) { return ledger_.lots(tx); });
  std::map<std::string, NreLedger::Lot> known;
  for (const auto& lot : lots) known.emplace(lot.prefix, lot);
  bool restored = false;
  for (const auto& [prefix, next] : noted) {
    const auto found = known.find(prefix);
    const bool behind = found == known.end() || found->second.next < next;
    // A lot in quarantine gives no number, however far this database says it came.
    if (behind && (found == known.end() || !found->second.quarantined)) restored = true;
  }
  for (const auto& lot : lots) shadow_.reached(lot.prefix, lot.next);
  shadow_.sync();
  if (restored) after_restore();
  return restored;
}

void Transmitter::after_restore() {
  const auto noted = shadow_.all();
  const std::string local = time_.local();
  pool_.write([&](pqxx::transaction_base& tx) {
    ledger_.quarantine(tx);
    for (const auto& [prefix, next] : noted) ledger_.raise(tx, prefix, next, now());
    submissions_.doubt_prepared(tx);
    restores_.note(tx, time_.now(), local);
  });
}

std::optional<Instant> Transmitter::untold_restore() {
  return pool_.read([&](pqxx::transaction_base& tx) { return restores_.untold(tx); });
}

void Transmitter::restore_told(Instant found) {
  pool_.write([&](pqxx::transaction_base& tx) { restores_.told(tx, found); });
}

std::optional<Instant> Transmitter::restored() {
  return pool_.read([&](pqxx::transaction_base& tx) { return restores_.newest(tx); });
}

std::optional<Receipt> Transmitter::clock_behind(const RestoreLog::Since& since) const {
  if (!since.taken) return std::nullopt;
  const int64_t behind = since.taken->ms - time_.now().ms;
  if (behind < clock_tolerance_ms || behind > not_believed_ms) return std::nullopt;
  return told(
      Outcome::unreachable, "clock-behind",
      "l'orologio di questo computer è tornato indietro: l'ultimo numero di ricetta risulta "
      "preso alle " +
          since.taken->iso(),
      "rimettere l'orologio all'ora giusta: l'invio riprende da solo");
}

std::vector<Transmitter::Candidate> Transmitter::candidates(const Recipe& recipe,
                                                            const Credentials& who) {
  const auto& author = recipe.substitute ? *recipe.substitute : recipe.holder;
  const bool services = recipe.kind == RecipeKind::services;
  const auto used = client_.used({recipe.holder.region_code, recipe.holder.fiscal_code.value(),
                                  Date::parse(recipe.written_at.substr(0, 10)),
                                  services ? "P" : "F", recipe.patient.fiscal_code.value()},
                                 who);
  std::vector<Candidate> found;
  for (const auto& it : used) {
    const Nre nre(it.nre);
    const bool ours =
        pool_.read([&](pqxx::transaction_base& tx) { return ledger_.knows(tx, nre); });
    if (ours) continue;  // it is another recipe's, and on record
    auto view = client_.view(nre, author.fiscal_code.value(), who);
    if (view.known && same(view, recipe)) found.push_back({nre, std::move(view)});
  }
  // One that is annulled is this recipe only if there is no other.
  std::stable_partition(found.begin(), found.end(),
                        [](const Candidate& it) { return it.view.state != state_annulled; });
  return found;
}

std::optional<Receipt> Transmitter::sent_since_copy(const Recipe& recipe, const Submission* before,
                                                    const Credentials& who,
                                                    const RestoreLog::Since& since) {
  if (since.restored.empty() || recipe.written_at > since.restored) return std::nullopt;
  std::vector<Candidate> found;
  Receipt asked = attempt(recipe.account.value(), who, [&] {
                    found = candidates(recipe, who);
                    return bare(Outcome::accepted);
                  }).receipt;
  if (asked.outcome != Outcome::accepted) {
    // It may be there: nothing is sent, and nobody may believe that nothing was.
    if (asked.outcome != Outcome::needs_credentials) asked.outcome = Outcome::uncertain;
    return asked;
  }
  for (const Candidate& it : found) {
    if (auto receipt = adopt(recipe, before, it)) return receipt;
  }
  return std::nullopt;
}

std::optional<Receipt> Transmitter::adopt(const Recipe& recipe, const Submission* before,
                                          const Candidate& found) {
  const bool annulled = found.view.state == state_annulled;
  Receipt receipt = bare(annulled ? Outcome::withdrawn : Outcome::accepted);
  receipt.nre = found.nre;
  receipt.authentication_code = found.view.authentication_code;
  receipt.accepted_at = found.view.inserted_at;
  Submission it = before != nullptr ? *before : Submission{};
  const auto& author = recipe.substitute ? *recipe.substitute : recipe.holder;
  it.recipe_id = recipe.id.value();
  it.state = annulled ? SubmissionState::withdrawn : SubmissionState::accepted;
  it.nre = found.nre;
  it.account = recipe.account.value();
  it.author = author.fiscal_code.value();
  it.receipt = json_.receipt_text(receipt);
  it = stamped(std::move(it));
  const bool ours = pool_.write([&](pqxx::transaction_base& tx) {
    if (!ledger_.adopt(tx, it.nre, it.recipe_id, now())) return false;
    if (before != nullptr) {
      burn(tx, *before);
      submissions_.update(tx, it);
    } else {
      submissions_.insert(tx, it);
    }
    return true;
  });
  if (!ours) return std::nullopt;
  return receipt;
}

Receipt Transmitter::number_refused(const Recipe& recipe, Submission submission,
                                    const Credentials& who) {
  visualizza_prescritto::View seen;
  const Receipt asked = attempt(submission.account, who, [&] {
                          seen = client_.view(submission.nre, submission.author, who);
                          return bare(Outcome::accepted);
                        }).receipt;
  if (asked.outcome != Outcome::accepted) {  // it stays `sending`: asked after again
    Receipt receipt = asked;
    if (receipt.outcome != Outcome::needs_credentials) receipt.outcome = Outcome::uncertain;
    return receipt;
  }
  if (seen.known && same(seen, recipe)) {
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
  pool_.write([&](pqxx::transaction_base& tx) {
    ledger_.forget(tx, submission.nre);
    submissions_.erase(tx, submission);
  });
  after_restore();
  return told(Outcome::uncertain, "number-refused",
              "il SAC non accetta il numero " + submission.nre.value() + " per questa ricetta",
              "il suo lotto non si usa più: la ricetta parte da sola con un numero nuovo");
}

}  // namespace curante::sac
