// SPDX-License-Identifier: Apache-2.0
#include "web/white_actions.hpp"

#include "state/pharmacy.hpp"
#include "state/white_recipe.hpp"

namespace sistema_ts {
namespace {

namespace json = boost::json;

json::object shown(const WhiteRecipe& recipe) {
  return {{"nrbe", recipe.number},        {"pin", recipe.pin},
          {"state", recipe.state},        {"doctor", recipe.doctor},
          {"patient", recipe.patient},    {"compiled", recipe.compiled},
          {"received", recipe.received},  {"header", object_of(recipe.header)},
          {"rows", array_of(recipe.rows)}};
}

[[noreturn]] void bad_member(const std::string& member, const std::string& wanted) {
  throw AdminProblem(400, "bad-member", "\"" + member + "\" is missing or not " + wanted,
                     "see README.md of the simulator");
}

}  // namespace

json::value list_white(const AdminServer::Parts& parts, const AdminRequest& request) {
  const auto asked = [&](const char* name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
  };
  return parts.state.transact([&](Sqlite& database) {
    json::array list;
    for (const auto& recipe : WhiteRecipes(database).all(asked("doctor"))) {
      if (asked("nrbe").empty() || recipe.number == asked("nrbe")) list.push_back(shown(recipe));
    }
    const auto count = list.size();
    return json::value{{"count", count}, {"recipes", std::move(list)}};
  });
}

json::value set_white_state(const AdminServer::Parts& parts, const AdminRequest& request) {
  const auto* number = request.body.if_contains("nrbe");
  if (number == nullptr || !number->is_string()) bad_member("nrbe", "a text");
  const auto* state = request.body.if_contains("state");
  if (state == nullptr || !state->is_int64() || state->as_int64() < 1 ||
      state->as_int64() > kLastState) {
    bad_member("state", "a state from 1 to 10");
  }
  const std::string nrbe(number->as_string());
  const bool found = parts.state.transact([&](Sqlite& database) {
    return WhiteRecipes(database).set_state(nrbe, static_cast<int>(state->as_int64()));
  });
  if (!found) throw AdminProblem(404, "nrbe-unknown", "no white recipe " + nrbe, "GET /white");
  return json::object{{"nrbe", nrbe}, {"state", *state}};
}

int state_after_act(const std::string& act, int state) {
  if (const auto after = state_after(act, state)) return *after;
  throw AdminProblem(409, "act-impossible",
                     act + " is nothing to do in state " + std::to_string(state),
                     "acts: " + pharmacy_acts() + "; README.md says from which states");
}

json::value act_on_white(const AdminServer::Parts& parts, const std::string& number,
                         const std::string& act) {
  return parts.state.transact([&](Sqlite& database) {
    WhiteRecipes recipes(database);
    const auto recipe = recipes.find(number);
    if (!recipe) {
      throw AdminProblem(404, "nrbe-unknown", "no white recipe " + number, "GET /white");
    }
    const int after = state_after_act(act, recipe->state);
    recipes.set_state(number, after);
    return json::value{{"nrbe", number}, {"state", after}};
  });
}

}  // namespace sistema_ts
