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

/// After a failure that no row is to blame for (the database is away).
constexpr int64_t after_failure_ms = 2'000;
/// A row due "now" that was not claimed is being claimed by somebody else: give them a moment.
constexpr int64_t shortest_ms = 50;
constexpr int nice_of_workers = 10;

}  // namespace

void OutboxWorkers::start(int threads) {
  stopping_ = false;
  next_round_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(round_.every_ms);
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

void OutboxWorkers::wake_one() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  woken_.notify_one();
}

void OutboxWorkers::service_is_back() {
  {
    const std::lock_guard lock(mutex_);
    errands_.service_back = true;
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

bool OutboxWorkers::take_round() {
  if (!round_is_due()) return false;
  next_round_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(round_.every_ms);
  return true;
}

void OutboxWorkers::loop() {
  // Who waits at a screen comes before what goes by itself. On Linux this concerns this thread
  // alone.
  setpriority(PRIO_PROCESS, 0, nice_of_workers);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const uint64_t seen = wakes_;
    Errands errands = std::exchange(errands_, {});
    const bool round = take_round();
    lock.unlock();
    int64_t sleep_ms = after_failure_ms;
    try {
      run(std::move(errands));
      if (round) round_.work();
      sleep_ms = drain();
    } catch (const Error& e) {
      host_.warning(fmt::format("the outbox cannot be emptied now: {}", e.code()));
    } catch (const std::exception& e) {
      host_.error(fmt::format("the outbox cannot be emptied now: {}", fault_of(e)));
    }
    lock.lock();
    const auto wait = std::clamp(sleep_ms, shortest_ms, std::max(shortest_ms, round_.every_ms));
    woken_.wait_for(lock, std::chrono::milliseconds(wait),
                    [&] { return stopping_ || wakes_ != seen; });
  }
}

void OutboxWorkers::run(Errands errands) {
  try {
    while (!errands.unsettled.empty()) {
      outbox_.give_back(errands.unsettled.back());
      errands.unsettled.pop_back();
    }
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
    errands_.accounts.insert(errands_.accounts.end(), errands.accounts.begin(),
                             errands.accounts.end());
    errands_.unsettled.insert(errands_.unsettled.end(), errands.unsettled.begin(),
                              errands.unsettled.end());
    throw;
  }
}

int64_t OutboxWorkers::drain() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || errands_.service_back || !errands_.accounts.empty() || round_is_due()) {
        return 0;
      }
    }
    const std::optional<Claimed> row = outbox_.claim();
    if (!row) return outbox_.next_due_ms().value_or(round_.every_ms);
    // Those who found nothing a moment ago sleep until what they saw then is due.
    if (row->more) wake_one();
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
