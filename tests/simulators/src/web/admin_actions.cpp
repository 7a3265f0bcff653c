// SPDX-License-Identifier: Apache-2.0
#include "web/admin_actions.hpp"

#include <functional>

#include "local_time.hpp"
#include "state/journal.hpp"
#include "state/recipe.hpp"
#include "state/substitutions.hpp"
#include "state/switches.hpp"
#include "state/tokens.hpp"
#include "web/red_admin.hpp"
#include "web/white_actions.hpp"

namespace sistema_ts {
namespace {

namespace json = boost::json;
using Parts = AdminServer::Parts;

[[noreturn]] void bad_member(const std::string& member, const std::string& wanted) {
  throw AdminProblem(400, "bad-member", "\"" + member + "\" is missing or not " + wanted,
                     "see README.md of the simulator");
}

std::string text_of(const json::object& body, const char* member, const char* otherwise = nullptr) {
  const auto* value = body.if_contains(member);
  if (value == nullptr && otherwise != nullptr) return otherwise;
  if (value == nullptr || !value->is_string()) bad_member(member, "a text");
  return std::string(value->as_string());
}

int64_t number_of(const json::object& body, const char* member, std::optional<int64_t> otherwise) {
  const auto* value = body.if_contains(member);
  if (value == nullptr && otherwise) return *otherwise;
  if (value == nullptr || !value->is_int64() || value->as_int64() < 0 ||
      value->as_int64() > 86'400'000) {
    bad_member(member, "a number from 0 to 86400000");
  }
  return value->as_int64();
}

bool truth_of(const json::object& body, const char* member, bool otherwise) {
  const auto* value = body.if_contains(member);
  if (value == nullptr) return otherwise;
  if (!value->is_bool()) bad_member(member, "true or false");
  return value->as_bool();
}

json::object shown(const Recipe& recipe, int64_t arrivals) {
  return {{"nre", recipe.nre},
          {"state", recipe.state},
          {"doctor", recipe.author()},
          {"holder", recipe.holder},
          {"patient", recipe.patient},
          {"kind", recipe.kind},
          {"compiled", recipe.compiled},
          {"received", recipe.received},
          {"authentication", recipe.authentication},
          {"arrivals", arrivals},
          {"header", object_of(recipe.header)},
          {"rows", array_of(recipe.rows)}};
}

json::value list_recipes(const Parts& parts, const AdminRequest& request) {
  const auto asked = [&](const char* name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
  };
  return parts.state.transact([&](Sqlite& database) {
    Journal journal(database);
    json::array list;
    for (const auto& recipe : Recipes(database).all(asked("doctor"))) {
      if (!asked("nre").empty() && recipe.nre != asked("nre")) continue;
      list.push_back(shown(recipe, journal.arrivals("InvioPrescritto", recipe.nre)));
    }
    const auto count = list.size();
    return json::value{{"count", count}, {"recipes", std::move(list)}};
  });
}

json::value set_state(const Parts& parts, const AdminRequest& request) {
  const std::string nre = text_of(request.body, "nre");
  const int64_t state = number_of(request.body, "state", std::nullopt);
  if (state < 1 || state > kLastState) bad_member("state", "a state from 1 to 10");
  const bool not_ssn = truth_of(request.body, "not_ssn", false);
  const bool found = parts.state.transact([&](Sqlite& database) {
    return Recipes(database).set_state(nre, static_cast<int>(state), not_ssn);
  });
  if (!found) throw AdminProblem(404, "nre-unknown", "no recipe " + nre, "GET /recipes lists them");
  return json::object{{"nre", nre}, {"state", state}};
}

/// Plays the pharmacy: one act, if the recipe's state allows it.
json::value act_as_pharmacy(const Parts& parts, const AdminRequest& request) {
  const std::string act = text_of(request.body, "act");
  if (request.body.contains("nrbe")) {
    return act_on_white(parts, text_of(request.body, "nrbe"), act);
  }
  const std::string nre = text_of(request.body, "nre");
  const bool not_ssn = truth_of(request.body, "not_ssn", false);
  return parts.state.transact([&](Sqlite& database) {
    Recipes recipes(database);
    const auto recipe = recipes.find(nre);
    if (!recipe) {
      throw AdminProblem(404, "nre-unknown", "no recipe " + nre, "GET /recipes lists them");
    }
    const int after = state_after_act(act, recipe->state);
    recipes.set_state(nre, after, not_ssn);
    return json::value{{"nre", nre}, {"state", after}};
  });
}

json::object shown(const Fault& fault) {
  json::object object{
      {"id", fault.id},       {"kind", name_of(fault.kind)},     {"operation", fault.operation},
      {"times", fault.times}, {"delay_ms", fault.delay.count()}, {"processed", fault.processed}};
  if (fault.after) object["after_ms"] = fault.after->count();
  return object;
}

json::value list_faults(const Parts& parts, const AdminRequest&) {
  json::array list;
  for (const auto& fault : parts.faults.all()) list.push_back(shown(fault));
  return json::object{{"faults", std::move(list)}};
}

json::value add_fault(const Parts& parts, const AdminRequest& request) {
  const auto kind = fault_kind(text_of(request.body, "kind"));
  if (!kind) bad_member("kind", "a kind of fault");
  Fault fault;
  fault.kind = *kind;
  fault.operation = text_of(request.body, "operation", "");
  if (!fault.operation.empty() && !parts.gateway.has_operation(fault.operation)) {
    bad_member("operation", "an operation's name");
  }
  if (*kind == FaultKind::kWrongCertificate && !fault.operation.empty()) {
    throw AdminProblem(400, "operation-unknown-yet",
                       "a handshake comes before the operation is known",
                       "leave \"operation\" out");
  }
  fault.times = number_of(request.body, "times", 1);
  fault.delay = std::chrono::milliseconds(number_of(request.body, "delay_ms", 0));
  if (request.body.contains("after_ms")) {
    fault.after = std::chrono::milliseconds(number_of(request.body, "after_ms", std::nullopt));
  }
  fault.processed = truth_of(request.body, "processed", processes_by_default(*kind));
  fault.text = text_of(request.body, "text", "Errore interno del servizio");
  return json::object{{"id", parts.faults.add(std::move(fault))}};
}

json::value clear_faults(const Parts& parts, const AdminRequest&) {
  parts.faults.clear();
  return json::object{};
}

json::value list_held(const Parts& parts, const AdminRequest&) {
  json::array list;
  for (const auto& name : parts.late.held()) list.emplace_back(name);
  return json::object{{"held", std::move(list)}};
}

json::value deliver_held(const Parts& parts, const AdminRequest&) {
  json::array statuses;
  for (const int status : parts.late.deliver_all()) statuses.emplace_back(status);
  return json::object{{"statuses", std::move(statuses)}};
}

json::value read_mailbox(const Parts& parts, const AdminRequest&) {
  return parts.state.transact([](Sqlite& database) {
    json::array list;
    for (const auto& mail : Tokens(database).mail()) {
      list.push_back({{"sent", mail.sent},
                      {"user", mail.user},
                      {"mailbox", mail.mailbox},
                      {"token", mail.token}});
    }
    return json::value{{"mail", std::move(list)}};
  });
}

json::value expire_tokens(const Parts& parts, const AdminRequest& request) {
  const std::string user = text_of(request.body, "user", "");
  const int count = parts.state.transact(
      [&](Sqlite& database) { return Tokens(database).expire(user, seconds_of(Clock::now())); });
  return json::object{{"expired", count}};
}

json::value read_stats(const Parts& parts, const AdminRequest&) {
  json::object happened;
  for (const auto& [kind, count] : parts.faults.happened()) happened[kind] = count;
  return parts.state.transact([&](Sqlite& database) {
    json::array requests;
    for (const auto& entry : Journal(database).counts()) {
      requests.push_back(
          {{"operation", entry.operation}, {"outcome", entry.outcome}, {"count", entry.count}});
    }
    return json::value{{"recipes", Recipes(database).count()},
                       {"requests", std::move(requests)},
                       {"faults", happened}};
  });
}

json::value read_switches(const Parts& parts, const AdminRequest&) {
  return parts.state.transact([](Sqlite& database) {
    Switches switches(database);
    json::object all;
    for (const auto& [name, unused] : Switches::kAll) all[name] = switches.on(name);
    return json::value(std::move(all));
  });
}

json::value set_switches(const Parts& parts, const AdminRequest& request) {
  parts.state.transact([&](Sqlite& database) {
    Switches switches(database);
    for (const auto& member : request.body) {
      const std::string name(member.key());
      if (!member.value().is_bool() || !switches.set(name, member.value().as_bool())) {
        bad_member(name, "a switch set to true or false");
      }
    }
  });
  return read_switches(parts, request);
}

json::value list_identities(const Parts& parts, const AdminRequest&) {
  json::array list;
  for (const auto& person : parts.identities.all()) {
    list.push_back({{"user", person.user},
                    {"password", person.password},
                    {"pincode", person.pincode},
                    {"fiscal_code", person.fiscal_code},
                    {"surname", person.surname},
                    {"name", person.name},
                    {"region", person.region},
                    {"local_health_unit", person.local_health_units.front()},
                    {"specialisation", person.specialisation},
                    {"substitute", person.substitute}});
  }
  return json::object{{"identities", std::move(list)}};
}

json::value list_substitutions(const Parts& parts, const AdminRequest&) {
  return parts.state.transact([](Sqlite& database) {
    json::array list;
    for (const auto& it : Substitutions(database).all()) {
      list.push_back({{"holder", it.holder},
                      {"substitute", it.substitute},
                      {"from", it.from},
                      {"until", it.until},
                      {"health_unit_told", it.health_unit_told},
                      {"received", it.received}});
    }
    return json::value{{"substitutions", std::move(list)}};
  });
}

json::value reset(const Parts& parts, const AdminRequest&) {
  parts.faults.clear();
  parts.late.forget();
  parts.state.reset();
  return json::object{};
}

using Action = json::value (*)(const Parts&, const AdminRequest&);
struct Route {
  std::string_view method, path;
  Action action;
};

constexpr Route kRoutes[] = {
    {"GET", "/recipes", list_recipes},
    {"POST", "/recipes/state", set_state},
    {"POST", "/pharmacy", act_as_pharmacy},
    {"GET", "/faults", list_faults},
    {"POST", "/faults", add_fault},
    {"DELETE", "/faults", clear_faults},
    {"GET", "/held", list_held},
    {"POST", "/held/deliver", deliver_held},
    {"GET", "/mailbox", read_mailbox},
    {"POST", "/tokens/expire", expire_tokens},
    {"GET", "/stats", read_stats},
    {"GET", "/switches", read_switches},
    {"POST", "/switches", set_switches},
    {"GET", "/identities", list_identities},
    {"POST", "/reset", reset},
    {"GET", "/substitutions", list_substitutions},
    {"GET", "/red/files", list_red_files},
    {"GET", "/red/live", list_red_live},
    {"POST", "/red/process", process_red_files},
    {"GET", "/white", list_white},
    {"POST", "/white/state", set_white_state},
};

}  // namespace

json::value administer(const Parts& parts, const AdminRequest& request) {
  for (const auto& route : kRoutes) {
    if (route.method == request.method && route.path == request.path) {
      return route.action(parts, request);
    }
  }
  throw AdminProblem(404, "no-such-address", request.method + " " + request.path + " is not served",
                     "see README.md of the simulator");
}

}  // namespace sistema_ts
