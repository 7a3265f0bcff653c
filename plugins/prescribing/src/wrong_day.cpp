// SPDX-License-Identifier: Apache-2.0
#include "wrong_day.hpp"

#include <fmt/format.h>

#include "curante/fault.hpp"
#include "curante/json.hpp"
#include "curante/postgres/prepared.hpp"
#include "rules/clock_behind.hpp"
#include "rules/rome_time.hpp"
#include "sql_text.hpp"

namespace curante::prescribing::wrong_day {

std::string day_columns() {
  return "r.day_unproven, " + millis("r.clock_behind") + ", " + millis("r.database_time");
}

namespace {

using recipe_transmitter::Recipe;
using Verdict = Judgement::Verdict;

constexpr size_t day_length = 10;  // of "2026-11-23 18:20:00"

const std::string suspects =
    "select r.id, coalesce(p.payload, o.payload), " + day_columns() +
    " from recipe r"
    " left join paper p on p.practice_id = r.practice_id and p.recipe = r.id"
    " left join outbox o on o.practice_id = r.practice_id and o.recipe = r.id"
    "   and o.kind = 'submit'"
    " where r.practice_id = $1 and r.clock_behind is not null"
    "   and coalesce(p.payload, o.payload) is not null";

std::string day_of(const std::string& local_time) {
  return local_time.substr(0, day_length);
}

std::string with_its_day(const Recipe& recipe) {
  const std::string day = day_of(recipe.written_at);
  return "è stata scritta quando l'orologio del computer non era giusto e porta la data sbagliata "
         "del " +
         day.substr(8, 2) + "/" + day.substr(5, 2) + "/" + day.substr(0, 4);
}

/// Of a clock that is right now: by one that was ahead.
bool is_later_than(const Recipe& recipe, Instant now) {
  return recipe.written_at > rome::text(Instant{now.ms + clock::tolerance_ms});
}

/// Dated later than the clock is now, it was written by another one, before that went back; dated
/// after what was sent last, it was not behind it.
bool may_be_dated_by(const Recipe& recipe, const sistema_ts::ClockStanding& behind, Instant now) {
  return !is_later_than(recipe, now) &&
         recipe.written_at < rome::text(Instant{behind.ahead->ms - clock::tolerance_ms});
}

/// A clock that is not behind, and still stands before the time that it was behind, was declared
/// right by a person.
bool has_turned_out_wrong(const Recipe& recipe, const Day& day, Instant now) {
  return day.behind && now.ms > day.behind->ms - clock::tolerance_ms &&
         day_of(recipe.written_at) != day_of(rome::text(now));
}

/// Dated by a clock that showed another day. Two clocks may differ by a little, also about
/// midnight.
bool differs_from(Instant at, const Recipe& recipe) {
  const bool near = recipe.written_at > rome::text(Instant{at.ms - clock::tolerance_ms}) &&
                    recipe.written_at < rome::text(Instant{at.ms + clock::tolerance_ms});
  return !near && day_of(recipe.written_at) != day_of(rome::text(at));
}

/// By the database's clock, which is one for all hosts. Where a person said that it is wrong, and
/// this computer's right, it counts with what it is off by now: it may have been off by as much
/// when the recipe was written, or right then. What only one of the two bears out nobody can tell.
Verdict by_the_database(const Recipe& recipe, const Day& day,
                        const sistema_ts::ClockStanding& standing) {
  if (!day.database) return Verdict::right;
  const bool differs = differs_from(*day.database, recipe);
  if (!standing.overruled) return differs ? Verdict::wrong : Verdict::right;
  const int64_t off_by_ms = standing.overruled->ms - standing.now.ms;
  const bool differs_corrected = differs_from(Instant{day.database->ms - off_by_ms}, recipe);
  if (differs != differs_corrected) return Verdict::unknown;
  return differs ? Verdict::wrong : Verdict::right;
}

void follow_all(const Host& host, const Neighbours& neighbours, postgres::Pool& pool) {
  const CallContext context = host.background();
  const auto rows = pool.look_up([&](pqxx::transaction_base& tx) {
    return postgres::prepared(tx, suspects, context.practice());
  });
  for (const auto& row : rows) {
    const auto recipe = from_json<Recipe>(host, row[1].c_str());
    const Judgement judgement = judge(recipe, read_day(row, 2), neighbours, context);
    if (judgement.verdict != Verdict::right) continue;
    pool.write([&](pqxx::transaction_base& tx) {
      keep(tx, context.practice(), id_of(row[0]), judgement);
    });
  }
}

}  // namespace

Day read_day(const pqxx::row& row, int first) {
  return {row[first].as<bool>(), instant_or_none(row[first + 1]), instant_or_none(row[first + 2])};
}

bool demand_right_clock(const Neighbours& neighbours, const CallContext& context) {
  const auto standing = neighbours.clock_standing(context);
  if (!standing || !clock::is_wrong(*standing)) return standing.has_value();
  throw Error("clock-behind", clock::wrong_text(*standing),
              clock::wrong_remedy("poi inviare di nuovo; la prescrizione resta qui, "
                                  "nulla è stato emesso"));
}

Judgement judge(const Recipe& recipe, const Day& day,
                const std::optional<sistema_ts::ClockStanding>& standing, Instant now) {
  if (!day.unproven) return {};
  if (standing && standing->ahead) {
    if (!may_be_dated_by(recipe, *standing, now)) return {};
    return {Verdict::suspect, standing->ahead};
  }
  if (standing && standing->server) return {};  // nobody can tell whose day it is
  if (has_turned_out_wrong(recipe, day, now)) return {Verdict::wrong};
  if (!standing) return {};
  if (is_later_than(recipe, now)) return {Verdict::wrong};
  return {by_the_database(recipe, day, *standing)};
}

Judgement judge(const Recipe& recipe, const Day& day, const Neighbours& neighbours,
                const CallContext& context) {
  if (!day.unproven) return {};
  return judge(recipe, day, neighbours.clock_standing(context), neighbours.now(context).now);
}

void keep(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe,
          const Judgement& judgement) {
  if (judgement.verdict == Verdict::suspect) {
    postgres::prepared(tx,
                       "update recipe set clock_behind = $3 where practice_id = $1 and id = $2"
                       " and day_unproven and clock_behind is null",
                       practice, recipe.value(), judgement.behind->iso());
  }
  if (judgement.verdict == Verdict::right) {
    postgres::prepared(tx,
                       "update recipe set clock_behind = null, day_unproven = false"
                       " where practice_id = $1 and id = $2",
                       practice, recipe.value());
  }
}

void follow(const Host& host, const Neighbours& neighbours, postgres::Pool& pool) {
  try {
    follow_all(host, neighbours, pool);
  } catch (const std::exception& e) {
    host.warning(
        fmt::format("whether the days of recipes are right is not known: {}", fault_of(e)));
  }
}

Error refusal(const Recipe& recipe) {
  return Error("recipe-misdated", with_its_day(recipe) + ": non è partita e non parte",
               "annullarla e prescrivere di nuovo, con la data di oggi");
}

Error doubt(const Recipe& recipe) {
  return Error("recipe-misdated",
               with_its_day(recipe) + "; può essere già partita, da sola non parte più",
               "«Ritira»: se il servizio ce l'ha viene annullata, se non ce l'ha è tolta; poi "
               "prescrivere di nuovo, con la data di oggi");
}

}  // namespace curante::prescribing::wrong_day
