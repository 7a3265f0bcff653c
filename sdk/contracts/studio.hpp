// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chart.hpp"
#include "prescribing.hpp"
#include "studio_prepared.hpp"

/// Gestione Studio: what happened in the practice today, and what still needs a hand.
namespace curante::studio {

/// What a colour on the list means. `grey` settled long ago, `green` done, `blue` on its way,
/// `amber` a person must act, `red` refused.
enum class Colour { grey, green, blue, amber, red };
CURANTE_DESCRIBE_ENUM(Colour, grey, green, blue, amber, red);

/// Who made a prescription. `substitute`: a doctor other than its holder issued it; `staff`: staff
/// prepared it, and a doctor approved it.
enum class MadeBy { holder, substitute, staff };
CURANTE_DESCRIBE_ENUM(MadeBy, holder, substitute, staff);

struct Row {
  chart::PatientSummary patient;
  Id prescription;
  Id recipe;
  Instant at;
  std::string author;        ///< name of who issued it
  std::string drugs;         ///< short text of the lines
  prescribing::State state = prescribing::State::waiting;
  Colour colour = Colour::blue;
  std::string state_text;    ///< in Italian
  Nre nre;
  Id document;
  bool can_withdraw = false;
  bool can_retry = false;
  prescribing::RecipeDelivery delivery;
  std::string delivery_text;  ///< where it stands on its way to the patient, in Italian; or empty
  bool can_deliver = false;
  std::string number;        ///< NRE, NRBE of a white one, or the code of its red form; empty: none
  bool on_red_form = false;  ///< `number` is the code of its red form
  std::string retry_question;  ///< to be answered with yes before it is tried again; empty: nothing
  bool in_doubt = false;       ///< it may be at the service, and nobody knows
  bool can_mark_seen = false;  ///< a person may say that nothing is left to do (prescribing/1 MarkSeen)
  bool seen = false;           ///< a person said so
  MadeBy made_by = MadeBy::holder;
  std::string preparer;        ///< name of the staff who prepared it
  Instant changed;
  bool needs_hand = false;     ///< it stays in the list of each day until a person acts
  bool can_go_on_paper = false;  ///< a white one: prescribing/1 GoOnAsPaper takes it
};
CURANTE_DESCRIBE(Row, patient, prescription, recipe, at, author, drugs, state, colour, state_text, nre,
                 document, can_withdraw, can_retry, delivery, delivery_text, can_deliver, number,
                 on_red_form, retry_question, in_doubt, can_mark_seen, seen, made_by, preparer, changed,
                 needs_hand, can_go_on_paper);
CURANTE_SUBJECT(Row, patient);
CURANTE_PERSONAL(Row, author, drugs, state_text, delivery_text, number, preparer);

struct Day {
  Date day;
  std::vector<Row> rows;  ///< newest first; those that need a person come first
  int32_t waiting = 0;
  int32_t attention = 0;  ///< that need a hand, whatever their state
  int32_t refused = 0;
  int32_t accepted = 0;
  int32_t to_deliver = 0;  ///< accepted, and a person must print or send it; or sending it failed
};
CURANTE_DESCRIBE(Day, day, rows, waiting, attention, refused, accepted, to_deliver);

struct GetDay {
  using Reply = Day;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::optional<Date> day;  ///< missing: today
  Id doctor;                ///< empty: all
};
CURANTE_DESCRIBE(GetDay, day, doctor);

struct History {
  std::vector<Row> rows;  ///< newest first
  std::string next;       ///< cursor; empty at the end
};
CURANTE_DESCRIBE(History, rows, next);

/// The recipes of a patient, of some days, or both, as they stand now. Throws "cursor-invalid",
/// "history-days" when the last day is before the first.
struct GetHistory {
  using Reply = History;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id patient;                 ///< empty: all
  std::optional<Date> from;   ///< missing: from the first
  std::optional<Date> until;  ///< with this day; missing: to the newest
  Id doctor;                  ///< empty: all
  std::string cursor;
  int32_t limit = 100;        ///< prescriptions on a page, at most 500
  std::vector<prescribing::State> states = {};  ///< recipes in one of these; empty: all
  bool or_needs_hand = false;  ///< with `states`: and those that need a hand, whatever their state
};
CURANTE_DESCRIBE(GetHistory, patient, from, until, doctor, cursor, limit, states, or_needs_hand);
CURANTE_SUBJECT(GetHistory, patient);

struct Open {
  std::vector<Row> rows;   ///< that need a hand, last changed first; those of 20 prescriptions
  int32_t needs_hand = 0;  ///< how many there are
};
CURANTE_DESCRIBE(Open, rows, needs_hand);

/// The recipes that stay as they are until a person acts, of whatever day.
struct GetOpen {
  using Reply = Open;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id concerns;  ///< who is their holder or issued them; empty: all
};
CURANTE_DESCRIBE(GetOpen, concerns);

struct Contract {
  static constexpr std::string_view id = "studio/1";
  using Calls = curante::Calls<GetDay, GetPrepared, GetHistory, GetOpen>;
};

}  // namespace curante::studio
