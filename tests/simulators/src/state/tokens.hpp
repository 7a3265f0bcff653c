// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/sqlite.hpp"

namespace sistema_ts {

/// A second-factor token (ID-SESSIONE). Times are seconds since 1970.
struct Token {
  std::string value;
  std::string user;
  std::string application;
  int64_t created = 0;
  int64_t expires = 0;
  int64_t revoked = 0;  ///< 0: not revoked
  bool valid(int64_t now) const { return revoked == 0 && now < expires; }
};

/// A message that brought a token to a doctor's certified mailbox.
struct Mail {
  std::string sent, user, mailbox, token;
};

/// The tokens of one transaction, and the mail that carried them.
class Tokens {
 public:
  explicit Tokens(Sqlite& database) : database_(database) {}

  /// Makes a token, valid eight hours, and mails it. The third active token revokes the oldest.
  Token create(const std::string& user, const std::string& mailbox, const std::string& application,
               int64_t now);
  std::optional<Token> find(std::string_view value, std::string_view user);
  void revoke(std::string_view value, int64_t now);
  /// Ends the validity of all tokens of a user, of everybody's if empty. Returns how many.
  int expire(std::string_view user, int64_t now);
  std::vector<Mail> mail();

 private:
  Sqlite& database_;
};

}  // namespace sistema_ts
