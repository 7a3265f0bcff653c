// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prescribing_delivery.hpp"
#include "prescribing_draft.hpp"
#include "prescribing_line.hpp"
#include "prescribing_open.hpp"
#include "prescribing_paper.hpp"
#include "prescribing_prepared.hpp"
#include "prescribing_rules.hpp"
#include "prescribing_signer.hpp"
#include "prescribing_stock.hpp"
#include "prescribing_template.hpp"
#include "prescribing_white.hpp"

/// What the doctor decides (a prescription: lines for one patient) and the recipes it becomes.
namespace curante::prescribing {

struct PlannedRecipe {
  std::vector<int32_t> lines;  ///< 1-based lines of the draft
  std::string reason;          ///< why these stand on a recipe of their own
  bool electronic = true;
  std::vector<int32_t> quantities;  ///< packs of each of `lines` on this recipe
  recipe_transmitter::RecipeKind kind = recipe_transmitter::RecipeKind::drugs;
  std::string priority;             ///< of services
  /// How the patient may get it, the usual way first (prescribing_delivery.hpp).
  std::vector<std::string> deliveries = {};
  std::string exemption = {};  ///< that its lines share; empty: none
  /// Sessions of each of `lines`, 0 of what is not cyclic. Where the rules say how many a row of the
  /// recipe holds, a longer cycle stands on several rows, and so several times in `lines`.
  std::vector<int32_t> sessions = {};
};
CURANTE_DESCRIBE(PlannedRecipe, lines, reason, electronic, quantities, kind, priority, deliveries,
                 exemption, sessions);
CURANTE_PERSONAL(PlannedRecipe, reason);

struct Assessment {
  std::vector<Finding> findings;
  std::vector<PlannedRecipe> recipes;
  bool can_issue = false;
  /// Of all electronic recipes of the draft together, the usual one first; none when all is on paper.
  std::vector<DeliveryChoice> deliveries = {};
  std::vector<WhiteLine> white_lines = {};
  /// The mode that the user has for usual, which stands first in `deliveries`; empty: none.
  std::string usual_delivery = {};
};
CURANTE_DESCRIBE(Assessment, findings, recipes, can_issue, deliveries, white_lines, usual_delivery);

/// What the rules say of a draft, before sending.
struct Assess {
  using Reply = Assessment;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Draft draft;
};
CURANTE_DESCRIBE(Assess, draft);

/// `waiting`: to be sent, or service down. `checking`: the outcome is being asked after.
/// `attention`: a person must act (credentials, or an outcome that nobody can find out).
/// `withdrawing`: cancellation on its way. `printed`: on paper; no service knows of it (yet).
enum class State {
  waiting, checking, attention, accepted, refused, withdrawing, withdrawn, past, printed
};
CURANTE_DESCRIBE_ENUM(State, waiting, checking, attention, accepted, refused, withdrawing, withdrawn,
                      past, printed);

/// What became of a red form at the ministry, where a person must act: in «Ricette rosse».
enum class RedTrouble { none, refused, attention, not_cancelled };
CURANTE_DESCRIBE_ENUM(RedTrouble, none, refused, attention, not_cancelled);

struct RecipeView {
  Id id;
  State state = State::waiting;
  Nre nre;
  std::string authentication_code;
  std::vector<recipe_transmitter::Reason> reasons;
  std::string problem;   ///< why it waits or needs attention, in plain Italian
  Id document;           ///< the promemoria, once there is one
  std::vector<Line> lines;
  Instant changed;
  recipe_transmitter::RecipeKind kind = recipe_transmitter::RecipeKind::drugs;
  std::string priority;
  std::string white_number;  ///< NRBE of an electronic white recipe
  std::string white_pin;
  std::string paper_code;    ///< of the red form it was printed on, 15 characters
  RecipeDelivery delivery;
  std::string exemption;     ///< it was issued under; empty: none
  RedTrouble red_trouble = RedTrouble::none;
  bool undecided = false;  ///< DecideRecipe is awaited: of `nre`, or of any number when it is empty
  /// What `Retry` says of it that only a person knows, as a question in Italian, to be answered with
  /// yes before it is called; empty: nothing.
  std::string retry_question;
  bool needs_hand = false;  ///< a person must act: it stays in the list of each day until that is done
  bool seen = false;        ///< a person said by MarkSeen that nothing is left to do
  bool repeated = false;    ///< it was refused, and all that is on it was prescribed again since
};
CURANTE_DESCRIBE(RecipeView, id, state, nre, authentication_code, reasons, problem, document, lines,
                 changed, kind, priority, white_number, white_pin, paper_code, delivery, exemption,
                 red_trouble, undecided, retry_question, needs_hand, seen, repeated);
CURANTE_PERSONAL(RecipeView, authentication_code, problem, white_number, white_pin, paper_code);

struct Prescription {
  Id id;
  Id patient;
  Id doctor;        ///< holder
  Id author;        ///< who issued it; the substitute's account when one did
  Instant issued;
  std::string exemption;  ///< of the draft; each recipe names the one it was issued under
  std::string diagnosis_code;
  std::string diagnosis_text;
  std::vector<RecipeView> recipes;
  // As the draft said.
  bool home_visit = false;
  bool obscured = false;
  bool suggested = false;
  std::string patient_kind;
  std::optional<recipe_transmitter::ForeignCover> foreign;
  std::string sasn_card;
  std::string sasn_company;
  bool on_paper = false;
  std::string delivery;
  bool hospital_stay = false;
  std::string prepared_by;  ///< name of the staff who prepared it for its author; empty: nobody did
};
CURANTE_DESCRIBE(Prescription, id, patient, doctor, author, issued, exemption, diagnosis_code,
                 diagnosis_text, recipes, home_visit, obscured, suggested, patient_kind, foreign,
                 sasn_card, sasn_company, on_paper, delivery, hospital_stay, prepared_by);
CURANTE_SUBJECT(Prescription, patient);
CURANTE_PERSONAL(Prescription, diagnosis_text, sasn_card, sasn_company, prepared_by);

/// Issues the draft: recipes and outbox in one transaction, then sending begins. Returns at once;
/// `RecipeChanged` tells the rest. Throws "draft-blocked" with all that stands against it,
/// "draft-unconfirmed", "patient-mismatch", "quantity-out-of-range", "delivery-not-allowed",
/// "delivery-address-unconfirmed", "clock-behind" (nothing is issued with a wrong day),
/// "prepared-settled" for one that was prepared under this id and declined or withdrawn since.
struct Issue {
  using Reply = Prescription;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Draft draft;
};
CURANTE_DESCRIBE(Issue, draft);

/// A prescription, or (`prescription` empty) that to which `recipe` belongs. Throws
/// "prescription-unknown", "recipe-unknown".
struct Get {
  using Reply = Prescription;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id prescription;
  Id recipe = {};
};
CURANTE_DESCRIBE(Get, prescription, recipe);

/// Begins to withdraw a recipe. Throws "recipe-not-withdrawable", "recipe-unknown".
struct Withdraw {
  using Reply = RecipeView;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
};
CURANTE_DESCRIBE(Withdraw, recipe);

/// Tries a waiting recipe again now instead of at its next turn.
struct Retry {
  using Reply = RecipeView;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
};
CURANTE_DESCRIBE(Retry, recipe);

struct PrescriptionList {
  std::vector<Prescription> prescriptions;  ///< newest first
  std::string next;                         ///< cursor; empty at the end
};
CURANTE_DESCRIBE(PrescriptionList, prescriptions, next);

struct OpenList {
  std::vector<Prescription> prescriptions;  ///< with a recipe that needs a hand, last changed first
  int32_t needs_hand = 0;                   ///< recipes, also of those that are not listed
  int32_t moving = 0;                       ///< recipes on their way to the service, or back from it
};
CURANTE_DESCRIBE(OpenList, prescriptions, needs_hand, moving);

struct ListForPatient {
  using Reply = PrescriptionList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id patient;
  std::string cursor;
  int32_t limit = 20;
};
CURANTE_DESCRIBE(ListForPatient, patient, cursor, limit);
CURANTE_SUBJECT(ListForPatient, patient);

/// A line as it stood on a recipe, with what the recipe said of it: what a renewal begins from.
struct LastLine {
  Line line;
  Instant issued;
  State state = State::past;
  recipe_transmitter::RecipeKind kind = recipe_transmitter::RecipeKind::drugs;
  std::string exemption;
};
CURANTE_DESCRIBE(LastLine, line, issued, state, kind, exemption);

struct LastLineList {
  std::vector<LastLine> lines;  ///< newest first
};
CURANTE_DESCRIBE(LastLineList, lines);

/// Of the patient's drugs, the newest line of each of these therapies and of each of these ATC codes,
/// whatever recipe it stood on. What was refused or withdrawn does not count.
struct ListLastLines {
  using Reply = LastLineList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id patient;
  std::vector<Id> therapies;      ///< of the chart
  std::vector<std::string> atcs;  ///< whole codes
};
CURANTE_DESCRIBE(ListLastLines, patient, therapies, atcs);
CURANTE_SUBJECT(ListLastLines, patient);

/// Prescriptions issued on a day (Europe/Rome), with those of earlier days not yet settled.
struct ListForDay {
  using Reply = PrescriptionList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::optional<Date> day;  ///< missing: today
  Id doctor;                ///< empty: all
  std::string cursor;
  int32_t limit = 200;
};
CURANTE_DESCRIBE(ListForDay, day, doctor, cursor, limit);

/// Prescriptions issued from a day on, to a day, or both (Europe/Rome).
struct ListForPeriod {
  using Reply = PrescriptionList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::optional<Date> from;   ///< missing: from the first
  std::optional<Date> until;  ///< with this day; missing: to the newest
  Id doctor;                  ///< empty: all
  Id patient;                 ///< empty: all
  std::string cursor;
  int32_t limit = 100;        ///< at most 500
  std::vector<State> states = {};  ///< those with a recipe in one of these; empty: all
  bool or_needs_hand = false;      ///< with `states`: and those with one that needs a hand
};
CURANTE_DESCRIBE(ListForPeriod, from, until, doctor, patient, cursor, limit, states, or_needs_hand);
CURANTE_SUBJECT(ListForPeriod, patient);

/// Prints a recipe that waits or was refused on the red pad instead: it leaves the electronic way for
/// good. Asked again, answers what became of it. Throws "recipe-uncertain" while nobody knows whether
/// the service has it, or, since the database came back from a copy, whether it is on paper already;
/// "recipe-not-printable", also where the patient has another one for the same since it was refused;
/// "recipe-unknown", "clock-behind" as GoOnAsPaper, and what red-recipes/1 Print throws:
/// then the recipe is as it was. "recipe-misdated" of one that a clock dated that was behind.
struct GoOnAsRed {
  using Reply = RecipeView;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
  std::string printer;  ///< of red forms; empty: the doctor's only or usual one
};
CURANTE_DESCRIBE(GoOnAsRed, recipe, printer);

/// A recipe of the past as import and export write it. Its state is a settled one.
struct PastPrescription {
  Id id;  ///< of the recipe
  Id patient;
  Id doctor;
  Instant issued;
  std::string exemption;
  std::string diagnosis_code;
  std::string diagnosis_text;
  Nre nre;
  std::vector<Line> lines;
  Id prescription;  ///< it belonged to; empty: one of its own, with the recipe's id
  State state = State::past;
  std::string authentication_code;
  Id author;        ///< empty: the doctor
  recipe_transmitter::RecipeKind kind = recipe_transmitter::RecipeKind::drugs;
  std::string priority;
  std::string white_number;
  std::string white_pin;
  std::string paper_code;
  bool home_visit = false;
  bool obscured = false;
  bool suggested = false;
  std::string patient_kind;
  std::optional<recipe_transmitter::ForeignCover> foreign;
  std::string sasn_card;
  std::string sasn_company;
  bool on_paper = false;
  std::string delivery;
  bool hospital_stay = false;
};
CURANTE_DESCRIBE(PastPrescription, id, patient, doctor, issued, exemption, diagnosis_code,
                 diagnosis_text, nre, lines, prescription, state, authentication_code, author, kind,
                 priority, white_number, white_pin, paper_code, home_visit, obscured, suggested,
                 patient_kind, foreign, sasn_card, sasn_company, on_paper, delivery,
                 hospital_stay);
CURANTE_SUBJECT(PastPrescription, patient);
CURANTE_PERSONAL(PastPrescription, diagnosis_text, authentication_code, white_number, white_pin,
                 paper_code, sasn_card, sasn_company);

/// Event: a recipe's state changed.
struct RecipeChanged {
  static constexpr std::string_view id = "recipe-changed/1";
  Id prescription;
  Id recipe;
  Id patient;
  State state = State::waiting;
  Nre nre;
  std::string problem;
};
CURANTE_DESCRIBE(RecipeChanged, prescription, recipe, patient, state, nre, problem);
CURANTE_SUBJECT(RecipeChanged, patient);
CURANTE_PERSONAL(RecipeChanged, problem);

/// Asks the service whether a recipe was dispensed. `unknown` for one that it has not (yet) accepted
/// and for one on paper; the text says why. Throws "recipe-unknown".
struct Dispensing {
  using Reply = recipe_transmitter::DispensingView;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id recipe;
};
CURANTE_DESCRIBE(Dispensing, recipe);

/// Delivers an accepted recipe (again): "print" says that it is being printed. Asked twice with the same
/// `request`, or while the same way is still on its way, delivers once. Throws "recipe-unknown",
/// "recipe-not-deliverable", "delivery-not-allowed", "delivery-address-unconfirmed", "patient-mismatch",
/// "delivery-leaving" while what was to go another way or elsewhere can no longer be stopped.
struct Deliver {
  using Reply = RecipeView;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.deliver";
  Id recipe;
  std::string mode;
  Id request;  ///< chosen by the screen
};
CURANTE_DESCRIBE(Deliver, recipe, mode, request);

struct DeliveredRecipes {
  std::vector<RecipeView> recipes;  ///< in the order of the call
};
CURANTE_DESCRIBE(DeliveredRecipes, recipes);

/// Delivers accepted recipes of one patient in one e-mail ("mail-memo", "mail-number"): all or none.
/// Asked twice, or while just these are on their way so, delivers once. One withdrawn before it leaves
/// is taken out of it. Throws what Deliver throws, "recipes-missing", "delivery-patients-differ",
/// "delivery-too-many", "promemoria-missing", "delivery-request-reused" for other recipes.
struct DeliverTogether {
  using Reply = DeliveredRecipes;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.deliver";
  std::vector<Id> recipes;  ///< at most 40
  std::string mode;
  Id request;  ///< chosen by the screen
};
CURANTE_DESCRIBE(DeliverTogether, recipes, mode, request);

struct Contract {
  static constexpr std::string_view id = "prescribing/1";
  using Calls = curante::Calls<Assess, Issue, Get, Withdraw, Retry, ListForPatient, ListForDay,
                               ListTemplates, SaveTemplate, DeleteTemplate, ListStock, Dispensing,
                               GoOnAsRed, Prepare, GetPrepared, ListPrepared, Validate,
                               DeclinePrepared, WithdrawPrepared, AssignPrepared,
                               GetDeliveryChoices, Deliver, ListLastLines, GetRules,
                               SaveUsualDelivery, GetPreparedPrinting, SavePreparedPrinting,
                               ListSigners, SetSigner, RemoveSigner, ListForPeriod,
                               DeliverTogether, ListOpen, MarkSeen, GoOnAsPaper>;
};

}  // namespace curante::prescribing
