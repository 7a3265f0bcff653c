// SPDX-License-Identifier: Apache-2.0
#include "white/white_transmitter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/rome_time.hpp"
#include "told.hpp"
#include "transmitter_turn.hpp"
#include "white/white_message.hpp"

namespace curante::sac::white {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

namespace {

Receipt busy() {
  return told(Outcome::uncertain, "recipe-busy", "un'altra postazione sta inviando questa ricetta",
              "l'esito viene verificato automaticamente");
}

Receipt for_a_person() {
  return told(Outcome::uncertain, std::string(recipe_transmitter::person_must_decide),
              "non si sa se la ricetta bianca è arrivata: il numero lo assegna il servizio, e il "
              "servizio non sa dirlo",
              "controllare sul sito Sistema TS, poi scegliere «inviata» o «non inviata, rinvia» "
              "nella pagina «Sistema TS»; non prescriverla di nuovo");
}

/// Asking goes on: the service may come to answer.
recipe_transmitter::Reason may_be_decided() {
  return {std::string(recipe_transmitter::person_may_decide),
          "non si sa se la ricetta bianca è arrivata, e il servizio non risponde",
          "controllare sul sito Sistema TS, poi scegliere «inviata» o «non inviata, rinvia» nella "
          "pagina «Sistema TS»; non prescriverla di nuovo",
          0, true};
}

/// "CIALIS 20 MG × 1; …"
std::string described(const Recipe& recipe) {
  std::string out;
  for (const auto& line : recipe.lines) {
    if (!out.empty()) out += "; ";
    out += (line.drug_text.empty() ? line.group_text : line.drug_text) +
           fmt::format(" × {}", line.quantity);
  }
  return out;
}

/// Whether the service was there, though its answer says nothing.
bool answered(const Receipt& asked) {
  return asked.outcome == Outcome::refused ||
         (!asked.reasons.empty() && asked.reasons[0].code == "answer-unexpected");
}

}  // namespace

Receipt WhiteTransmitter::accepted_as(const Held& held) {
  Receipt receipt = bare(Outcome::accepted);
  receipt.white_number = held.number;
  receipt.white_pin = held.pin;
  receipt.authentication_code = held.transaction;
  receipt.accepted_at = held.accepted_at;
  return receipt;
}

std::optional<WhiteSubmission> WhiteTransmitter::find(const std::string& recipe_id) {
  return sac_.pool_.read([&](pqxx::transaction_base& tx) { return store_.find(tx, recipe_id); });
}

WhiteSubmission WhiteTransmitter::known(const std::string& recipe_id) {
  if (auto it = find(recipe_id)) return *it;
  throw Error("recipe-unknown", "questa ricetta non è stata affidata al servizio",
              "cercarla nel canale da cui è partita");
}

bool WhiteTransmitter::knows(const std::string& recipe_id) {
  return find(recipe_id).has_value();
}

bool WhiteTransmitter::under_way_elsewhere(const WhiteSubmission& it) const {
  const int64_t age = sac_.time_.now().ms - it.changed_at.ms;
  return it.sender != sac_.sender_ && age >= 0 && age < sac_.limits_.in_flight_ms;
}

Instant WhiteTransmitter::silent_since() const {
  constexpr int64_t patience_ms = 15 * 60'000;
  return Instant{sac_.time_.now().ms - std::max(patience_ms, sac_.limits_.in_flight_ms)};
}

bool WhiteTransmitter::is_silent(const WhiteSubmission& it) const {
  return it.state == WhiteState::sending && it.changed_at.ms <= silent_since().ms;
}

void WhiteTransmitter::keep(WhiteSubmission& it, WhiteState state) {
  it.state = state;
  it.sender = sac_.sender_;
  it.changed_at = sac_.time_.now();
  sac_.pool_.write([&](pqxx::transaction_base& tx) { store_.update(tx, it); });
  ++it.revision;
}

/// From here on it may be out there, come what may. Throws Error{"ledger-restored"}.
void WhiteTransmitter::leaves(WhiteSubmission& it) {
  it.state = WhiteState::sending;
  it.sender = sac_.sender_;
  it.changed_at = sac_.time_.now();
  sac_.leave([&](pqxx::transaction_base& tx) { store_.update(tx, it); });
  ++it.revision;
}

Receipt WhiteTransmitter::settle(WhiteSubmission it, WhiteState state, Receipt receipt) {
  if (!receipt.white_number.empty()) it.number = receipt.white_number;
  it.receipt = sac_.json_.receipt_text(receipt);
  keep(it, state);
  return receipt;
}

Receipt WhiteTransmitter::stored(const WhiteSubmission& it) const {
  if (!it.receipt.empty()) return sac_.json_.receipt(it.receipt);
  if (it.state == WhiteState::prepared) return bare(Outcome::unreachable);
  return it.state == WhiteState::undecided ? for_a_person() : bare(Outcome::uncertain);
}

Receipt WhiteTransmitter::status(const std::string& recipe_id) {
  return stored(known(recipe_id));
}

WhiteSubmission WhiteTransmitter::fresh(const Recipe& recipe) const {
  WhiteSubmission it;
  it.recipe_id = recipe.id.value();
  it.account = recipe.account.value();
  it.author = writer_of(recipe).fiscal_code.value();
  it.written_at = recipe.written_at;
  it.content = {recipe.patient.fiscal_code.value(), recipe.patient.full_name, described(recipe),
                products_of(recipe)};
  it.sent_at = it.changed_at = sac_.time_.now();
  it.sender = sac_.sender_;
  return it;
}

Receipt WhiteTransmitter::submit(const Recipe& recipe) {
  const Transmitter::Turn turn(sac_, recipe.id.value());
  try {
    return submit_in_turn(recipe);
  } catch (const Error& e) {
    if (e.code() == "recipe-busy") return busy();
    if (e.code() != "ledger-restored") throw;
    sac_.after_restore();
    return told(Outcome::uncertain, e.code(), e.message(), e.remedy());
  }
}

Receipt WhiteTransmitter::submit_in_turn(const Recipe& recipe) {
  auto submission = find(recipe.id.value());
  const bool open = !submission || submission->state == WhiteState::prepared ||
                    submission->state == WhiteState::sending ||
                    submission->state == WhiteState::undecided;
  if (!open) return stored(*submission);
  if (!submission) {
    if (auto refusal = rules_.refusal(recipe)) return *refusal;
  } else if (submission->state == WhiteState::sending && under_way_elsewhere(*submission)) {
    return busy();
  }
  const Credentials who = sac_.credentials_.load(recipe.account.value());
  if (auto lack = sac_.lacking(who)) return *lack;
  const auto since =
      sac_.pool_.look_up([&](pqxx::transaction_base& tx) { return sac_.restores_.since(tx); });
  if (auto wrong = sac_.clock_wrong(since)) return *wrong;
  if (submission && submission->state != WhiteState::prepared) {
    Receipt receipt = ask_after(*submission, who);
    if (submission->state != WhiteState::prepared) return receipt;
  }
  return first_or_again(recipe, submission ? &*submission : nullptr, who);
}

Receipt WhiteTransmitter::first_or_again(const Recipe& recipe, const WhiteSubmission* before,
                                         const Credentials& who) {
  const std::string message = client_.message(recipe, who);
  WhiteSubmission it = fresh(recipe);
  const bool doubtful = is_doubtful(it, before);
  if (before != nullptr) {
    it.revision = before->revision;
  } else {
    WhiteSubmission first = it;
    if (doubtful) first.changed_at = Instant{0};  // until somebody has looked
    sac_.pool_.write([&](pqxx::transaction_base& tx) { store_.insert(tx, first); });
  }
  const Instant recently{sac_.time_.now().ms - look_first_after_ms};
  if (assumptions_.asks_by_patient && (doubtful || it.written_at < rome::text(recently))) {
    if (auto found = look_first(it, who, doubtful)) return *found;
  } else if (doubtful) {
    keep(it, WhiteState::undecided);
    return for_a_person();
  }
  if (is_wished_back(it)) {
    return settle(std::move(it), WhiteState::withdrawn, bare(Outcome::withdrawn));
  }
  return send(std::move(it), message, who);
}

bool WhiteTransmitter::is_doubtful(const WhiteSubmission& it, const WhiteSubmission* on_record) {
  const auto back =
      sac_.pool_.look_up([&](pqxx::transaction_base& tx) { return sac_.restores_.newest(tx); });
  // A recipe's time is in whole seconds: one of that very second counts as before.
  return back && it.written_at <= rome::text(*back) &&
         (on_record == nullptr || on_record->changed_at.ms < back->ms);
}

bool WhiteTransmitter::is_wished_back(const WhiteSubmission& it) const {
  return sac_.pool_.look_up(
      [&](pqxx::transaction_base& tx) { return sac_.wished_back_.is_wished(tx, it.recipe_id); });
}

std::optional<Receipt> WhiteTransmitter::look_first(WhiteSubmission& it, const Credentials& who,
                                                    bool doubtful) {
  const auto unseen = [&]() -> std::optional<Receipt> {
    if (!doubtful) return std::nullopt;
    keep(it, WhiteState::undecided);
    return for_a_person();
  };
  View view;
  Receipt asked = ask(it, who, view);
  if (asked.outcome == Outcome::needs_credentials) return asked;
  if (asked.outcome == Outcome::uncertain || asked.outcome == Outcome::unreachable) {
    if (answered(asked)) return unseen();
    asked.outcome = Outcome::unreachable;  // of the recipe itself nothing was sent
    return asked;
  }
  const std::vector<Held> same = alike(it, view);
  if (same.empty()) return view.held.empty() && !view.absent ? unseen() : std::nullopt;
  if (same.size() == 1) return adopt(it, same[0]);
  keep(it, WhiteState::undecided);
  return for_a_person();
}

Receipt WhiteTransmitter::send(WhiteSubmission it, const std::string& message,
                               const Credentials& who) {
  leaves(it);
  Transmitter::Attempt sent = sac_.attempt(it.account, who, sac::Operation::white, [&] {
    return client_.send(message, it.content.products, who);
  });
  sac_.advice_.add_to(sent.receipt.reasons);
  if (sent.receipt.outcome == Outcome::accepted) {
    return settle(std::move(it), WhiteState::accepted, std::move(sent.receipt));
  }
  if (sent.receipt.outcome == Outcome::refused) {
    return settle(std::move(it), WhiteState::refused, std::move(sent.receipt));
  }
  if (!sent.may_have_arrived) keep(it, WhiteState::prepared);
  return sent.receipt;
}

Receipt WhiteTransmitter::ask(const WhiteSubmission& it, const Credentials& who, View& view) {
  return sac_
      .attempt(it.account, who, sac::Operation::white,
               [&] {
                 view = client_.view("", it.author, it.content.patient_code, who);
                 return bare(Outcome::accepted);
               })
      .receipt;
}

Receipt WhiteTransmitter::ask_after(WhiteSubmission& it, const Credentials& who) {
  View view;
  if (assumptions_.asks_by_patient) {
    Receipt asked = ask(it, who, view);
    if (asked.outcome == Outcome::accepted) return judge(it, view);
    // Whatever kept us from asking, the recipe itself stays as it was.
    if (asked.outcome == Outcome::needs_credentials) return asked;
    if (!answered(asked)) {
      Receipt receipt = it.state == WhiteState::undecided ? for_a_person() : std::move(asked);
      receipt.outcome = Outcome::uncertain;
      if (is_silent(it)) receipt.reasons.push_back(may_be_decided());
      return receipt;
    }
  }
  if (it.state != WhiteState::undecided) keep(it, WhiteState::undecided);
  return for_a_person();
}

std::vector<Held> WhiteTransmitter::alike(const WhiteSubmission& it, const View& view) {
  std::vector<Held> same;
  sac_.pool_.read([&](pqxx::transaction_base& tx) {
    same.clear();
    for (const Held& held : view.held) {
      if (held.written_at == it.written_at && held.products == it.content.products &&
          !store_.is_anothers(tx, held.number, it.recipe_id)) {
        same.push_back(held);
      }
    }
    return 0;
  });
  return same;
}

Receipt WhiteTransmitter::adopt(WhiteSubmission& it, const Held& held) {
  if (held.state == state_annulled) {
    it.number = held.number;
    return settle(it, WhiteState::withdrawn,
                  told(Outcome::withdrawn, "annulled-elsewhere",
                       "la ricetta risulta annullata al servizio", "emetterne una nuova se serve"));
  }
  Receipt receipt = settle(it, WhiteState::accepted, accepted_as(held));
  it.state = WhiteState::accepted;
  return receipt;
}

Receipt WhiteTransmitter::judge(WhiteSubmission& it, const View& view) {
  const std::vector<Held> same = alike(it, view);
  if (same.size() == 1) return adopt(it, same[0]);
  if (same.empty() && view.absent && assumptions_.absent_is_unsent) {
    keep(it, WhiteState::prepared);
    return bare(Outcome::unreachable);
  }
  if (it.state != WhiteState::undecided) keep(it, WhiteState::undecided);
  return for_a_person();
}

Receipt WhiteTransmitter::withdraw(const std::string& recipe_id, const std::string& account) {
  const Transmitter::Turn turn(sac_, recipe_id);
  try {
    return withdraw_in_turn(recipe_id, account);
  } catch (const Error& e) {
    if (e.code() != "recipe-busy") throw;
    return busy();
  }
}

Receipt WhiteTransmitter::withdraw_in_turn(const std::string& recipe_id,
                                           const std::string& account) {
  WhiteSubmission it = known(recipe_id);
  if (it.state == WhiteState::withdrawn) return stored(it);
  if (it.state == WhiteState::prepared && is_doubtful(it, &it)) {
    sac_.pool_.write([&](pqxx::transaction_base& tx) {
      sac_.wished_back_.wish(tx, recipe_id, account, sac_.time_.now());
    });
    return told(Outcome::uncertain, "number-refused",
                "dal ripristino del database la ricetta bianca può essere partita",
                "viene cercata al servizio, e annullata se c'è");
  }
  if (it.state == WhiteState::prepared || it.state == WhiteState::refused) {
    return settle(std::move(it), WhiteState::withdrawn, bare(Outcome::withdrawn));
  }
  const Credentials who = sac_.credentials_.load(account);
  if (auto lack = sac_.lacking(who)) return *lack;
  if (it.state == WhiteState::sending || it.state == WhiteState::undecided) {
    if (it.state == WhiteState::sending && under_way_elsewhere(it)) return busy();
    const Receipt found = ask_after(it, who);
    if (it.state == WhiteState::prepared) {
      return settle(std::move(it), WhiteState::withdrawn, bare(Outcome::withdrawn));
    }
    if (found.outcome != Outcome::accepted) return found;
    it = known(recipe_id);
  }
  it.account = account;
  return cancel(std::move(it), who);
}

Receipt WhiteTransmitter::cancel(WhiteSubmission it, const Credentials& who) {
  const Receipt before = stored(it);
  keep(it, WhiteState::withdrawing);
  Cancellation answer;
  Receipt receipt =
      sac_.attempt(it.account, who, sac::Operation::white,
                   [&] {
                     const std::string& patient = it.content.patient_code;
                     answer = client_.cancel(before.white_number, it.author, patient, who);
                     // A second attempt after a lost answer is refused: it may be ours that worked.
                     if (!answer.cancelled) {
                       const View now = client_.view(before.white_number, it.author, patient, who);
                       answer.cancelled =
                           std::any_of(now.held.begin(), now.held.end(), [&](const Held& held) {
                             return held.number == before.white_number &&
                                    held.state == state_annulled;
                           });
                     }
                     return bare(answer.cancelled ? Outcome::withdrawn : Outcome::refused);
                   })
          .receipt;
  if (receipt.outcome == Outcome::withdrawn) {
    receipt.white_number = before.white_number;
    return settle(std::move(it), WhiteState::withdrawn, std::move(receipt));
  }
  if (receipt.outcome == Outcome::refused) {
    if (receipt.reasons.empty()) receipt.reasons = answer.reasons;
    sac_.advice_.add_to(receipt.reasons);
    receipt.white_number = before.white_number;
    keep(it, WhiteState::accepted);
  }
  return receipt;
}

std::vector<sistema_ts::UndecidedWhite> WhiteTransmitter::undecided(const std::string& account) {
  std::vector<sistema_ts::UndecidedWhite> all;
  const auto rows = sac_.pool_.read(
      [&](pqxx::transaction_base& tx) { return store_.undecided(tx, account, silent_since()); });
  const bool may_be_asked = !to_do_first(account);
  for (const WhiteSubmission& it : rows) {
    if (it.state == WhiteState::sending && !may_be_asked) continue;
    all.push_back({Id(it.recipe_id), it.content.patient_name + " " + it.content.patient_code,
                   it.content.text, it.sent_at});
  }
  return all;
}

}  // namespace curante::sac::white
