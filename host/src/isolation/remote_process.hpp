// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "isolation/channels.hpp"
#include "isolation/host_answers.hpp"
#include "isolation/log_relay.hpp"
#include "isolation/spawn.hpp"
#include "isolation/supervisor.hpp"

namespace curante::isolation {

/// Threads that nobody waits for one by one, but for all of them at the end.
class ThreadCount {
 public:
  /// Throws Error{"internal-error"} when there is no thread, and has started nothing then.
  void start(std::function<void()> work);
  void wait_for_all();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t running_ = 0;
};

/// One life of a plugin's process: its channels, the contexts it holds, how it ended. Any thread,
/// except where it says otherwise.
class RemoteProcess : public std::enable_shared_from_this<RemoteProcess> {
 public:
  struct Surroundings {
    kernel::Slot& slot;
    Supervisor& supervisor;
    ThreadCount& threads;
    const std::set<std::string>& publishes;  ///< the events that it may tell
    EventAllowance& allowance;
    FrameBudget::Limits frames;
    std::function<void(std::string event)> subscribe;
    std::function<void(RemoteProcess&)> died;  ///< [supervisor's thread], once
  };

  /// Starts it. [any but the supervisor's] Throws Error{"runner-unstartable"}.
  static std::shared_ptr<RemoteProcess> spawn(Surroundings around, const std::string& runner,
                                              const Confinement& confinement);
  RemoteProcess(Surroundings around, RunnerProcess process);

  /// A step of the plugin's life, on the process's main thread. One at a time. Throws what the
  /// plugin throws, Error{"plugin-died"}.
  boost::json::value step(std::string_view name, const boost::json::value& what,
                          std::chrono::milliseconds limit);

  Channels& channels() { return channels_; }
  LiveContexts& contexts() { return contexts_; }
  /// Ends it; the first reason is kept, and everybody inside learns of it.
  void kill(const std::string& reason);
  /// A channel of it ended: so ends all of it, by itself or soon by force.
  void lost();
  /// No more watched; does not call `died`. [any but the supervisor's]
  void abandon();
  bool ended() const { return ended_; }
  /// Why it was killed, or how it ended by itself. Waits a moment for its end.
  std::string reason() const;
  /// Of its outermost process: bubblewrap's, where there is a sandbox.
  pid_t pid() const { return pid_; }

 private:
  void watch();
  void forget();
  void open_channel(char purpose, OwnedDescriptor theirs);
  void control_readable();
  void process_ended();
  void serve_one_more();

  Surroundings around_;
  RunnerProcess process_;
  const pid_t pid_;
  LogRelay log_;
  LiveContexts contexts_;
  HostAnswers answers_;
  FrameBudget budget_;
  Channels channels_;
  Channel* main_ = nullptr;
  size_t served_ = 0;  ///< channels for the plugin's own calls; of the supervisor's thread
  std::atomic<bool> ended_ = false;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::string reason_;
};

}  // namespace curante::isolation
