// SPDX-License-Identifier: Apache-2.0
#include "isolation/process_start.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>

#include <cerrno>
#include <cstring>

#include "curante/error.hpp"

namespace curante::isolation {

namespace {

[[noreturn]] void fail(const std::string& what, int reason) {
  throw Error("runner-unstartable", what + ": " + std::strerror(reason),
              "free some memory, raise the limits on processes and open files, or install again "
              "what is missing");
}

/// A copy above all the numbers that the new program uses, so that no action overwrites another's
/// source.
OwnedDescriptor out_of_the_way(int fd) {
  OwnedDescriptor copy(fcntl(fd, F_DUPFD_CLOEXEC, 64));
  if (!copy) fail("a descriptor cannot be passed on", errno);
  return copy;
}

/// What posix_spawn needs, freed at the end of the scope.
struct StartPlan {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;

  StartPlan() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  StartPlan(const StartPlan&) = delete;
  StartPlan& operator=(const StartPlan&) = delete;
  ~StartPlan() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
};

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> out;
  for (const std::string& word : words) out.push_back(const_cast<char*>(word.c_str()));
  out.push_back(nullptr);
  return out;
}

}  // namespace

Pipe::Pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail("there is no pipe", errno);
  read = OwnedDescriptor(ends[0]);
  write = OwnedDescriptor(ends[1]);
}

pid_t start_process(const std::vector<std::string>& command, int output,
                    const std::vector<int>& others, const std::vector<std::string>& variables) {
  std::vector<OwnedDescriptor> sources;
  sources.push_back(out_of_the_way(output));
  for (const int fd : others) sources.push_back(out_of_the_way(fd));
  StartPlan plan;
  posix_spawn_file_actions_addopen(&plan.files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&plan.files, sources[0].get(), 1);
  int number = 2;
  for (const OwnedDescriptor& source : sources) {
    posix_spawn_file_actions_adddup2(&plan.files, source.get(), number++);
  }
  posix_spawn_file_actions_addclosefrom_np(&plan.files, number);
  posix_spawn_file_actions_addchdir_np(&plan.files, "/");
  pid_t child = -1;
  const int failure = posix_spawn(&child, command.front().c_str(), &plan.files, &plan.attributes,
                                  pointers(command).data(), pointers(variables).data());
  if (failure != 0) fail(command.front() + " does not start", failure);
  return child;
}

}  // namespace curante::isolation
