// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "isolation/channel.hpp"

namespace curante::isolation {

/// All channels between this process and one other. Any thread.
///
/// A thread that is inside the other process already, in a call it made or one it answers, goes on
/// over the same channel: so the same two threads meet again, and depth, order and locks are those
/// of a single process. Any other thread takes an idle channel.
class Channels {
 public:
  static constexpr size_t most = 16;

  /// `want` has one more channel made, which comes by `add`, at once or later. `budget`: for what
  /// is received over all of them; outlives them.
  Channels(Answerer& answerer, std::function<void()> want, FrameBudget* budget = nullptr);
  ~Channels();

  /// A channel for this process's calls.
  void add(OwnedDescriptor socket);
  /// A channel for a use of its own; it closes with the others.
  Channel& keep(OwnedDescriptor socket);
  /// Answers on this thread what comes over `socket`, until the other side closes. Throws Breach.
  void serve(OwnedDescriptor socket);
  /// Everybody inside, waiting or coming learns that the other side is gone.
  void close();

  /// A thread's stay inside the other process.
  class Stay {
   public:
    /// Throws TimeLimit when all channels stay busy, Disconnected.
    Stay(Channels& channels, Clock::time_point until);
    /// On a channel that is in nobody's way: that of the other side's main thread.
    Stay(Channels& channels, Channel& own);
    ~Stay();
    Stay(const Stay&) = delete;
    Stay& operator=(const Stay&) = delete;
    Channel* operator->() { return channel_; }

   private:
    void enter();
    Channels& channels_;
    Channel* channel_ = nullptr;
    bool entered_ = false, taken_ = false;
    const Stay* below_ = nullptr;
  };

 private:
  Channel& take(Clock::time_point until);
  void give_back(Channel& channel);

  Answerer& answerer_;
  std::function<void()> want_;
  FrameBudget* const budget_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Channel>> all_;
  std::vector<Channel*> idle_;
  size_t wanted_ = 0;  ///< channels for this process's calls, there or to come
  bool closed_ = false;
};

}  // namespace curante::isolation
