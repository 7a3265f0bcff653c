// SPDX-License-Identifier: Apache-2.0
#include "transmitter.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Reason;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

namespace {

Receipt told(Outcome outcome, const std::string& code, const std::string& text,
             const std::string& advice) {
  Receipt receipt;
  receipt.outcome = outcome;
  receipt.reasons.push_back({code, text, advice, 0, true});
  return receipt;
}

Receipt bare(Outcome outcome) {
  Receipt receipt;
  receipt.outcome = outcome;
  return receipt;
}

Receipt incomplete_credentials() {
  return told(Outcome::needs_credentials, "credentials-missing",
              "mancano le credenziali di Sistema TS del medico",
              "inserirle nella pagina «Sistema TS»");
}

// statoProcesso (PROTOCOLS 1.7)
constexpr int state_annulled = 4;

}  // namespace

/// Two threads must not send the same recipe at once; two hosts are kept apart by the row's state.
class Transmitter::Turn {
 public:
  Turn(Transmitter& owner, const std::string& recipe_id) {
    {
      const std::lock_guard lock(owner.turns_mutex_);
      auto& slot = owner.turns_[recipe_id];
      mutex_ = slot.lock();
      if (!mutex_) slot = mutex_ = std::make_shared<std::mutex>();
      std::erase_if(owner.turns_, [](const auto& it) { return it.second.expired(); });
    }
    lock_ = std::unique_lock(*mutex_);
  }

 private:
  std::shared_ptr<std::mutex> mutex_;
  std::unique_lock<std::mutex> lock_;
};

Transmitter::Transmitter(postgres::Pool& pool, CredentialStore& credentials,
                         const SistemaTsClient& client, ServiceHealth& health, Time time, Json json,
                         std::string practice, int64_t watch_ms)
    : pool_(pool),
      credentials_(credentials),
      client_(client),
      health_(health),
      time_(std::move(time)),
      json_(std::move(json)),
      watch_ms_(watch_ms),
      ledger_(practice),
      submissions_(practice) {}

std::optional<Submission> Transmitter::find(const std::string& recipe_id) {
  return pool_.read([&](pqxx::transaction_base& tx) { return submissions_.find(tx, recipe_id); });
}

void Transmitter::keep(const Submission& submission) {
  pool_.write([&](pqxx::transaction_base& tx) { submissions_.update(tx, submission, now()); });
}

Receipt Transmitter::stored(const Submission& it) const {
  if (!it.receipt.empty()) return json_.receipt(it.receipt);
  Receipt receipt;
  receipt.nre = it.nre;
  receipt.outcome =
      it.state == SubmissionState::prepared ? Outcome::unreachable : Outcome::uncertain;
  return receipt;
}

Receipt Transmitter::submit(const Recipe& recipe) {
  const Turn turn(*this, recipe.id.value());
  auto submission = find(recipe.id.value());
  if (submission && submission->state != SubmissionState::prepared &&
      submission->state != SubmissionState::sending) {
    return stored(*submission);
  }
  for (const auto& line : recipe.lines) {
    if (line.quantity >= 1 && line.quantity <= 9) continue;
    throw Error("quantity-out-of-range", "la quantità di una riga va da 1 a 9 confezioni",
                "dividere le confezioni su più ricette");
  }
  const Credentials who = credentials_.load(recipe.account.value());
  if (!who.complete()) return incomplete_credentials();
  if (!submission) return prepare_and_send(recipe, who);
  return submission->state == SubmissionState::sending ? ask_after(*submission, recipe, who)
                                                       : send(*submission, recipe, who);
}

std::optional<Submission> Transmitter::take_number(const Recipe& recipe,
                                                   const std::string& replaces) {
  return pool_.write([&](pqxx::transaction_base& tx) -> std::optional<Submission> {
    const auto nre = ledger_.take(tx, recipe.holder.fiscal_code.value(), recipe.id.value(), now());
    if (!nre) return std::nullopt;
    Submission it{recipe.id.value(),
                  SubmissionState::prepared,
                  *nre,
                  recipe.account.value(),
                  recipe.substitute ? recipe.substitute->fiscal_code.value()
                                    : recipe.holder.fiscal_code.value(),
                  json_.recipe_text(recipe),
                  ""};
    if (replaces.empty()) {
      submissions_.insert(tx, it, now());
    } else {
      ledger_.burn(tx, Nre(replaces), Instant{time_.now().ms + watch_ms_}.iso());
      submissions_.update(tx, it, now());
    }
    return it;
  });
}

Receipt Transmitter::prepare_and_send(const Recipe& recipe, const Credentials& who) {
  auto submission = take_number(recipe, "");
  if (!submission) {
    // A lot asked for twice does no harm; the answer that got lost is a lot nobody uses.
    Receipt failed = guarded_request(
        recipe.account.value(),
        [&] {
          const auto lot = client_.request_lot(recipe.holder, who);
          pool_.write([&](pqxx::transaction_base& tx) {
            ledger_.add(tx, recipe.holder.fiscal_code.value(), lot, now());
          });
          return bare(Outcome::accepted);
        },
        [](Delivery) {});
    if (failed.outcome == Outcome::uncertain) failed.outcome = Outcome::unreachable;
    if (failed.outcome != Outcome::accepted) return failed;
    submission = take_number(recipe, "");
    if (!submission) {
      return told(Outcome::unreachable, "nre-exhausted",
                  "non ci sono numeri di ricetta disponibili",
                  "l'invio riprende da solo con il prossimo lotto");
    }
  }
  return send(*submission, recipe, who);
}

Receipt Transmitter::guarded_request(const std::string& account,
                                     const std::function<Receipt()>& request,
                                     const std::function<void(Delivery)>& lost) {
  try {
    Receipt receipt = request();
    health_.answered(time_.now());
    credentials_.note_problem(account, "", now());
    return receipt;
  } catch (const DeliveryError& e) {
    lost(e.delivery());
    if (e.delivery() == Delivery::not_accepted) {
      health_.answered(time_.now());
      credentials_.note_problem(account, e.message(), now());
      return told(Outcome::needs_credentials, e.code(), e.message(), e.remedy());
    }
    health_.failed(e.message(), time_.now());
    return told(e.delivery() == Delivery::not_sent ? Outcome::unreachable : Outcome::uncertain,
                e.code(), e.message(), e.remedy());
  } catch (const Error& e) {
    if (e.code() == "answer-unexpected") {
      lost(Delivery::unknown);
      return told(Outcome::uncertain, e.code(), e.message(), e.remedy());
    }
    if (e.code() == "service-fault" || e.code() == "lot-refused") {
      health_.answered(time_.now());
      return told(Outcome::refused, e.code(), e.message(), e.remedy());
    }
    throw;
  }
}

Receipt Transmitter::send(Submission& submission, const Recipe& recipe, const Credentials& who) {
  submission.state = SubmissionState::sending;
  submission.account = recipe.account.value();
  keep(submission);  // from here on the request may be out there, whatever happens to us
  Receipt receipt = guarded_request(
      submission.account, [&] { return client_.submit(recipe, submission.nre, who); },
      [&](Delivery delivery) {
        if (delivery == Delivery::unknown) return;
        submission.state = SubmissionState::prepared;
        keep(submission);
      });
  advice_.add_to(receipt.reasons);
  if (receipt.outcome == Outcome::accepted) {
    return settle(submission, SubmissionState::accepted, std::move(receipt));
  }
  if (receipt.outcome == Outcome::refused) {
    return settle(submission, SubmissionState::refused, std::move(receipt));
  }
  return receipt;
}

Receipt Transmitter::settle(Submission& submission, SubmissionState state, Receipt receipt) {
  submission.state = state;
  if (state == SubmissionState::accepted) receipt.nre = submission.nre;
  submission.receipt = json_.receipt_text(receipt);
  pool_.write([&](pqxx::transaction_base& tx) {
    if (state != SubmissionState::accepted) ledger_.spend(tx, submission.nre);
    submissions_.update(tx, submission, now());
  });
  return receipt;
}

Receipt Transmitter::ask_after(Submission& submission, const Recipe& recipe,
                               const Credentials& who) {
  visualizza_prescritto::View seen;
  const Receipt asked = guarded_request(
      recipe.account.value(),
      [&] {
        seen = client_.view(submission.nre, submission.author, who);
        return bare(Outcome::accepted);
      },
      [](Delivery) {});
  if (asked.outcome != Outcome::accepted) {
    // Whatever kept us from asking, the recipe itself stays uncertain, unless the doctor must act.
    Receipt receipt = asked;
    if (receipt.outcome != Outcome::needs_credentials) receipt.outcome = Outcome::uncertain;
    return receipt;
  }
  if (seen.known && seen.state != state_annulled) {
    Receipt receipt;
    receipt.outcome = Outcome::accepted;
    receipt.authentication_code = seen.authentication_code;
    receipt.accepted_at = seen.inserted_at;
    return settle(submission, SubmissionState::accepted, std::move(receipt));
  }
  if (seen.known) {
    return settle(submission, SubmissionState::withdrawn,
                  told(Outcome::withdrawn, "annulled-elsewhere",
                       "la ricetta risulta annullata al SAC", "emetterne una nuova se serve"));
  }
  auto renewed = take_number(recipe, submission.nre.value());
  if (!renewed) {
    const auto lot = client_.request_lot(recipe.holder, who);
    pool_.write([&](pqxx::transaction_base& tx) {
      ledger_.add(tx, recipe.holder.fiscal_code.value(), lot, now());
    });
    renewed = take_number(recipe, submission.nre.value());
    if (!renewed) {
      return told(Outcome::uncertain, "nre-exhausted", "non ci sono numeri di ricetta disponibili",
                  "l'invio riprende da solo con il prossimo lotto");
    }
  }
  return send(*renewed, recipe, who);
}

Receipt Transmitter::status(const std::string& recipe_id) {
  const auto submission = find(recipe_id);
  if (!submission) {
    throw Error("recipe-unknown", "questa ricetta non è stata affidata al SAC", "");
  }
  return stored(*submission);
}

Receipt Transmitter::withdraw(const std::string& recipe_id, const std::string& account) {
  const Turn turn(*this, recipe_id);
  auto submission = find(recipe_id);
  if (!submission) {
    throw Error("recipe-unknown", "questa ricetta non è stata affidata al SAC", "");
  }
  if (submission->state == SubmissionState::withdrawn) return stored(*submission);
  const auto nothing_there = [&] {
    Receipt receipt;
    receipt.outcome = Outcome::withdrawn;
    return settle(*submission, SubmissionState::withdrawn, std::move(receipt));
  };
  if (submission->state == SubmissionState::prepared ||
      submission->state == SubmissionState::refused) {
    return nothing_there();
  }
  const Credentials who = credentials_.load(account);
  if (!who.complete()) return incomplete_credentials();
  if (submission->state == SubmissionState::sending) {
    // What may be out there is found first; then it is cancelled like any other.
    const Receipt found = ask_after(*submission, json_.recipe(submission->recipe), who);
    if (found.outcome != Outcome::accepted) return found;
    submission = find(recipe_id);
  }
  submission->account = account;
  return cancel(*submission, who);
}

Receipt Transmitter::cancel(Submission& submission, const Credentials& who) {
  const Receipt accepted = stored(submission);
  submission.state = SubmissionState::withdrawing;
  keep(submission);
  annulla_prescritto::Cancellation answer;
  Receipt receipt = guarded_request(
      submission.account,
      [&] {
        answer = client_.cancel(submission.nre, submission.author, who);
        // A second attempt after a lost answer is told "state not valid": it may be ours that
        // worked.
        if (!answer.cancelled &&
            client_.view(submission.nre, submission.author, who).state == state_annulled) {
          answer.cancelled = true;
        }
        return bare(answer.cancelled ? Outcome::withdrawn : Outcome::refused);
      },
      [](Delivery) {});
  if (receipt.outcome == Outcome::withdrawn) {
    receipt.nre = submission.nre;
    return settle(submission, SubmissionState::withdrawn, std::move(receipt));
  }
  if (receipt.outcome == Outcome::refused) {
    if (receipt.reasons.empty()) receipt.reasons = answer.reasons;
    advice_.add_to(receipt.reasons);
    submission.state = SubmissionState::accepted;
    submission.receipt = json_.receipt_text(accepted);
    keep(submission);
  }
  return receipt;
}

int64_t Transmitter::numbers_left(const std::string& doctor) {
  return pool_.read([&](pqxx::transaction_base& tx) { return ledger_.left(tx, doctor); });
}

int Transmitter::watch(int64_t ask_every_ms) {
  const Instant at = time_.now();
  const auto watched = pool_.write([&](pqxx::transaction_base& tx) {
    return ledger_.watched(tx, at.iso(), Instant{at.ms - ask_every_ms}.iso(), 50);
  });
  int arrived = 0;
  for (const auto& it : watched) {
    const auto submission = find(it.recipe);
    if (!submission) continue;
    const Credentials who = credentials_.load(submission->account);
    if (!who.complete()) continue;
    guarded_request(
        submission->account,
        [&] {
          const auto seen = client_.view(it.nre, submission->author, who);
          if (seen.known && seen.state != state_annulled) {
            ++arrived;
            if (!client_.cancel(it.nre, submission->author, who).cancelled) {
              throw Error("answer-unexpected", "un doppione non è stato annullato", "");
            }
          }
          if (seen.known) {
            pool_.write([&](pqxx::transaction_base& tx) { ledger_.spend(tx, it.nre); });
          }
          return bare(Outcome::accepted);
        },
        [](Delivery) {});
  }
  return arrived;
}

}  // namespace curante::sac
