// SPDX-License-Identifier: Apache-2.0
#include "accounts_service.hpp"

#include "password_hash.hpp"
#include "permissions.hpp"
#include "sign_in_guard.hpp"

namespace curante::accounts {

namespace {

[[noreturn]] void wrong_credentials() {
  throw Error("credentials-wrong", "nome utente o password errati",
              "riprovare; dopo cinque errori l'accesso si blocca per qualche minuto");
}

[[noreturn]] void locked(const Instant& until) {
  if (until.iso() > "2900") {
    throw Error("account-locked", "l'utente è bloccato per troppi tentativi errati",
                "chiedere all'amministratore dello studio di sbloccarlo");
  }
  throw Error("account-locked", "l'utente è bloccato per qualche minuto: troppi tentativi errati",
              "attendere e riprovare, o chiedere all'amministratore di sbloccarlo");
}

[[noreturn]] void unknown_account() {
  throw Error("account-unknown", "l'utente non esiste", "aggiornare l'elenco degli utenti");
}

}  // namespace

Session AccountsService::session_of(const StoredAccount& stored) const {
  const Account& a = stored.account;
  Session session;
  session.account = a.id;
  session.user_name = a.user_name;
  session.display_name = a.display_name;
  session.role = a.role;
  session.permissions = permissions_of(a.role);
  session.must_change_password =
      parts_->password_life_ms > 0 &&
      parts_->now().ms - stored.password_changed.ms > parts_->password_life_ms;
  return session;
}

Session AccountsService::on(const CallContext&, const SignIn& call) {
  const Instant now = parts_->now();
  const auto stored = parts_->pool.read([&](pqxx::transaction_base& tx) {
    return parts_->accounts.by_user_name(tx, call.user_name);
  });
  if (!stored || !stored->account.active) {
    waste_a_verification(call.password);
    wrong_credentials();
  }
  // A locked account costs the same time, whatever the password: the answer tells nothing of it.
  const bool good = verify_password(stored->password_hash, call.password);
  if (stored->locked_until && *stored->locked_until > now) locked(*stored->locked_until);
  const std::string id = stored->account.id.value();
  if (!good) {
    const int failures = stored->failures + 1;
    const auto until = lock_after(failures, now);
    parts_->pool.write([&](pqxx::transaction_base& tx) {
      parts_->accounts.record_failure(tx, id, failures, until);
    });
    if (until) locked(*until);
    wrong_credentials();
  }
  parts_->pool.write(
      [&](pqxx::transaction_base& tx) { parts_->accounts.record_sign_in(tx, id, now); });
  Session session = session_of(*stored);
  std::tie(session.token, session.expires) = parts_->sessions.open(stored->account, call.station, now);
  return session;
}

Done AccountsService::on(const CallContext&, const SignOut& call) {
  parts_->sessions.close(call.token);
  return {};
}

Session AccountsService::on(const CallContext& context, const WhoAmI&) {
  const auto stored = parts_->pool.read(
      [&](pqxx::transaction_base& tx) { return parts_->accounts.by_id(tx, context.user()); });
  if (!stored) unknown_account();
  return session_of(*stored);
}

AccountList AccountsService::on(const CallContext&, const ListAccounts&) {
  return {parts_->pool.read([&](pqxx::transaction_base& tx) { return parts_->accounts.all(tx); })};
}

void AccountsService::check(const Account& it) const {
  if (it.user_name.empty() || it.user_name.size() > 64 || it.display_name.empty()) {
    throw Error("account-incomplete", "mancano il nome utente o il nome da mostrare",
                "compilare entrambi");
  }
  const bool doctor = it.role == Role::titolare || it.role == Role::sostituto;
  if (!doctor) return;
  if (!it.doctor || it.doctor->fiscal_code.empty() || it.doctor->last_name.empty()) {
    throw Error("account-incomplete", "di un medico servono nome e codice fiscale",
                "compilare i dati professionali");
  }
  if (it.doctor->region_code.size() != 3 || it.doctor->asl_code.size() != 3) {
    throw Error("account-incomplete", "codice regione e codice ASL hanno 3 cifre",
                "ricopiarli dalla comunicazione dell'ASL");
  }
  if (!parts_->test_identities) FiscalCode(it.doctor->fiscal_code.value());
}

Account AccountsService::on(const CallContext&, const SaveAccount& call) {
  Account it = call.account;
  check(it);
  try {
    return parts_->pool.write([&](pqxx::transaction_base& tx) {
      const bool exists = !it.id.empty() && parts_->accounts.by_id(tx, it.id.value()).has_value();
      if (exists) {
        parts_->accounts.update(tx, it);
      } else {
        check_password_rules(call.password, it.user_name);
        if (it.id.empty()) it.id = Id(tx.exec1("select gen_random_uuid()")[0].c_str());
        parts_->accounts.insert(tx, it, hash_password(call.password), parts_->now());
      }
      return parts_->accounts.by_id(tx, it.id.value())->account;
    });
  } catch (const pqxx::unique_violation&) {
    throw Error("user-name-taken", "il nome utente è già usato", "sceglierne un altro");
  }
}

Done AccountsService::on(const CallContext& context, const ChangePassword& call) {
  const std::string id = context.user();
  const auto stored = parts_->pool.read(
      [&](pqxx::transaction_base& tx) { return parts_->accounts.by_id(tx, id); });
  if (!stored || !verify_password(stored->password_hash, call.current)) {
    throw Error("password-wrong", "la password attuale è errata", "riscriverla");
  }
  check_password_rules(call.replacement, stored->account.user_name);
  if (call.replacement == call.current) {
    throw Error("password-weak", "la nuova password è uguale a quella attuale", "sceglierne un'altra");
  }
  set_password(stored->account.user_name, call.replacement);
  return {};
}

void AccountsService::set_password(const std::string& user_name, const std::string& password) {
  check_password_rules(password, user_name);
  const std::string hash = hash_password(password);
  const std::string id = parts_->pool.write([&](pqxx::transaction_base& tx) {
    const auto stored = parts_->accounts.by_user_name(tx, user_name);
    if (!stored) unknown_account();
    parts_->accounts.set_password(tx, stored->account.id.value(), hash, parts_->now());
    return stored->account.id.value();
  });
  parts_->sessions.close_all(id);
}

Done AccountsService::on(const CallContext&, const Unlock& call) {
  parts_->pool.write([&](pqxx::transaction_base& tx) {
    if (!parts_->accounts.by_id(tx, call.account.value())) unknown_account();
    parts_->accounts.record_failure(tx, call.account.value(), 0, std::nullopt);
  });
  return {};
}

DoctorList AccountsService::on(const CallContext&, const ListDoctors&) {
  DoctorList list;
  for (const Account& it : parts_->pool.read(
           [&](pqxx::transaction_base& tx) { return parts_->accounts.all(tx); })) {
    if (it.active && it.doctor) list.doctors.push_back(*it.doctor);
  }
  return list;
}

Doctor AccountsService::on(const CallContext&, const GetDoctor& call) {
  const auto stored = parts_->pool.read(
      [&](pqxx::transaction_base& tx) { return parts_->accounts.by_id(tx, call.account.value()); });
  if (stored && stored->account.doctor) return *stored->account.doctor;
  throw Error("doctor-unknown", "l'utente non ha dati professionali di medico",
              "completarli nella pagina degli utenti");
}

identity::Principal AccountsService::on(const CallContext& context,
                                        const identity::Authenticate& call) {
  const auto account = parts_->sessions.find(call.token, parts_->now());
  if (!account) {
    throw Error("session-expired", "la sessione è terminata", "accedere di nuovo");
  }
  return {account->id.value(), account->display_name,
          boost::describe::enum_to_string(account->role, ""), context.practice(),
          permissions_of(account->role)};
}

}  // namespace curante::accounts
