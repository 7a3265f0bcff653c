// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "curante/plugin.hpp"
#include "curante/testing/caller.hpp"
#include "curante/testing/test_bus.hpp"
#include "curante/testing/test_log.hpp"

namespace curante::testing {

/// A host within a test: a plugin's whole class is constructed, started and asked without a kernel.
///
///   Mock<clock::Contract> clock;
///   TestHost host;
///   host.set("greeting", "Ciao");
///   host.provide<clock::Contract>(clock);
///   MyPlugin plugin(host.host());
///   plugin.start();
///   host.ask<hello::Contract>(plugin, hello::Greet{"Ada"});
///
/// Offers bindings (on the direct path, to what `provide` was given), contexts, settings, log and
/// bus. It knows no JSON, which belongs to the host: to_json and from_json throw
/// Error{"extension-missing"}. It must outlive the plugin. Provide before the plugin is
/// constructed; the rest is safe to use from any thread.
class TestHost {
 public:
  TestHost() = default;
  TestHost(const TestHost&) = delete;
  TestHost& operator=(const TestHost&) = delete;

  Host host() const { return Host(&edge_); }

  /// A setting of the plugin, as a manifest would give it.
  void set(const std::string& name, const std::string& value) { settings_[name] = value; }

  /// Binds the plugin's `Use<Contract>` to `provider`: a Mock, a Fake, or a class with an overload
  /// `on` for each call. Give several for a plural contract. `provider` must outlive this host.
  template <ContractType Contract, class Provider>
  void provide(Provider& provider) {
    ways_.push_back(std::make_unique<Way>(curante::provide<Contract>(host(), provider)));
  }

  /// Asks what the plugin provides, on behalf of `context`. Throws the plugin's Error, or
  /// Error{"contract-unavailable"} when it does not provide the contract.
  template <ContractType Contract, class Call>
  typename Call::Reply ask(Plugin& plugin, const CallContext& context, const Call& request) const {
    for (Service* service : plugin.services()) {
      const curante_service& edge = *service->edge();
      if (view(edge.contract) != Contract::id) continue;
      typename Call::Reply reply{};
      FailureCatcher failure;
      failure.check(edge.direct(edge.self, context.handle(), op_of<Contract, Call>(), &request,
                                &reply, failure.edge()));
      return reply;
    }
    throw Error("contract-unavailable", "the plugin does not provide " + std::string(Contract::id),
                "name its service in services()");
  }
  /// Asks on nobody's behalf.
  template <ContractType Contract, class Call>
  typename Call::Reply ask(Plugin& plugin, const Call& request) const {
    return ask<Contract>(plugin, nobody_.context(), request);
  }

  /// What the plugin logged so far.
  std::vector<LogLine> log() const { return log_.lines(); }

 private:
  /// A consumer's way to one provider.
  struct Way {
    explicit Way(std::unique_ptr<Service> it) : service(std::move(it)) {
      const curante_service& edge = *service->edge();
      binding = {sizeof binding,
                 CURANTE_PATH_DIRECT,
                 str("a test has one compilation"),
                 str("test"),
                 edge.self,
                 edge.direct,
                 nullptr,
                 nullptr,
                 nullptr};
    }
    std::unique_ptr<Service> service;
    curante_binding binding;
  };

  static TestHost& of(void* self) { return *static_cast<TestHost*>(self); }

  static const curante_binding* bind(void* self, curante_str contract, uint64_t, uint32_t index) {
    for (const auto& way : of(self).ways_) {
      if (view(way->service->edge()->contract) != view(contract)) continue;
      if (index-- == 0) return &way->binding;
    }
    return nullptr;
  }
  static const curante_context* background(void* self) {
    return of(self).nobody_.context().handle();
  }
  static int32_t setting(void* self, curante_str name, curante_str* value) {
    const auto found = of(self).settings_.find(view(name));
    if (found == of(self).settings_.end()) return 0;
    *value = str(found->second);
    return 1;
  }
  static void line(void* self, uint32_t level, curante_str text) {
    of(self).log_.add(level, view(text));
  }
  static void publish(void* self, const curante_context* context, curante_str event,
                      TestBus::Write write, void* writer) {
    of(self).bus_.publish(context, view(event), write, writer);
  }
  static void subscribe(void* self, curante_str event, TestBus::Receive receive, void* receiver) {
    of(self).bus_.subscribe(view(event), receive, receiver);
  }
  [[noreturn]] static void no_json() {
    throw Error("extension-missing", "a TestHost knows no JSON",
                "test this with `curante plugin run`, or keep JSON out of what is tested");
  }
  static int32_t parse(void*, curante_str, void (*)(void*, curante_node, const curante_reader*),
                       void*, const curante_failure* failure) {
    return guarded(failure, no_json);
  }
  static void print(void*, void (*)(void*, const curante_writer*, void*), void*,
                    void (*)(void*, curante_str), void*) {
    no_json();
  }

  static const void* get(void*, const char* id) {
    static constexpr curante_ext_binding bindings{sizeof bindings, &bind};
    static constexpr curante_ext_context contexts = Caller::extension(&background);
    static constexpr curante_ext_settings settings{sizeof settings, &setting};
    static constexpr curante_ext_log log{sizeof log, &line};
    static constexpr curante_ext_json json{sizeof json, &parse, &print};
    static constexpr curante_ext_bus bus{sizeof bus, &publish, &subscribe};
    const std::string_view name = id;
    if (name == "curante.binding/1") return &bindings;
    if (name == "curante.context/1") return &contexts;
    if (name == "curante.settings/1") return &settings;
    if (name == "curante.log/1") return &log;
    if (name == "curante.json/1") return &json;
    return name == "curante.bus/1" ? &bus : nullptr;
  }

  std::map<std::string, std::string, std::less<>> settings_;
  Caller nobody_{{}, {}};
  TestLog log_;
  TestBus bus_;
  std::vector<std::unique_ptr<Way>> ways_;
  curante_host edge_{sizeof(curante_host), this, &TestHost::get};
};

}  // namespace curante::testing
