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
#include <vector>

#include "curante/error.hpp"
#include "isolation/owned_descriptor.hpp"

namespace curante::isolation {

namespace {

/// What plugins and their libraries live on. A call that is neither here nor below is answered as
/// one that this system does not have (ENOSYS): so is whatever a newer kernel adds, and the C
/// library then does without.
constexpr const char* allowed[] = {
    // files
    "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2",
    "pwritev2", "open", "openat", "openat2", "creat", "close", "close_range", "lseek", "_llseek",
    "stat", "fstat", "lstat", "stat64", "fstat64", "lstat64", "fstatat64", "newfstatat", "statx",
    "statfs", "fstatfs", "statfs64", "fstatfs64", "access", "faccessat", "faccessat2", "readlink",
    "readlinkat", "getcwd", "chdir", "fchdir", "getdents", "getdents64", "mkdir", "mkdirat",
    "rmdir", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink",
    "unlinkat", "truncate", "truncate64", "ftruncate", "ftruncate64", "fallocate", "fadvise64",
    "readahead", "sync_file_range", "fsync", "fdatasync", "sync", "syncfs", "flock", "fcntl",
    "fcntl64", "dup", "dup2", "dup3", "pipe", "pipe2", "umask", "utime", "utimes", "utimensat",
    "futimesat", "sendfile", "sendfile64", "copy_file_range", "splice", "tee", "vmsplice",
    "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr", "inotify_init",
    "inotify_init1", "inotify_add_watch", "inotify_rm_watch",
    // memory
    "brk", "mmap", "mmap2", "munmap", "mprotect", "mremap", "madvise", "mincore", "msync", "mlock",
    "mlock2", "munlock", "mlockall", "munlockall", "membarrier", "pkey_alloc", "pkey_free",
    "pkey_mprotect", "get_mempolicy",
    // threads, and the process itself
    "exit", "exit_group", "wait4", "waitid", "gettid", "getpid", "getppid", "getpgid", "getpgrp",
    "getsid", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getresuid", "getresgid",
    "capget", "set_tid_address", "set_robust_list", "get_robust_list", "rseq", "futex",
    "futex_waitv", "arch_prctl", "prctl", "sched_yield", "sched_getaffinity", "sched_setaffinity",
    "sched_getparam", "sched_getscheduler", "sched_getattr", "sched_get_priority_max",
    "sched_get_priority_min", "sched_rr_get_interval", "getpriority", "setpriority", "getrlimit",
    "ugetrlimit", "setrlimit", "prlimit64", "getrusage", "times", "sysinfo", "uname", "getcpu",
    "getrandom", "pidfd_open",
    // signals
    "kill", "tkill", "tgkill", "rt_sigaction", "rt_sigprocmask", "rt_sigpending", "rt_sigreturn",
    "rt_sigsuspend", "rt_sigtimedwait", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "sigaltstack",
    "sigreturn", "pause", "alarm", "getitimer", "setitimer", "restart_syscall",
    // time, and waiting
    "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time",
    "timer_create", "timer_settime", "timer_gettime", "timer_getoverrun", "timer_delete",
    "timerfd_create", "timerfd_settime", "timerfd_gettime", "poll", "ppoll", "select", "_newselect",
    "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "epoll_pwait2", "eventfd", "eventfd2", "signalfd", "signalfd4",
    // sockets, once there are any
    "bind", "connect", "listen", "accept", "accept4", "getsockname", "getpeername", "getsockopt",
    "setsockopt", "shutdown", "send", "recv", "sendto", "recvfrom", "sendmsg", "recvmsg",
    "sendmmsg", "recvmmsg"};

/// A runner of root's owns root's files still, /dev/null among them, though it has no capability.
constexpr const char* never_as_root[] = {"chmod",     "fchmod",   "fchmodat", "chown",
                                         "fchown",    "lchown",   "fchownat", "setxattr",
                                         "lsetxattr", "fsetxattr"};

/// Refused aloud (EPERM), so that whoever reads a trace sees that it was no accident.
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
    "memfd_create", "memfd_secret", "shmget", "msgget", "semget", "mq_open", "io_setup"};

/// Of a terminal whether it is one, of a socket how much it holds; no device has more to say.
constexpr unsigned long requests[] = {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};
constexpr unsigned long network_requests[] = {SIOCGIFINDEX, SIOCGIFNAME, SIOCGIFCONF, SIOCGIFFLAGS,
                                              SIOCGIFADDR};

class Rules {
 public:
  Rules() : context_(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), seccomp_release) {
    check(context_ ? 0 : -ENOMEM);
    // A search by halves: a list as long as ours costs each call little.
    check(seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));
  }

  void allow(const char* name) { add(SCMP_ACT_ALLOW, name); }
  void refuse(const char* name) { add(SCMP_ACT_ERRNO(EPERM), name); }
  void allow_when(int call, scmp_arg_cmp condition) { add(SCMP_ACT_ALLOW, call, {condition}); }
  void allow_when(int call, scmp_arg_cmp first, scmp_arg_cmp second) {
    add(SCMP_ACT_ALLOW, call, {first, second});
  }
  void refuse_when(int call, scmp_arg_cmp condition, int error = EPERM) {
    add(SCMP_ACT_ERRNO(error), call, {condition});
  }
  void refuse_when(int call, scmp_arg_cmp first, scmp_arg_cmp second, int error) {
    add(SCMP_ACT_ERRNO(error), call, {first, second});
  }
  void export_to(int fd) { check(seccomp_export_bpf(context_.get(), fd)); }

 private:
  void add(uint32_t action, const char* name) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR) return;  // not known where this was built: not there
    check(seccomp_rule_add(context_.get(), action, call, 0));
  }
  void add(uint32_t action, int call, const std::vector<scmp_arg_cmp>& conditions) {
    check(seccomp_rule_add_array(context_.get(), action, call,
                                 static_cast<unsigned>(conditions.size()), conditions.data()));
  }
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

/// Each family has its rule: a rule compares an argument once.
void rule_families(Rules& rules, int call, bool network, bool unix_sockets) {
  constexpr int families = 64;
  for (int family = 0; family < families; ++family) {
    const scmp_arg_cmp is = SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family));
    if (allowed_family(family, network, unix_sockets)) {
      rules.allow_when(call, is);
    } else if (call != SCMP_SYS(socketpair) || family != AF_UNIX) {
      rules.refuse_when(call, is, EAFNOSUPPORT);
    }
  }
  rules.refuse_when(call, SCMP_A0(SCMP_CMP_GE, families), EAFNOSUPPORT);
}

/// Where Unix sockets are shut, a pair of them may be had, since it leads nowhere; but a datagram
/// socket of a pair may turn to any address. (Raw means the same to the kernel.)
void rule_pairs(Rules& rules) {
  const scmp_arg_cmp local = SCMP_A0(SCMP_CMP_EQ, AF_UNIX);
  const auto type = [](scmp_datum_t it) { return SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, it); };
  for (const scmp_datum_t it : {SOCK_STREAM, SOCK_SEQPACKET}) {
    rules.allow_when(SCMP_SYS(socketpair), local, type(it));
  }
  for (const scmp_datum_t it : {SOCK_DGRAM, SOCK_RAW}) {
    rules.refuse_when(SCMP_SYS(socketpair), local, type(it), EAFNOSUPPORT);
  }
}

void write_program(int fd, bool network, bool unix_sockets, bool as_root) {
  Rules rules;
  for (const char* name : allowed) rules.allow(name);
  for (const char* name : never) rules.refuse(name);
  for (const char* name : never_as_root) as_root ? rules.refuse(name) : rules.allow(name);
  // clone3 keeps its flags in memory, which no filter reads: it is not allowed, and the C library
  // falls back to clone.
  constexpr auto thread = static_cast<scmp_datum_t>(CLONE_THREAD);
  rules.allow_when(SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, thread, thread));
  rules.refuse_when(SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, thread, 0));
  for (const unsigned long request : requests) {
    rules.allow_when(SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, request));
  }
  if (network) {
    for (const unsigned long request : network_requests) {
      rules.allow_when(SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, request));
    }
  }
  rule_families(rules, SCMP_SYS(socket), network, unix_sockets);
  rule_families(rules, SCMP_SYS(socketpair), network, unix_sockets);
  if (!unix_sockets) rule_pairs(rules);
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
