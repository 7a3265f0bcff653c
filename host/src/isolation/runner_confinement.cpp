// SPDX-License-Identifier: Apache-2.0
#include "isolation/runner_confinement.hpp"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "curante/error.hpp"

namespace curante::isolation {

namespace {

constexpr rlim_t most_files = 64;
constexpr rlim_t largest_file = 64 << 20;

[[noreturn]] void fail(const std::string& what) {
  throw Error("confinement-failed", what, "report this to the makers of Curante");
}

[[noreturn]] void fail_by_system(const std::string& what) {
  fail(what + ": " + std::strerror(errno));
}

void limit(int resource, rlim_t most, const char* name) {
  const struct rlimit wanted = {most, most};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &wanted) != 0) {
    fail_by_system(std::string("the limit on ") + name + " cannot be set");
  }
}

rlim_t number_in(const char* variable, const char* text) {
  rlim_t number = 0;
  const char* end = text == nullptr ? nullptr : text + std::strlen(text);
  if (text == nullptr || std::from_chars(text, end, number).ptr != end || number == 0) {
    fail(std::string(variable) + " is no number");
  }
  return number;
}

void limit_memory() {
  const rlim_t octets = number_in("CURANTE_RUNNER_MEMORY", std::getenv("CURANTE_RUNNER_MEMORY"));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // A sanitizer's shadow memory takes terabytes of address space, none of them real.
  limit(RLIMIT_AS, octets, "memory");
#else
  static_cast<void>(octets);
#endif
}

void limit_threads() {
  const char* most = std::getenv("CURANTE_RUNNER_THREADS");
  if (most != nullptr) limit(RLIMIT_NPROC, number_in("CURANTE_RUNNER_THREADS", most), "threads");
}

/// No limit on the time of processors, which would end who runs long: so much that others come
/// first. Threads that it starts later stand back as far.
void stand_back() {
  const char* far = std::getenv("CURANTE_RUNNER_NICE");
  if (far == nullptr) return;
  const int wanted = static_cast<int>(number_in("CURANTE_RUNNER_NICE", far));
  if (getpriority(PRIO_PROCESS, 0) >= wanted) return;  // as far as its host does
  if (setpriority(PRIO_PROCESS, 0, wanted) != 0) fail_by_system("the runner cannot stand back");
}

/// The kernel tells only of ends that come later: had the host ended before, its end of the
/// control stream were closed.
void end_with_parent() {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail_by_system("the runner cannot follow its host");
  pollfd control = {control_descriptor, POLLRDHUP, 0};
  if (poll(&control, 1, 0) < 0) fail_by_system("the control stream cannot be watched");
  if (control.revents != 0) fail("the host is gone");
}

void filter_system_calls(int filter_fd) {
  struct stat file {};
  if (fstat(filter_fd, &file) != 0) fail_by_system("the filter for system calls is not there");
  std::vector<sock_filter> steps(static_cast<size_t>(file.st_size) / sizeof(sock_filter));
  const size_t size = steps.size() * sizeof(sock_filter);
  if (steps.empty() || steps.size() > BPF_MAXINSNS ||
      pread(filter_fd, steps.data(), size, 0) != static_cast<ssize_t>(size)) {
    fail("the filter for system calls is none");
  }
  const sock_fprog program = {static_cast<unsigned short>(steps.size()), steps.data()};
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0) {
    fail_by_system("the filter for system calls is not taken");
  }
}

}  // namespace

void confine_self(int filter_fd) {
  end_with_parent();
  limit_memory();
  limit_threads();
  stand_back();
  limit(RLIMIT_NOFILE, most_files, "open files");
  limit(RLIMIT_CORE, 0, "core dumps");
  limit(RLIMIT_FSIZE, largest_file, "a file's size");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail_by_system("rights cannot be given up");
  filter_system_calls(filter_fd);
  close(filter_fd);
}

}  // namespace curante::isolation
