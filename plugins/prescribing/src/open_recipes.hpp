// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>

#include "prescribing.hpp"

namespace curante::prescribing {

/// Which recipes are not settled, in SQL: of recipe `r`, its prescription `p` and its last delivery
/// `d` (delivery_join), with the practice as $1.
namespace open_recipes {

/// Columns for `read`: whether it needs a hand, was seen, was repeated.
extern const std::string columns;
void read(const pqxx::row& row, RecipeView& view);

/// A select of the prescriptions that have an unsettled recipe, with their ids as `prescription`:
/// from small indexes of their own, not from the whole past.
extern const std::string prescriptions;

/// A select of the ids of prescriptions with a recipe that needs a hand.
std::string needing_hand();

struct Count {
  int32_t needs_hand = 0;
  int32_t moving = 0;
};
/// `concerns`: who is their holder or issued them; empty: all.
Count count(pqxx::transaction_base& tx, const std::string& practice, const Id& concerns);

/// Ids of `limit` prescriptions with a recipe that needs a hand, the last changed first.
std::vector<Id> newest(pqxx::transaction_base& tx, const std::string& practice, const Id& concerns,
                       int32_t limit);

/// Of one that was refused, wherever it is on its way to since: whether for all that is on it the
/// patient has another recipe since then. On paper, too, they would have it twice.
bool has_another(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe);

/// Notes that a person has seen what became of it, or that they have not. False when its state is
/// none that anybody has to see, or it has changed since it was looked at.
bool mark_seen(pqxx::transaction_base& tx, const std::string& practice, const MarkSeen& call);

}  // namespace open_recipes
}  // namespace curante::prescribing
