// SPDX-License-Identifier: Apache-2.0
#include "outbox_workers.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "curante/fault.hpp"

namespace curante::prescribing {
namespace {

/// After a failure that no row is to blame for (the database is away), and the longest sleep while
/// another host may have died with rows in its hands.
constexpr int64_t after_failure_ms = 2'000;
constexpr int64_t longest_ms = 60'000;
/// A row due "now" that was not claimed is being claimed by somebody else: give them a moment.
constexpr int64_t shortest_ms = 50;
constexpr int nice_of_workers = 10;

}  // namespace

void OutboxWorkers::start(int threads) {
  stopping_ = false;
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

void OutboxWorkers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void OutboxWorkers::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  woken_.notify_all();
}

void OutboxWorkers::service_is_back() {
  {
    const std::lock_guard lock(mutex_);
    errands_.service_back = true;
  }
  wake();
}

void OutboxWorkers::database_restored() {
  {
    const std::lock_guard lock(mutex_);
    errands_.restored = true;
  }
  wake();
}

void OutboxWorkers::resume(const Id& account) {
  {
    const std::lock_guard lock(mutex_);
    errands_.accounts.push_back(account);
  }
  wake();
}

void OutboxWorkers::loop() {
  // Who waits at a screen comes before what goes by itself. On Linux this concerns this thread
  // alone.
  setpriority(PRIO_PROCESS, 0, nice_of_workers);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const uint64_t seen = wakes_;
    Errands errands = std::exchange(errands_, {});
    lock.unlock();
    std::optional<int64_t> sleep_ms = after_failure_ms;
    try {
      run(std::move(errands));
      sleep_ms = drain();
    } catch (const Error& e) {
      host_.warning(fmt::format("the outbox cannot be emptied now: {}", e.code()));
    } catch (const std::exception& e) {
      host_.error(fmt::format("the outbox cannot be emptied now: {}", fault_of(e)));
    }
    lock.lock();
    const auto changed = [&] { return stopping_ || wakes_ != seen; };
    if (sleep_ms) {
      const auto wait = std::chrono::milliseconds(std::clamp(*sleep_ms, shortest_ms, longest_ms));
      woken_.wait_for(lock, wait, changed);
    } else {
      woken_.wait(lock, changed);
    }
  }
}

void OutboxWorkers::run(Errands errands) {
  try {
    while (!errands.unsettled.empty()) {
      outbox_.give_back(errands.unsettled.back());
      errands.unsettled.pop_back();
    }
    if (errands.restored) outbox_.doubt_all();
    errands.restored = false;
    if (errands.service_back) outbox_.hurry_all();
    while (!errands.accounts.empty()) {
      const Instant at = neighbours_.now(host_.background()).now;
      const auto resumed = outbox_.resume(errands.accounts.back(), at);
      errands.accounts.pop_back();
      if (!resumed.empty()) wake();
    }
  } catch (...) {
    // Not done, not forgotten.
    const std::lock_guard lock(mutex_);
    errands_.service_back = errands_.service_back || errands.service_back;
    errands_.restored = errands_.restored || errands.restored;
    errands_.accounts.insert(errands_.accounts.end(), errands.accounts.begin(),
                             errands.accounts.end());
    errands_.unsettled.insert(errands_.unsettled.end(), errands.unsettled.begin(),
                              errands.unsettled.end());
    throw;
  }
}

std::optional<int64_t> OutboxWorkers::drain() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return std::nullopt;
      if (errands_.service_back || errands_.restored || !errands_.accounts.empty()) return 0;
    }
    const std::optional<Claimed> row = outbox_.claim();
    if (!row) return outbox_.next_due_ms();
    try {
      delivery_.run(*row);
    } catch (...) {
      // The outcome is not on record: the row goes back, and is asked after as an uncertain one.
      const std::lock_guard lock(mutex_);
      errands_.unsettled.push_back(*row);
      throw;
    }
  }
}

}  // namespace curante::prescribing
