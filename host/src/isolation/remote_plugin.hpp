// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>

#include "isolation/event_claims.hpp"
#include "isolation/event_queue.hpp"
#include "isolation/remote_process.hpp"
#include "isolation/restart_policy.hpp"
#include "isolation/slow_step.hpp"

namespace curante::isolation {

/// How isolated plugins run on this host.
struct IsolationOptions {
  std::string runner;  ///< path of the program curante-runner
  Confinement confinement;
  EventAllowance::Limits allowance;
  EventRights events;     ///< nothing else is taken from it or told to it
  /// A third party's: it hears nothing of users' calls, and no event as a user.
  bool stranger = false;
  RestartPolicy::Limits restarts;
  FrameBudget::Limits frames;
  std::chrono::milliseconds call_limit{30'000};  ///< for calls whose context has no deadline
  std::chrono::milliseconds step_limit{20'000};
  /// How long a step of the start may take before the log says that the host waits for it.
  std::chrono::milliseconds step_patience{2'000};
  std::chrono::milliseconds restart_wait{5'000};  ///< how long a call waits for a restart
  /// How long a plugin that is stopped may take to end what it does with an event.
  std::chrono::milliseconds event_patience{2'000};
};

/// A plugin in a process of its own, over all lives of that process: calls reach the living one, a
/// death is followed by a restart, too many by quarantine.
///
/// Life as of kernel::Body, on the main thread; calls and facts from any thread.
class RemotePlugin : public std::enable_shared_from_this<RemotePlugin> {
 public:
  RemotePlugin(kernel::Slot& slot, Supervisor& supervisor, IsolationOptions options);

  /// Gives the services that the plugin describes, unchecked. Throws what the plugin throws,
  /// Error{"runner-unstartable", "plugin-died"}; so do the next two.
  boost::json::value create();
  void start();
  void ready();
  void stop();
  /// Afterwards nothing of it runs, here or there.
  void destroy();

  /// Throws the plugin's Error, Error{"plugin-died", "plugin-restarting", "plugin-quarantined",
  /// "deadline-passed", "call-too-large"}.
  void call(std::string_view contract, const curante_call& call, bool idempotent);
  boost::json::object facts() const;

 private:
  enum class State { absent, starting, running, restarting, quarantined, stopped };
  using Process = std::shared_ptr<RemoteProcess>;

  Process spawn();
  Process close();
  SlowStep waits_for(const char* step);
  boost::json::value hello() const;
  boost::json::value available() const;
  Process living(const curante_context& context, const RemoteProcess* died);
  template <class Write, class Read>
  void ask(RemoteProcess& process, FrameKind kind, const curante_context& context, bool& asked,
           Write&& write, Read&& read);
  void subscribe(std::string event);
  std::string tell(const EventQueue::Told& told);
  void died(const RemoteProcess& process);
  void crashed(const std::string& why);
  void restart();
  Clock::time_point limit_of(const curante_context& context) const;

  kernel::Slot& slot_;
  Supervisor& supervisor_;
  const IsolationOptions options_;
  ThreadCount threads_;
  boost::json::value services_;  ///< as the first life described them
  EventQueue events_;
  EventAllowance allowance_;

  mutable std::mutex mutex_;  ///< over what follows
  std::condition_variable changed_;
  State state_ = State::absent;
  Process process_;
  RestartPolicy policy_;
  uint64_t restarts_ = 0;
  std::string last_crash_, last_crash_at_;
  std::map<std::string, kernel::Bus::Handle> subscriptions_;
  bool hears_ = false;  ///< a thread tells it of events

  std::atomic<uint64_t> calls_ = 0, failed_ = 0;
};

}  // namespace curante::isolation
