// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// What is asked of Sistema TS. `front`: whether the host of recipes can be reached at all. Numbers,
/// white recipes and the files of red ones have hosts of their own.
enum class Operation { front, submit, view, cancel, lot, white, red };

/// That of which a request tells that could not even be sent.
Operation host_of(Operation operation);

/// Whether Sistema TS answers, since when, and why not. Each operation is judged by its own
/// answers: that the front answers, or another operation, says nothing of one that does not. An
/// outage that comes back soon after its end is the same one, and then an answer is believed only
/// after a while without failures, so that a service which comes and goes does not set everything
/// going each time.
///
/// Safe from any thread; `changed` is called on the thread that noticed the change, outside the
/// lock.
class ServiceHealth {
 public:
  using Changed = std::function<void(const recipe_transmitter::ServiceHealth&)>;
  struct Patience {
    int64_t calm_ms = 30'000;      ///< without a failure, before the end of a relapse is believed
    int64_t relapse_ms = 120'000;  ///< an outage this soon after another one is the same
    int64_t untried_ms = 300'000;  ///< then a failure says nothing any more, if the front answers
  };

  explicit ServiceHealth(Changed changed) : ServiceHealth(std::move(changed), Patience()) {}
  ServiceHealth(Changed changed, Patience patience)
      : changed_(std::move(changed)), patience_(patience) {
    now_.channel = "Sistema TS (SAC)";
  }

  void answered(Operation operation, Instant at);
  /// `since`: when that began, if not now.
  void failed(Operation operation, const std::string& problem, Instant at,
              std::optional<Instant> since = std::nullopt);
  recipe_transmitter::ServiceHealth now() const;
  /// Whether the operation's last request was answered, by the service or its front.
  bool answers(Operation operation) const;

 private:
  struct Trouble {
    Instant failed;         ///< last
    bool answered = false;  ///< since then, and not believed yet
  };
  bool is_over(const Trouble& trouble, Instant at) const;
  /// Other operations' troubles, by what the front's answer says of them.
  void judge_others(Instant at);

  Changed changed_;
  Patience patience_;
  mutable std::mutex mutex_;
  recipe_transmitter::ServiceHealth now_;
  std::map<Operation, Trouble> troubles_;
  std::optional<Instant> ended_;  ///< when the last outage did
  Instant began_;                 ///< and when it had begun, the first time
  bool relapsed_ = false;
};

}  // namespace curante::sac
