// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// Who a token belongs to. The host's entries (web, command line) ask this before each call.
namespace curante::identity {

struct Principal {
  std::string user;       ///< id of the account
  std::string user_name;  ///< as shown to people
  std::string role;
  std::string practice;
  std::vector<std::string> permissions;
};
CURANTE_DESCRIBE(Principal, user, user_name, role, practice, permissions);
CURANTE_PERSONAL(Principal, user_name);

/// Throws Error{"session-expired"} when the token is unknown or too old.
struct Authenticate {
  using Reply = Principal;
  static constexpr bool idempotent = true;
  std::string token;
};
CURANTE_DESCRIBE(Authenticate, token);
CURANTE_PERSONAL(Authenticate, token);

struct Contract {
  static constexpr std::string_view id = "identity/1";
  using Calls = curante::Calls<Authenticate>;
};

}  // namespace curante::identity
