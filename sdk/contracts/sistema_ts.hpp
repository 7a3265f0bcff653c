// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/id.hpp"
#include "rules/fiscal_code.hpp"

/// A doctor's own access to Sistema TS: credentials and the second factor that is mailed to them.
/// Every call concerns the account of its context; secrets go in and never come out.
namespace curante::sistema_ts {

/// A recipe believed lost that arrived after all, under a number that the service does not annul.
struct LateArrival {
  std::string number;     ///< NRE
  std::string successor;  ///< under which the recipe was sent instead; empty: under none
  bool withdrawn = false; ///< the doctor had withdrawn the recipe: it was not meant to be used
  Id recipe = {};         ///< of prescribing/1, which tells whose it is and what it prescribes
};
CURANTE_DESCRIBE(LateArrival, number, successor, withdrawn, recipe);
CURANTE_PERSONAL(LateArrival, number, successor);

struct Access {
  std::string user;                     ///< Sistema TS user name; empty: none saved
  bool password_saved = false;
  bool pincode_saved = false;
  bool second_factor_saved = false;
  std::optional<Instant> second_factor_until;
  std::string problem;                  ///< what the doctor must do, in Italian; empty: all well
  std::optional<Date> certificate_until; ///< of the certificate that encrypts the pincode
  int64_t nre_left = 0;                 ///< numbers left in the doctor's lots
  std::string warning;                   ///< what is well today and will not be soon, in Italian
  std::optional<Date> password_changed_on;
  std::optional<Date> password_until;    ///< as the practice's settings reckon; the service decides
  std::vector<LateArrival> late_arrivals; ///< of this doctor's recipes, until acknowledged
  /// Why the service gives no recipe numbers, so that recipes wait in vain, and what to do, in
  /// Italian; empty: it gives them.
  std::string lots_problem;
};
CURANTE_DESCRIBE(Access, user, password_saved, pincode_saved, second_factor_saved,
                 second_factor_until, problem, certificate_until, nre_left, warning,
                 password_changed_on, password_until, late_arrivals, lots_problem);
CURANTE_PERSONAL(Access, user, problem, lots_problem);

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
  /// When the password was renewed at Sistema TS; nothing: today, if a password comes with the call.
  std::optional<Date> password_changed_on;
};
CURANTE_DESCRIBE(SaveCredentials, user, password, pincode, password_changed_on);
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

/// The doctor has seen that the recipe `number` arrived late, and takes care of it: it is not listed
/// any more. Throws "late-arrival-unknown".
struct AcknowledgeLateArrival {
  using Reply = Access;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  std::string number;
};
CURANTE_DESCRIBE(AcknowledgeLateArrival, number);
CURANTE_PERSONAL(AcknowledgeLateArrival, number);

/// How this computer's clock stands to what was sent last, and to the database's. With `ahead` or
/// `server` nothing is dated by it, and nothing is sent, until it is right or a person has said that
/// it is (rules/clock_behind.hpp).
struct ClockStanding {
  Instant now;
  std::optional<Instant> ahead;        ///< of the last sending, if it is later than now
  std::optional<Instant> server = {};  ///< by the database's clock, if that shows another time
  std::optional<Instant> sent = {};    ///< the last sending, if the database's clock is behind it
  /// By the database's clock, of which a person said that it is wrong and this one right.
  std::optional<Instant> overruled = {};
};
CURANTE_DESCRIBE(ClockStanding, now, ahead, server, sent, overruled);

struct GetClock {
  using Reply = ClockStanding;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "clock.correct";
};
CURANTE_DESCRIBE(GetClock);

/// The clock is right now; what was sent later, or the database's clock, was wrong. `seen` is the
/// time that the person was shown and confirms. Throws "clock-not-behind", "clock-unconfirmed".
struct DeclareClockRight {
  using Reply = ClockStanding;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "clock.correct";
  Instant seen;
};
CURANTE_DESCRIBE(DeclareClockRight, seen);

/// When the service last refused a number that only this practice may give, because it was used,
/// and nobody has said yet why. This computer or its database may be a copy, made or put back after
/// which the other one went on sending; a refusal alone does not prove it.
struct CopySuspicion {
  std::optional<Instant> found;
};
CURANTE_DESCRIBE(CopySuspicion, found);

/// For who vouches for this computer, its clock and its data.
struct GetCopySuspicion {
  using Reply = CopySuspicion;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "clock.correct";
};
CURANTE_DESCRIBE(GetCopySuspicion);

/// What a person knows of it: it is a copy, and then all rooms are told as of a restore; or it is
/// none. `seen` is the suspicion that the person was shown. Throws "copy-not-suspected".
struct SettleCopySuspicion {
  using Reply = CopySuspicion;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "clock.correct";
  Instant seen;
  bool copy = false;
};
CURANTE_DESCRIBE(SettleCopySuspicion, seen, copy);

/// What Sistema TS says of a doctor's access: the first thing that is wrong, in the order in which
/// the service looks at them.
enum class Verdict {
  good,
  credentials_missing,    ///< nothing was asked
  certificate_expired,    ///< nothing was asked: the pincode can no longer be encrypted
  service_down,           ///< nobody knows
  user_or_password,       ///< refused; the service does not say which of the two
  pincode,
  doctor_data,            ///< codice fiscale, region or ASL do not belong to the user
  second_factor_missing,  ///< all else is good
  second_factor_expired,  ///< expired or revoked; all else is good
  unclear                 ///< the service answered with something else: `text` has it
};
CURANTE_DESCRIBE_ENUM(Verdict, good, credentials_missing, certificate_expired, service_down,
                      user_or_password, pincode, doctor_data, second_factor_missing,
                      second_factor_expired, unclear);

struct Verification {
  Verdict verdict = Verdict::unclear;
  std::string text;    ///< in Italian
  std::string remedy;  ///< in Italian, or empty
  Access access;       ///< as it stands after the question
};
CURANTE_DESCRIBE(Verification, verdict, text, remedy, access);

/// Asks Sistema TS whether it accepts the saved access. Sends no recipe and makes no token.
struct Verify {
  using Reply = Verification;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
};
CURANTE_DESCRIBE(Verify);

/// How far a declaration has come. `uncertain`: it may have arrived, and the service cannot be
/// asked; only the doctor can look it up.
enum class DeclarationState { not_sent, sending, accepted, refused, uncertain };
CURANTE_DESCRIBE_ENUM(DeclarationState, not_sent, sending, accepted, refused, uncertain);

/// That another doctor prescribes in the account's place for a time.
struct Substitution {
  Id id;
  PrescriberCode substitute;
  std::string substitute_name;
  Date from;
  Date until;
  bool asl_told = false;  ///< the local health unit knows of it
  DeclarationState state = DeclarationState::not_sent;
  std::string text;       ///< what became of it or what to do, in Italian
  Instant changed_at;
};
CURANTE_DESCRIBE(Substitution, id, substitute, substitute_name, from, until, asl_told, state, text,
                 changed_at);
CURANTE_PERSONAL(Substitution, substitute_name);

struct SubstitutionList {
  std::vector<Substitution> substitutions;  ///< the latest first
};
CURANTE_DESCRIBE(SubstitutionList, substitutions);

/// Declares a substitution to Sistema TS ("pre-autorizzazione alla sostituzione"): some regions ask
/// for it. The holder declares, with the own access. Asked again with the same id it sends only
/// what was not sent. Throws "declaration-period", "declaration-self", "declaration-double",
/// "credentials-missing", "second-factor-missing", "second-factor-expired", "sanitel-expired".
struct Declare {
  using Reply = Substitution;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id id;  ///< made by the caller
  PrescriberCode substitute;
  std::string substitute_name;
  Date from;
  Date until;
  bool asl_told = false;
};
CURANTE_DESCRIBE(Declare, id, substitute, substitute_name, from, until, asl_told);
CURANTE_PERSONAL(Declare, substitute_name);

struct ListDeclarations {
  using Reply = SubstitutionList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
};
CURANTE_DESCRIBE(ListDeclarations);

/// What the doctor found of an uncertain declaration: it arrived, or it is sent again. Throws
/// "declaration-unknown", "declaration-settled" and what Declare throws.
struct SettleDeclaration {
  using Reply = Substitution;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id declaration;
  bool arrived = false;
};
CURANTE_DESCRIBE(SettleDeclaration, declaration, arrived);

/// Takes a declaration that was not sent out of the list. Throws "declaration-unknown",
/// "declaration-settled" for one that left.
struct DiscardDeclaration {
  using Reply = SubstitutionList;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id declaration;
};
CURANTE_DESCRIBE(DiscardDeclaration, declaration);

/// An electronic white recipe of this doctor that may or may not have reached the service: it has no
/// number of ours, and the service's answer does not tell. Only a person can settle it.
struct UndecidedWhite {
  Id recipe;
  std::string patient;  ///< name and codice fiscale
  std::string content;  ///< what it prescribes
  Instant sent;
};
CURANTE_DESCRIBE(UndecidedWhite, recipe, patient, content, sent);
CURANTE_PERSONAL(UndecidedWhite, patient, content);

struct UndecidedWhiteList {
  std::vector<UndecidedWhite> recipes;  ///< oldest first
};
CURANTE_DESCRIBE(UndecidedWhiteList, recipes);

struct ListUndecidedWhite {
  using Reply = UndecidedWhiteList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
};
CURANTE_DESCRIBE(ListUndecidedWhite);

/// What the doctor found out at Sistema TS: the recipe is there, under the number and PIN given, or
/// (both empty) it is not, and is to be sent again. A number is looked at before it is believed. Says
/// what is left to decide. Throws "white-decision-invalid" for a number that can be none,
/// "white-decision-mismatch" for one that the service shows to be no number of this recipe,
/// "white-not-verified" where it shows nothing, unless `unverified`; "white-not-undecided".
struct DecideWhite {
  using Reply = UndecidedWhiteList;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
  std::string white_number;
  std::string white_pin;
  bool unverified = false;  ///< the person takes it upon them, having read what is adopted
};
CURANTE_DESCRIBE(DecideWhite, recipe, white_number, white_pin, unverified);
CURANTE_PERSONAL(DecideWhite, white_number, white_pin);

/// What became of a recipe by a decision: it stands at the service, it is annulled there, or it goes
/// out under another number when it is submitted again.
enum class Decided { there, annulled, to_send };
CURANTE_DESCRIBE_ENUM(Decided, there, annulled, to_send);

struct Decision {
  Decided decided = Decided::there;
};
CURANTE_DESCRIBE(Decision, decided);

/// What the doctor found out at Sistema TS of a recipe with an NRE whose outcome is not known: it is
/// there under that number, or it is not. The service is asked first, and what it says counts; when
/// it does not answer, the doctor's word does. Throws "recipe-not-undecided", and "recipe-not-there"
/// when the service says of one that is said to be there that it is not, "recipe-is-another" when
/// what it shows is surely another recipe, "recipe-not-known-yet" of one that is said not to be there
/// while the service may not list it yet. Of one whose number is not known only that it is under
/// none counts, and only where the service cannot be asked.
struct DecideRecipe {
  using Reply = Decision;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
  bool there = false;
  std::string number;  ///< that was looked up; if the recipe has another by now: not undecided
};
CURANTE_DESCRIBE(DecideRecipe, recipe, there, number);
CURANTE_PERSONAL(DecideRecipe, number);

/// Event: a doctor saved credentials or a token, so that what waited for them can go on.
struct AccessChanged {
  static constexpr std::string_view id = "access-changed/1";
  Id account;
};
CURANTE_DESCRIBE(AccessChanged, account);

/// Event: a recipe believed lost arrived, and the service does not annul it; or it is annulled now.
/// Told again while it is asked after and at each start: a host may have died in between.
struct LateArrivalChanged {
  static constexpr std::string_view id = "late-arrival-changed/1";
  Id recipe;
  std::string number;
  bool annulled = false;
};
CURANTE_DESCRIBE(LateArrivalChanged, recipe, number, annulled);
CURANTE_PERSONAL(LateArrivalChanged, number);

struct Contract {
  static constexpr std::string_view id = "sistema-ts/1";
  using Calls =
      curante::Calls<GetAccess, SaveCredentials, RequestToken, SaveToken, ListUsedNre, Verify,
                     Declare, ListDeclarations, SettleDeclaration, ListUndecidedWhite, DecideWhite,
                     DecideRecipe, AcknowledgeLateArrival, GetClock, DeclareClockRight,
                     DiscardDeclaration, GetCopySuspicion, SettleCopySuspicion>;
};

}  // namespace curante::sistema_ts
