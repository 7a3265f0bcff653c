// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

/// Recipes that are held since the database came back from a copy: they may be on a red form, or a
/// white one on the doctor's own paper, of which this copy does not know; only a person can say so.
namespace curante::prescribing::held_paper {

/// What is said of one that was on its way from `before`: a state of a recipe, or empty for one
/// that was meant for paper from the start. Where to look, and what each answer does.
std::string question(const std::string& before, bool white);

/// Column of recipe as r, `held_before`: what it was on its way from. Null of one that is not held.
inline constexpr auto column =
    "(select a.before from paper a where a.practice_id = r.practice_id and a.recipe = r.id"
    " and a.stage = 'printing' and a.doubted) as held_before";

/// RecipeView::retry_question of one that was on its way from `before`.
std::string retry_question(const std::string& before, bool white);

}  // namespace curante::prescribing::held_paper
