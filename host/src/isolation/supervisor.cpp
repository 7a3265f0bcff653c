// SPDX-License-Identifier: Apache-2.0
#include "isolation/supervisor.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <future>

namespace curante::isolation {

Supervisor::Supervisor() {
  std::tie(wake_end_, sleep_end_) = socket_pair();
  thread_ = std::thread([this] { work(); });
}

Supervisor::~Supervisor() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake();
  thread_.join();
}

void Supervisor::wake() {
  send(wake_end_.get(), "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);  // full: it wakes anyway
}

void Supervisor::run_at(Clock::time_point when, Task task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.emplace(when, std::move(task));
  }
  wake();
}

void Supervisor::run_and_wait(Task task) {
  std::packaged_task<void()> packaged(std::move(task));
  auto done = packaged.get_future();
  run([&packaged] { packaged(); });
  done.get();
}

int Supervisor::wait_ms() {
  const std::lock_guard lock(mutex_);
  if (ending_) return 0;
  if (tasks_.empty()) return -1;
  const auto left = tasks_.begin()->first - Clock::now();
  return static_cast<int>(
      std::clamp<int64_t>(std::chrono::ceil<std::chrono::milliseconds>(left).count(), 0, 60'000));
}

void Supervisor::run_due() {
  for (;;) {
    Task task;
    {
      const std::lock_guard lock(mutex_);
      if (ending_ || tasks_.empty() || tasks_.begin()->first > Clock::now()) return;
      task = std::move(tasks_.begin()->second);
      tasks_.erase(tasks_.begin());
    }
    task();
  }
}

void Supervisor::work() {
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (ending_) return;
    }
    std::vector<pollfd> all{{sleep_end_.get(), POLLIN, 0}};
    for (const auto& [descriptor, task] : watched_) all.push_back({descriptor, POLLIN, 0});
    poll(all.data(), all.size(), wait_ms());
    if (all.front().revents != 0) {
      char octets[64];
      recv(sleep_end_.get(), octets, sizeof octets, MSG_DONTWAIT);
    }
    for (size_t i = 1; i < all.size(); ++i) {
      // One callback may forget another's descriptor.
      const auto found = watched_.find(all[i].fd);
      if (all[i].revents == 0 || found == watched_.end()) continue;
      const Task readable = found->second;
      readable();
    }
    run_due();
  }
}

}  // namespace curante::isolation
