// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "isolation/channel.hpp"
#include "isolation/live_contexts.hpp"
#include "runtime/slot.hpp"

namespace curante::isolation {

/// Answers, in the host, what a plugin's process asks: calls of the contracts that its manifest
/// uses, and the bus. Any thread.
class HostAnswers final : public Answerer {
 public:
  HostAnswers(kernel::Slot& slot, LiveContexts& contexts,
              std::function<void(std::string)> subscribe)
      : slot_(slot), contexts_(contexts), subscribe_(std::move(subscribe)) {}

  /// Throws also Breach{"contract-undeclared"}, Error{"context-unknown", "event-reserved"}.
  void answer(Question& question) override;

 private:
  void call(Question& question);
  void publish(Question& question);
  const kernel::Binding& binding(std::string_view contract, uint32_t index) const;

  kernel::Slot& slot_;
  LiveContexts& contexts_;
  std::function<void(std::string)> subscribe_;
};

}  // namespace curante::isolation
