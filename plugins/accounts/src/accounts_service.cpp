// SPDX-License-Identifier: Apache-2.0
#include "accounts_service.hpp"

#include "password_rules.hpp"
#include "permissions.hpp"

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

/// A lock that has run out is none.
Account shown(StoredAccount stored, Instant now) {
  stored.account.locked = stored.locked_until && *stored.locked_until > now;
  return std::move(stored.account);
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

// Known and unknown names go the same way: one read, one Argon2id, one write.
Session AccountsService::on(const CallContext& context, const SignIn& call) {
  const Parts& it = *parts_;
  const Instant now = it.now();
  std::optional<Instant> lock;
  const auto stored = it.pool.read([&](pqxx::transaction_base& tx) {
    auto found = it.accounts.by_user_name(tx, call.user_name);
    lock = found ? found->locked_until : it.guard.stranger_locked(tx, call.user_name);
    return found;
  });
  bool good = false;
  if (stored) {
    good = it.passwords.verify(stored->password_hash, call.password) && stored->account.active;
  } else {
    it.passwords.waste(call.password);
  }
  const std::string id = stored ? stored->account.id.value() : "";
  // A name that is no account's may be a password typed into the wrong field: it is not kept. But
  // the audit hears of it, so that the answer takes as long.
  const Account who = stored ? stored->account : Account();
  const auto refuse = [&] {
    note_sign_in(context, who, lock ? "account-locked" : "credentials-wrong");
    if (lock) locked(*lock);
    wrong_credentials();
  };
  if (lock && *lock > now) refuse();
  if (!good) {
    lock = it.pool.write([&](pqxx::transaction_base& tx) {
      return stored ? it.guard.fail_account(tx, id, now)
                    : it.guard.fail_stranger(tx, call.user_name, now);
    });
    refuse();
  }
  const bool in = it.pool.write([&](pqxx::transaction_base& tx) {
    if (!it.guard.succeed(tx, id, now)) return false;
    if (it.passwords.outdated(stored->password_hash)) {
      it.accounts.set_hash(tx, id, it.passwords.hash(call.password));
    }
    return true;
  });
  if (!in) wrong_credentials();
  Session session = session_of(*stored);
  std::tie(session.token, session.expires) = it.sessions.open(stored->account, call.station, now);
  note_sign_in(context, stored->account, "ok");
  return session;
}

void AccountsService::note_sign_in(const CallContext& context, const Account& account,
                                   const char* outcome) const {
  if (parts_->note) parts_->note(context, account, outcome);
}

Done AccountsService::on(const CallContext&, const SignOut& call) {
  parts_->sessions.close(call.token);
  return {};
}

Session AccountsService::on(const CallContext& context, const WhoAmI&) {
  return session_of(own_account(context));
}

StoredAccount AccountsService::own_account(const CallContext& context) const {
  if (context.user().empty()) {
    throw Error("not-signed-in", "per questa operazione occorre accedere",
                "accedere con nome utente e password");
  }
  auto stored = parts_->pool.look_up(
      [&](pqxx::transaction_base& tx) { return parts_->accounts.by_id(tx, context.user()); });
  if (!stored) unknown_account();
  return *stored;
}

AccountList AccountsService::on(const CallContext&, const ListAccounts&) {
  const Instant now = parts_->now();
  AccountList list;
  for (StoredAccount& it :
       parts_->pool.read([&](pqxx::transaction_base& tx) { return parts_->accounts.all(tx); })) {
    list.accounts.push_back(shown(std::move(it), now));
  }
  return list;
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

void AccountsService::check_change(const CallContext& context, pqxx::transaction_base& tx,
                                   const Account& before, const Account& after) const {
  if (before.role == after.role && (after.active || !before.active)) return;
  // Nobody gives himself more rights, or shuts himself out.
  if (context.user() == before.id.value()) {
    throw Error("account-own-role", "non si può cambiare il proprio ruolo né disattivarsi",
                "chiederlo a un altro titolare o all'amministratore");
  }
  const bool owner = before.role == Role::titolare && before.active;
  if (owner && parts_->accounts.other_owners(tx, before.id.value()) == 0) {
    throw Error("last-titolare", "lo studio resterebbe senza un titolare attivo",
                "nominare prima un altro titolare");
  }
}

Account AccountsService::on(const CallContext& context, const SaveAccount& call) {
  Account it = call.account;
  check(it);
  bool left = false;
  try {
    it = parts_->pool.write([&](pqxx::transaction_base& tx) {
      const auto before = it.id.empty() ? std::nullopt : parts_->accounts.by_id(tx, it.id.value());
      if (before) {
        check_change(context, tx, before->account, it);
        left = before->account.active && !it.active;
        parts_->accounts.update(tx, it);
      } else {
        check_password_rules(call.password, it.user_name);
        if (it.id.empty()) it.id = Id(tx.exec1("select gen_random_uuid()")[0].c_str());
        parts_->accounts.insert(tx, it, parts_->passwords.hash(call.password), parts_->now());
      }
      return shown(*parts_->accounts.by_id(tx, it.id.value()), parts_->now());
    });
  } catch (const pqxx::unique_violation&) {
    throw Error("user-name-taken", "il nome utente è già usato", "sceglierne un altro");
  }
  if (left) {
    parts_->sessions.close_all(it.id.value());
  } else {
    parts_->sessions.forget(it.id.value());
  }
  return it;
}

Done AccountsService::on(const CallContext& context, const ChangePassword& call) {
  const StoredAccount stored = own_account(context);
  const Instant now = parts_->now();
  if (stored.locked_until && *stored.locked_until > now) locked(*stored.locked_until);
  if (!parts_->passwords.verify(stored.password_hash, call.current)) {
    // A session left open must not be a way to guess without end.
    parts_->pool.write([&](pqxx::transaction_base& tx) {
      parts_->guard.fail_account(tx, stored.account.id.value(), now);
    });
    throw Error("password-wrong", "la password attuale è errata", "riscriverla");
  }
  if (call.replacement == call.current) {
    throw Error("password-weak", "la nuova password è uguale a quella attuale",
                "sceglierne un'altra");
  }
  set_password(stored.account.user_name, call.replacement, context.station());
  return {};
}

void AccountsService::set_password(const std::string& user_name, const std::string& password,
                                   const std::string& at_station) {
  check_password_rules(password, user_name);
  const std::string hash = parts_->passwords.hash(password);
  const std::string id = parts_->pool.write([&](pqxx::transaction_base& tx) {
    const auto stored = parts_->accounts.by_user_name(tx, user_name);
    if (!stored) unknown_account();
    parts_->accounts.set_password(tx, stored->account.id.value(), hash, parts_->now());
    return stored->account.id.value();
  });
  parts_->sessions.close_all(id, at_station);
}

Done AccountsService::on(const CallContext&, const Unlock& call) {
  if (call.account.empty()) unknown_account();
  parts_->pool.write([&](pqxx::transaction_base& tx) {
    if (!parts_->accounts.by_id(tx, call.account.value())) unknown_account();
    parts_->guard.unlock(tx, call.account.value());
  });
  return {};
}

DoctorList AccountsService::on(const CallContext&, const ListDoctors&) {
  DoctorList list;
  for (const StoredAccount& it :
       parts_->pool.read([&](pqxx::transaction_base& tx) { return parts_->accounts.all(tx); })) {
    if (it.account.active && it.account.doctor) list.doctors.push_back(*it.account.doctor);
  }
  return list;
}

Doctor AccountsService::on(const CallContext&, const GetDoctor& call) {
  std::optional<StoredAccount> stored;
  if (!call.account.empty()) {
    stored = parts_->pool.look_up([&](pqxx::transaction_base& tx) {
      return parts_->accounts.by_id(tx, call.account.value());
    });
  }
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
