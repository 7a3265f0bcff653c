// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "accounts.hpp"
#include "clock.hpp"
#include "curante/context.hpp"
#include "documents.hpp"
#include "red_recipes.hpp"
#include "sistema_ts.hpp"

namespace curante::red_recipes {

namespace channel = red_recipe_channel;

/// What this room asks of others, as functions, so that its parts can be tested without a host.
/// All are called from any thread and may throw Error.
struct Surroundings {
  using Context = const CallContext&;

  std::function<clock::Reading(Context)> now;
  /// How the clock stands (sistema-ts/1, GetClock); nothing where nobody can tell.
  std::function<std::optional<sistema_ts::ClockStanding>(Context)> clock_standing;
  std::function<accounts::Doctor(Context, const Id& account)> doctor;
  std::function<documents::DocumentInfo(Context, const documents::MakeRedForm&)> make_form;
  std::function<channel::Receipt(Context, const channel::Upload&)> upload;
  std::function<channel::FileStatusList(Context, const channel::Statuses&)> statuses;
  std::function<channel::RecipeOutcomeList(Context, const channel::Outcomes&)> outcomes;
  std::function<recipe_transmitter::Restoration(Context)> last_restored;
  std::function<void(Context, const FormChanged&)> tell;
  std::function<void(Context, const DatabaseRestored&)> tell_restored;

  std::function<std::string(const recipe_transmitter::Recipe&)> to_text;
  std::function<recipe_transmitter::Recipe(const std::string&)> recipe_of;
  std::function<std::string(const FormRecord&)> record_to_text;
  std::function<FormRecord(const std::string&)> record_of;
  std::function<std::string(const std::vector<channel::Remark>&)> remarks_to_text;
  std::function<std::vector<channel::Remark>(const std::string&)> remarks_of;
};

}  // namespace curante::red_recipes
