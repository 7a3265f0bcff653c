// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "blob.hpp"
#include "red_recipe_channel.hpp"
#include "red_recipes_printed.hpp"
#include "red_recipes_restoration.hpp"

/// Recipes on the red pad of the SSN: the numbers of its forms, printing, and telling the ministry.
namespace curante::red_recipes {

/// Where red forms go in and how they lie there. Margins move what is printed, never the form.
struct Printer {
  std::string name;     ///< as people call it; with the doctor its key
  Id doctor;            ///< whose pad lies in it; empty when saving: the caller
  std::string tray;
  double left_mm = 0;   ///< greater: further right
  double top_mm = 0;    ///< greater: further down
  bool a4 = false;      ///< the page is A4 with the form at its top; else the form's own size
  bool upright = false; ///< turned for a driver that takes upright sheets only
  bool barcodes = false;  ///< the code as two Code 39, for pads without
  bool bold = true;
  /// Of several, where this doctor's forms go that name none. Each station chooses its own: what lies
  /// in a printer is known only where it stands.
  bool usual = false;
};
CURANTE_DESCRIBE(Printer, name, doctor, tray, left_mm, top_mm, a4, upright, barcodes, bold, usual);

/// Throws "printer-invalid".
struct SavePrinter {
  using Reply = Printer;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Printer printer;
};
CURANTE_DESCRIBE(SavePrinter, printer);

/// The forms in one printer.
struct Block {
  Printer printer;
  std::string first_code;  ///< as it was entered; empty: none was
  bool descending = false;
  std::string next_code;   ///< empty: exhausted
  int32_t left = 0;        ///< forms left, the next one included
  std::optional<Instant> entered;
  /// Why no form is given and what to do, in Italian; empty: nothing is wrong.
  std::string problem;
  /// The last digit cannot be computed (setting `parity`): the code of each form is asked for.
  bool one_by_one = false;
  /// Region and year that the code of a new pad begins with, 5 characters; empty: not known.
  std::string usual_start;
};
CURANTE_DESCRIBE(Block, printer, first_code, descending, next_code, left, entered, problem,
                 one_by_one, usual_start);

struct BlockList {
  std::vector<Block> blocks;  ///< one for each printer, by name
};
CURANTE_DESCRIBE(BlockList, blocks);

/// The pad put into a printer takes the place of the one before. Throws "block-code-invalid",
/// "code-parity", "block-overlaps", "printer-unknown", and "block-unusual" for another region or year
/// than `Block::usual_start` and the pad before, unless a person has confirmed them.
struct SetBlock {
  using Reply = Block;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::string printer;
  Id doctor;               ///< whose pad; empty: the caller
  std::string first_code;  ///< of the first form that will be printed, 15 characters
  bool descending = false; ///< the pad lies upside down: from this code downwards
  bool confirmed = false;  ///< region and year stand on the pad as they were typed
};
CURANTE_DESCRIBE(SetBlock, printer, doctor, first_code, descending, confirmed);

struct ListBlocks {
  using Reply = BlockList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id doctor;  ///< empty: the caller
};
CURANTE_DESCRIBE(ListBlocks, doctor);

/// `unconfirmed`: printed by the practice's staff, goes when the doctor confirms it; without a code it
/// is not printed yet. `queued`: to be sent. `sending`: on its way, or its outcome is being asked
/// after. `sent`: in a file with a protocol. `refused`: its file was turned away. `attention`: a
/// person must act. `cancelling`, `cancelled`: its form is void, and the ministry is told.
/// `not_cancelled`: its form is void, and the ministry did not cancel it: only that can be repeated.
enum class State {
  unconfirmed, queued, sending, sent, refused, attention, cancelling, cancelled, not_cancelled
};
CURANTE_DESCRIBE_ENUM(State, unconfirmed, queued, sending, sent, refused, attention, cancelling,
                      cancelled, not_cancelled);

/// What a person found on the ministry's own site about a form.
struct Finding {
  Instant at;
  Id by;                             ///< account
  std::string by_name;
  bool there = false;                ///< the recipe was there
  State found_as = State::attention; ///< the form's state until then
};
CURANTE_DESCRIBE(Finding, at, by, by_name, there, found_as);
CURANTE_PERSONAL(Finding, by_name);

/// A form with a recipe on it.
struct Form {
  Id recipe;
  std::string code;   ///< empty: waits for the doctor before it is printed
  Id patient;
  Id doctor;
  std::string patient_name;
  FiscalCode fiscal_code;
  Instant printed;
  std::string printer;
  Id document;
  State state = State::queued;
  std::string problem;       ///< why it waits, in Italian
  std::string file_name;     ///< of the file it was sent in
  std::string protocol;
  red_recipe_channel::FileState outcome = red_recipe_channel::FileState::unknown;  ///< of its file
  std::string outcome_text;  ///< as the service wrote it
  std::vector<red_recipe_channel::Remark> remarks;
  bool spoilt = false;       ///< its recipe went on another form
  bool to_find = false;      ///< whether the ministry has it, only a person can find out: `SettleForm`
  std::optional<Finding> finding;  ///< the last one; all of them are kept as long as the form
  std::optional<Instant> put_on_paper;  ///< when a person last printed it; missing: nobody has
};
CURANTE_DESCRIBE(Form, recipe, code, patient, doctor, patient_name, fiscal_code, printed, printer,
                 document, state, problem, file_name, protocol, outcome, outcome_text, remarks,
                 spoilt, to_find, finding, put_on_paper);
CURANTE_SUBJECT(Form, patient);
CURANTE_PERSONAL(Form, code, patient_name, outcome_text);

/// Takes the next code of the printer, which is written before anything else, makes the form's print
/// and queues the recipe for the ministry. Asked again for the same recipe, answers the same form.
/// Throws "block-missing", "block-exhausted", "printer-unknown", "red-not-allowed", "red-form-void",
/// and "red-form-unfinished" when the number is taken and its print could not be made.
struct Print {
  using Reply = Form;
  static constexpr bool idempotent = true;
  Id patient;
  recipe_transmitter::Recipe recipe;
  std::string printer;  ///< empty: the doctor's only or usual one
};
CURANTE_DESCRIBE(Print, patient, recipe, printer);
CURANTE_SUBJECT(Print, patient);

/// The form of a recipe, the newest one when some were spoilt; without a code while it waits for the
/// doctor, or was cancelled before it was printed. Throws "red-form-unknown".
struct GetForm {
  using Reply = Form;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id recipe;
};
CURANTE_DESCRIBE(GetForm, recipe);

/// Prints the recipe on the next form; the spoilt one's code is void, and the ministry is told.
/// Throws what `Print` throws, "red-form-unknown", "red-form-void", "red-form-not-yours".
struct Reprint {
  using Reply = Form;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
  std::string spoilt_code;  ///< of the form that was spoilt: asked twice, reprinted once
};
CURANTE_DESCRIBE(Reprint, recipe, spoilt_code);

/// A form is cancelled, reprinted, confirmed and sent again only by who wrote the recipe or by the
/// doctor whose pad it is. Throws "red-form-unknown", "red-form-not-yours".
struct Cancel {
  using Reply = Form;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
  std::string code;  ///< of exactly this form, also a spoilt one; empty: the recipe's newest
};
CURANTE_DESCRIBE(Cancel, recipe, code);
CURANTE_PERSONAL(Cancel, code);

/// The doctor confirms what staff has printed, or lets it be printed now. Throws "red-form-unknown",
/// "red-form-not-yours", and what `Print` throws.
struct Confirm {
  using Reply = Form;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
};
CURANTE_DESCRIBE(Confirm, recipe);

/// A recipe whose file was refused, or that was discarded from it, goes once more. Throws
/// "red-form-unknown", "red-form-not-yours", "red-form-settled" when nothing of it needs sending,
/// "red-form-void" for a form that is spoilt or was to be cancelled.
struct SendAgain {
  using Reply = Form;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
  std::string code;  ///< of exactly this form; empty: the recipe's newest
};
CURANTE_DESCRIBE(SendAgain, recipe, code);
CURANTE_PERSONAL(SendAgain, code);

/// A person has looked on the ministry's own site for a form of which nobody could find out
/// (`Form::to_find`). One in `attention` that is there is `sent`, and goes once more when it is not.
/// One that is `not_cancelled` is `cancelled` when it is not there, or not valid any more, and nothing
/// is sent; when it is there, its cancellation is repeated. Who found what is kept with the form.
/// Throws "red-form-unknown", "red-form-not-yours", "red-form-settled" in any other state, and
/// "red-form-under-way" while what became of its file is not known: `SettleFile` comes first.
struct SettleForm {
  using Reply = Form;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
  std::string code;    ///< of exactly this form, also a spoilt one; empty: the recipe's newest
  bool there = false;
};
CURANTE_DESCRIBE(SettleForm, recipe, code, there);
CURANTE_PERSONAL(SettleForm, code);

struct FormList {
  std::vector<Form> forms;  ///< newest first; of `open` ones, those that need a person come first
  bool more = false;        ///< there are more than were asked for
  int32_t total = 0;        ///< of the whole filter, whatever was asked for
};
CURANTE_DESCRIBE(FormList, forms, more, total);

/// Recipes printed from day to day (Europe/Rome).
struct ListForms {
  using Reply = FormList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::optional<Date> from, to;  ///< missing: today
  Id doctor;                     ///< empty: all
  std::optional<State> state;
  std::optional<red_recipe_channel::FileState> outcome;
  std::string protocol;          ///< of that file alone, whatever the days
  int32_t limit = 500;
  bool open = false;             ///< only what is not settled (`Review::unsettled`), whatever the days
};
CURANTE_DESCRIBE(ListForms, from, to, doctor, state, outcome, protocol, limit, open);

enum class FileSending { sending, uncertain, attention, sent, refused };
CURANTE_DESCRIBE_ENUM(FileSending, sending, uncertain, attention, sent, refused);

/// A file of recipes and cancellations.
struct SentFile {
  std::string file_name;
  Id doctor;
  Instant made;
  FileSending sending = FileSending::sending;
  std::string problem;
  std::string protocol;
  std::string received_at;
  int32_t recipes = 0;
  int32_t cancellations = 0;
  red_recipe_channel::FileState outcome = red_recipe_channel::FileState::unknown;
  std::string outcome_text;
  bool to_find = false;  ///< whether it arrived, only a person can find out: `SettleFile`
};
CURANTE_DESCRIBE(SentFile, file_name, doctor, made, sending, problem, protocol, received_at, recipes,
                 cancellations, outcome, outcome_text, to_find);

struct SentFileList {
  std::vector<SentFile> files;  ///< newest first
  std::string next;             ///< cursor; empty at the end
};
CURANTE_DESCRIBE(SentFileList, files, next);

/// Throws "cursor-invalid".
struct ListFiles {
  using Reply = SentFileList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::optional<Date> from, to;  ///< missing: today
  Id doctor;                     ///< empty: all
  std::optional<red_recipe_channel::FileState> outcome;
  bool open = false;             ///< only those of which something is not settled, whatever the days
  std::string cursor;
  int32_t limit = 1000;          ///< at most 1000
};
CURANTE_DESCRIBE(ListFiles, from, to, doctor, outcome, open, cursor, limit);

/// Asks the ministry now for states and outcomes that are still open.
struct AskNow {
  using Reply = SentFileList;  ///< the files that will be asked after
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::string protocol;  ///< empty: all that are open
};
CURANTE_DESCRIBE(AskNow, protocol);

/// A person has looked on the ministry's own site whether a file, of which nobody could find out,
/// arrived: under this protocol, or (empty) not, and then it goes once more. Only whose access it was
/// sent with can look. Throws "red-file-unknown", "red-file-settled", "red-file-not-yours", and
/// "red-protocol-taken" for the protocol of another file of ours.
struct SettleFile {
  using Reply = SentFile;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  std::string file_name;
  std::string protocol;
};
CURANTE_DESCRIBE(SettleFile, file_name, protocol);

/// All recipes of `ListForms`, whatever its limit, as CSV: UTF-8, semicolons, one line each after the
/// head, days of Europe/Rome.
struct ExportForms {
  using Reply = Blob;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  ListForms of;
};
CURANTE_DESCRIBE(ExportForms, of);

/// Whether the summary is worth a look when work ends.
struct Review {
  bool offer = false;     ///< something was printed today, and the offer is not switched off
  int32_t printed = 0;    ///< today
  int32_t unsettled = 0;  ///< of today and earlier: waiting, refused, discarded or with errors
  int32_t to_settle = 0;  ///< of these, what stays as it is until a person acts
  /// Files that stand still until a person acts; nothing else of their account goes meanwhile.
  std::vector<SentFile> stuck;
};
CURANTE_DESCRIBE(Review, offer, printed, unsettled, to_settle, stuck);

struct NeedsReview {
  using Reply = Review;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
};
CURANTE_DESCRIBE(NeedsReview);

/// A record of the section "red-recipes.forms" of personal-data/1.
struct FormRecord {
  Form form;
  recipe_transmitter::Recipe recipe;
  Id account;  ///< whose credentials tell of it
  bool spoilt = false;
};
CURANTE_DESCRIBE(FormRecord, form, recipe, account, spoilt);

/// Event: a form's state or outcome changed.
struct FormChanged {
  static constexpr std::string_view id = "red-form-changed/1";
  Id recipe;
  Id patient;
  State state = State::queued;
};
CURANTE_DESCRIBE(FormChanged, recipe, patient, state);
CURANTE_SUBJECT(FormChanged, patient);

struct ChangeList {
  std::vector<Form> forms;  ///< as they are now; one without a code was never printed
  int64_t position = 0;     ///< of the last change that is told here
  bool more = false;
};
CURANTE_DESCRIBE(ChangeList, forms, position, more);

/// Recipes whose form changed after a position, each once: for a room that keeps step, and may have
/// been down when `FormChanged` was told. A position ahead of all is another database's: from the start.
struct ListChanges {
  using Reply = ChangeList;
  static constexpr bool idempotent = true;
  int64_t after = 0;  ///< the position of the last answer
  int32_t limit = 500;
};
CURANTE_DESCRIBE(ListChanges, after, limit);

struct Contract {
  static constexpr std::string_view id = "red-recipes/1";
  using Calls = curante::Calls<SavePrinter, SetBlock, ListBlocks, Print, GetForm, Reprint, Cancel,
                               Confirm, SendAgain, ListForms, ListFiles, AskNow, SettleFile,
                               ExportForms, NeedsReview, ListChanges, SettleForm,
                               LastRestored, NotePrinted>;
};

}  // namespace curante::red_recipes
