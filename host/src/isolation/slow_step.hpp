// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "isolation/supervisor.hpp"
#include "runtime/log.hpp"

namespace curante::isolation {

/// A step of a plugin's start, for which the host and all plugins that start later wait: where it
/// takes longer than `patience` the log names the plugin. As long as it lives.
class SlowStep {
 public:
  SlowStep(Supervisor& supervisor, kernel::Log& log, std::string plugin, std::string step,
           std::chrono::milliseconds patience);
  ~SlowStep();
  SlowStep(const SlowStep&) = delete;
  SlowStep& operator=(const SlowStep&) = delete;

 private:
  struct Wait;
  std::shared_ptr<Wait> wait_;
};

}  // namespace curante::isolation
