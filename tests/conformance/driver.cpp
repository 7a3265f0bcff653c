// SPDX-License-Identifier: Apache-2.0
#include "driver.hpp"

#include <boost/mp11.hpp>
#include <map>

#include "accounts.hpp"
#include "audit.hpp"
#include "chart.hpp"
#include "clock.hpp"
#include "database.hpp"
#include "documents.hpp"
#include "formulary.hpp"
#include "identity.hpp"
#include "messages.hpp"
#include "metrics.hpp"
#include "personal_data.hpp"
#include "prescribing.hpp"
#include "recipe_transmitter.hpp"
#include "red_recipe_channel.hpp"
#include "red_recipes.hpp"
#include "runtime/tree.hpp"
#include "sistema_ts.hpp"
#include "studio.hpp"
#include "terminology.hpp"
#include "verbs.hpp"

namespace curante::conformance {

namespace json = boost::json;

namespace {

using Contracts =
    boost::mp11::mp_list<accounts::Contract, audit::Contract, chart::Contract, clock::Contract,
                         database::Contract, documents::Contract, formulary::Contract,
                         identity::Contract, messages::Contract, metrics::Contract,
                         personal_data::Contract, prescribing::Contract,
                         recipe_transmitter::Contract, red_recipe_channel::Contract,
                         red_recipes::Contract, sistema_ts::Contract, studio::Contract,
                         terminology::Contract, verbs::Contract>;

template <ContractType C>
class AskerOf final : public Asker {
 public:
  AskerOf(const Host& host, uint32_t index) : use_(host, index) {}

  json::value ask(const CallContext& context, std::string_view call,
                  const json::value& request) const override {
    return ask_one_of(context, call, request, typename C::Calls{});
  }

 private:
  template <class... Call>
  json::value ask_one_of(const CallContext& context, std::string_view call,
                         const json::value& request, Calls<Call...>) const {
    json::value reply;
    const auto one = [&]<class It>() {
      if (type_name<It>() != call) return false;
      reply = kernel::to_tree(use_.ask(context, kernel::from_tree<It>(request)));
      return true;
    };
    if ((one.template operator()<Call>() || ...)) return reply;
    throw Error("suite-malformed", std::string(C::id) + " has no call " + std::string(call), "");
  }

  Use<C> use_;
};

std::unique_ptr<Asker> asker_of(std::string_view contract, const Host& host, uint32_t index) {
  std::unique_ptr<Asker> found;
  boost::mp11::mp_for_each<Contracts>([&]<class C>(C) {
    if (C::id == contract) found = std::make_unique<AskerOf<C>>(host, index);
  });
  return found;
}

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* it = object.if_contains(name);
  return it == nullptr ? std::string() : std::string(it->as_string());
}

/// A caller as the web face would name it, for one call.
class Caller {
 public:
  Caller(const Host& host, const curante_ext_entry* entry, const json::object& as)
      : host_(host), entry_(entry) {
    const std::string user = text_at(as, "user"), user_name = text_at(as, "user_name"),
                      role = text_at(as, "role"), patient = text_at(as, "patient"),
                      station = text_at(as, "station");
    std::vector<std::string> permissions;
    if (const auto* list = as.if_contains("permissions")) {
      for (const json::value& it : list->as_array()) permissions.emplace_back(it.as_string());
    }
    std::vector<curante_str> views;
    for (const std::string& it : permissions) views.push_back(str(it));
    const curante_principal who{
        sizeof who,   str(user), str(user_name), str(role),    {}, str(patient),
        str(station), {},        views.data(),   views.size(), 0};
    handle_ = entry_->open(host_.edge()->self, &who);
  }
  ~Caller() { entry_->close(host_.edge()->self, handle_); }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  CallContext context() const { return host_.wrap(handle_); }

 private:
  const Host& host_;
  const curante_ext_entry* entry_;
  curante_context* handle_;
};

}  // namespace

bool speaks(std::string_view contract) {
  bool found = false;
  boost::mp11::mp_for_each<Contracts>([&]<class C>(C) { found = found || C::id == contract; });
  return found;
}

Driver::Driver(const Host& host)
    : host_(host), entry_(host.extension<curante_ext_entry>("curante.entry/1")) {
  std::map<std::string, uint32_t> seen;
  for (const Target& it : targets) {
    askers_.push_back(asker_of(it.contract, host, seen[it.contract]++));
  }
  running = this;
}

json::value Driver::ask(size_t target, std::string_view call, const json::value& request,
                        const json::object* as) const {
  try {
    const Asker& asker = *askers_.at(target);
    if (as == nullptr) return json::object{{"reply", asker.ask(host_.background(), call, request)}};
    const Caller caller(host_, entry_, *as);
    return json::object{{"reply", asker.ask(caller.context(), call, request)}};
  } catch (const Error& e) {
    if (e.code() == "suite-malformed") throw;
    return json::object{{"error", e.code()}, {"message", e.message()}, {"remedy", e.remedy()}};
  }
}

}  // namespace curante::conformance
