// SPDX-License-Identifier: Apache-2.0
#include "isolation/sandbox.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "curante/error.hpp"
#include "isolation/process_start.hpp"
#include "isolation/spawn.hpp"

namespace curante::isolation {

namespace {

constexpr const char* most_temporary = "16777216";

/// What bubblewrap says until it ends.
std::string read_to_end(int pipe) {
  std::string text;
  char part[512];
  for (;;) {
    const ssize_t got = read(pipe, part, sizeof part);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(part, static_cast<size_t>(got));
  }
}

}  // namespace

std::vector<std::string> sandboxed(const std::string& program, const Confinement& confinement) {
  std::vector<std::string> words = {"/usr/bin/bwrap", "--unshare-all"};
  const auto add = [&](std::initializer_list<std::string> more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  const auto show = [&](const std::string& path) { add({"--ro-bind", path, path}); };
  const auto show_if_there = [&](const std::string& path) { add({"--ro-bind-try", path, path}); };
  if (confinement.network) add({"--share-net"});
  add({"--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "curante"});
  show("/usr");
  add({"--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--proc", "/proc"});
  for (const std::string device : {"/dev/null", "/dev/urandom"}) {
    add({"--dev-bind", device, device});
  }
  for (const char* path : {"/etc/localtime", "/etc/fonts"}) show_if_there(path);
  if (confinement.network) {
    for (const char* path : {"/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ssl"}) {
      show_if_there(path);
    }
  }
  add({"--size", most_temporary, "--tmpfs", "/tmp"});
  add({"--ro-bind", program, "/runner"});  // where it is installed is nobody's business inside
  if (!confinement.folder.empty()) show(confinement.folder);
  // Last, since what was made above needs writing. /proc, too: a runner of root's is the owner of
  // the kernel's settings below /proc/sys, and needs no capability to change them.
  add({"--remount-ro", "/proc", "--remount-ro", "/", "--chdir", "/tmp", "--", "/runner"});
  return words;
}

void require_sandbox() {
  static std::atomic<bool> works = false;
  if (works) return;
  std::string reason = "it cannot be started";
  try {
    Pipe said;
    const pid_t child = start_process(sandboxed("/usr/bin/true", {}), said.write.get());
    said.write = OwnedDescriptor();
    reason = read_to_end(said.read.get());
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    works = status == 0;
  } catch (const Error& e) {
    reason = e.message();
  }
  if (works) return;
  while (!reason.empty() && reason.back() == '\n') reason.pop_back();
  throw Error("sandbox-unavailable", "bubblewrap does not work here: " + reason,
              "install the package bubblewrap, and allow user namespaces (sysctl "
              "user.max_user_namespaces; in a container, its security profile)");
}

}  // namespace curante::isolation
