// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "answer_script.hpp"
#include "clock.hpp"
#include "curante/context.hpp"
#include "recipe_transmitter.hpp"

namespace curante::mock_transmitter {

namespace transmitter = recipe_transmitter;

/// recipe-transmitter/1 in memory: the semantics of a real channel without the channel, with faults
/// that a script sets. The number of a recipe follows from its id and its holder's region alone, so
/// that the same recipe has the same number in each run. Forgets all when the host stops.
/// Safe to use from any thread.
class MockTransmitter {
 public:
  using Now = std::function<clock::Reading(const CallContext&)>;
  using Tell = std::function<void(const CallContext&, const transmitter::HealthChanged&)>;

  MockTransmitter(AnswerScript script, Now now, Tell tell)
      : script_(std::move(script)), now_(std::move(now)), tell_(std::move(tell)) {}

  transmitter::Receipt on(const CallContext& context, const transmitter::Submit& call);
  transmitter::Receipt on(const CallContext& context, const transmitter::Withdraw& call);
  transmitter::Receipt on(const CallContext& context, const transmitter::Status& call);
  transmitter::ServiceHealth on(const CallContext& context, const transmitter::Health& call);
  transmitter::DispensingView on(const CallContext& context, const transmitter::Dispensing& call);
  /// What has no database does not come back from a copy.
  transmitter::Restoration on(const CallContext&, const transmitter::LastRestored&) { return {}; }

  /// Replaces the answers to come.
  void answer(AnswerScript script);
  /// Recipes that the imagined service holds and that are not withdrawn.
  int64_t live() const;
  /// What the imagined service was given under this number; empty: nothing.
  std::optional<transmitter::Recipe> held(const Nre& number) const;

 private:
  struct Entry {
    transmitter::Receipt receipt;  ///< what the caller was told last
    std::optional<transmitter::Receipt>
        held;  ///< what the service did, when the caller was not told
  };

  transmitter::Receipt submit(const clock::Reading& at, const transmitter::Recipe& recipe);
  transmitter::Receipt withdraw(Entry& entry);
  transmitter::Receipt accepted(const clock::Reading& at, const transmitter::Recipe& recipe);
  Nre number_of(const transmitter::Recipe& recipe);
  /// The health after an answer, when it is another than before.
  std::optional<transmitter::HealthChanged> health_after(const clock::Reading& at, bool reachable);

  mutable std::mutex mutex_;
  AnswerScript script_;
  std::map<std::string, Entry> entries_;  ///< by recipe id
  std::set<std::string> numbers_;
  std::map<std::string, transmitter::Recipe> given_;  ///< by NRE
  transmitter::ServiceHealth health_{"Trasmissione simulata", true, std::nullopt, ""};
  Now now_;
  Tell tell_;
};

}  // namespace curante::mock_transmitter
