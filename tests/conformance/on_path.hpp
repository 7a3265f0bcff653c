// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string_view>

#include "curante/provide.hpp"
#include "curante/use.hpp"
#include "recipe_transmitter.hpp"
#include "runtime/binding.hpp"
#include "runtime/context.hpp"

namespace curante::conformance {

/// A consumer and a provider joined by the kernel's own binding, with nothing else around them: the
/// suite asks through a real `Use<>`, on the path the test chose.
///
/// `Fixture` has `provider()`, an object with an overload `on(const CallContext&, const Call&)` for
/// each call of `Contract`.
template <class Contract, class Fixture, uint32_t Path>
class OnPath : public Fixture {
 public:
  OnPath() : service_(provide<Contract>(Host(&edge_), this->provider())) {
    binding_.expect_layout(layout_hash<Contract>());
    binding_.connect(service_->edge(), gate_, Path, "the suite chose it");
    use_ = std::make_unique<Use<Contract>>(Host(&edge_));
  }

  template <class Call>
  typename Call::Reply ask(const Call& call) {
    if (binding_.path() != Path) {
      throw Error("wrong-path", std::string(binding_.reason()), "mend the suite");
    }
    return use_->ask(CallContext(&caller_, contexts()), call);
  }

 private:
  static const curante_context* background(void* self) {
    return &static_cast<OnPath*>(self)->caller_;
  }
  static const curante_ext_context* contexts() { return kernel::context_extension(&background); }
  static const curante_binding* bind(void* self, curante_str, uint64_t, uint32_t index) {
    return index == 0 ? static_cast<OnPath*>(self)->binding_.edge() : nullptr;
  }
  static void log_line(void*, uint32_t, curante_str text) {
    ADD_FAILURE() << "the provider complained: " << view(text);
  }
  /// The extensions that a binding needs; the others are there, and nothing here asks them.
  static const void* get(void*, const char* id) {
    static constexpr curante_ext_binding binding{sizeof binding, &bind};
    static constexpr curante_ext_settings settings{sizeof settings, nullptr};
    static constexpr curante_ext_log log{sizeof log, &log_line};
    static constexpr curante_ext_json json{sizeof json, nullptr, nullptr};
    static constexpr curante_ext_bus bus{sizeof bus, nullptr, nullptr};
    const std::string_view name = id;
    if (name == "curante.binding/1") return &binding;
    if (name == "curante.context/1") return contexts();
    if (name == "curante.settings/1") return &settings;
    if (name == "curante.log/1") return &log;
    if (name == "curante.json/1") return &json;
    return name == "curante.bus/1" ? &bus : nullptr;
  }

  curante_host edge_{sizeof(curante_host), this, &OnPath::get};
  curante_context caller_{};
  kernel::Gate gate_{"provider"};
  kernel::Binding binding_{{"suite", std::string(Contract::id), {"provider"}, false, Path, ""},
                           "provider"};
  std::unique_ptr<Service> service_;
  std::unique_ptr<Use<Contract>> use_;
};

template <class Fixture>
using Direct = OnPath<recipe_transmitter::Contract, Fixture, CURANTE_PATH_DIRECT>;
template <class Fixture>
using Marshalled = OnPath<recipe_transmitter::Contract, Fixture, CURANTE_PATH_MARSHALLED>;

}  // namespace curante::conformance
