// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

#include "curante/abi.h"

namespace curante::kernel {

/// Every call into a plugin passes its gate, which counts who is inside and can hold newcomers
/// back: so an instance is stopped or replaced between calls, never under one.
class Gate {
 public:
  explicit Gate(std::string plugin) : plugin_(std::move(plugin)) {}

  /// A call's stay inside.
  class Pass {
   public:
    /// Waits while the gate is held, at most to the context's deadline or `longest_wait`, then
    /// throws Error{"plugin-changing"}. A thread that is inside already passes: the call it is in
    /// could not end otherwise. Any thread.
    Pass(Gate& gate, const curante_context& context) : gate_(gate) {
      gate_.inside_.fetch_add(1, std::memory_order_seq_cst);
      if (gate_.held_.load(std::memory_order_seq_cst)) [[unlikely]] gate_.wait(context);
    }
    ~Pass() { gate_.inside_.fetch_sub(1, std::memory_order_release); }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

   private:
    Gate& gate_;
  };

  /// From now on newcomers wait. One thread holds at a time.
  void hold();
  /// Whether everybody left within `limit`.
  bool drain(std::chrono::milliseconds limit) const;
  void release();

 private:
  static constexpr std::chrono::seconds longest_wait{30};
  [[gnu::cold]] void wait(const curante_context& context);

  std::string plugin_;
  std::atomic<uint32_t> inside_ = 0;
  std::atomic<bool> held_ = false;
  std::mutex mutex_;
  std::condition_variable released_;
};

}  // namespace curante::kernel
