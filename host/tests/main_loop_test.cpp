// SPDX-License-Identifier: Apache-2.0
#include "operation/main_loop.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <vector>

#include "curante/error.hpp"

namespace curante::kernel {
namespace {

std::string code_of(MainLoop& loop, std::function<void()> task) {
  try {
    loop.perform(std::move(task));
    return "done";
  } catch (const Error& e) {
    return e.code();
  }
}

TEST(MainLoopTest, DoesWhatOthersAskOnTheMainThread) {
  MainLoop loop;
  const auto main = std::this_thread::get_id();
  std::vector<std::thread::id> seen;  // no lock: the main thread alone writes
  std::atomic<int> left = 4;
  std::vector<std::thread> askers;
  for (int i = 0; i < 4; ++i) {
    askers.emplace_back([&] {
      for (int n = 0; n < 100; ++n) {
        loop.perform([&] { seen.push_back(std::this_thread::get_id()); });
      }
      if (--left == 0) loop.close();
    });
  }
  loop.run();
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(seen, std::vector<std::thread::id>(400, main));
}

TEST(MainLoopTest, TellsTheAskerWhatTheTaskThrows) {
  MainLoop loop;
  std::string told;
  std::thread asker([&] {
    told = code_of(loop, [] { throw Error("no-luck", "it went wrong", ""); });
    loop.close();
  });
  loop.run();
  asker.join();
  EXPECT_EQ(told, "no-luck");
}

TEST(MainLoopTest, DoesAtOnceWhatTheMainThreadAsks) {
  MainLoop loop;
  bool done = false;
  loop.perform([&] { loop.perform([&] { done = true; }); });
  EXPECT_TRUE(done);
}

TEST(MainLoopTest, EndsAtASignal) {
  for (const int signal : {SIGINT, SIGTERM}) {
    MainLoop loop;
    pthread_kill(pthread_self(), signal);
    loop.run();
    std::string told;
    std::thread asker([&] { told = code_of(loop, [] {}); });
    asker.join();
    EXPECT_EQ(told, "host-stopping");
  }
}

TEST(MainLoopTest, LeavesNobodyWaitingWhenItCloses) {
  MainLoop loop;
  std::atomic<int> told = 0;
  std::vector<std::thread> askers;
  for (int i = 0; i < 4; ++i) {
    askers.emplace_back([&] { told += code_of(loop, [] {}) == "host-stopping"; });
  }
  loop.close();  // before, while or after they ask: nobody runs the loop
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(told, 4);
}

}  // namespace
}  // namespace curante::kernel
