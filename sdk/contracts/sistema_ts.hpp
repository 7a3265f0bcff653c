// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/id.hpp"

/// A doctor's own access to Sistema TS: credentials and the second factor that is mailed to them.
/// Every call concerns the account of its context; secrets go in and never come out.
namespace curante::sistema_ts {

struct Access {
  std::string user;                     ///< Sistema TS user name; empty: none saved
  bool password_saved = false;
  bool pincode_saved = false;
  bool second_factor_saved = false;
  std::optional<Instant> second_factor_until;
  std::string problem;                  ///< what the doctor must do, in Italian; empty: all well
  std::optional<Date> certificate_until; ///< of the certificate that encrypts the pincode
  int64_t nre_left = 0;                 ///< numbers left in the doctor's lots
};
CURANTE_DESCRIBE(Access, user, password_saved, pincode_saved, second_factor_saved,
                 second_factor_until, problem, certificate_until, nre_left);
CURANTE_PERSONAL(Access, user, problem);

struct GetAccess {
  using Reply = Access;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
};
CURANTE_DESCRIBE(GetAccess);

/// An empty password or pincode keeps the saved one.
struct SaveCredentials {
  using Reply = Access;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  std::string user;
  std::string password;
  std::string pincode;
};
CURANTE_DESCRIBE(SaveCredentials, user, password, pincode);
CURANTE_PERSONAL(SaveCredentials, user, password, pincode);

/// Asks Sistema TS to mail a token. In its test environment the token comes back at once and is saved.
struct RequestToken {
  using Reply = Access;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
};
CURANTE_DESCRIBE(RequestToken);

/// Saves the mailed token after checking it. Throws "token-malformed", "token-refused".
struct SaveToken {
  using Reply = Access;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  std::string token;
};
CURANTE_DESCRIBE(SaveToken, token);
CURANTE_PERSONAL(SaveToken, token);

/// One number the service knows of, as InterrogaNreUtilizzati tells.
struct UsedNre {
  std::string nre;
  std::string written_on;  ///< date only: the service's hour is not reliable
  std::string authentication_code;
};
CURANTE_DESCRIBE(UsedNre, nre, written_on, authentication_code);
CURANTE_PERSONAL(UsedNre, nre, authentication_code);

struct UsedNreList {
  std::vector<UsedNre> used;
};
CURANTE_DESCRIBE(UsedNreList, used);

/// The drug recipes the service holds for this doctor, written on `day`.
struct ListUsedNre {
  using Reply = UsedNreList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Date day;
};
CURANTE_DESCRIBE(ListUsedNre, day);

/// Event: a doctor saved credentials or a token, so that what waited for them can go on.
struct AccessChanged {
  static constexpr std::string_view id = "access-changed/1";
  Id account;
};
CURANTE_DESCRIBE(AccessChanged, account);

struct Contract {
  static constexpr std::string_view id = "sistema-ts/1";
  using Calls = curante::Calls<GetAccess, SaveCredentials, RequestToken, SaveToken, ListUsedNre>;
};

}  // namespace curante::sistema_ts
