// SPDX-License-Identifier: Apache-2.0
// Stands where a runner would, and tries what its host asks: a line with a deed and its argument
// comes through the control stream, a line with the outcome goes back ("done", a number, or the
// name of the system's refusal).
#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "curante/error.hpp"
#include "isolation/owned_descriptor.hpp"
#include "isolation/runner_confinement.hpp"

namespace {

using curante::isolation::OwnedDescriptor;

std::string outcome(bool done) {
  return done ? "done" : strerrorname_np(errno);
}

std::string execute(const std::string& path) {
  char* const words[] = {const_cast<char*>(path.c_str()), nullptr};
  execv(path.c_str(), words);
  return outcome(false);
}

std::string start_a_process(const std::string&) {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  return outcome(child > 0);
}

std::string clone_bare(const std::string&) {
  const long child = syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (child == 0) _exit(0);
  return outcome(child > 0);
}

std::string run_threads(const std::string&) {
  int sum = 0;
  for (int i = 0; i < 10; ++i) std::thread([&] { ++sum; }).join();
  return std::to_string(sum);
}

/// How many threads there can be at once, of so many wished for.
std::string crowd(const std::string& wished) {
  static std::mutex gate;
  const std::lock_guard closed(gate);
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 << 10);
  const auto wait = [](void*) -> void* {
    const std::lock_guard passed(gate);
    return nullptr;
  };
  int count = 0;
  for (pthread_t thread; count < std::stoi(wished); ++count) {
    if (pthread_create(&thread, &small, wait, nullptr) != 0) break;
    pthread_detach(thread);
  }
  pthread_attr_destroy(&small);
  return std::to_string(count);
}

std::string open_to_read(const std::string& path) {
  return outcome(static_cast<bool>(OwnedDescriptor(open(path.c_str(), O_RDONLY))));
}

/// How many octets fit into a new file, of 64 MiB at most.
std::string fill(const std::string& path) {
  const OwnedDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT, 0600));
  if (!file) return outcome(false);
  const std::string part(1 << 16, 'x');
  long long total = 0;
  while (total < 64 << 20) {
    const ssize_t put = write(file.get(), part.data(), part.size());
    if (put <= 0) break;
    total += put;
  }
  unlink(path.c_str());
  return std::to_string(total);
}

std::string make_socket(const std::string& family) {
  return outcome(static_cast<bool>(
      OwnedDescriptor(static_cast<int>(syscall(SYS_socket, std::stol(family), SOCK_STREAM, 0)))));
}

std::string make_pair_of_sockets(const std::string& type) {
  int ends[2];
  if (socketpair(AF_UNIX, std::stoi(type), 0, ends) != 0) return outcome(false);
  const OwnedDescriptor one(ends[0]), other(ends[1]);
  return outcome(true);
}

std::string connect_port(const std::string& port) {
  const OwnedDescriptor stream(socket(AF_INET, SOCK_STREAM, 0));
  if (!stream) return outcome(false);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<uint16_t>(std::stoi(port)));
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return outcome(connect(stream.get(), reinterpret_cast<sockaddr*>(&place), sizeof place) == 0);
}

OwnedDescriptor connected(const std::string& path) {
  OwnedDescriptor stream(socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  path.copy(place.sun_path, sizeof place.sun_path - 1);
  if (connect(stream.get(), reinterpret_cast<sockaddr*>(&place), sizeof place) == 0) return stream;
  return OwnedDescriptor();
}

/// The name has no file: a network namespace is all that bounds it.
std::string connect_abstract(const std::string& name) {
  const OwnedDescriptor stream(socket(AF_UNIX, SOCK_STREAM, 0));
  if (!stream) return outcome(false);
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  name.copy(place.sun_path + 1, sizeof place.sun_path - 1);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  return outcome(connect(stream.get(), reinterpret_cast<sockaddr*>(&place), size) == 0);
}

/// Connects, and stays so until this process ends.
std::string hold(const std::string& path) {
  static OwnedDescriptor held;
  held = connected(path);
  return outcome(static_cast<bool>(held));
}

std::string link_of(const std::string& path) {
  std::error_code failed;
  return std::filesystem::read_symlink(path, failed).string();
}

std::string allocate(const std::string& octets) {
  const size_t size = std::stoul(octets);
  void* const start =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) return outcome(false);
  munmap(start, size);
  return "done";
}

std::string descriptors(const std::string&) {
  std::set<int> numbers;
  for (int fd = 0; fd < 1024; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) numbers.insert(fd);
  }
  std::string text;
  for (const int fd : numbers) text += std::to_string(fd) + " ";
  return text;
}

std::string library(const std::string&) {
  char text[64] = {};
  const ssize_t got = pread(curante::isolation::library_descriptor, text, sizeof text, 0);
  const ssize_t put = write(curante::isolation::library_descriptor, text, 1);
  return std::string(text, got > 0 ? static_cast<size_t>(got) : 0) +
         (put < 0 ? " sealed" : " open");
}

std::string names_in(const std::string& folder) {
  std::set<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    names.insert(entry.path().filename());
  }
  std::string text;
  for (const std::string& name : names) text += name + " ";
  return text;
}

std::string environment(const std::string&) {
  std::string text;
  for (char** it = environ; *it != nullptr; ++it) text += std::string(*it) + " ";
  return text;
}

std::string crash(const std::string&) {
  signal(SIGSEGV, SIG_DFL);
  raise(SIGSEGV);
  return outcome(false);
}

using Deed = std::string (*)(const std::string&);
const std::map<std::string, Deed> deeds = {
    {"execute", execute},
    {"fork", start_a_process},
    {"clone", clone_bare},
    {"threads", run_threads},
    {"crowd", crowd},
    {"open", open_to_read},
    {"fill", fill},
    {"socket", make_socket},
    {"pair", make_pair_of_sockets},
    {"connect-port", connect_port},
    {"connect-abstract", connect_abstract},
    {"hold", hold},
    {"link", link_of},
    {"allocate", allocate},
    {"descriptors", descriptors},
    {"library", library},
    {"names", names_in},
    {"environment", environment},
    {"crash", crash},
    {"leave", [](const std::string& code) -> std::string { _exit(std::stoi(code)); }},
    {"kill", [](const std::string& pid) { return outcome(kill(std::stoi(pid), 0) == 0); }},
    {"chmod", [](const std::string& path) { return outcome(chmod(path.c_str(), 0600) == 0); }},
    {"memory-file", [](const std::string&) { return outcome(memfd_create("more", 0) >= 0); }},
    {"call", [](const std::string& number) { return outcome(syscall(std::stol(number), -1, 0, 0, 0) >= 0); }},
    {"pair-family", [](const std::string& family) {
       int ends[2];
       return outcome(socketpair(std::stoi(family), SOCK_STREAM, 0, ends) == 0);
     }},
    {"push-key", [](const std::string&) { return outcome(ioctl(0, TIOCSTI, "x") == 0); }},
    {"nice", [](const std::string&) { return std::to_string(getpriority(PRIO_PROCESS, 0)); }},
    {"unshare", [](const std::string&) { return outcome(unshare(CLONE_NEWUSER) == 0); }},
    {"cores", [](const std::string&) {
       rlimit limit{};
       getrlimit(RLIMIT_CORE, &limit);
       return std::to_string(limit.rlim_max);
     }}};

void answer(const std::string& line) {
  const std::string text = line + "\n";
  if (write(curante::isolation::control_descriptor, text.data(), text.size()) < 0) _exit(2);
}

std::string next_line() {
  std::string line;
  char letter = 0;
  while (read(curante::isolation::control_descriptor, &letter, 1) == 1) {
    if (letter == '\n') return line;
    line += letter;
  }
  _exit(0);
}

}  // namespace

int main() {
  try {
    curante::isolation::confine_self(curante::isolation::filter_descriptor);
  } catch (const curante::Error& e) {
    std::fprintf(stderr, "%s: %s\n", e.code().c_str(), e.message().c_str());
    return 3;
  }
  answer("ready");
  for (;;) {
    const std::string line = next_line();
    const size_t gap = line.find(' ');
    const auto deed = deeds.find(line.substr(0, gap));
    answer(deed == deeds.end() ? "unknown"
                               : deed->second(gap == line.npos ? "" : line.substr(gap + 1)));
  }
}
