// SPDX-License-Identifier: Apache-2.0
#include "sentinel/crash_sentinel.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

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

  std::string folder_;
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
  EXPECT_EQ(CrashSentinel(folder_).report(), "the last run ended with SIGABRT");
}

TEST_F(CrashSentinelTest, TellsAKillFromACrash) {
  run_until(SIGKILL, "it.example.wounds");
  const CrashSentinel next(folder_);
  ASSERT_TRUE(next.last());
  EXPECT_EQ(next.last()->plugin, "");
  EXPECT_NE(next.report().find("killed"), std::string::npos);
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
