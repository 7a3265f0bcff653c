// SPDX-License-Identifier: Apache-2.0
#include "substitution_desk.hpp"

#include "rules/rome_time.hpp"

namespace curante::sac {

using sistema_ts::DeclarationState;
using sistema_ts::Substitution;

namespace {

constexpr const char* look_it_up =
    "Non si sa se la dichiarazione è arrivata: cercarla sul sito di Sistema TS e indicare qui che "
    "cosa risulta. Da sola non viene inviata di nuovo.";

void check(const accounts::Doctor& holder, const sistema_ts::Declare& call, Date today) {
  if (call.until < call.from || call.until < today) {
    throw Error("declaration-period", "il periodo della sostituzione non è valido",
                "indicare un ultimo giorno che non sia passato e non preceda il primo");
  }
  if (call.substitute == holder.fiscal_code) {
    throw Error("declaration-self", "il sostituto è un altro medico, non il titolare",
                "indicare il codice fiscale del sostituto");
  }
}

}  // namespace

Substitution SubstitutionDesk::as_it_stands(Substitution it) const {
  if (it.state != DeclarationState::sending) return it;
  if (now_().ms - it.changed_at.ms < in_flight_ms_) {
    it.text = "La dichiarazione è in corso di invio.";
    return it;
  }
  it.state = DeclarationState::uncertain;
  it.text = look_it_up;
  return it;
}

std::optional<Substitution> SubstitutionDesk::find(const std::string& account, const Id& id) {
  return pool_.read([&](pqxx::transaction_base& tx) { return store_.find(tx, account, id); });
}

Substitution SubstitutionDesk::send(const accounts::Doctor& holder, const Credentials& who,
                                    Substitution it) {
  try {
    const auto answer = client_.declare(
        {holder, it.substitute, it.from, it.until, it.asl_told}, assumptions_, who);
    it.state = answer.accepted ? DeclarationState::accepted : DeclarationState::refused;
    it.text = answer.text;
  } catch (const DeliveryError& e) {
    it.state = e.delivery() == Delivery::unknown ? DeclarationState::uncertain
                                                 : DeclarationState::not_sent;
    it.text = e.delivery() == Delivery::unknown
                  ? look_it_up
                  : "Non inviata: " + e.message() + ". Inviarla di nuovo appena possibile.";
  } catch (const Error& e) {
    // A message against the schema was not looked at; any other answer tells nothing.
    const bool refused = e.code() == "message-refused";
    it.state = refused ? DeclarationState::refused : DeclarationState::uncertain;
    it.text = refused ? e.message() : look_it_up;
  }
  return settled(holder.account.value(), std::move(it));
}

Substitution SubstitutionDesk::settled(const std::string& account, Substitution it) {
  const Instant begun_at = it.changed_at;
  it.changed_at = now_();
  const bool mine = pool_.write(
      [&](pqxx::transaction_base& tx) { return store_.settle(tx, it, begun_at); });
  if (mine) return it;
  // The doctor has said what became of it, or it was sent again: a slow answer changes nothing.
  return as_it_stands(find(account, it.id).value());
}

Substitution SubstitutionDesk::send_again(const accounts::Doctor& holder, const Credentials& who,
                                          Substitution it) {
  const Instant now = now_();
  const std::string account = holder.account.value();
  const auto stored = find(account, it.id);
  const bool mine =
      stored && stored->changed_at == it.changed_at &&
      pool_.write([&](pqxx::transaction_base& tx) {
        return store_.begin_again(tx, account, *stored, now);
      });
  if (!mine) return as_it_stands(find(account, it.id).value());
  it.changed_at = now;
  return send(holder, who, std::move(it));
}

Substitution SubstitutionDesk::declare(const accounts::Doctor& holder, const Credentials& who,
                                       const sistema_ts::Declare& call) {
  const std::string account = holder.account.value();
  if (const auto there = find(account, call.id)) {
    const Substitution it = as_it_stands(*there);
    if (it.state != DeclarationState::not_sent) return it;
    return send_again(holder, who, it);
  }
  check(holder, call, rome::date(now_()));
  Substitution it;
  it.id = call.id;
  it.substitute = call.substitute;
  it.substitute_name = call.substitute_name;
  it.from = call.from;
  it.until = call.until;
  it.asl_told = call.asl_told;
  it.state = DeclarationState::sending;
  it.changed_at = now_();
  const bool mine =
      pool_.write([&](pqxx::transaction_base& tx) { return store_.begin(tx, account, it); });
  if (!mine) return as_it_stands(find(account, call.id).value());
  return send(holder, who, std::move(it));
}

Substitution SubstitutionDesk::settle(const accounts::Doctor& holder, const Credentials& who,
                                      const sistema_ts::SettleDeclaration& call) {
  const auto there = find(holder.account.value(), call.declaration);
  if (!there) {
    throw Error("declaration-unknown", "questa dichiarazione non c'è",
                "riaprire l'elenco delle sostituzioni");
  }
  Substitution it = as_it_stands(*there);
  if (it.state != DeclarationState::uncertain) {
    throw Error("declaration-settled", "di questa dichiarazione si sa già che cosa è stato",
                "riaprire l'elenco delle sostituzioni");
  }
  if (!call.arrived) return send_again(holder, who, it);
  it.state = DeclarationState::accepted;
  it.text = "Risulta a Sistema TS, come indicato dal medico.";
  return settled(holder.account.value(), std::move(it));
}

sistema_ts::SubstitutionList SubstitutionDesk::discard(const std::string& account, const Id& id) {
  const bool done = pool_.write(
      [&](pqxx::transaction_base& tx) { return store_.discard(tx, account, id); });
  if (!done) {
    const bool there = find(account, id).has_value();
    throw Error(there ? "declaration-settled" : "declaration-unknown",
                there ? "questa dichiarazione è partita: non si può più eliminare"
                      : "questa dichiarazione non c'è",
                "riaprire l'elenco delle sostituzioni");
  }
  return list(account);
}

sistema_ts::SubstitutionList SubstitutionDesk::list(const std::string& account) {
  sistema_ts::SubstitutionList out;
  out.substitutions =
      pool_.read([&](pqxx::transaction_base& tx) { return store_.list(tx, account); });
  for (Substitution& it : out.substitutions) it = as_it_stands(std::move(it));
  return out;
}

}  // namespace curante::sac
