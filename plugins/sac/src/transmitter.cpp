// SPDX-License-Identifier: Apache-2.0
#include "transmitter.hpp"

#include <algorithm>

#include "likeness.hpp"
#include "random_name.hpp"
#include "rules/rome_time.hpp"
#include "sendable.hpp"
#include "told.hpp"
#include "transmitter_turn.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using visualizza_prescritto::state_annulled;

namespace {

/// Who signs: the SAC knows the recipe as theirs, whosever lot its number is of.
std::string author_of(const Recipe& recipe) {
  const auto& author = recipe.substitute ? *recipe.substitute : recipe.holder;
  return author.fiscal_code.value();
}

/// Something of it may have left before.
bool may_be_there(const Submission& it) {
  return it.state != SubmissionState::prepared;
}

}  // namespace

Transmitter::Transmitter(postgres::Pool& pool, CredentialStore& credentials,
                         const SistemaTsClient& client, ServiceHealth& health,
                         postgres::LedgerShadow& shadow, postgres::LiveHosts& hosts,
                         UnknownCodes& unknown, const SecretBox& box, Time time, Json json,
                         std::string practice, Limits limits, SubstituteNumbers numbers)
    : pool_(pool),
      credentials_(credentials),
      client_(client),
      health_(health),
      time_(std::move(time)),
      json_(std::move(json)),
      limits_(limits),
      numbers_(numbers),
      practice_(practice),
      sender_(random_name()),
      shadow_(shadow),
      hosts_(hosts),
      files_(practice),
      unknown_(unknown),
      restores_(practice),
      ledger_(practice),
      submissions_(box, practice),
      said_absent_(practice),
      wished_back_(practice),
      sendings_(practice),
      hold_(practice, {limits.hold_probe_ms, limits.in_flight_ms}),
      refused_lots_(limits.lot_pause_ms),
      lot_refusals_(practice) {}

std::optional<Submission> Transmitter::find(const std::string& recipe_id) {
  return pool_.look_up(
      [&](pqxx::transaction_base& tx) { return submissions_.find(tx, recipe_id); });
}

Submission Transmitter::stamped(Submission it) const {
  it.sender = sender_;
  it.changed_at = time_.now();
  return it;
}

void Transmitter::keep(Submission& it, SubmissionState state) {
  it.state = state;
  it = stamped(std::move(it));
  pool_.execute([&](pqxx::transaction_base& tx) { submissions_.update(tx, it); });
  ++it.revision;
}

void Transmitter::leave(const std::function<void(pqxx::transaction_base&)>& write) {
  const int64_t count = pool_.write([&](pqxx::transaction_base& tx) {
    const int64_t next = sendings_.add(tx);
    if (next <= shadow_.reach(SendingCount::shadow_name)) throw ledger_restored();
    write(tx);
    return next;
  });
  shadow_.reached(SendingCount::shadow_name, count);
}

Receipt Transmitter::stored(const Submission& it) const {
  // What is kept there is the refusal of its number, not of the recipe.
  if (has_refused_number(it)) return bare(Outcome::uncertain);
  if (!it.receipt.empty()) return json_.receipt(it.receipt);
  if (it.state == SubmissionState::prepared) return bare(Outcome::unreachable);
  Receipt receipt = bare(Outcome::uncertain);
  receipt.nre = it.nre;
  return receipt;
}

bool Transmitter::under_way_elsewhere(const Submission& it) const {
  const int64_t age = time_.now().ms - it.changed_at.ms;
  return it.sender != sender_ && age >= 0 && age < limits_.in_flight_ms;
}

Receipt Transmitter::busy(const std::string& recipe_id) {
  const auto submission = find(recipe_id);
  if (submission && submission->state != SubmissionState::sending && !submission->receipt.empty()) {
    return stored(*submission);
  }
  return told(Outcome::uncertain, "recipe-busy", "un'altra postazione sta inviando questa ricetta",
              "l'esito viene verificato automaticamente");
}

std::optional<Receipt> Transmitter::lacking(const Credentials& who) const {
  if (const auto lack = expired(client_.certificate_until(), rome::date(time_.now()))) {
    return told(Outcome::unreachable, lack->code(), lack->message(), lack->remedy());
  }
  if (!who.complete()) {
    return told(
        Outcome::needs_credentials, "credentials-missing",
        who.problem.empty() ? "mancano le credenziali di Sistema TS del medico" : who.problem,
        "inserirle nella pagina «Sistema TS»");
  }
  if (who.token.empty()) {
    return told(Outcome::needs_credentials, "second-factor-missing",
                "manca il codice temporaneo di Sistema TS",
                "richiederlo nella pagina «Sistema TS»: arriva per e-mail");
  }
  if (!who.token_until.empty() && Instant::parse(who.token_until) <= time_.now()) {
    return told(Outcome::needs_credentials, "second-factor-expired",
                "il codice temporaneo di Sistema TS è scaduto",
                "richiederne uno nuovo nella pagina «Sistema TS»");
  }
  return std::nullopt;
}

void Transmitter::explain(std::vector<recipe_transmitter::Reason>& reasons) {
  std::vector<std::string> codes;
  for (const std::string& code : advice_.unknown(reasons)) {
    const auto own = std::find_if(reasons.begin(), reasons.end(), [&](const auto& reason) {
      return reason.code == code && !reason.advice.empty();  // this channel's own words
    });
    if (own == reasons.end()) codes.push_back(code);
  }
  unknown_.count(codes, time_.now());
  advice_.add_to(reasons);
}

bool Transmitter::is_troubled(const std::string& account) {
  const std::lock_guard lock(troubled_mutex_);
  return troubled_.contains(account);
}

void Transmitter::note_problem(const std::string& account, const Credentials& who,
                               const std::string& problem) {
  {
    const std::lock_guard lock(troubled_mutex_);
    problem.empty() ? (void)troubled_.erase(account) : (void)troubled_.insert(account);
  }
  credentials_.note_problem(account, who.revision, problem, now());
}

Transmitter::Attempt Transmitter::attempt(const std::string& account, const Credentials& who,
                                          Operation operation,
                                          const std::function<Receipt()>& request) {
  try {
    Receipt receipt = request();
    health_.answered(operation, time_.now());
    if (!who.problem.empty() || is_troubled(account)) note_problem(account, who, "");
    return {std::move(receipt), true};
  } catch (const DeliveryError& e) {
    if (e.delivery() == Delivery::not_accepted) {
      health_.answered(operation, time_.now());
      note_problem(account, who, e.message());
      return {told(Outcome::needs_credentials, e.code(), e.message(), e.remedy()), false};
    }
    const bool sent = e.delivery() == Delivery::unknown;
    if (e.code() == "service-fault") {
      health_.answered(operation, time_.now());
    } else {
      health_.failed(sent ? operation : host_of(operation), e.message(), time_.now());
    }
    return {
        told(sent ? Outcome::uncertain : Outcome::unreachable, e.code(), e.message(), e.remedy()),
        sent};
  } catch (const Error& e) {
    if (e.code() != "answer-unexpected" && e.code() != "message-refused" &&
        e.code() != "lot-refused") {
      throw;
    }
    health_.answered(operation, time_.now());
    const bool looked_at = e.code() == "answer-unexpected";
    return {
        told(looked_at ? Outcome::uncertain : Outcome::refused, e.code(), e.message(), e.remedy()),
        looked_at};
  }
}

Receipt Transmitter::submit(const Recipe& recipe) {
  const Turn turn(*this, recipe.id.value());
  const std::string id = recipe.id.value();
  try {
    return numbered(id, submit_in_turn(recipe));
  } catch (const Error& e) {
    if (e.code() == "recipe-busy") return numbered(id, busy(id));
    if (e.code() != "ledger-restored") throw;
    after_restore();
    return numbered(id, told(Outcome::uncertain, e.code(), e.message(), e.remedy()));
  }
}

Receipt Transmitter::numbered(const std::string& recipe_id, Receipt receipt) {
  if (receipt.outcome != Outcome::uncertain || !receipt.nre.empty()) return receipt;
  const auto submission = find(recipe_id);
  // A number that was refused is another recipe's: nobody shall look for this one under it.
  // Nor under one of which a person said that it is not there.
  if (submission && !has_refused_number(*submission) && !submission->absent) {
    receipt.nre = submission->nre;
  }
  return receipt;
}

Receipt Transmitter::submit_in_turn(const Recipe& recipe) {
  const auto submission = find(recipe.id.value());
  if (submission && submission->state != SubmissionState::prepared &&
      submission->state != SubmissionState::sending) {
    return stored(*submission);
  }
  if (!submission) {
    if (auto refused = unsendable(recipe)) return *refused;
  } else if (submission->state == SubmissionState::sending && under_way_elsewhere(*submission)) {
    return busy(submission->recipe_id);
  }
  const Credentials who = credentials_.load(recipe.account.value());
  if (auto lack = lacking(who)) return *lack;
  const auto since = pool_.look_up([&](pqxx::transaction_base& tx) { return restores_.since(tx); });
  if (auto wrong = clock_wrong(since)) return *wrong;
  const Submission* before = submission ? &*submission : nullptr;
  const bool wished = is_wished_back(recipe, before, since);
  if (submission) {
    if (submission->state == SubmissionState::prepared && !wished) {
      if (is_of_other_lots(*submission, recipe)) return number_and_send(recipe, before, who);
      return send_prepared(*submission, recipe, who);
    }
    if (has_refused_number(*submission)) {
      return number_refused(recipe, *submission, who, json_.receipt(submission->receipt));
    }
    if (!submission->absent) {
      if (auto found = ask_after(*submission, who, &recipe)) return *found;
      if (auto early = wished ? std::nullopt : too_early(*submission)) return *early;
    }
  }
  if (auto found = sent_since_copy(recipe, before, who, since)) return *found;
  if (wished) return taken_back(recipe, before);
  if (before != nullptr && awaits_look(*before)) return never_sent(*before);
  return number_and_send(recipe, before, who);
}

void Transmitter::burn(pqxx::transaction_base& tx, const Submission& it) {
  ledger_.burn(tx, {it.nre, it.account, it.author, false, it.recipe_id, it.content},
               Instant{time_.now().ms + limits_.watch_ms}.iso());
}

Transmitter::Numbered Transmitter::take_number(const Recipe& recipe, const Submission* burnt) {
  const std::string owner = lot_owner(recipe, numbers_).doctor;
  std::optional<NreLedger::Taken> taken;
  Numbered numbered = pool_.write([&](pqxx::transaction_base& tx) -> Numbered {
    const auto passage = hold_.ask(tx, recipe.id.value(), time_.now());
    if (passage.held) return {std::nullopt, passage};
    taken = ledger_.take(tx, owner, recipe.holder.region_code, recipe.id.value(), now());
    if (!taken) {
      if (passage.probing) hold_.released(tx, recipe.id.value());
      return {};
    }
    if (taken->next <= shadow_.reach(taken->prefix)) {
      throw ledger_restored();
    }
    said_absent_.forget_that_of_none(tx, recipe.id.value());
    Submission it = burnt != nullptr ? *burnt : Submission{};
    it.recipe_id = recipe.id.value();
    it.state = SubmissionState::sending;
    it.nre = taken->nre;
    it.account = recipe.account.value();
    it.author = author_of(recipe);
    it.receipt.clear();
    know_by(it, recipe);
    it.candidate = Nre();
    it.candidate_anothers = false;
    it = stamped(std::move(it));
    if (burnt == nullptr) {
      submissions_.insert(tx, it);
    } else {
      burn(tx, *burnt);
      // A person's word begins it anew; and what never left waits for nothing.
      it.burns = burnt->absent ? 0 : burnt->burns + (may_be_there(*burnt) ? 1 : 0);
      it.absent = false;
      submissions_.update(tx, it);
      ++it.revision;
    }
    return {it, passage};
  });
  if (numbered.submission) shadow_.reached(taken->prefix, taken->next);
  return numbered;
}

Receipt Transmitter::number_and_send(const Recipe& recipe, const Submission* burnt,
                                     const Credentials& who) {
  Numbered numbered = take_number(recipe, burnt);
  Receipt failed;
  if (!numbered.submission && !numbered.passage.held) {
    failed = request_lot(recipe, who);
    if (failed.outcome == Outcome::accepted) {
      numbered = take_number(recipe, burnt);
      failed =
          told(Outcome::unreachable, "nre-exhausted", "non ci sono numeri di ricetta disponibili",
               "l'invio riprende da solo con il prossimo lotto");
    }
  }
  const bool perhaps_sent = burnt != nullptr && may_be_there(*burnt);
  if (numbered.passage.held) return held(*numbered.passage.held, perhaps_sent);
  if (!numbered.submission) {
    const bool waits = failed.outcome == Outcome::unreachable;
    if (perhaps_sent && waits) failed.outcome = Outcome::uncertain;
    return failed;
  }
  return send(std::move(*numbered.submission), recipe, who, numbered.passage);
}

/// The message, and the submission as `sending`: from here on it may be out there, come what may.
std::string Transmitter::about_to_send(Submission& submission, const Recipe& recipe,
                                       const Credentials& who) {
  std::string message;
  try {
    message = client_.message(recipe, submission.nre, who);
  } catch (...) {
    // Nothing left: its number stays good for the next attempt.
    if (submission.state == SubmissionState::sending) keep(submission, SubmissionState::prepared);
    pool_.write([&](pqxx::transaction_base& tx) { hold_.released(tx, submission.recipe_id); });
    throw;
  }
  submission.account = recipe.account.value();
  // A number that was just taken is on record as `sending` already.
  if (submission.state == SubmissionState::sending) return message;
  submission.state = SubmissionState::sending;
  submission = stamped(std::move(submission));
  leave([&](pqxx::transaction_base& tx) { submissions_.update(tx, submission); });
  ++submission.revision;
  return message;
}

Receipt Transmitter::send(Submission submission, const Recipe& recipe, const Credentials& who,
                          const SendingHold::Passage& passage) {
  const std::string message = about_to_send(submission, recipe, who);
  Attempt sent = attempt(submission.account, who, Operation::submit, [&] {
    Receipt receipt = client_.submit(message, submission.nre, who);
    try {  // before anybody hears that the service is back
      sending_answered(passage);
    } catch (const Error&) {
      // The receipt is worth more; what is on record as held lets the next one try.
    }
    return receipt;
  });
  sending_unanswered(submission, passage, sent);
  explain(sent.receipt.reasons);
  if (recipe.substitute) explain_number_of_other_doctor(sent.receipt.reasons);
  if (sent.receipt.outcome == Outcome::refused && may_be_of_number(sent.receipt.reasons)) {
    return number_refused(recipe, std::move(submission), who, std::move(sent.receipt));
  }
  if (sent.receipt.outcome == Outcome::accepted) {
    return settle(std::move(submission), SubmissionState::accepted, std::move(sent.receipt));
  }
  if (sent.receipt.outcome == Outcome::refused) {
    return settle(std::move(submission), SubmissionState::refused, std::move(sent.receipt));
  }
  if (!sent.may_have_arrived) keep(submission, SubmissionState::prepared);
  return sent.receipt;
}

Receipt Transmitter::settle(Submission submission, SubmissionState state, Receipt receipt) {
  submission.state = state;
  if (state == SubmissionState::accepted) receipt.nre = submission.nre;
  submission.receipt = json_.receipt_text(receipt);
  submission = stamped(std::move(submission));
  if (state == SubmissionState::accepted) {
    // Should it get lost the row is still `sending`, and the service tells what it has accepted.
    pool_.execute([&](pqxx::transaction_base& tx) {
      submissions_.update(tx, submission, SubmissionStore::Lasting::soon);
    });
    return receipt;
  }
  pool_.write([&](pqxx::transaction_base& tx) {
    ledger_.spend(tx, submission.nre);
    submissions_.update(tx, submission);
  });
  return receipt;
}

Receipt Transmitter::status(const std::string& recipe_id) {
  const auto submission = find(recipe_id);
  if (!submission) {
    throw Error("recipe-unknown", "questa ricetta non è stata affidata al SAC",
                "inviarla, o cercarla nel canale da cui è partita");
  }
  return stored(*submission);
}

std::vector<NreLedger::Late> Transmitter::late_arrivals(const std::string& account) {
  return pool_.read([&](pqxx::transaction_base& tx) { return ledger_.late(tx, account); });
}

void Transmitter::acknowledge_late(const std::string& account, const std::string& number) {
  const bool done = pool_.write(
      [&](pqxx::transaction_base& tx) { return ledger_.acknowledge(tx, account, number, now()); });
  if (done) return;
  throw Error("late-arrival-unknown", "questa ricetta non è tra quelle arrivate in ritardo",
              "ricaricare la pagina: può essere già stata vista o annullata");
}

}  // namespace curante::sac
