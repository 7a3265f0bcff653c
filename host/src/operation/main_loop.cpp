// SPDX-License-Identifier: Apache-2.0
#include "operation/main_loop.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>

#include "curante/error.hpp"

namespace curante::kernel {

namespace {

Error stopping() {
  return {"host-stopping", "the host is stopping", "start it again"};
}

}  // namespace

MainLoop::MainLoop() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  signals_ = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (signals_ < 0 || wake_ < 0) {
    throw Error("internal-error", "the system gives no more file descriptors", "raise their limit");
  }
}

MainLoop::~MainLoop() {
  close();
  ::close(signals_);
  ::close(wake_);
}

void MainLoop::perform(std::function<void()> task) {
  if (std::this_thread::get_id() == main_) return task();
  std::future<void> done;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) throw stopping();
    done = tasks_.emplace_back(std::move(task)).get_future();
  }
  wake();
  try {
    done.get();
  } catch (const std::future_error&) {
    throw stopping();
  }
}

void MainLoop::wake() const {
  const uint64_t one = 1;
  // A counter that is full wakes, too.
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
}

void MainLoop::do_tasks() {
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t cleared = read(wake_, &count, sizeof count);
  for (;;) {
    Task task;
    {
      const std::lock_guard lock(mutex_);
      if (closed_ || tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

void MainLoop::run() {
  while (!closed()) {
    pollfd sources[] = {{signals_, POLLIN, 0}, {wake_, POLLIN, 0}};
    if (poll(sources, std::size(sources), -1) < 0) continue;
    signalfd_siginfo signal{};
    if (read(signals_, &signal, sizeof signal) == sizeof signal) break;
    do_tasks();
  }
  close();
}

bool MainLoop::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void MainLoop::close() {
  std::deque<Task> undone;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    undone.swap(tasks_);
  }
  wake();
  // A task that goes without having been done breaks its promise, which tells who waits.
}

}  // namespace curante::kernel
