// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "curante/error.hpp"
#include "isolation/process_start.hpp"
#include "isolation/runner_confinement.hpp"
#include "isolation/spawn.hpp"

namespace curante::isolation {
namespace {

constexpr int patience_ms = 20'000;

bool comes(int fd) {
  pollfd it = {fd, POLLIN, 0};
  return poll(&it, 1, patience_ms) == 1;
}

/// A folder under /tmp with a socket in it that somebody listens on.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/curante-sandbox-XXXXXX";
    if (mkdtemp(name) == nullptr) throw std::runtime_error("no folder under /tmp");
    path_ = name;
    sockaddr_un place{};
    place.sun_family = AF_UNIX;
    socket().copy(place.sun_path, sizeof place.sun_path - 1);
    listener_ = OwnedDescriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (bind(listener_.get(), reinterpret_cast<sockaddr*>(&place), sizeof place) != 0 ||
        listen(listener_.get(), 8) != 0) {
      throw std::runtime_error("no socket in " + path_);
    }
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string socket() const { return path_ + "/socket"; }
  OwnedDescriptor accepted() const {
    if (!comes(listener_.get())) return OwnedDescriptor();
    return OwnedDescriptor(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }

 private:
  std::string path_;
  OwnedDescriptor listener_;
};

kernel::SealedBytes some_library() {
  const OwnedDescriptor file(open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (write(file.get(), "the library", 11) != 11) throw std::runtime_error("no file in /tmp");
  lseek(file.get(), 0, SEEK_SET);
  return kernel::SealedBytes::of_file(file.get(), 11, "library");
}

/// A probe in a runner's place.
class Probe {
 public:
  explicit Probe(const Confinement& confinement)
      : process_(spawn_runner(CURANTE_PROBE, some_library(), confinement)), first_(line()) {}

  const std::string& first() const { return first_; }
  RunnerProcess& process() { return process_; }
  std::string tries(const std::string& deed) {
    const std::string text = deed + "\n";
    if (send(process_.control(), text.data(), text.size(), MSG_NOSIGNAL) < 0) return "no probe";
    return line();
  }

 private:
  std::string line() {
    std::string text;
    char letter = 0;
    while (comes(process_.control()) && read(process_.control(), &letter, 1) == 1) {
      if (letter == '\n') return text;
      text += letter;
    }
    return "no answer: " + text;
  }
  RunnerProcess process_;
  std::string first_;
};

std::string all_of(int pipe) {
  std::string text;
  char part[512];
  while (comes(pipe)) {
    const ssize_t got = read(pipe, part, sizeof part);
    if (got <= 0) break;
    text.append(part, static_cast<size_t>(got));
  }
  return text;
}

Confinement bare() {
  Confinement it;
  it.sandbox = false;
  return it;
}

/// What holds with a sandbox and without.
class Confined : public ::testing::TestWithParam<bool> {
 protected:
  Confinement confinement() const {
    Confinement it;
    it.sandbox = GetParam();
    return it;
  }
};
INSTANTIATE_TEST_SUITE_P(, Confined, ::testing::Bool(),
                         [](const auto& it) { return it.param ? "Sandbox" : "Bare"; });

TEST_P(Confined, FindsItsDescriptorsAndNoOthers) {
  const OwnedDescriptor stray(open("/etc/passwd", O_RDONLY));  // inheritable, unlike all of ours
  Probe probe(confinement());
  EXPECT_EQ(probe.first(), "ready");
  EXPECT_EQ(probe.tries("descriptors"), "0 1 2 3 4 ");  // 5 is spent on the filter
  EXPECT_EQ(probe.tries("library"), "the library sealed");
}

TEST_P(Confined, StartsNoProgramAndNoProcessButThreads) {
  Probe probe(confinement());
  EXPECT_EQ(probe.tries("execute /usr/bin/true"), "EPERM");
  EXPECT_EQ(probe.tries("fork"), "EPERM");
  EXPECT_EQ(probe.tries("clone"), "EPERM");
  EXPECT_EQ(probe.tries("unshare"), "EPERM");
  EXPECT_EQ(probe.tries("threads"), "10");
}

TEST_P(Confined, MakesNoCallThatIsNotOnTheList) {
  Probe probe(confinement());
  // Memory of the kernel that no limit of the process counts.
  for (const long number : {SYS_semget, SYS_shmget, SYS_msgget, SYS_mq_open, SYS_io_setup}) {
    EXPECT_EQ(probe.tries("call " + std::to_string(number)), "EPERM") << number;
  }
  // Known, and needed by no plugin.
  for (const long number : {SYS_capset, SYS_setuid, SYS_remap_file_pages, SYS_landlock_create_ruleset}) {
    EXPECT_EQ(probe.tries("call " + std::to_string(number)), "ENOSYS") << number;
  }
  // By their numbers, alike on all machines: fchmodat2, cachestat, map_shadow_stack, futex_wake,
  // statmount, listmount, setxattrat, open_tree_attr, and what there is not yet.
  for (const int number : {452, 451, 453, 454, 457, 458, 463, 467, 600}) {
    EXPECT_EQ(probe.tries("call " + std::to_string(number)), "ENOSYS") << number;
  }
  EXPECT_EQ(probe.tries("push-key"), "ENOSYS");
}

TEST_P(Confined, StandsBackAsFarAsItIsTold) {
  EXPECT_EQ(Probe(confinement()).tries("nice"), std::to_string(getpriority(PRIO_PROCESS, 0)));
  Confinement far = confinement();
  far.nice = 15;
  EXPECT_EQ(Probe(far).tries("nice"), "15");
}

TEST_P(Confined, HasUnixSocketsAlone) {
  Probe probe(confinement());
  for (const int family : {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK, AF_ALG, 63, 64}) {
    EXPECT_EQ(probe.tries("socket " + std::to_string(family)), "EAFNOSUPPORT") << family;
  }
  // The kernel reads the lower half alone: AF_INET in it, and something above.
  EXPECT_EQ(probe.tries("socket 4294967298"), "EAFNOSUPPORT");
  EXPECT_EQ(probe.tries("socket " + std::to_string(AF_UNIX)), "done");
  EXPECT_EQ(probe.tries("pair-family " + std::to_string(AF_TIPC)), "EAFNOSUPPORT");
  EXPECT_EQ(probe.tries("pair-family " + std::to_string(AF_UNIX)), "done");
}

TEST_P(Confined, KeepsToItsMemory) {
  Confinement small = confinement();
  small.memory_bytes = 256 << 20;
  Probe probe(small);
  EXPECT_EQ(probe.tries("allocate 16777216"), "done");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_EQ(probe.tries("allocate 268435456"), "ENOMEM");
#endif
  EXPECT_EQ(probe.tries("memory-file"), "EPERM");
  EXPECT_EQ(probe.tries("cores"), "0");
}

TEST_P(Confined, HearsNothingOfTheHostsEnvironment) {
  setenv("CURANTE_SECRET", "wallet", 1);
  Probe probe(confinement());
  EXPECT_EQ(probe.tries("environment").find("wallet"), std::string::npos);
  unsetenv("CURANTE_SECRET");
}

TEST_P(Confined, TellsHowItEnded) {
  Probe left(confinement());
  left.tries("leave 7");
  EXPECT_TRUE(comes(left.process().pidfd()));
  EXPECT_EQ(left.process().reap().code, 7);
  EXPECT_EQ(left.process().reap().code, 7);

  Probe crashed(confinement());
  crashed.tries("crash");
  EXPECT_EQ(crashed.process().reap().signal, SIGSEGV);

  Probe killed(confinement());
  killed.process().kill();
  EXPECT_EQ(killed.process().reap().signal, SIGKILL);
}

TEST_P(Confined, EndsWithItsHost) {
  const Folder folder;
  Pipe said;
  const pid_t host =
      start_process({"/proc/self/exe", "as-host", folder.path(), GetParam() ? "sandbox" : "bare"},
                    said.write.get(), {}, {"PATH=/usr/bin"});
  const OwnedDescriptor held = folder.accepted();
  ASSERT_TRUE(held);
  kill(host, SIGKILL);
  waitpid(host, nullptr, 0);
  char letter = 0;
  ASSERT_TRUE(comes(held.get()));
  EXPECT_EQ(read(held.get(), &letter, 1), 0);  // who held the other end is gone
}

TEST(Sandbox, ShowsNothingOfTheMachine) {
  Probe probe({});
  std::ofstream("/tmp/curante-sandbox-neighbour") << "data";
  EXPECT_EQ(probe.tries("names /"), "dev etc lib lib64 proc runner tmp usr ");
  EXPECT_EQ(probe.tries("names /dev"), "null urandom ");
  for (const std::string& path : std::vector<std::string>{
           "/etc/shadow", "/etc/passwd", "/home", "/var", "/root", "/sys", "/run",
           "/tmp/curante-sandbox-neighbour", CURANTE_SOURCE, "/proc/kcore"}) {
    const std::string got = probe.tries("open " + path);
    EXPECT_TRUE(got == "ENOENT" || got == "EPERM" || got == "EACCES") << path << " " << got;
  }
  EXPECT_EQ(probe.tries("open /proc/" + std::to_string(getpid()) + "/environ"), "ENOENT");
  EXPECT_EQ(probe.tries("kill " + std::to_string(getpid())), "ESRCH");
  std::filesystem::remove("/tmp/curante-sandbox-neighbour");
}

TEST(Sandbox, HasNamespacesOfItsOwn) {
  Probe probe({});
  for (const std::string kind : {"ipc", "mnt", "net", "pid", "user", "uts"}) {
    const std::string path = "/proc/self/ns/" + kind;
    const std::string theirs = probe.tries("link " + path);
    EXPECT_TRUE(theirs.starts_with(kind + ":[")) << theirs;
    EXPECT_NE(theirs, std::filesystem::read_symlink(path)) << kind;
  }
}

TEST(Sandbox, WritesInItsTmpAloneAndNotMuch) {
  const Folder folder;
  Confinement confinement;
  confinement.folder = folder.path();
  Probe probe(confinement);
  for (const std::string& place :
       {std::string("/new"), std::string("/usr/new"), std::string("/dev/new"),
        std::string("/etc/new"), folder.path() + "/new"}) {
    EXPECT_EQ(probe.tries("fill " + place), "EROFS") << place;
  }
  EXPECT_EQ(probe.tries("fill /proc/sys/kernel/core_pattern").front(), 'E');
  const int written = std::stoi(probe.tries("fill /tmp/new"));
  EXPECT_GT(written, 15 << 20);  // a sanitizer keeps something there, too
  EXPECT_LE(written, 16 << 20);
  const std::string changed = probe.tries("chmod /dev/null");
  EXPECT_EQ(changed, "EPERM");
}

TEST(Sandbox, HoldsACrowdOfThreadsBack) {
  if (geteuid() == 0) GTEST_SKIP() << "the kernel counts nothing of root's";
  Probe probe({});
  const int count = std::stoi(probe.tries("crowd 300"));
  EXPECT_GT(count, 100);
  EXPECT_LT(count, 128);
}

TEST(Sandbox, ReachesTheSocketsOfItsFolder) {
  const Folder folder, other;
  Confinement confinement;
  confinement.folder = folder.path();
  Probe probe(confinement);
  EXPECT_EQ(probe.tries("hold " + folder.socket()), "done");
  EXPECT_TRUE(folder.accepted());
  EXPECT_EQ(probe.tries("hold " + other.socket()), "ENOENT");
}

TEST(Sandbox, ReachesTheNetworkOnlyWhenThatWasDeclared) {
  const OwnedDescriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  ASSERT_EQ(bind(listener.get(), reinterpret_cast<sockaddr*>(&place), size), 0);
  ASSERT_EQ(listen(listener.get(), 4), 0);
  getsockname(listener.get(), reinterpret_cast<sockaddr*>(&place), &size);
  const std::string port = std::to_string(ntohs(place.sin_port));
  Confinement confinement;
  EXPECT_EQ(Probe(confinement).tries("connect-port " + port), "EAFNOSUPPORT");
  confinement.network = true;
  Probe probe(confinement);
  EXPECT_EQ(probe.tries("connect-port " + port), "done");
  EXPECT_EQ(probe.tries("socket " + std::to_string(AF_PACKET)), "EAFNOSUPPORT");
  EXPECT_EQ(probe.tries("open /etc/resolv.conf"), "done");
}

/// With the network comes the name space of the host's abstract sockets, a desktop's among them.
TEST(Sandbox, MakesNoUnixSocketsBesideTheNetworkWithoutNeed) {
  const std::string name = "curante-sandbox-test-" + std::to_string(getpid());
  const OwnedDescriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  name.copy(place.sun_path + 1, sizeof place.sun_path - 1);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  ASSERT_EQ(bind(listener.get(), reinterpret_cast<sockaddr*>(&place), size), 0);
  ASSERT_EQ(listen(listener.get(), 4), 0);
  Confinement confinement;
  EXPECT_EQ(Probe(confinement).tries("connect-abstract " + name), "ECONNREFUSED")
      << "a network of its own has none of that name";
  confinement.network = true;
  EXPECT_EQ(Probe(confinement).tries("connect-abstract " + name), "done")
      << "what a plugin with both can do, as rules.md says";
  confinement.unix_sockets = false;
  Probe probe(confinement);
  EXPECT_EQ(probe.tries("connect-abstract " + name), "EAFNOSUPPORT");
  EXPECT_EQ(probe.tries("pair " + std::to_string(SOCK_DGRAM | SOCK_CLOEXEC)), "EAFNOSUPPORT");
  EXPECT_EQ(probe.tries("pair " + std::to_string(SOCK_RAW)), "EAFNOSUPPORT");
  EXPECT_EQ(probe.tries("pair " + std::to_string(SOCK_STREAM)), "done");
  EXPECT_EQ(probe.tries("socket " + std::to_string(AF_INET)), "done");
}

TEST(Sandbox, WhereThereIsNoneNothingStarts) {
  const Folder folder;
  Pipe said;
  const pid_t host = start_process(
      {"/usr/bin/bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/",
       std::filesystem::read_symlink("/proc/self/exe"), "as-host", folder.path(), "sandbox"},
      said.write.get());
  said.write = OwnedDescriptor();
  EXPECT_TRUE(
      all_of(said.read.get()).starts_with("sandbox-unavailable: bubblewrap does not work here: "));
  waitpid(host, nullptr, 0);
}

TEST(Runner, ThatIsNoProgramIsRefused) {
  try {
    spawn_runner("/usr/lib/no-runner", some_library(), bare());
    FAIL() << "it started";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "runner-unstartable");
  }
}

TEST(Runner, ThatCannotShutItselfInEnds) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  const OwnedDescriptor ours(ends[0]), theirs(ends[1]),
      null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const auto end_of = [&](std::vector<int> descriptors, std::vector<std::string> variables) {
    Pipe output;
    const pid_t child = start_process({CURANTE_PROBE}, output.write.get(), descriptors, variables);
    output.write = OwnedDescriptor();
    const std::string text = all_of(output.read.get());
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 3);
    return text;
  };
  EXPECT_EQ(end_of({theirs.get(), null.get(), null.get()}, {}),
            "confinement-failed: CURANTE_RUNNER_MEMORY is no number\n");
  EXPECT_EQ(end_of({theirs.get(), null.get(), null.get()}, {"CURANTE_RUNNER_MEMORY=536870912"}),
            "confinement-failed: the filter for system calls is none\n");
}

TEST(Sandbox, WorksForAnOrdinaryUserToo) {
  if (geteuid() != 0) GTEST_SKIP() << "this is one";
  Pipe said;
  const pid_t run =
      start_process({"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                     std::filesystem::read_symlink("/proc/self/exe"), "--gtest_brief=1"},
                    said.write.get());
  said.write = OwnedDescriptor();
  const std::string text = all_of(said.read.get());
  int status = 0;
  waitpid(run, &status, 0);
  EXPECT_EQ(status, 0) << text;
}

/// A host that starts one runner, lets it connect to the socket in `folder`, and stays.
int be_host(const std::string& folder, bool sandbox) {
  try {
    Confinement confinement;
    confinement.sandbox = sandbox;
    confinement.folder = folder;
    Probe probe(confinement);
    if (probe.tries("hold " + folder + "/socket") != "done") return 5;
    poll(nullptr, 0, -1);
  } catch (const Error& e) {
    std::printf("%s: %s\n", e.code().c_str(), e.message().c_str());
  }
  return 4;
}

}  // namespace
}  // namespace curante::isolation

int main(int count, char** words) {
  if (count == 4 && std::string(words[1]) == "as-host") {
    return curante::isolation::be_host(words[2], std::string(words[3]) == "sandbox");
  }
  testing::InitGoogleTest(&count, words);
  return RUN_ALL_TESTS();
}
