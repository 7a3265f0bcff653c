// SPDX-License-Identifier: Apache-2.0
#include "session_store.hpp"

#include "curante/postgres/prepared.hpp"
#include "token.hpp"

namespace curante::accounts {

namespace {

constexpr int64_t remember_ms = 5000;
constexpr size_t most_remembered = 1000;

constexpr const char* touch = R"sql(
update session set used_at = $3
where practice_id = $1 and token_hash = decode($2, 'hex') and expires_at > $3 and used_at > $4
returning account
)sql";

}  // namespace

std::pair<std::string, Instant> SessionStore::open(const Account& account,
                                                   const std::string& station, Instant now) {
  const std::string token = random_token();
  const Instant end{now.ms + limits_.life_ms};
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx, "delete from session where expires_at < $1", now.iso());
    postgres::prepared(
        tx,
        "insert into session (practice_id, token_hash, account, station, created_at, used_at, "
        "expires_at) values ($1, decode($2, 'hex'), $3, $4, $5, $5, $6)",
        practice_, sha256(token), account.id.value(), station, now.iso(), end.iso());
  });
  return {token, end};
}

std::optional<Account> SessionStore::find(const std::string& token, Instant now) {
  const std::string hash = sha256(token);
  uint64_t seen = 0;
  {
    const std::lock_guard lock(mutex_);
    seen = endings_;
    const auto found = remembered_.find(hash);
    if (found != remembered_.end() && found->second.until > now) return found->second.account;
  }
  auto account = pool_.write([&](pqxx::transaction_base& tx) -> std::optional<Account> {
    const auto rows = postgres::prepared(tx, touch, practice_, hash, now.iso(),
                                         Instant{now.ms - limits_.idle_ms}.iso());
    if (rows.empty()) return std::nullopt;
    auto stored = accounts_.by_id(tx, rows[0][0].c_str());
    if (!stored || !stored->account.active) return std::nullopt;
    return stored->account;
  });
  const std::lock_guard lock(mutex_);
  if (remembered_.size() >= most_remembered) remembered_.clear();
  remembered_.erase(hash);
  // What was read before some session ended may be of that very one: it is not remembered.
  if (account && seen == endings_) remembered_[hash] = {*account, Instant{now.ms + remember_ms}};
  return account;
}

void SessionStore::close(const std::string& token) {
  const std::string hash = sha256(token);
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(
        tx, "delete from session where practice_id = $1 and token_hash = decode($2, 'hex')",
        practice_, hash);
  });
  const std::lock_guard lock(mutex_);
  ++endings_;
  remembered_.erase(hash);
}

void SessionStore::close_all(const std::string& account, const std::string& but_station) {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx,
                       "delete from session where practice_id = $1 and account = $2 "
                       "and ($3 = '' or station <> $3)",
                       practice_, account, but_station);
  });
  forget(account);
}

void SessionStore::forget(const std::string& account) {
  const std::lock_guard lock(mutex_);
  ++endings_;
  std::erase_if(remembered_,
                [&](const auto& it) { return it.second.account.id.value() == account; });
}

}  // namespace curante::accounts
