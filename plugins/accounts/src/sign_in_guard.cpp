// SPDX-License-Identifier: Apache-2.0
#include "sign_in_guard.hpp"

#include "token.hpp"

namespace curante::accounts {

std::optional<Instant> lock_after(int failures, Instant now) {
  constexpr int free_tries = 4, last_try = 10;
  if (failures <= free_tries) return std::nullopt;
  if (failures >= last_try) return Instant::parse("2999-01-01T00:00:00Z");
  constexpr int64_t minute_ms = 60'000;
  return Instant{now.ms + (minute_ms << (failures - free_tries - 1))};
}

namespace {

constexpr int64_t day_ms = 86'400'000;

constexpr const char* count_account =
    "update account set failures = failures + 1 where practice_id = $1 and id = $2 "
    "returning failures";
constexpr const char* lock_account =
    "update account set locked_until = $3 where practice_id = $1 and id = $2";

constexpr const char* count_stranger =
    "insert into stranger (practice_id, name_hash, failures, seen_at) "
    "values ($1, decode($2, 'hex'), 1, $3) on conflict (practice_id, name_hash) do update "
    "set failures = stranger.failures + 1, seen_at = excluded.seen_at returning failures";
constexpr const char* lock_stranger =
    "update stranger set locked_until = $3 "
    "where practice_id = $1 and name_hash = decode($2, 'hex')";
constexpr const char* find_stranger =
    "select (extract(epoch from locked_until) * 1000)::bigint from stranger "
    "where practice_id = $1 and name_hash = decode($2, 'hex') and locked_until is not null";

constexpr const char* sign_in =
    "update account set failures = 0, locked_until = null, last_sign_in = $3 "
    "where practice_id = $1 and id = $2 and active "
    "and (locked_until is null or locked_until <= $3)";

std::string hash_of(std::string name) {
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return sha256(name);
}

}  // namespace

std::optional<Instant> SignInGuard::fail_account(pqxx::transaction_base& tx, const std::string& id,
                                                 Instant now) const {
  const auto counted = tx.exec_params(count_account, practice_, id);
  if (counted.empty()) return std::nullopt;
  const auto until = lock_after(counted[0][0].as<int>(), now);
  if (until) tx.exec_params(lock_account, practice_, id, until->iso());
  return until;
}

std::optional<Instant> SignInGuard::fail_stranger(pqxx::transaction_base& tx,
                                                  const std::string& name, Instant now) const {
  const std::string hash = hash_of(name);
  tx.exec_params("delete from stranger where seen_at < $1", Instant{now.ms - day_ms}.iso());
  const int failures = tx.exec_params1(count_stranger, practice_, hash, now.iso())[0].as<int>();
  const auto until = lock_after(failures, now);
  if (until) tx.exec_params(lock_stranger, practice_, hash, until->iso());
  return until;
}

std::optional<Instant> SignInGuard::stranger_locked(pqxx::transaction_base& tx,
                                                    const std::string& name) const {
  const auto found = tx.exec_params(find_stranger, practice_, hash_of(name));
  if (found.empty()) return std::nullopt;
  return Instant{found[0][0].as<int64_t>()};
}

bool SignInGuard::succeed(pqxx::transaction_base& tx, const std::string& id, Instant now) const {
  return tx.exec_params(sign_in, practice_, id, now.iso()).affected_rows() == 1;
}

void SignInGuard::unlock(pqxx::transaction_base& tx, const std::string& id) const {
  tx.exec_params(
      "update account set failures = 0, locked_until = null where practice_id = $1 and id = $2",
      practice_, id);
}

}  // namespace curante::accounts
