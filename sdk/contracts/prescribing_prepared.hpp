// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prescribing_draft.hpp"
#include "prescribing_finding.hpp"
#include "prescribing_white.hpp"

/// What staff without the right to sign prepare for a doctor, and what the doctor makes of it; of
/// prescribing/1. Nothing of it leaves the house, and it has no number, until a doctor issues it.
namespace curante::prescribing {

/// `issued`: a doctor validated it, as it was or changed; it is the prescription of the same id.
enum class PreparedState { waiting, issued, declined, withdrawn };
CURANTE_DESCRIBE_ENUM(PreparedState, waiting, issued, declined, withdrawn);

/// A draft that waits for a doctor. Its content never changes: what a doctor saw under this id is
/// what is issued.
struct Prepared {
  Id id;                           ///< of the draft
  Id patient;
  Id doctor;                       ///< account of who must validate it
  Id preparer;
  std::string preparer_name;
  Instant at;
  PreparedState state = PreparedState::waiting;
  std::string note;                ///< the preparer's words to the doctor
  Draft draft;                     ///< without overrides: passing a warning over is the doctor's
  std::vector<std::string> texts;  ///< what each line of the draft is called
  /// What the rules say: now, of one that waits and was asked for with `judged`; else when it was
  /// prepared, or last kept from being issued.
  std::vector<Finding> findings;
  std::string seen;                ///< stands for `findings` in Validate; empty when there are none
  bool can_issue = false;
  int32_t recipes = 0;             ///< that it will become, or became
  std::string reason;              ///< why it was declined
  std::optional<Instant> handled;
  Id handled_by;
  // Of the recipes it became.
  int32_t accepted = 0;            ///< by the service, or on paper
  int32_t refused = 0;
  int32_t moving = 0;              ///< on their way, or in need of a person
  /// It waited in a copy of the database that was put back, and may have been issued after that copy
  /// was made: a doctor must open it.
  bool doubtful = false;
  std::vector<WhiteLine> white_lines = {};  ///< said by the rules when they said `findings`
  Id substituted = {};  ///< the absent doctor in whose place `doctor` validates; empty: nobody
  bool named = false;   ///< a person chose the doctor: no signer takes that one's place
};
CURANTE_DESCRIBE(Prepared, id, patient, doctor, preparer, preparer_name, at, state, note, draft,
                 texts, findings, seen, can_issue, recipes, reason, handled, handled_by, accepted,
                 refused, moving, doubtful, white_lines, substituted, named);
CURANTE_SUBJECT(Prepared, patient);
CURANTE_PERSONAL(Prepared, preparer_name, note, texts, reason);

/// Keeps the draft for a doctor to validate. The rules' findings are kept with it and stop nothing
/// here, since some only a doctor can answer; overrides are dropped. Asked again with the same
/// content, answers what became of it. Throws "draft-without-id", "patient-mismatch",
/// "prepared-empty", "prepared-line-empty", "drug-unknown", "code-unknown", "preparer-missing",
/// "prepared-without-doctor", "doctor-unknown", "draft-already-prepared", "draft-already-issued".
struct Prepare {
  using Reply = Prepared;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.prepare";
  Draft draft;
  Id doctor;         ///< empty: the patient's, or who signs for that one (prescribing_signer.hpp)
  std::string note;
};
CURANTE_DESCRIBE(Prepare, draft, doctor, note);
CURANTE_PERSONAL(Prepare, note);

/// Judged anew while it waits. Throws "prepared-unknown".
struct GetPrepared {
  using Reply = Prepared;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id id;
};
CURANTE_DESCRIBE(GetPrepared, id);

struct PreparedList {
  std::vector<Prepared> prepared;  ///< in the order of preparation
  std::string next;                ///< cursor; empty at the end
  int64_t waiting = 0;             ///< that wait, of this doctor, preparer and patient, on all pages
};
CURANTE_DESCRIBE(PreparedList, prepared, next, waiting);

struct ListPrepared {
  using Reply = PreparedList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id doctor;                          ///< empty: all
  Id preparer;                        ///< empty: all
  Id patient;                         ///< empty: all
  std::vector<PreparedState> states;  ///< empty: those that wait
  std::optional<Date> from;           ///< prepared on this day (Europe/Rome) or later
  bool judged = false;                ///< ask the rules about each that waits, as they stand now
  std::string cursor;
  int32_t limit = 100;                ///< at most 500
};
CURANTE_DESCRIBE(ListPrepared, doctor, preparer, patient, states, from, judged, cursor, limit);
CURANTE_SUBJECT(ListPrepared, patient);

/// One that the doctor approves of, and what of the rules the doctor saw meanwhile.
struct Approval {
  Id prepared;
  std::string seen;  ///< as Prepared told it
};
CURANTE_DESCRIBE(Approval, prepared, seen);

/// `issued`: by this call. `blocked`: something stands against it, as `code` and `message` say; it
/// still waits. `already_issued`: earlier, or by another window. `no_longer_prepared`: declined or
/// withdrawn. `not_yours`: another doctor must validate it. `failed`: nothing was issued, and asking
/// again may help.
enum class ValidationOutcome {
  issued, blocked, already_issued, no_longer_prepared, not_yours, unknown, failed
};
CURANTE_DESCRIBE_ENUM(ValidationOutcome, issued, blocked, already_issued, no_longer_prepared,
                      not_yours, unknown, failed);

struct Validated {
  Id prepared;
  ValidationOutcome outcome = ValidationOutcome::failed;
  std::string code;     ///< of the error; empty when issued
  std::string message;
  std::string remedy;
  std::vector<Finding> findings;  ///< of one that is blocked
  std::string seen;               ///< stands for `findings`
  int32_t recipes = 0;            ///< that were put into the outbox
};
CURANTE_DESCRIBE(Validated, prepared, outcome, code, message, remedy, findings, seen, recipes);
CURANTE_PERSONAL(Validated, message, remedy);

struct Validation {
  std::vector<Validated> outcomes;  ///< one per approval, in their order
};
CURANTE_DESCRIBE(Validation, outcomes);

/// Issues what was prepared for the caller, each as Issue does and by itself: the rules judge anew,
/// and one that is blocked stops no other. A finding that is not among those seen blocks, too: it
/// may be the same drug approved a moment before. Throws "author-missing", "approvals-too-many".
struct Validate {
  using Reply = Validation;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  std::vector<Approval> approvals;  ///< at most 200
};
CURANTE_DESCRIBE(Validate, approvals);

/// Tells the preparer no, and why. Throws "prepared-unknown", "prepared-settled",
/// "prepared-of-another" unless the caller is the doctor it was prepared for, "reason-missing".
struct DeclinePrepared {
  using Reply = Prepared;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id id;
  std::string reason;
};
CURANTE_DESCRIBE(DeclinePrepared, id, reason);
CURANTE_PERSONAL(DeclinePrepared, reason);

/// Takes back what still waits. Throws "prepared-unknown", "prepared-settled".
struct WithdrawPrepared {
  using Reply = Prepared;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.prepare";
  Id id;
};
CURANTE_DESCRIBE(WithdrawPrepared, id);

/// Turns to another doctor, as when the first is absent. Throws "prepared-unknown",
/// "prepared-settled", "doctor-unknown".
struct AssignPrepared {
  using Reply = Prepared;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.prepare";
  Id id;
  Id doctor;
};
CURANTE_DESCRIBE(AssignPrepared, id, doctor);

/// Whether the papers of what staff prepared are printed where a doctor approves of it. `none`: they are
/// not, whoever hands them over prints. `during`: each as soon as its recipe is accepted. `after`: all
/// together, once each recipe has its answer. Source: manual, "Modalità di stampa per il collaboratore
/// di studio".
enum class PreparedPrinting { none, during, after };
CURANTE_DESCRIBE_ENUM(PreparedPrinting, none, during, after);

struct PrintingOfPrepared {
  PreparedPrinting printing = PreparedPrinting::after;
};
CURANTE_DESCRIBE(PrintingOfPrepared, printing);

/// How the practice has it; `after` until somebody says otherwise.
struct GetPreparedPrinting {
  using Reply = PrintingOfPrepared;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
};
CURANTE_DESCRIBE(GetPreparedPrinting);

struct SavePreparedPrinting {
  using Reply = PrintingOfPrepared;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  PreparedPrinting printing = PreparedPrinting::after;
};
CURANTE_DESCRIBE(SavePreparedPrinting, printing);

/// Event: something was prepared, or what was prepared changed its state or its doctor.
struct PreparedChanged {
  static constexpr std::string_view id = "prepared-changed/1";
  Id prepared;
  Id patient;
  Id doctor;
  Id preparer;
  PreparedState state = PreparedState::waiting;
  Id signer;  ///< to whom it turns now; whose patient it is, `doctor` says
};
CURANTE_DESCRIBE(PreparedChanged, prepared, patient, doctor, preparer, state, signer);
CURANTE_SUBJECT(PreparedChanged, patient);

}  // namespace curante::prescribing
