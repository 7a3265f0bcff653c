// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/fiscal_code.hpp"
#include "rules/id.hpp"

/// Users of the practice, their sessions, and the doctors' professional data.
namespace curante::accounts {

enum class Role { titolare, sostituto, collaboratore, amministratore };
CURANTE_DESCRIBE_ENUM(Role, titolare, sostituto, collaboratore, amministratore);

struct Session {
  std::string token;  ///< secret; give it back with each call
  Id account;
  std::string user_name;
  std::string display_name;
  Role role = Role::collaboratore;
  std::vector<std::string> permissions;
  Instant expires;
  bool must_change_password = false;
};
CURANTE_DESCRIBE(Session, token, account, user_name, display_name, role, permissions, expires,
                 must_change_password);
CURANTE_PERSONAL(Session, token, user_name, display_name);

/// Throws "credentials-wrong" (same text and time for unknown users) or "account-locked".
struct SignIn {
  using Reply = Session;
  static constexpr bool is_public = true;
  static constexpr bool anonymous = true;
  std::string user_name;
  std::string password;
  std::string station;
};
CURANTE_DESCRIBE(SignIn, user_name, password, station);
CURANTE_PERSONAL(SignIn, user_name, password, station);

struct Done {};
CURANTE_DESCRIBE(Done);

struct SignOut {
  using Reply = Done;
  static constexpr bool is_public = true;
  std::string token;
};
CURANTE_DESCRIBE(SignOut, token);
CURANTE_PERSONAL(SignOut, token);

/// The session of the given token, with no new token in it.
struct WhoAmI {
  using Reply = Session;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(WhoAmI);

/// What the state's services need to know of a prescriber.
struct Doctor {
  Id account;
  std::string first_name;
  std::string last_name;
  PrescriberCode fiscal_code;
  std::string region_code;          ///< 3 digits, "120"
  std::string asl_code;             ///< 3 digits
  std::string facility_code;        ///< codice struttura, may be empty
  std::string specialisation = "F"; ///< Sistema TS code of the specialisation
  std::string phone;
  std::string address;              ///< street and number of the practice
  std::string postal_code;
  std::string municipality;
  std::string province;             ///< two letters
  std::string register_number;      ///< "iscrizione all'albo": a white recipe names it
};
CURANTE_DESCRIBE(Doctor, account, first_name, last_name, fiscal_code, region_code, asl_code,
                 facility_code, specialisation, phone, address, postal_code, municipality, province,
                 register_number);
CURANTE_PERSONAL(Doctor, first_name, last_name, phone, address, postal_code, municipality, province,
                 register_number);

struct Account {
  Id id;
  std::string user_name;
  std::string display_name;
  Role role = Role::collaboratore;
  bool locked = false;
  bool active = true;
  std::optional<Instant> last_sign_in;
  std::optional<Doctor> doctor;
};
CURANTE_DESCRIBE(Account, id, user_name, display_name, role, locked, active, last_sign_in, doctor);
CURANTE_PERSONAL(Account, user_name, display_name);

struct AccountList {
  std::vector<Account> accounts;
};
CURANTE_DESCRIBE(AccountList, accounts);

struct ListAccounts {
  using Reply = AccountList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "accounts.manage";
};
CURANTE_DESCRIBE(ListAccounts);

/// Creates the account, or updates all but its password when the id exists. The password is
/// required on creation and ignored otherwise. Throws "account-incomplete", "user-name-taken",
/// "password-weak"; "account-own-role" for one's own role, "last-titolare" for the only one's.
struct SaveAccount {
  using Reply = Account;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "accounts.manage";
  Account account;
  std::string password;
};
CURANTE_DESCRIBE(SaveAccount, account, password);
CURANTE_PERSONAL(SaveAccount, password);

/// Ends the user's sessions at other stations. Throws "password-wrong", "password-weak".
struct ChangePassword {
  using Reply = Done;
  static constexpr bool is_public = true;
  std::string current;
  std::string replacement;
};
CURANTE_DESCRIBE(ChangePassword, current, replacement);
CURANTE_PERSONAL(ChangePassword, current, replacement);

struct Unlock {
  using Reply = Done;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "accounts.manage";
  Id account;
};
CURANTE_DESCRIBE(Unlock, account);

struct DoctorList {
  std::vector<Doctor> doctors;
};
CURANTE_DESCRIBE(DoctorList, doctors);

/// The doctors of the practice: the patients' lists they own, the signatures they may give.
struct ListDoctors {
  using Reply = DoctorList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(ListDoctors);

/// Throws "doctor-unknown".
struct GetDoctor {
  using Reply = Doctor;
  static constexpr bool idempotent = true;
  Id account;
};
CURANTE_DESCRIBE(GetDoctor, account);

struct Contract {
  static constexpr std::string_view id = "accounts/1";
  using Calls = curante::Calls<SignIn, SignOut, WhoAmI, ListAccounts, SaveAccount, ChangePassword,
                               Unlock, ListDoctors, GetDoctor>;
};

}  // namespace curante::accounts
