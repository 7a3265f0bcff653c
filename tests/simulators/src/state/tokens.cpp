// SPDX-License-Identifier: Apache-2.0
#include "state/tokens.hpp"

#include <Poco/UUIDGenerator.h>

#include "local_time.hpp"

namespace sistema_ts {
namespace {

constexpr int64_t kValidSeconds = 8 * 3600;
constexpr int64_t kActiveAtMost = 2;

}  // namespace

Token Tokens::create(const std::string& user, const std::string& mailbox,
                     const std::string& application, int64_t now) {
  database_.run(
      "update token set revoked = ?2 where value in (select value from token "
      "where user = ?1 and revoked = 0 and expires > ?2 order by rowid desc limit -1 offset ?3)",
      user, now, kActiveAtMost - 1);
  const Token token{Poco::UUIDGenerator::defaultGenerator().createRandom().toString(),
                    user,
                    application,
                    now,
                    now + kValidSeconds,
                    0};
  database_.run(
      "insert into token (value, user, application, created, expires) values (?1, ?2, ?3, ?4, ?5)",
      token.value, user, application, now, token.expires);
  database_.run("insert into mail (sent, user, mailbox, token) values (?1, ?2, ?3, ?4)",
                slashed_time(now), user, mailbox, token.value);
  return token;
}

std::optional<Token> Tokens::find(std::string_view value, std::string_view user) {
  auto rows = database_.query(
      "select value, user, application, created, expires, revoked from token "
      "where value = ?1 and user = ?2",
      value, user);
  if (!rows.next()) return std::nullopt;
  return Token{rows.text(0),   rows.text(1),   rows.text(2),
               rows.number(3), rows.number(4), rows.number(5)};
}

void Tokens::revoke(std::string_view value, int64_t now) {
  database_.run("update token set revoked = ?2 where value = ?1", value, now);
}

int Tokens::expire(std::string_view user, int64_t now) {
  return database_.run(
      "update token set expires = ?2 where (?1 = '' or user = ?1) and revoked = 0 and expires > ?2",
      user, now);
}

std::vector<Mail> Tokens::mail() {
  std::vector<Mail> all;
  auto rows = database_.query("select sent, user, mailbox, token from mail order by id");
  while (rows.next()) all.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3)});
  return all;
}

}  // namespace sistema_ts
