// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "curante/plugin.hpp"
#include "curante/testing/script_file.hpp"

namespace curante::testing {

/// A whole plugin that stands in for the provider of a contract. Its answers are those of the file
/// that its setting `script` names; without that setting it answers every call with defaults.
///
///   CURANTE_PLUGIN(curante::testing::MockPlugin<hello::Contract>, hello::Contract);
template <ContractType Contract>
class MockPlugin : public Plugin {
 public:
  explicit MockPlugin(const Host& host) : host_(host), service_(provide<Contract>(host, *this)) {}

  /// Throws Error{"mock-script"}.
  void start() override {
    const std::string file = host_.setting("script");
    if (!file.empty()) script_.emplace(host_, file);
  }
  std::vector<Service*> services() override { return {service_.get()}; }

  template <class Call>
  typename Call::Reply on(const CallContext&, const Call& request) {
    if (script_) return script_->answer(request);
    return {};
  }

 private:
  Host host_;
  std::optional<ScriptFile<Contract>> script_;
  std::unique_ptr<Service> service_;
};

}  // namespace curante::testing
