// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// Whether Sistema TS answers, since when, and why not. Safe from any thread; `changed` is called
/// on the thread that noticed the change, outside the lock.
class ServiceHealth {
 public:
  using Changed = std::function<void(const recipe_transmitter::ServiceHealth&)>;
  explicit ServiceHealth(Changed changed) : changed_(std::move(changed)) {
    now_.channel = "Sistema TS (SAC)";
  }

  void answered(Instant at) { set(true, "", at); }
  void failed(const std::string& problem, Instant at) { set(false, problem, at); }
  recipe_transmitter::ServiceHealth now() const {
    const std::lock_guard lock(mutex_);
    return now_;
  }

 private:
  void set(bool reachable, const std::string& problem, Instant at) {
    recipe_transmitter::ServiceHealth told;
    {
      const std::lock_guard lock(mutex_);
      if (now_.reachable == reachable) return;
      now_.reachable = reachable;
      now_.problem = problem;
      now_.since = at;
      told = now_;
    }
    changed_(told);
  }

  Changed changed_;
  mutable std::mutex mutex_;
  recipe_transmitter::ServiceHealth now_;
};

}  // namespace curante::sac
