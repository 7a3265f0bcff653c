// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>

#include "neighbours.hpp"

/// Recipes carry the day of this computer's clock, and are good from that day on. One that is dated
/// by a clock that was behind must not leave: neither the patient nor the pharmacist would see why
/// it runs out early. Nobody corrects the day on it either: it is what the doctor signed, and what
/// the channel looks a recipe up by after a restore. So nothing is issued by such a clock; and what
/// was issued all the same, before anybody could tell, waits for the doctor to prescribe it again.
namespace curante::prescribing::wrong_day {

/// Before anything is written. Throws Error{"clock-behind"}: nothing was issued, nothing was sent.
void demand_right_clock(const Neighbours& neighbours, const CallContext& context);

/// The reason by which a channel, or the red room, says that it sent nothing because of the clock.
inline constexpr std::string_view clock_behind = "clock-behind";

/// Whether a recipe may be dated by the clock that reads `now` and is behind. One that is dated
/// later was written by another one, before it went back.
bool may_be_on(const recipe_transmitter::Recipe& recipe, Instant now);

/// Of a recipe that was kept back while the clock was behind `sent`, the last sending known then:
/// whether its day has turned out wrong. It has where the clock has since come to that time and
/// shows another day; a clock that still stands before it was declared right by a person.
bool is_on(const recipe_transmitter::Recipe& recipe, const std::optional<Instant>& sent,
           Instant now);

/// Notes on a recipe that it was kept back so, unless it was noted before.
void note(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe, Instant sent);

/// What is told of such a recipe. Its code is "recipe-misdated".
Error refusal(const recipe_transmitter::Recipe& recipe);

}  // namespace curante::prescribing::wrong_day
