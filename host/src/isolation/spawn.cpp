// SPDX-License-Identifier: Apache-2.0
#include "isolation/spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "curante/error.hpp"
#include "isolation/process_start.hpp"
#include "isolation/runner_confinement.hpp"
#include "isolation/sandbox.hpp"
#include "isolation/seccomp_program.hpp"

namespace curante::isolation {

namespace {

OwnedDescriptor open_to_read(const std::string& path, const char* what) {
  OwnedDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file) return file;
  throw Error("runner-unstartable",
              std::string(what) + " cannot be opened: " + std::strerror(errno),
              "raise the limit on open files");
}

/// All that the runner hears of the host's environment.
std::vector<std::string> variables(const Confinement& confinement) {
  std::vector<std::string> out = {
      "LANG=C.UTF-8", "HOME=/tmp", "PATH=/usr/bin",
      "CURANTE_RUNNER_MEMORY=" + std::to_string(confinement.memory_bytes)};
  if (confinement.nice > 0) {
    out.push_back("CURANTE_RUNNER_NICE=" + std::to_string(confinement.nice));
  }
  // Counted apart from the host's only where the runner has a user namespace of its own.
  if (confinement.sandbox) out.push_back("CURANTE_RUNNER_THREADS=128");
  if (const char* zone = std::getenv("TZ")) out.push_back(std::string("TZ=") + zone);
#if defined(__SANITIZE_ADDRESS__)
  // The search for leaks starts a process of its own, which no runner may.
  out.push_back("ASAN_OPTIONS=detect_leaks=0");
#endif
  return out;
}

}  // namespace

RunnerProcess spawn_runner(const std::string& runner, const kernel::SealedBytes& library,
                           const Confinement& confinement, const std::string& only_load) {
  if (confinement.sandbox) require_sandbox();
  if (access(runner.c_str(), X_OK) != 0) {
    throw Error("runner-unstartable", runner + " is no program: " + std::strerror(errno),
                "install the host again");
  }
  const OwnedDescriptor opened = open_to_read(library.path(), "the plugin's library");
  const OwnedDescriptor filter =
      open_to_read(seccomp_program(confinement.network, confinement.unix_sockets),
                   "the filter for system calls");
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw Error("runner-unstartable", std::string("there is no socket: ") + std::strerror(errno),
                "raise the limit on open files");
  }
  OwnedDescriptor control(ends[0]);
  const OwnedDescriptor runners(ends[1]);
  Pipe said;
  std::vector<std::string> heard = variables(confinement);
  if (!only_load.empty()) heard.push_back(only_load_variable + ("=" + only_load));
  const pid_t child = start_process(
      confinement.sandbox ? sandboxed(runner, confinement) : std::vector<std::string>{runner},
      said.write.get(), {runners.get(), opened.get(), filter.get()}, heard);
  return {child, confinement.sandbox, std::move(control), std::move(said.read)};
}

RunnerProcess::RunnerProcess(pid_t pid, bool sandboxed, OwnedDescriptor control,
                             OwnedDescriptor standard_error)
    : pid_(pid),
      sandboxed_(sandboxed),
      pidfd_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))),
      control_(std::move(control)),
      standard_error_(std::move(standard_error)) {
  if (pidfd_) return;
  const int reason = errno;
  end();
  throw Error("runner-unstartable",
              std::string("the runner cannot be watched: ") + std::strerror(reason),
              "raise the limit on open files");
}

RunnerProcess::RunnerProcess(RunnerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      sandboxed_(other.sandboxed_),
      pidfd_(std::move(other.pidfd_)),
      control_(std::move(other.control_)),
      standard_error_(std::move(other.standard_error_)),
      end_(other.end_) {}

RunnerProcess& RunnerProcess::operator=(RunnerProcess&& other) noexcept {
  end();
  pid_ = std::exchange(other.pid_, -1);
  sandboxed_ = other.sandboxed_;
  pidfd_ = std::move(other.pidfd_);
  control_ = std::move(other.control_);
  standard_error_ = std::move(other.standard_error_);
  end_ = other.end_;
  return *this;
}

RunnerProcess::~RunnerProcess() {
  end();
}

void RunnerProcess::end() noexcept {
  kill();
  reap();
}

void RunnerProcess::kill() const noexcept {
  // By its descriptor: a number may be somebody else's by the time another thread reaps it.
  if (pidfd_)
    syscall(SYS_pidfd_send_signal, pidfd_.get(), SIGKILL, nullptr, 0);
  else if (pid_ > 0)
    ::kill(pid_, SIGKILL);
}

RunnerEnd RunnerProcess::reap() noexcept {
  if (pid_ <= 0) return end_;
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (WIFSIGNALED(status)) end_.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end_.code = WEXITSTATUS(status);
  if (sandboxed_ && end_.code > 128) end_ = {end_.code - 128, 0};  // so bubblewrap tells of signals
  return end_;
}

}  // namespace curante::isolation
