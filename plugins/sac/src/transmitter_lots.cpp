// SPDX-License-Identifier: Apache-2.0
// Transmitter: lots of recipe numbers, and whose access asks for them.
#include "told.hpp"
#include "transmitter.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

namespace {

std::string named(const accounts::Doctor& it) {
  const std::string name = it.last_name + " " + it.first_name;
  return name.size() > 1 ? name : it.fiscal_code.value();
}

bool says(const Receipt& receipt, std::string_view code) {
  return !receipt.reasons.empty() && receipt.reasons[0].code == code;
}

bool lacks_token(const Credentials& it, Instant now) {
  return it.token.empty() || (!it.token_until.empty() && Instant::parse(it.token_until) <= now);
}

}  // namespace

Receipt Transmitter::request_lot(const Recipe& recipe, const Credentials& sender) {
  const LotOwner owner = lot_owner(recipe, numbers_);
  const std::string& region = recipe.holder.region_code;
  if (owner.account == recipe.account.value()) {
    const Receipt receipt = request_lot_of(owner, region, sender);
    if (says(receipt, "lot-refused")) tell_of_lots(recipe, owner, sender.revision, receipt);
    return receipt;
  }
  Credentials holders;
  if (!owner.account.empty()) holders = credentials_.load(owner.account);
  // A password that was refused is not tried again and again: that may lock the holder out.
  if (holders.user.empty() || holders.password.empty() || !holders.problem.empty()) {
    return waits_for_holder(recipe, owner, holders, holders.problem);
  }
  // Who is away has no token in force; whether lots need one nobody says (PROTOCOLS 1.12, [U]), so
  // the service does.
  Credentials asking = holders;
  if (lacks_token(holders, time_.now())) asking.token.clear();
  Receipt receipt = request_lot_of(owner, region, asking);
  if (receipt.outcome == Outcome::needs_credentials) {
    return waits_for_holder(recipe, owner, holders, receipt.reasons[0].text);
  }
  if (!says(receipt, "lot-refused")) return receipt;
  receipt.reasons[0].text =
      "per i numeri del titolare " + named(recipe.holder) + ": " + receipt.reasons[0].text;
  tell_of_lots(recipe, owner, holders.revision, receipt);
  return receipt;
}

Receipt Transmitter::request_lot_of(const LotOwner& owner, const std::string& region,
                                    const Credentials& who) {
  const RefusedLots::Question asked{owner.account, owner.doctor, region, who.revision};
  if (const auto refused = refused_lots_.recent(asked, time_.now())) return *refused;
  Receipt receipt = attempt(asked.account, who, Operation::lot, [&] {
                      const auto lot = client_.request_lot(asked.region, asked.doctor, who);
                      pool_.write([&](pqxx::transaction_base& tx) {
                        ledger_.add(tx, asked.doctor, lot, now());
                        lot_refusals_.forget(tx, asked.account);
                      });
                      return bare(Outcome::accepted);
                    }).receipt;
  // A lot asked for twice does no harm: one whose answer got lost is a lot nobody uses. And a lot
  // that is refused today says nothing of the recipe.
  if (receipt.outcome == Outcome::uncertain || receipt.outcome == Outcome::refused) {
    receipt.outcome = Outcome::unreachable;
  }
  if (says(receipt, "lot-refused")) refused_lots_.note(asked, receipt, time_.now());
  return receipt;
}

/// The recipes wait, and will in vain: the doctor must be told where it is put right.
void Transmitter::tell_of_lots(const Recipe& recipe, const LotOwner& owner, int access,
                               const Receipt& receipt) {
  const std::string problem = receipt.reasons[0].text + ": " + receipt.reasons[0].advice;
  const std::string writer = recipe.account.value();
  const bool substitutes_own = recipe.substitute && numbers_ == SubstituteNumbers::own;
  pool_.write([&](pqxx::transaction_base& tx) {
    if (recipe.substitute) {
      lot_refusals_.note_of_substitute(tx, writer, owner.account, access, problem, now());
    }
    if (!substitutes_own) lot_refusals_.note(tx, owner.account, access, problem, now());
  });
}

Receipt Transmitter::waits_for_holder(const Recipe& recipe, const LotOwner& owner,
                                      const Credentials& holders, const std::string& problem) {
  const bool saved = !holders.user.empty() && !holders.password.empty();
  std::string text =
      "mancano numeri di ricetta del titolare " + named(recipe.holder) + ", e per chiederne altri ";
  text += saved ? "il suo accesso a Sistema TS non va"
                : "servono il suo utente e la sua password di Sistema TS";
  if (!problem.empty()) text += " (" + problem + ")";
  std::string advice = "il titolare li inserisca nella pagina «Sistema TS»";
  if (saved) {
    advice = lacks_token(holders, time_.now())
                 ? "il titolare richieda il codice temporaneo nella pagina «Sistema TS»"
                 : "il titolare controlli utente e password nella pagina «Sistema TS»";
  }
  const Receipt receipt =
      told(Outcome::unreachable, "holder-access", text, advice + ", poi l'invio riprende da solo");
  if (!owner.account.empty()) tell_of_lots(recipe, owner, holders.revision, receipt);
  return receipt;
}

bool Transmitter::is_of_other_lots(const Submission& prepared, const Recipe& recipe) {
  if (!recipe.substitute) return false;
  const std::string owner =
      pool_.look_up([&](pqxx::transaction_base& tx) { return ledger_.owner(tx, prepared.nre); });
  return !owner.empty() && owner != lot_owner(recipe, numbers_).doctor;
}

void Transmitter::explain_number_of_other_doctor(std::vector<recipe_transmitter::Reason>& reasons) {
  for (auto& reason : reasons) {
    if (reason.code != "1125") continue;
    reason.title =
        "Il numero della ricetta è di un lotto che Sistema TS non ammette per chi sostituisce";
    reason.advice =
        "Avvisare l'assistenza: di chi sono i numeri dipende dall'impostazione "
        "«substitute_numbers»; poi prescrivere di nuovo.";
  }
}

int64_t Transmitter::numbers_left(const std::string& doctor) {
  return pool_.read([&](pqxx::transaction_base& tx) { return ledger_.left(tx, doctor); });
}

std::string Transmitter::lots_problem(const std::string& account, int access) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    const std::string problem = lot_refusals_.of(tx, account, access);
    return problem.empty() ? lot_refusals_.of_substitute(tx, account, numbers_) : problem;
  });
}

}  // namespace curante::sac
