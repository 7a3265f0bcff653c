// SPDX-License-Identifier: Apache-2.0
#include "isolation/seccomp_program.hpp"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>

#include "curante/error.hpp"
#include "isolation/owned_descriptor.hpp"

namespace curante::isolation {

namespace {

constexpr const char* never[] = {
    // new programs and processes (threads come through clone, below)
    "execve", "execveat", "fork", "vfork",
    // other processes
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease",
    "kcmp", "pidfd_getfd", "pidfd_send_signal", "migrate_pages", "move_pages",
    // mounts, roots and namespaces
    "mount", "umount", "umount2", "pivot_root", "chroot", "mount_setattr", "move_mount",
    "open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "setns", "unshare", "open_by_handle_at",
    "name_to_handle_at", "quotactl", "quotactl_fd", "fanotify_init", "fanotify_mark",
    // large and often broken parts of the kernel
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "add_key", "request_key", "keyctl", "personality", "modify_ldt", "uselib",
    "lookup_dcookie",
    // the machine
    "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot",
    "swapon", "swapoff", "acct", "syslog", "settimeofday", "clock_settime", "clock_adjtime",
    "adjtimex", "sethostname", "setdomainname", "iopl", "ioperm", "vhangup", "nfsservctl",
    "_sysctl",
    // memory that no limit of the process counts
    "memfd_create", "memfd_secret", "shmget", "msgget"};

/// A runner of root's owns root's files still, /dev/null among them, though it has no capability.
constexpr const char* never_as_root[] = {"chmod",     "fchmod",   "fchmodat", "chown",
                                         "fchown",    "lchown",   "fchownat", "setxattr",
                                         "lsetxattr", "fsetxattr"};

class Rules {
 public:
  Rules() : context_(seccomp_init(SCMP_ACT_ALLOW), seccomp_release) {
    check(context_ ? 0 : -ENOMEM);
  }

  void refuse(const char* name, int error = EPERM) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR) return;  // not known where this was built: not there
    check(seccomp_rule_add(context_.get(), SCMP_ACT_ERRNO(error), call, 0));
  }
  void refuse_when(int call, scmp_arg_cmp condition, int error = EPERM) {
    check(seccomp_rule_add(context_.get(), SCMP_ACT_ERRNO(error), call, 1, condition));
  }
  void export_to(int fd) { check(seccomp_export_bpf(context_.get(), fd)); }

 private:
  static void check(int result) {
    if (result >= 0) return;
    throw Error("sandbox-unavailable",
                std::string("no filter for system calls: ") + std::strerror(-result),
                "install libseccomp 2.5 or newer, or free some memory");
  }
  std::unique_ptr<void, decltype(&seccomp_release)> context_;
};

bool allowed_family(int family, bool network, bool unix_sockets) {
  return (family == AF_UNIX && unix_sockets) ||
         (network && (family == AF_INET || family == AF_INET6 || family == AF_NETLINK));
}

void write_program(int fd, bool network, bool unix_sockets, bool as_root) {
  Rules rules;
  for (const char* name : never) rules.refuse(name);
  if (as_root) {
    for (const char* name : never_as_root) rules.refuse(name);
  }
  // clone3 keeps its flags in memory, which no filter reads: the C library falls back to clone.
  rules.refuse("clone3", ENOSYS);
  rules.refuse_when(SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  rules.refuse_when(SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCSTI));
  // One comparison an argument is all that a rule may hold, so each other family has its rule.
  constexpr int families = 64;
  for (int family = 0; family < families; ++family) {
    if (allowed_family(family, network, unix_sockets)) continue;
    rules.refuse_when(SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family)),
                      EAFNOSUPPORT);
  }
  rules.refuse_when(SCMP_SYS(socket), SCMP_A0(SCMP_CMP_GE, families), EAFNOSUPPORT);
  if (!unix_sockets) {
    // A datagram socket of a pair may turn to any address. (Raw means the same to the kernel.)
    for (const scmp_datum_t type : {SOCK_DGRAM, SOCK_RAW}) {
      rules.refuse_when(SCMP_SYS(socketpair), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, type), EAFNOSUPPORT);
    }
  }
  rules.export_to(fd);
}

OwnedDescriptor make_program(bool network, bool unix_sockets, bool as_root) {
  OwnedDescriptor file(memfd_create("seccomp", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) {
    throw Error("sandbox-unavailable", std::string("no memory file: ") + std::strerror(errno),
                "free some memory, or raise the limit on open files");
  }
  write_program(file.get(), network, unix_sockets, as_root);
  fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
  return file;
}

}  // namespace

std::string seccomp_program(bool network, bool unix_sockets) {
  static std::mutex mutex;
  static std::map<std::array<bool, 3>, OwnedDescriptor> made;
  const bool as_root = geteuid() == 0;
  const std::lock_guard lock(mutex);
  OwnedDescriptor& file = made[{network, unix_sockets, as_root}];
  if (!file) file = make_program(network, unix_sockets, as_root);
  return "/proc/self/fd/" + std::to_string(file.get());
}

}  // namespace curante::isolation
