// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"
#include "mock_clock.hpp"

namespace curante::mock_clock {

class MockClockPlugin : public Plugin {
 public:
  explicit MockClockPlugin(const Host& host)
      : host_(host), service_(provide<clock::Contract>(host, clock_)) {}
  void start() override {
    const std::string start = host_.setting("start");
    if (!start.empty()) clock_.start_at(Instant::parse(start));
  }
  std::vector<Service*> services() override { return {service_.get()}; }

 private:
  static Instant machine_time() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
  }

  Host host_;
  MockClock clock_{machine_time()};
  std::unique_ptr<Service> service_;
};

}  // namespace curante::mock_clock

CURANTE_PLUGIN(curante::mock_clock::MockClockPlugin, curante::clock::Contract);
