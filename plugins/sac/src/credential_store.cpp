// SPDX-License-Identifier: Apache-2.0
#include "credential_store.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

namespace {

constexpr const char* load_row = R"sql(
select user_name, password, pincode, token,
       coalesce(to_char(token_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), problem,
       coalesce(to_char(password_changed_on, 'YYYY-MM-DD'), ''), revision
from credential where practice_id = $1 and account = $2
)sql";

constexpr const char* save_row = R"sql(
insert into credential (practice_id, account, user_name, password, pincode, token, token_until,
                        problem, changed_at, password_changed_on, revision)
values ($1, $2, $3, $4::bytea, $5::bytea, $6::bytea, nullif($7, '')::timestamptz, $8, $9,
        nullif($10, '')::date, 1)
on conflict (practice_id, account) do update
set user_name = excluded.user_name, password = excluded.password, pincode = excluded.pincode,
    token = excluded.token, token_until = excluded.token_until, problem = excluded.problem,
    changed_at = excluded.changed_at, password_changed_on = excluded.password_changed_on,
    revision = credential.revision + 1
where credential.revision = $11
)sql";

constexpr const char* save_token = R"sql(
update credential
set token = $4::bytea, token_until = $5, problem = '', changed_at = $6, revision = revision + 1
where practice_id = $1 and account = $2 and revision = $3
)sql";

constexpr const char* save_verdict = R"sql(
update credential set token_until = nullif($4, '')::timestamptz, problem = $5, changed_at = $6
where practice_id = $1 and account = $2 and revision = $3
)sql";

std::string opened(const pqxx::field& field, const SecretBox& box, const std::string& purpose) {
  if (field.is_null()) return {};
  const pqxx::binarystring octets(field);
  return box.open({octets.begin(), octets.end()}, purpose);
}

/// As PostgreSQL writes octets, "\\x…".
std::optional<std::string> sealed(const std::string& secret, const SecretBox& box,
                                  const std::string& purpose) {
  if (secret.empty()) return std::nullopt;
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "\\x";
  for (const uint8_t octet : box.seal(secret, purpose)) {
    text += digits[octet >> 4];
    text += digits[octet & 15];
  }
  return text;
}

}  // namespace

Credentials CredentialStore::load(const std::string& account) const {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    const auto rows = postgres::prepared(tx, load_row, practice_, account);
    if (rows.empty()) return Credentials{};
    const auto row = rows[0];
    Credentials it;
    it.user = row[0].c_str();
    it.token_until = row[4].c_str();
    it.problem = row[5].c_str();
    const std::string_view changed_on = row[6].c_str();
    it.revision = row[7].as<int>();
    if (!changed_on.empty()) it.password_changed_on = Date::parse(changed_on);
    try {
      it.password = opened(row[1], box_, "password:" + account);
      it.pincode = opened(row[2], box_, "pincode:" + account);
      it.token = opened(row[3], box_, "token:" + account);
    } catch (const Error& e) {
      // The doctor must be able to enter them again: so there are none, and the reason is told.
      it.password = it.pincode = it.token = it.token_until = "";
      it.problem = e.message() + ": " + e.remedy();
    }
    return it;
  });
}

bool CredentialStore::save(const std::string& account, const Credentials& it,
                           const std::string& now) {
  const auto password = sealed(it.password, box_, "password:" + account);
  const auto pincode = sealed(it.pincode, box_, "pincode:" + account);
  const auto token = sealed(it.token, box_, "token:" + account);
  const std::string changed_on = it.password_changed_on ? it.password_changed_on->iso() : "";
  return pool_.write([&](pqxx::transaction_base& tx) {
    return tx.exec_params(save_row, practice_, account, it.user, password, pincode, token,
                          it.token_until, it.problem, now, changed_on, it.revision)
               .affected_rows() == 1;
  });
}

bool CredentialStore::keep_token(const std::string& account, int revision, const std::string& token,
                                 const std::string& until, const std::string& now) {
  const auto octets = sealed(token, box_, "token:" + account);
  return pool_.write([&](pqxx::transaction_base& tx) {
    return tx.exec_params(save_token, practice_, account, revision, octets, until, now)
               .affected_rows() == 1;
  });
}

bool CredentialStore::keep_verdict(const std::string& account, int revision,
                                   const std::string& token_until, const std::string& problem,
                                   const std::string& now) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    return tx.exec_params(save_verdict, practice_, account, revision, token_until, problem, now)
               .affected_rows() == 1;
  });
}

void CredentialStore::note_problem(const std::string& account, int revision,
                                   const std::string& problem, const std::string& now) {
  pool_.write([&](pqxx::transaction_base& tx) {
    tx.exec_params(
        "update credential set problem = $3, changed_at = $4 "
        "where practice_id = $1 and account = $2 and problem <> $3 and revision = $5",
        practice_, account, problem, now, revision);
  });
}

void CredentialStore::note_problem(const std::string& account, const std::string& problem,
                                   const std::string& now) {
  note_problem(account, load(account).revision, problem, now);
}

}  // namespace curante::sac
