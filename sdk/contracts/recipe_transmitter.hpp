// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts.hpp"
#include "rules/nre.hpp"

/// A channel that turns a recipe into an accepted electronic recipe. Regions differ behind it.
namespace curante::recipe_transmitter {

struct RecipePatient {
  FiscalCode fiscal_code;
  std::string full_name;    ///< "ROSSI MARIA"
  std::string street;
  std::string postal_code;
  std::string municipality;
  std::string province;     ///< with asl_code, or both empty
  std::string asl_code;
};
CURANTE_DESCRIBE(RecipePatient, fiscal_code, full_name, street, postal_code, municipality, province,
                 asl_code);
CURANTE_PERSONAL(RecipePatient, full_name, street, postal_code, municipality, province);

/// What a recipe prescribes and who pays: drugs or specialist services at the charge of the SSN, or
/// at the patient's own: an electronic one holds drugs ("ricetta bianca elettronica"), one on paper
/// holds services, too.
enum class RecipeKind { drugs, services, white };
CURANTE_DESCRIBE_ENUM(RecipeKind, drugs, services, white);

/// The document of a person insured abroad: goes only with the patient kinds UE, EE, NE and NX.
struct ForeignCover {
  std::string state;            ///< two letters
  std::string institution;      ///< "istituzione competente"
  std::string personal_number;
  std::string card_number;
  std::optional<Date> birth_date;
  std::optional<Date> card_until;
};
CURANTE_DESCRIBE(ForeignCover, state, institution, personal_number, card_number, birth_date,
                 card_until);
CURANTE_PERSONAL(ForeignCover, personal_number, card_number, birth_date);

/// One line: a pack, an equivalence group (prescription by active substance), or a service.
struct RecipeLine {
  std::string aic;
  std::string drug_text;
  std::string group_code;
  std::string group_text;
  int32_t quantity = 1;             ///< packs, 1 to 9; on a white recipe to 99
  std::string aifa_note;
  bool not_replaceable = false;     ///< needs a reason
  std::string not_replaceable_reason_code;
  std::string posology;             ///< for the pharmacist, with what else `motivazNote` must say
  // Of a service.
  std::string service_code;         ///< national nomenclature, with dots: "89.7A.3"
  std::string service_text;
  std::string catalogue_code;       ///< of the region's catalogue, or empty
  std::string notes;                ///< for who performs it, `descrTestoLiberoNote`
  bool first_access = false;
  bool televisit = false;
  int32_t sessions = 0;             ///< of a cyclic service: of one cycle; its quantity is 1 then
  std::string lea_note;             ///< annotations of the LEA nomenclature, at most 10 characters
  std::string lea_condition;
  std::string lea_appropriateness;
  std::string lea_pathology;
  // Of a white recipe.
  bool repeatable = false;          ///< RR; else RNR
  int32_t repetitions = 0;          ///< the doctor's own limit; 0: as the law says
  std::string atc;                  ///< of a drug
  /// How many days it is good for (of a drug of the SSN, too), and how often it may be dispensed in
  /// all, by the rules of the day it was written; 0: not said (before the recipe itself said so).
  int32_t validity_days = 0;
  int32_t dispensings = 0;
  bool never_electronic = false;    ///< narcotic or psychotropic by those rules: paper only
  /// Of a service, with `first_access`: no first one. Neither: not said, and not sent.
  bool other_access = false;
};
CURANTE_DESCRIBE(RecipeLine, aic, drug_text, group_code, group_text, quantity, aifa_note,
                 not_replaceable, not_replaceable_reason_code, posology, service_code, service_text,
                 catalogue_code, notes, first_access, televisit, sessions, lea_note, lea_condition,
                 lea_appropriateness, lea_pathology, repeatable, repetitions, atc, validity_days,
                 dispensings, never_electronic, other_access);
CURANTE_PERSONAL(RecipeLine, drug_text, group_text, posology, service_text, notes);

/// Everything a channel needs to know of one recipe; it asks no other room.
struct Recipe {
  Id id;                      ///< idempotency key: submitted twice, sent once
  Id account;                 ///< whose credentials send it: the holder's, or the substitute's
  accounts::Doctor holder;
  std::optional<accounts::Doctor> substitute;
  RecipePatient patient;
  bool obscured = false;
  std::string exemption;      ///< empty: not exempt
  bool exempt_for_income = false;
  std::string diagnosis_code;
  std::string diagnosis_text;
  std::string written_at;     ///< local time, "2026-11-23 18:20:00"
  bool home_visit = false;
  bool suggested = false;     ///< suggested by a specialist
  std::vector<RecipeLine> lines;
  RecipeKind kind = RecipeKind::drugs;
  std::string patient_kind;   ///< "EE", "UE", "NA", "ND", "NE", "NX", "ST"; empty: of the SSN
  std::optional<ForeignCover> foreign;
  std::string sasn_card;      ///< of a seafarer (NA, ND): "tessera SASN"
  std::string sasn_company;   ///< "società di navigazione"
  std::string priority;       ///< "U", "B", "D", "P" of services; empty: none
  std::string therapeutic_plan;  ///< protocol of the AIFA plan; empty: none
  bool hospital_stay = false;    ///< for a stay in hospital (type H); excludes `suggested`
};
CURANTE_DESCRIBE(Recipe, id, account, holder, substitute, patient, obscured, exemption,
                 exempt_for_income, diagnosis_code, diagnosis_text, written_at, home_visit,
                 suggested, lines, kind, patient_kind, foreign, sasn_card, sasn_company, priority,
                 therapeutic_plan, hospital_stay);
CURANTE_SUBJECT(Recipe, patient);
CURANTE_PERSONAL(Recipe, diagnosis_text, sasn_card, sasn_company, therapeutic_plan);

/// `accepted` and `refused` are final. `unreachable`: nothing was taken, submit again later (also
/// when no number could be had for the recipe; `reasons` says so).
/// `uncertain`: the other side may have taken it; submitting again first asks after it.
/// With the reason `person_must_decide` it will never be found out by asking: a person decides.
/// With the reason `person_may_decide` asking goes on, but nothing more is sent: a person should look.
/// `needs_credentials`: nothing was sent; the doctor must act.
/// `withdrawn`: it was accepted and has been withdrawn since.
enum class Outcome { accepted, refused, unreachable, uncertain, needs_credentials, withdrawn };
CURANTE_DESCRIBE_ENUM(Outcome, accepted, refused, unreachable, uncertain, needs_credentials,
                      withdrawn);

inline constexpr std::string_view person_must_decide = "person-must-decide";
inline constexpr std::string_view person_may_decide = "person-may-decide";

struct Reason {
  std::string code;     ///< as the service wrote it, "1020"
  std::string text;     ///< as the service wrote it
  std::string advice;   ///< what to do, in Italian; empty for a code we do not know
  int32_t line = 0;     ///< 1-based; 0 = the whole recipe
  bool blocking = true;
  std::string title = {};  ///< `text` in plain Italian; empty for a code we do not know
};
CURANTE_DESCRIBE(Reason, code, text, advice, line, blocking, title);
CURANTE_PERSONAL(Reason, text, advice, title);

struct Receipt {
  Outcome outcome = Outcome::unreachable;
  Nre nre;
  std::string authentication_code;
  std::string accepted_at;        ///< the service's own time
  std::vector<Reason> reasons;    ///< of a refusal, or warnings of an acceptance
  std::string regional_phrase;    ///< to be printed on the promemoria, with that of drugs "in DPC"
  std::string doctor_name;        ///< as the service knows it
  Bytes promemoria;               ///< the service's own PDF; empty if it gave none
  std::string white_number;       ///< NRBE of a white recipe
  std::string white_pin;          ///< which the pharmacy asks for with it
};
CURANTE_DESCRIBE(Receipt, outcome, nre, authentication_code, accepted_at, reasons, regional_phrase,
                 doctor_name, promemoria, white_number, white_pin);
CURANTE_PERSONAL(Receipt, authentication_code, regional_phrase, doctor_name, promemoria,
                 white_number, white_pin);

/// Sends the recipe, at most once whatever happens: its NRE is on disk before the first byte leaves.
struct Submit {
  using Reply = Receipt;
  static constexpr bool idempotent = true;
  Recipe recipe;
};
CURANTE_DESCRIBE(Submit, recipe);

/// Cancels an accepted recipe. Outcome `withdrawn`, or `refused` with the reason (e.g. dispensed
/// already), or `unreachable`/`uncertain`: ask again. Throws "recipe-unknown".
struct Withdraw {
  using Reply = Receipt;
  static constexpr bool idempotent = true;
  Id recipe;
  Id account;
};
CURANTE_DESCRIBE(Withdraw, recipe, account);

/// What this channel knows of a recipe, without asking the other side. Throws "recipe-unknown", also
/// for one that was refused before a number was taken for it.
struct Status {
  using Reply = Receipt;
  static constexpr bool idempotent = true;
  Id recipe;
};
CURANTE_DESCRIBE(Status, recipe);

/// How far a recipe has come at who dispenses it. `partly_dispensed`: some of its lines are.
enum class DispensingState {
  unknown, to_dispense, taken, dispensed, partly_dispensed, suspended, annulled, expired
};
CURANTE_DESCRIBE_ENUM(DispensingState, unknown, to_dispense, taken, dispensed, partly_dispensed,
                      suspended, annulled, expired);

struct DispensingView {
  DispensingState state = DispensingState::unknown;
  std::string text;  ///< the state in plain Italian; of an unknown one, why
  Instant asked;     ///< when the other side said so
};
CURANTE_DESCRIBE(DispensingView, state, text, asked);
CURANTE_PERSONAL(DispensingView, text);

/// Asks the other side whether the recipe was dispensed. `unknown` for one that it does not hold, or
/// when it does not answer; the text says which. Throws "recipe-unknown".
struct Dispensing {
  using Reply = DispensingView;
  static constexpr bool idempotent = true;
  Id recipe;
  Id account;  ///< whose credentials ask: the author's
};
CURANTE_DESCRIBE(Dispensing, recipe, account);

struct ServiceHealth {
  std::string channel;             ///< "Sistema TS (SAC)"
  bool reachable = true;
  std::optional<Instant> since;    ///< of the present state
  std::string problem;             ///< in Italian; empty when reachable
  bool takes_white = true;         ///< white recipes, too; else they are written on paper
};
CURANTE_DESCRIBE(ServiceHealth, channel, reachable, since, problem, takes_white);
CURANTE_PERSONAL(ServiceHealth, problem);

struct Health {
  using Reply = ServiceHealth;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(Health);

struct Restoration {
  std::optional<Instant> found;  ///< when it was found; which tells one from another, too
};
CURANTE_DESCRIBE(Restoration, found);

/// The last time the channel found that its database had come back from a copy: for who may have
/// missed `DatabaseRestored`, and notes which one it has followed.
struct LastRestored {
  using Reply = Restoration;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(LastRestored);

/// Event: the channel went down or came back.
struct HealthChanged {
  static constexpr std::string_view id = "transmitter-health/1";
  ServiceHealth health;
};
CURANTE_DESCRIBE(HealthChanged, health);

/// Event: the channel found that its database came back from a copy. What waits to be sent may have
/// been sent since that copy: nothing of it may be taken back or sent anew without asking. It may be
/// lost with its host: see `LastRestored`.
struct DatabaseRestored {
  static constexpr std::string_view id = "transmitter-restored/1";
  Instant found;
};
CURANTE_DESCRIBE(DatabaseRestored, found);

struct Contract {
  static constexpr std::string_view id = "recipe-transmitter/1";
  using Calls = curante::Calls<Submit, Withdraw, Status, Health, Dispensing, LastRestored>;
};

}  // namespace curante::recipe_transmitter
