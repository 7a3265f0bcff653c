// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"
#include "trivial_contract.hpp"

namespace curante::bench {

/// A plugin that does next to nothing: what is measured is the host.
class TrivialPlugin : public Plugin {
 public:
  explicit TrivialPlugin(const Host& host) : edge_(provide<Trivial>(host, *this)) {}
  std::vector<Service*> services() override { return {edge_.get()}; }

  Number on(const CallContext&, const Add& call) { return {call.a + call.b}; }

 private:
  std::unique_ptr<Service> edge_;
};

}  // namespace curante::bench

CURANTE_PLUGIN(curante::bench::TrivialPlugin, curante::bench::Trivial);
