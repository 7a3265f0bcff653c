// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "curante/events.hpp"
#include "mock_transmitter.hpp"

namespace curante::mock_transmitter {

/// Loads the answers from the setting `answer` and offers the mock as recipe-transmitter/1.
class MockTransmitterPlugin : public Plugin {
 public:
  explicit MockTransmitterPlugin(const Host& host)
      : clock_(host),
        mock_(
            AnswerScript(host.setting("answer", "accepted")),
            [this](const CallContext& context) { return clock_.ask(context, clock::Now{}); },
            [host](const CallContext& context, const transmitter::HealthChanged& event) {
              publish(host, context, event);
            }),
        service_(provide<transmitter::Contract>(host, mock_)) {}

  std::vector<Service*> services() override { return {service_.get()}; }

 private:
  Use<clock::Contract> clock_;
  MockTransmitter mock_;
  std::unique_ptr<Service> service_;
};

}  // namespace curante::mock_transmitter

CURANTE_PLUGIN(curante::mock_transmitter::MockTransmitterPlugin,
               curante::recipe_transmitter::Contract, curante::clock::Contract);
