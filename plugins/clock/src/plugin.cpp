// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"
#include "real_clock.hpp"

namespace curante::clock {

class ClockPlugin : public Plugin {
 public:
  explicit ClockPlugin(const Host& host) : service_(provide<Contract>(host, clock_)) {}
  std::vector<Service*> services() override { return {service_.get()}; }

 private:
  RealClock clock_;
  std::unique_ptr<Service> service_;
};

}  // namespace curante::clock

CURANTE_PLUGIN(curante::clock::ClockPlugin, curante::clock::Contract);
