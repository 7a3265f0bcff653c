// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

/// Recipes that are held since the database came back from a copy: they may be on a red form, or a
/// white one on the doctor's own paper, of which this copy does not know; only a person can say so.
namespace curante::prescribing::held_paper {

/// What is said of one that would go to the service, and of one that would go on paper.
inline constexpr auto was_it_printed =
    "è già stata stampata su ricetta rossa? Il database viene da una copia e non lo sa: guardare "
    "il blocchetto o chiedere al paziente. Sì: «Ritira», vale quel foglio. No: «Riprova ora», la "
    "si cerca al servizio e, se non c'è, parte come elettronica";
inline constexpr auto was_it_printed_from_the_start =
    "è già stata stampata su ricetta rossa? Il database viene da una copia e non lo sa: guardare "
    "il blocchetto o chiedere al paziente. Sì: «Ritira», vale quel foglio. No: «Riprova ora», poi "
    "si può stamparla";

inline constexpr auto was_white_printed =
    "è già stata stampata su carta, dal ricettario personale? Il database viene da una copia e non "
    "lo sa: chiedere al paziente. Sì: «Ritira», vale quel foglio. No: «Riprova ora», la si cerca "
    "al servizio e, se non c'è, parte come elettronica";

/// Column of recipe as r, `held_before`: what it was on its way from. Null of one that is not held.
inline constexpr auto column =
    "(select a.before from paper a where a.practice_id = r.practice_id and a.recipe = r.id"
    " and a.stage = 'printing' and a.doubted) as held_before";

/// RecipeView::retry_question of one that was on its way from `before`.
std::string retry_question(const std::string& before, bool white);

}  // namespace curante::prescribing::held_paper
