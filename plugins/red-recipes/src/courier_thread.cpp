// SPDX-License-Identifier: Apache-2.0
#include "courier_thread.hpp"

#include <utility>

namespace curante::red_recipes {

CourierThread::CourierThread(const Host& host, Courier& courier, FileStore& files)
    : courier_(courier),
      files_(files),
      thread_(host, {"red recipes cannot be sent now"}, [this] { return work(); }) {}

void CourierThread::resume(const Id& account) {
  {
    const std::lock_guard lock(mutex_);
    resumed_.push_back(account);
  }
  wake();
}

std::optional<int64_t> CourierThread::work() {
  do {
    if (thread_.stopping()) return std::nullopt;
    resume_files();
  } while (courier_.step());
  return files_.next_due_ms();
}

void CourierThread::resume_files() {
  std::vector<Id> resumed;
  {
    const std::lock_guard lock(mutex_);
    resumed = std::exchange(resumed_, {});
  }
  for (const Id& account : resumed) files_.resume(account);
}

}  // namespace curante::red_recipes
