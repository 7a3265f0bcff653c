// SPDX-License-Identifier: Apache-2.0
// Kills in a row under calling threads. CURANTE_KILLS says how many (40; 1,000 for the
// measurement).
#include <signal.h>

#include "isolation/trial_host.hpp"

namespace curante::isolation {
namespace {

using std::chrono::milliseconds;

size_t wanted_kills() {
  const char* text = std::getenv("CURANTE_KILLS");
  return text == nullptr ? 40 : std::stoul(text);
}

/// Ends the process in the way of this number.
class EndOfProcess : public TrialHost {
 protected:
  void end(size_t way) {
    std::string pid;
    ASSERT_TRUE(eventually([&] { return (pid = fact("pid")) != "0"; })) << fact("state");
    switch (way % 4) {
      case 0:
        kill(static_cast<pid_t>(std::stol(pid)), SIGKILL);
        break;
      case 1:
        code_of_deed("crash");
        break;
      case 2:
        // On a busy machine the time may be over before the plugin hears of it: then again.
        do {
          code_of([&] { ask(trial::Do{"hang", ""}, user(milliseconds(30))); });
        } while (fact("state") == "running" && fact("pid") == pid);
        break;
      case 3:
        code_of_deed("memory");
        // It may have survived that: then it is ended like any other.
        kill(static_cast<pid_t>(std::stol(pid)), SIGKILL);
        break;
    }
    ASSERT_TRUE(eventually([&] {
      const std::string now = fact("pid");
      return fact("state") == "running" && now != pid && now != "0";
    })) << way
        << " " << fact("last_crash");
  }
};
using KillCampaign = EndOfProcess;

TEST_F(KillCampaign, AnswersEveryCallOnce) {
  IsolationOptions often = options();
  often.restarts.restarts_per_minute = 1'000'000;
  often.confinement.memory_bytes = 256 << 20;  // soon full
  launch(often);
  const size_t kills = wanted_kills();
  std::atomic<size_t> asked = 0, answered = 0;
  std::atomic<bool> over = false;
  std::mutex mutex;
  std::map<std::string, size_t> answers;
  std::vector<std::jthread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&, i] {
      for (int64_t n = 0; !over; ++n) {
        ++asked;
        const std::string text = std::to_string(i) + "/" + std::to_string(n);
        std::string answer = code_of([&] {
          // The answer is this call's own, not another's.
          if (ask(trial::Echo{text, n}, user()).text != text) throw Error("mixed-up", "", "");
        });
        ++answered;
        const std::lock_guard lock(mutex);
        ++answers[answer];
      }
    });
  }
  const auto restarts = [&] { return slot().body->facts().at("restarts").to_number<size_t>(); };
  for (size_t i = 0; i < kills && !HasFatalFailure(); ++i) end(i);
  over = true;
  callers.clear();
  EXPECT_EQ(asked, answered);
  EXPECT_GE(restarts(), kills);
  size_t sum = 0;
  for (const auto& [answer, count] : answers) {
    const bool known = answer == "done" || answer == "plugin-died" ||
                       answer == "plugin-restarting" || answer == "internal-error";
    EXPECT_TRUE(known) << answer << " " << count;
    RecordProperty(answer, std::to_string(count));
    sum += count;
  }
  EXPECT_EQ(sum, asked);
  EXPECT_GT(answers["done"], kills);
}

}  // namespace
}  // namespace curante::isolation
