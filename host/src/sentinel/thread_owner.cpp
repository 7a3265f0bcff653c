// SPDX-License-Identifier: Apache-2.0
#include "sentinel/thread_owner.hpp"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "runtime/context.hpp"

namespace curante::kernel {

namespace {

/// A plugin's id in place: a signal handler reads it while nothing else may be sound any more.
struct Owner {
  char id[65] = {};
};
thread_local Owner owner;

size_t signal_stack_size() {
  constexpr long least = 16 << 10;
  return static_cast<size_t>(std::max(least, 2 * sysconf(_SC_SIGSTKSZ)));
}

}  // namespace

SignalStack::SignalStack() : memory_(new (std::nothrow) char[signal_stack_size()]) {
  if (!memory_) return;  // then a thread without one
  stack_t mine{};
  mine.ss_sp = memory_.get();
  mine.ss_size = signal_stack_size();
  if (sigaltstack(&mine, nullptr) != 0) memory_.reset();
}

SignalStack::~SignalStack() {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  if (memory_) sigaltstack(&none, nullptr);
}

std::string_view plugin_at_work() {
  if (const CallFrame* frame = CallFrame::top()) return frame->provider();
  return owner.id;
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

/// What a thread begins with.
struct Beginning {
  void* (*run)(void*);
  void* argument;
  Owner owner;
};

void* begin(void* self) {
  const Beginning it = *static_cast<Beginning*>(self);
  delete static_cast<Beginning*>(self);
  owner = it.owner;
  const SignalStack stack;
  return it.run(it.argument);
}

}  // namespace

#endif

}  // namespace curante::kernel

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

/// Stands before the C library's own, for this program and for all that it loads.
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                              void* (*run)(void*), void* argument) noexcept {
  using namespace curante::kernel;
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static const auto create = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
  auto* beginning = new (std::nothrow) Beginning{run, argument, {}};
  if (create == nullptr || beginning == nullptr) {
    delete beginning;
    return EAGAIN;
  }
  const std::string_view id = plugin_at_work();
  std::memcpy(beginning->owner.id, id.data(), std::min(id.size(), sizeof(Owner::id) - 1));
  const int failure = create(thread, attributes, begin, beginning);
  if (failure != 0) delete beginning;
  return failure;
}

#endif
