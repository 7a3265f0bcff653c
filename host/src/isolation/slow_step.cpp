// SPDX-License-Identifier: Apache-2.0
#include "isolation/slow_step.hpp"

#include <mutex>

#include "curante/abi.h"

namespace curante::isolation {

/// Outlives the step until its time is up.
struct SlowStep::Wait {
  std::mutex mutex;
  bool over = false;
};

SlowStep::SlowStep(Supervisor& supervisor, kernel::Log& log, std::string plugin, std::string step,
                   std::chrono::milliseconds patience)
    : wait_(std::make_shared<Wait>()) {
  supervisor.run_at(Clock::now() + patience, [wait = wait_, &log, plugin = std::move(plugin),
                                              step = std::move(step), patience] {
    // The log is there as long as the step is.
    const std::lock_guard lock(wait->mutex);
    if (wait->over) return;
    log.line(CURANTE_LOG_WARNING, plugin,
             "the host waits for its " + step + ", which takes longer than " +
                 std::to_string(patience.count()) + " ms; what starts after it waits, too");
  });
}

SlowStep::~SlowStep() {
  const std::lock_guard lock(wait_->mutex);
  wait_->over = true;
}

}  // namespace curante::isolation
