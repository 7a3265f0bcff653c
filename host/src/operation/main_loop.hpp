// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace curante::kernel {

/// The host's main thread once everything is launched: it does what other threads may not, and
/// waits for the signal to end.
///
/// Make it on the main thread before any other thread exists: SIGINT and SIGTERM reach it alone
/// then.
class MainLoop {
 public:
  /// Throws Error{"internal-error"} when the system gives it no descriptors.
  MainLoop();
  ~MainLoop();
  MainLoop(const MainLoop&) = delete;
  MainLoop& operator=(const MainLoop&) = delete;

  /// Does `task` on the main thread and returns when it is done; throws what it throws, or
  /// Error{"host-stopping"} when it is not done any more. Any thread; the main one does it at once.
  void perform(std::function<void()> task);

  /// Does what others ask for until SIGINT or SIGTERM arrives, or somebody closes. [main]
  void run();
  /// Nothing is done from now on; who waits is told so. Harmless to repeat.
  void close();

 private:
  using Task = std::packaged_task<void()>;
  void wake() const;
  void do_tasks();
  bool closed() const;

  const std::thread::id main_ = std::this_thread::get_id();
  int signals_ = -1, wake_ = -1;
  mutable std::mutex mutex_;
  std::deque<Task> tasks_;
  bool closed_ = false;
};

}  // namespace curante::kernel
