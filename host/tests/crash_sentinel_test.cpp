// SPDX-License-Identifier: Apache-2.0
#include "sentinel/crash_sentinel.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <thread>

#include "curante/abi_tag.hpp"
#include "curante/error.hpp"
#include "runtime/context.hpp"

namespace curante::kernel {
namespace {

class CrashSentinelTest : public testing::Test {
 protected:
  CrashSentinelTest() {
    char pattern[] = "/tmp/curante-sentinel-XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  ~CrashSentinelTest() override { std::filesystem::remove_all(folder_); }

  /// A run that ends by a signal while a plugin is at work.
  void run_until(int signal, const char* plugin) const {
    const pid_t child = fork();
    if (child == 0) {
      const CrashSentinel sentinel(folder_);
      std::optional<CallFrame> frame;
      if (plugin != nullptr) frame.emplace("host", plugin);
      raise(signal);
      _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), signal);
  }

  /// The status of a run that does this.
  template <class Run>
  int end_of(Run&& run) {
    const pid_t child = fork();
    if (child == 0) {
      sentinel_.emplace(folder_);
      run();
      _exit(0);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return status;
  }

  /// Without an end, until the stack is used up.
  static int descend(int depth) {
    volatile char frame[1024];
    frame[depth % 1024] = 1;
    int (*volatile next)(int) = descend;
    const int below = next(depth + 1);
    return below + frame[depth % 1024];
  }

  std::string folder_;
  std::optional<CrashSentinel> sentinel_;
};

TEST_F(CrashSentinelTest, KnowsNothingBadOfAGoodRun) {
  { EXPECT_FALSE(CrashSentinel(folder_).last()); }
  const CrashSentinel next(folder_);
  EXPECT_FALSE(next.last());
  EXPECT_EQ(next.report(), "");
}

TEST_F(CrashSentinelTest, NamesThePluginThatWasAtWork) {
  if (std::string(CURANTE_SANITIZER) != "none") GTEST_SKIP() << "a sanitizer handles the signals";
  run_until(SIGSEGV, "it.example.wounds");
  {
    const CrashSentinel next(folder_);
    ASSERT_TRUE(next.last());
    EXPECT_EQ(next.last()->plugin, "it.example.wounds");
    EXPECT_EQ(next.last()->signal, "SIGSEGV");
    EXPECT_NE(next.report().find("--without it.example.wounds"), std::string::npos);
  }
  EXPECT_FALSE(CrashSentinel(folder_).last());
}

TEST_F(CrashSentinelTest, BlamesNobodyWhenNobodyWasAtWork) {
  if (std::string(CURANTE_SANITIZER) != "none") GTEST_SKIP() << "a sanitizer handles the signals";
  run_until(SIGABRT, nullptr);
  EXPECT_EQ(CrashSentinel(folder_).report(),
            "the last run ended with SIGABRT (if it happens again: curante serve --safe leaves out "
            "all plugins that are not the host's own)");
}

TEST_F(CrashSentinelTest, NamesWhoUsedUpTheStack) {
  if (std::string(CURANTE_SANITIZER) != "none") GTEST_SKIP() << "a sanitizer handles the signals";
  for (const bool main_thread : {true, false}) {
    EXPECT_TRUE(WIFSIGNALED(end_of([&] {
      const auto at_work = [] {
        const CallFrame frame("host", "it.example.deep");
        descend(1);
      };
      main_thread ? at_work() : std::thread(at_work).join();
    })));
    const CrashSentinel next(folder_);
    ASSERT_TRUE(next.last());
    EXPECT_EQ(next.last()->signal, "SIGSEGV");
    EXPECT_EQ(next.last()->plugin, "it.example.deep");
  }
}

TEST_F(CrashSentinelTest, NamesWhoseThreadItWas) {
  if (std::string(CURANTE_SANITIZER) != "none") GTEST_SKIP() << "a sanitizer handles the signals";
  EXPECT_TRUE(WIFSIGNALED(end_of([] {
    std::optional<CallFrame> frame;
    frame.emplace("host", "it.example.threads");
    std::thread first([] { std::thread([] { raise(SIGSEGV); }).join(); });
    frame.reset();
    first.join();
  })));
  EXPECT_EQ(CrashSentinel(folder_).last().value_or(Crash{}).plugin, "it.example.threads");
}

TEST_F(CrashSentinelTest, NamesWhoCalledExit) {
  const int status = end_of([] {
    const CallFrame frame("host", "it.example.leaver");
    std::exit(0);
  });
  EXPECT_TRUE(WIFEXITED(status));
  const CrashSentinel next(folder_);
  ASSERT_TRUE(next.last());
  EXPECT_EQ(next.last()->signal, "exit()");
  EXPECT_EQ(next.last()->plugin, "it.example.leaver");
}

TEST_F(CrashSentinelTest, ANormalEndIsNoExit) {
  end_of([this] {
    sentinel_.reset();
    std::exit(0);
  });
  EXPECT_FALSE(CrashSentinel(folder_).last());
}

TEST_F(CrashSentinelTest, AForkedProcessIsNotTheHost) {
  const CrashSentinel running(folder_);
  const pid_t child = fork();
  if (child == 0) {
    const CallFrame frame("host", "it.example.forked");
    std::exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(std::filesystem::file_size(folder_ + "/running"), 0u);
}

TEST_F(CrashSentinelTest, TellsAKillFromACrash) {
  run_until(SIGKILL, "it.example.wounds");
  const CrashSentinel next(folder_);
  ASSERT_TRUE(next.last());
  EXPECT_EQ(next.last()->plugin, "");
  EXPECT_NE(next.report().find("killed"), std::string::npos);
  EXPECT_NE(next.report().find("--safe"), std::string::npos);
}

TEST_F(CrashSentinelTest, SaysWhenItCannotWrite) {
  try {
    const CrashSentinel sentinel(folder_ + "/nowhere");
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "data-directory");
  }
}

}  // namespace
}  // namespace curante::kernel
