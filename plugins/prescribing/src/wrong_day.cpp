// SPDX-License-Identifier: Apache-2.0
#include "wrong_day.hpp"

#include "curante/postgres/prepared.hpp"
#include "rules/clock_behind.hpp"
#include "rules/rome_time.hpp"

namespace curante::prescribing::wrong_day {
namespace {

constexpr size_t day_length = 10;  // of "2026-11-23 18:20:00"

std::string day_of(const std::string& local_time) {
  return local_time.substr(0, day_length);
}

}  // namespace

void demand_right_clock(const Neighbours& neighbours, const CallContext& context) {
  const auto ahead = neighbours.sent_ahead(context);
  if (!ahead) return;
  throw Error(std::string(clock_behind), clock::behind_text(*ahead),
              clock::behind_remedy("poi inviare di nuovo; la prescrizione resta qui, "
                                   "nulla è stato emesso"));
}

bool may_be_on(const recipe_transmitter::Recipe& recipe, Instant now) {
  return recipe.written_at <= rome::text(Instant{now.ms + clock::tolerance_ms});
}

bool is_on(const recipe_transmitter::Recipe& recipe, const std::optional<Instant>& sent,
           Instant now) {
  return sent && now.ms > sent->ms - clock::tolerance_ms &&
         day_of(recipe.written_at) != day_of(rome::text(now));
}

void note(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe, Instant sent) {
  postgres::prepared(tx,
                     "update recipe set clock_behind = $3"
                     " where practice_id = $1 and id = $2 and clock_behind is null",
                     practice, recipe.value(), sent.iso());
}

Error refusal(const recipe_transmitter::Recipe& recipe) {
  const std::string day = day_of(recipe.written_at);
  return Error("recipe-misdated",
               "è stata scritta mentre l'orologio del computer era indietro e porta la data "
               "sbagliata del " +
                   day.substr(8, 2) + "/" + day.substr(5, 2) + "/" + day.substr(0, 4) +
                   ": non è partita e non parte",
               "annullarla e prescrivere di nuovo, con la data di oggi");
}

}  // namespace curante::prescribing::wrong_day
