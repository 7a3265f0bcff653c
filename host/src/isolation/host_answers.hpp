// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>

#include "isolation/channel.hpp"
#include "isolation/event_allowance.hpp"
#include "isolation/live_contexts.hpp"
#include "runtime/slot.hpp"

namespace curante::isolation {

/// Answers, in the host, what a plugin's process asks: calls of the contracts that its manifest
/// uses, and the events that it names. Any thread.
class HostAnswers final : public Answerer {
 public:
  /// `publishes`: the events that the plugin may tell; `allowance`: how many.
  HostAnswers(kernel::Slot& slot, LiveContexts& contexts, const std::set<std::string>& publishes,
              EventAllowance& allowance, std::function<void(std::string)> subscribe)
      : slot_(slot),
        contexts_(contexts),
        publishes_(publishes),
        allowance_(allowance),
        subscribe_(std::move(subscribe)) {}

  /// Throws also Breach{"contract-undeclared"}, Error{"context-unknown", "event-undeclared",
  /// "event-too-large", "event-too-often"}.
  void answer(Question& question) override;

 private:
  void call(Question& question);
  void publish(Question& question);
  const kernel::Binding& binding(std::string_view contract, uint32_t index) const;

  kernel::Slot& slot_;
  LiveContexts& contexts_;
  const std::set<std::string>& publishes_;
  EventAllowance& allowance_;
  std::function<void(std::string)> subscribe_;
};

}  // namespace curante::isolation
