// SPDX-License-Identifier: Apache-2.0
#include "web/late_deliveries.hpp"

#include <algorithm>
#include <exception>
#include <iostream>
#include <utility>

namespace sistema_ts {

LateDeliveries::LateDeliveries(Gateway& gateway) : gateway_(gateway), thread_([this] { run(); }) {}

LateDeliveries::~LateDeliveries() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LateDeliveries::hold(SoapRequest request, std::optional<std::chrono::milliseconds> after) {
  Held held{std::move(request), std::nullopt};
  if (after) held.due = std::chrono::steady_clock::now() + *after;
  {
    const std::scoped_lock lock(mutex_);
    held_.push_back(std::move(held));
  }
  changed_.notify_all();
}

std::vector<std::string> LateDeliveries::held() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& held : held_) names.emplace_back(gateway_.operation_of(held.request));
  return names;
}

std::vector<int> LateDeliveries::deliver_all() {
  std::vector<Held> due;
  {
    const std::scoped_lock lock(mutex_);
    due = std::exchange(held_, {});
  }
  std::vector<int> statuses;
  for (const auto& held : due) statuses.push_back(gateway_.process(held.request).status);
  return statuses;
}

void LateDeliveries::forget() {
  const std::scoped_lock lock(mutex_);
  held_.clear();
}

std::optional<std::chrono::steady_clock::time_point> LateDeliveries::next_due() const {
  std::optional<std::chrono::steady_clock::time_point> next;
  for (const auto& held : held_) {
    if (held.due && (!next || *held.due < *next)) next = held.due;
  }
  return next;
}

void LateDeliveries::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto next = next_due();
    if (!next) {
      changed_.wait(lock);
      continue;
    }
    if (changed_.wait_until(lock, *next) == std::cv_status::no_timeout) continue;
    const auto now = std::chrono::steady_clock::now();
    const auto due = std::find_if(held_.begin(), held_.end(),
                                  [&](const Held& held) { return held.due && *held.due <= now; });
    if (due == held_.end()) continue;
    const SoapRequest request = std::move(due->request);
    held_.erase(due);
    lock.unlock();
    try {
      gateway_.process(request);
    } catch (const std::exception& problem) {
      std::cerr << "late delivery: " << problem.what() << std::endl;
    }
    lock.lock();
  }
}

}  // namespace sistema_ts
