// SPDX-License-Identifier: Apache-2.0
#include "mock_transmitter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curante::mock_transmitter {

using transmitter::Outcome;
using transmitter::Reason;
using transmitter::Receipt;

namespace {

Receipt with_reason(Outcome outcome, Reason reason) {
  Receipt receipt;
  receipt.outcome = outcome;
  receipt.reasons.push_back(std::move(reason));
  return receipt;
}

/// What the channel's schema refuses: the quantity of a line has one digit (TipiDati.xsd).
std::optional<Receipt> against_schema(const transmitter::Recipe& recipe) {
  Receipt receipt;
  receipt.outcome = Outcome::refused;
  if (recipe.lines.empty()) {
    receipt.reasons.push_back({"SCHEMA", "nessuna riga", "aggiungere almeno un farmaco", 0, true});
  }
  for (size_t i = 0; i < recipe.lines.size(); ++i) {
    if (recipe.lines[i].quantity >= 1 && recipe.lines[i].quantity <= 9) continue;
    receipt.reasons.push_back({"SCHEMA", fmt::format("quantita {}", recipe.lines[i].quantity),
                               "la quantità va da 1 a 9 confezioni", static_cast<int32_t>(i + 1),
                               true});
  }
  if (receipt.reasons.empty()) return std::nullopt;
  return receipt;
}

[[noreturn]] void unknown() {
  throw Error("recipe-unknown", "la trasmissione simulata non conosce questa ricetta",
              "è stata inviata prima dell'ultimo riavvio, o da un altro canale");
}

bool final(const Receipt& receipt) {
  return receipt.outcome == Outcome::accepted || receipt.outcome == Outcome::refused ||
         receipt.outcome == Outcome::withdrawn;
}

}  // namespace

Receipt MockTransmitter::on(const CallContext& context, const transmitter::Submit& call) {
  const clock::Reading at = now_(context);
  std::optional<transmitter::HealthChanged> changed;
  Receipt receipt;
  {
    const std::lock_guard lock(mutex_);
    receipt = submit(at, call.recipe);
    changed = health_after(at, receipt.outcome != Outcome::unreachable || !receipt.reasons.empty());
  }
  if (changed) tell_(context, *changed);
  return receipt;
}

Receipt MockTransmitter::submit(const clock::Reading& at, const transmitter::Recipe& recipe) {
  const auto known = entries_.find(recipe.id.value());
  if (known == entries_.end()) {
    // As at the real channel: told before a number is spent on it, and nothing of it is kept.
    if (const auto refused = against_schema(recipe)) return *refused;
  } else if (final(known->second.receipt)) {
    return known->second.receipt;
  }
  Entry& entry = entries_[recipe.id.value()];
  const Answer answer = script_.next();
  if (answer == Answer::unreachable) {
    // What was uncertain stays so: not being reached says nothing of the first request.
    entry.receipt.outcome =
        entry.receipt.outcome == Outcome::uncertain ? Outcome::uncertain : Outcome::unreachable;
    return entry.receipt;
  }
  if (answer == Answer::needs_credentials) {
    return with_reason(Outcome::needs_credentials,
                       {"", "credenziali mancanti", "salvare le credenziali", 0, true});
  }
  if (entry.held) return entry.receipt = *entry.held;
  if (answer == Answer::exhausted) {
    return with_reason(Outcome::unreachable, {"", "nessun NRE disponibile",
                                              "il servizio non ha dato un nuovo lotto", 0, true});
  }
  if (answer == Answer::refused) {
    return entry.receipt =
               with_reason(Outcome::refused, {"1020", "Codice Asl medico non valido",
                                              "correggere la ASL nei dati del medico", 0, true});
  }
  if (answer == Answer::accepted) return entry.receipt = accepted(at, recipe);
  if (answer == Answer::uncertain) entry.held = accepted(at, recipe);
  entry.receipt = Receipt{};
  entry.receipt.outcome = Outcome::uncertain;
  return entry.receipt;
}

Receipt MockTransmitter::on(const CallContext& context, const transmitter::Withdraw& call) {
  const clock::Reading at = now_(context);
  std::optional<transmitter::HealthChanged> changed;
  Receipt receipt;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(call.recipe.value());
    if (found == entries_.end()) unknown();
    receipt = withdraw(found->second);
    changed = health_after(at, receipt.outcome != Outcome::unreachable);
  }
  if (changed) tell_(context, *changed);
  return receipt;
}

Receipt MockTransmitter::withdraw(Entry& entry) {
  if (entry.receipt.outcome == Outcome::withdrawn) return entry.receipt;
  if (entry.receipt.outcome != Outcome::accepted) {
    return with_reason(Outcome::refused,
                       {"5005", "NRE non presente", "la ricetta non risulta accettata", 0, true});
  }
  Receipt withdrawn = entry.receipt;
  withdrawn.outcome = Outcome::withdrawn;
  withdrawn.promemoria.clear();
  switch (script_.next()) {
    case Answer::unreachable:
    case Answer::exhausted:
      return Receipt{};
    case Answer::needs_credentials:
      return with_reason(Outcome::needs_credentials,
                         {"", "credenziali mancanti", "salvare le credenziali", 0, true});
    case Answer::refused:
      return with_reason(Outcome::refused, {"1120", "Stato della ricetta non valido",
                                            "la ricetta è già stata presa in carico", 0, true});
    case Answer::uncertain: {
      entry.receipt = withdrawn;
      Receipt receipt;
      receipt.outcome = Outcome::uncertain;
      return receipt;
    }
    case Answer::lost: {
      Receipt receipt;
      receipt.outcome = Outcome::uncertain;
      return receipt;
    }
    case Answer::accepted:
      break;
  }
  return entry.receipt = withdrawn;
}

Receipt MockTransmitter::on(const CallContext&, const transmitter::Status& call) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(call.recipe.value());
  if (found == entries_.end()) unknown();
  return found->second.receipt;
}

transmitter::DispensingView MockTransmitter::on(const CallContext& context,
                                                const transmitter::Dispensing& call) {
  const Instant at = now_(context).now;
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(call.recipe.value());
  if (found == entries_.end()) unknown();
  switch (found->second.receipt.outcome) {
    case Outcome::accepted:
      return {transmitter::DispensingState::to_dispense, "da erogare", at};
    case Outcome::withdrawn:
      return {transmitter::DispensingState::annulled, "annullata", at};
    default:
      return {transmitter::DispensingState::unknown, "la ricetta non risulta accettata", at};
  }
}

transmitter::ServiceHealth MockTransmitter::on(const CallContext&, const transmitter::Health&) {
  const std::lock_guard lock(mutex_);
  return health_;
}

void MockTransmitter::answer(AnswerScript script) {
  const std::lock_guard lock(mutex_);
  script_ = std::move(script);
}

int64_t MockTransmitter::live() const {
  const std::lock_guard lock(mutex_);
  return std::count_if(entries_.begin(), entries_.end(), [](const auto& item) {
    const Entry& entry = item.second;
    return entry.receipt.outcome == Outcome::accepted ||
           (entry.held && entry.receipt.outcome == Outcome::uncertain);
  });
}

Receipt MockTransmitter::accepted(const clock::Reading& at, const transmitter::Recipe& recipe) {
  Receipt receipt;
  receipt.outcome = Outcome::accepted;
  receipt.nre = number_of(recipe);
  // The service's own form: date and time in 17 digits, then a counter of 13.
  std::string digits;
  for (const char c : at.local_time) {
    if (c >= '0' && c <= '9') digits += c;
  }
  digits.resize(14, '0');
  receipt.authentication_code = digits.substr(6, 2) + digits.substr(4, 2) + digits.substr(0, 4) +
                                digits.substr(8, 6) +
                                fmt::format("{:03}{:013}", at.now.ms % 1000, numbers_.size());
  receipt.accepted_at = at.local_time;
  receipt.doctor_name = recipe.holder.last_name + " " + recipe.holder.first_name;
  if (recipe.kind == transmitter::RecipeKind::white) {
    const std::string number = receipt.nre.value();
    receipt.white_number = "RB" + number.substr(5);
    receipt.white_pin = number.substr(10);
    receipt.nre = Nre();
  } else {
    given_[receipt.nre.value()] = recipe;
  }
  return receipt;
}

std::optional<transmitter::Recipe> MockTransmitter::held(const Nre& number) const {
  const std::lock_guard lock(mutex_);
  const auto found = given_.find(number.value());
  return found == given_.end() ? std::nullopt : std::optional(found->second);
}

Nre MockTransmitter::number_of(const transmitter::Recipe& recipe) {
  uint64_t hash = 14695981039346656037ull;  // FNV-1a: the same in every run and build
  for (const char c : recipe.id.value()) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  }
  const std::string& region = recipe.holder.region_code;
  const std::string prefix = (region.size() == 3 ? region : "000") + "9Z4";
  for (uint64_t number = hash % 1'000'000'000;; number = (number + 1) % 1'000'000'000) {
    const std::string nre = prefix + fmt::format("{:09}", number);
    if (numbers_.insert(nre).second) return Nre(nre);
  }
}

std::optional<transmitter::HealthChanged> MockTransmitter::health_after(const clock::Reading& at,
                                                                        bool reachable) {
  if (health_.reachable == reachable) return std::nullopt;
  health_.reachable = reachable;
  health_.since = at.now;
  health_.problem = reachable ? "" : "il servizio simulato non risponde";
  return transmitter::HealthChanged{health_};
}

}  // namespace curante::mock_transmitter
