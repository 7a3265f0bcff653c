// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "neighbours.hpp"

/// Recipes carry the day of this computer's clock, and are good from that day on. One that is dated
/// by a clock that was behind must not leave: neither the patient nor the pharmacist would see why
/// it runs out early. Nobody corrects the day on it either: it is what the doctor signed, and what
/// the channel looks a recipe up by after a restore. So nothing is issued by such a clock; and what
/// was issued all the same, while nobody could tell, waits for the doctor to prescribe it again.
///
/// One that was issued while somebody could tell keeps its day, however long it waits: what was
/// sent later than it was written was then sent after it, and says nothing of its day.
///
/// A host whose clock is right says nothing of what another has dated: beside that stands the time
/// of the database's clock, which is one for all hosts. That says less where a person declared it
/// wrong: whose day only the one or the other of its times bears out, nobody can tell.
namespace curante::prescribing::wrong_day {

/// Before anything is written. Whether anybody could tell that the clock is not behind.
/// Throws Error{"clock-behind"}: nothing was issued, nothing was sent.
bool demand_right_clock(const Neighbours& neighbours, const CallContext& context);

/// What is known of the day of a recipe that waits.
struct Day {
  /// Nobody could tell, when it was issued, whether the clock was behind, nor has since.
  bool unproven = false;
  /// It was kept back while the clock was behind this, the last sending known then, and may be
  /// dated by that clock.
  std::optional<Instant> behind = {};
  /// When it was issued, by the database's clock; nothing of one that an earlier release issued.
  std::optional<Instant> database = {};
};
/// Columns of recipe as r, 3 of them; and what reads them, of which `first` is the first.
std::string day_columns();
Day read_day(const pqxx::row& row, int first);

struct Judgement {
  enum class Verdict {
    unknown,
    suspect,  ///< the clock is behind, and the recipe may be dated by it
    right,    ///< for good
    /// It was suspect; the clock has come to that time since, and shows another day. Or the
    /// database's clock showed another when it was written, also if it was off by then as much as a
    /// person, who said that this computer's is right, lets it be off now.
    wrong,
  };
  Verdict verdict = Verdict::unknown;
  std::optional<Instant> behind = {};  ///< of a suspect
};

/// Of a recipe that cannot have left. `standing`: nothing where nobody can tell.
Judgement judge(const recipe_transmitter::Recipe& recipe, const Day& day,
                const std::optional<sistema_ts::ClockStanding>& standing, Instant now);
/// Asks how the clock stands only of a day that is not proven.
Judgement judge(const recipe_transmitter::Recipe& recipe, const Day& day,
                const Neighbours& neighbours, const CallContext& context);

/// Keeps what was found: that it is suspect, or that its day is right.
void keep(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe,
          const Judgement& judgement);

/// Clears those whose day is seen to be right: above all as soon as a person declares that the
/// clock is, for later it would only be seen to have come to the time that was wrong. Never throws.
void follow(const Host& host, const Neighbours& neighbours, postgres::Pool& pool);

/// What is told of one whose day is wrong. Its code is "recipe-misdated".
Error refusal(const recipe_transmitter::Recipe& recipe);
/// The same of one that may have left with that day.
Error doubt(const recipe_transmitter::Recipe& recipe);

}  // namespace curante::prescribing::wrong_day
