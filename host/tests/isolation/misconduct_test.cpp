// SPDX-License-Identifier: Apache-2.0
// What an isolated plugin does wrong harms itself, by name, and nobody else.
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <fstream>

#include "isolation/trial_host.hpp"

namespace curante::isolation {
namespace {

using std::chrono::milliseconds;

/// A deed, and what is kept of it.
struct Misdeed {
  const char* name;
  std::string argument, reason;
};

class Misconduct : public TrialHost, public testing::WithParamInterface<Misdeed> {};

TEST_P(Misconduct, EndsTheProcessByNameAndIsRepaired) {
  launch();
  EXPECT_EQ(code_of_deed(GetParam().name, GetParam().argument), "plugin-died");
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
  EXPECT_EQ(fact("state"), "running");
  EXPECT_EQ(fact("restarts"), "1");
  EXPECT_EQ(fact("failed"), "1");
  EXPECT_NE(fact("last_crash").find(GetParam().reason), std::string::npos) << fact("last_crash");
}

std::string octets(std::initializer_list<unsigned char> all) {
  return {all.begin(), all.end()};
}

INSTANTIATE_TEST_SUITE_P(
    Deeds, Misconduct,
    testing::Values(Misdeed{"crash", "", "SIGSEGV"}, Misdeed{"exit", "", "code 3"},
                    Misdeed{"garbage", "", "frame-malformed"},
                    Misdeed{"raw", "not a frame at all", "frame-malformed: a frame is too large"},
                    Misdeed{"raw", octets({3, 0, 0, 0, 1, 2, 3}), "a frame is too short"},
                    Misdeed{"huge-length", "", "frame-malformed: a frame is too large"},
                    Misdeed{"unknown-kind", "", "a frame is of no known kind"},
                    Misdeed{"step-back", "", "what only the host may"},
                    Misdeed{"undeclared", "", "contract-undeclared: a call of secrets/1"},
                    Misdeed{"undeclared-oddly", "", "a call of  [2J\uFFFD/1"}),
    [](const auto& it) {
      std::string name = std::to_string(it.index) + "_" + it.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

using Contained = TrialHost;

TEST_F(Contained, TellsItsErrorsWithoutControllingATerminal) {
  launch();
  try {
    deed("fail-at-the-terminal");
    FAIL() << "done";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "trial-broken");
    EXPECT_EQ(e.message(), "perch\uFFFD ready [2J");
    EXPECT_EQ(e.remedy(), "chiss\uFFFD 31m ");
  }
}

TEST_F(Contained, KillsWhatDoesNotAnswerByTheDeadline) {
  launch();
  // Long enough that the call has surely reached it.
  EXPECT_EQ(code_of([&] {
              ask(trial::Do{"hang", ""}, user(milliseconds(1000)));
            }),
            "deadline-passed");
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
  EXPECT_NE(fact("last_crash").find("deadline-passed"), std::string::npos);
}

TEST_F(Contained, KillsWhatDoesNotAnswerACallWithoutDeadline) {
  IsolationOptions impatient = options();
  impatient.call_limit = milliseconds(100);
  launch(impatient);
  EXPECT_EQ(code_of_deed("hang"), "deadline-passed");
}

TEST_F(Contained, TellsOthersInsideThatItDied) {
  launch();
  std::string other;
  std::thread hanging([&] { other = code_of_deed("hang"); });
  ASSERT_TRUE(eventually([&] { return fact("calls") == "1"; }));
  EXPECT_EQ(code_of([&] {
              ask(trial::Do{"hang", ""}, user(milliseconds(200)));
            }),
            "deadline-passed");
  hanging.join();
  EXPECT_EQ(other, "plugin-died");
}

TEST_F(Contained, AsksAgainByItselfWhatMayBeAskedTwice) {
  launch();
  const std::string mark = testing::TempDir() + "trial-mark-" + std::to_string(getpid());
  EXPECT_EQ(ask(trial::DieOnce{mark}, user()).text, "lived");
  EXPECT_EQ(fact("restarts"), "1");
  std::filesystem::remove(mark);
}

TEST_F(Contained, EndsWhatAnswersTwice) {
  launch();
  EXPECT_EQ(code_of_deed("answer-twice"), "done");
  EXPECT_EQ(code_of([&] { ask(trial::Echo{"next"}, user()); }), "plugin-died");
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
  EXPECT_NE(fact("last_crash").find("an answer to nothing, or a second one"), std::string::npos)
      << fact("last_crash");
}

TEST_F(Contained, AnswersWhatIsThrownAcross) {
  launch();
  EXPECT_EQ(code_of_deed("throw"), "internal-error");
  EXPECT_EQ(fact("restarts"), "0");
}

#if !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
TEST_F(Contained, HoldsItsMemoryBelowALimit) {
  launch();
  EXPECT_EQ(code_of_deed("memory"), "internal-error");
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
}
#endif

TEST_F(Contained, LetsItLeakOnlyItsOwnDescriptors) {
  launch();
  const trial::Seen leaked = deed("leak");
  EXPECT_GT(std::stoi(leaked.text), 10);
  EXPECT_LT(std::stoi(leaked.text), 64);
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
}

TEST_F(Contained, HasLimitsOfItsOwn) {
  launch();
  EXPECT_EQ(deed("limits").text, "64 files of 67108864 octets, no core");
}

TEST_F(Contained, RefusesContextsItWasNotGiven) {
  launch();
  EXPECT_EQ(deed("forge", "4711").text, "context-unknown");
  EXPECT_EQ(deed("forge", "1").text, "context-unknown");  // a call's that has ended
  EXPECT_EQ(fact("restarts"), "0");
}

TEST_F(Contained, TellsOnlyTheEventsThatItsManifestNames) {
  launch();
  std::vector<std::string> told;
  const auto listening = host.bus().subscribe(
      "", [&](const curante_context*, std::string_view event, const boost::json::value&,
              std::string_view) { told.emplace_back(event); });
  // Of all others event-undeclared is in its log.
  for (const std::string event : {"transmitter-restored/1", "call-made/1", "ping/1", "", "a",
                                  "a/1\n\nevent: b/1", "greeting-made/1"}) {
    EXPECT_EQ(deed("tell", event).text, "told");
  }
  EXPECT_EQ(told, std::vector<std::string>{"greeting-made/1"});
}

TEST_F(Contained, EndsWhatSubscribesWithoutEnd) {
  IsolationOptions options = TrialHost::options();
  for (int i = 1; i <= 300; ++i) options.events.hears.insert("event-" + std::to_string(i) + "/1");
  launch(options);
  EXPECT_EQ(deed("listen", "200").text, "listens");
  EXPECT_EQ(code_of_deed("listen", "300"), "plugin-died");
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
  EXPECT_NE(fact("last_crash").find("more kinds of events"), std::string::npos)
      << fact("last_crash");
}

TEST_F(Contained, LetsNoStrangerHearMoreThanItsManifestNames) {
  IsolationOptions options = TrialHost::options();
  options.stranger = true;
  launch(options);
  for (const char* event : {"", "call-made/1", "chart-changed/1", "greeting-made/1"}) {
    deed("hear", event);
  }
  const curante_context anna = user();
  for (const char* event : {"call-made/1", "chart-changed/1"}) {
    host.bus().publish(&anna, event, boost::json::object{});  // event-undeclared is in its log
  }
  host.bus().publish(&anna, "greeting-made/1", boost::json::object{});
  // Told in order: those before it would have been heard by now.
  EXPECT_TRUE(eventually([&] { return deed("heard", "").text != "0"; }));
  EXPECT_EQ(deed("heard", "").text, "1");
}

TEST_F(Contained, TellsNoFlood) {
  IsolationOptions options = TrialHost::options();
  options.allowance.events_a_second = 0.001;
  launch(options);
  std::atomic<int> told = 0;
  const auto listening = host.bus().subscribe(
      "greeting-made/1", [&](const curante_context*, std::string_view, const boost::json::value&,
                             std::string_view) { ++told; });
  EXPECT_EQ(deed("tell-much", "65000").text, "told");
  EXPECT_EQ(told, 1);
  EXPECT_EQ(deed("tell-much", "70000").text, "told");  // event-too-large is in its log
  EXPECT_EQ(told, 1);
  EXPECT_EQ(fact("failed"), "1");
  EXPECT_EQ(deed("tell-often", "300").text, "told");  // and event-too-often
  EXPECT_EQ(told, 250);
  EXPECT_EQ(fact("failed"), "52");
  code_of_deed("crash");
  EXPECT_EQ(deed("tell-often", "1").text, "told");
  EXPECT_EQ(told, 250) << "a new life has no more than the old one";
}

TEST_F(Contained, EndsWhatBeginsAFrameAndDoesNotEndIt) {
  IsolationOptions options = TrialHost::options();
  options.frames.longest = milliseconds(50);
  options.call_limit = std::chrono::minutes(10);
  launch(options);
  // The length of a large one, and its first octets.
  EXPECT_EQ(code_of_deed("begin", std::string("\0\0\0\x03", 4) + "and no more"), "plugin-died");
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
  EXPECT_NE(fact("last_crash").find("a frame was begun and does not end"), std::string::npos)
      << fact("last_crash");
}

TEST_F(Contained, KeepsNoRoomForWhatWasAnswered) {
  IsolationOptions options = TrialHost::options();
  options.frames.octets = 10 << 20;
  launch(options);
  const std::string large(4 << 20, 'x');
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 6; ++t) {
      threads.emplace_back([&] {
        good += code_of([&] {
                  EXPECT_EQ(ask(trial::Echo{large}, user()).text.size(), large.size());
                }) == "done";
      });
    }
  }
  EXPECT_EQ(good, 6);
  EXPECT_EQ(fact("last_crash"), "");
}

TEST_F(Contained, KeepsNobodyWaitingWhoPublishesWhatItHears) {
  launch();
  deed("hear-and-hang", "greeting-made/1");
  const curante_context anna = user();
  for (int i = 0; i < 3; ++i) {
    host.bus().publish(&anna, "greeting-made/1", boost::json::object{});
  }
  // Only its end would let go of who waits for it.
  EXPECT_EQ(fact("last_crash"), "");
  EXPECT_EQ(ask(trial::Echo{"meanwhile"}, user()).text, "meanwhile");
  EXPECT_EQ(fact("state"), "running");
}

TEST_F(Contained, IsStoppedWhateverItDoesWithAnEvent) {
  IsolationOptions options = TrialHost::options();
  options.step_limit = std::chrono::minutes(10);
  options.event_patience = milliseconds(1);
  launch(options);
  const curante_context anna = user();
  for (int i = 0; i < 2; ++i) {
    deed("hear-and-hang", "greeting-made/1");
    host.bus().publish(&anna, "greeting-made/1", boost::json::object{});
    ASSERT_TRUE(eventually([&] { return deed("heard", "").text == "1"; }));
    host.disable("test.trial");
    host.enable("test.trial");
    EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
  }
  deed("hear-and-hang", "greeting-made/1");
  host.bus().publish(&anna, "greeting-made/1", boost::json::object{});
  ASSERT_TRUE(eventually([&] { return deed("heard", "").text == "1"; }));
  host.stop();
}

TEST_F(Contained, EndsWhatDoesNotEndWithAnEventAndCountsItAsMissed) {
  IsolationOptions impatient = options();
  impatient.call_limit = std::chrono::seconds(5);
  launch(impatient);
  deed("hear-and-hang", "greeting-made/1");
  const curante_context anna = user();
  host.bus().publish(&anna, "greeting-made/1", boost::json::object{});
  EXPECT_TRUE(eventually([&] { return fact("restarts") == "1"; })) << fact("last_crash");
  EXPECT_NE(fact("last_crash").find("what it does with an event"), std::string::npos)
      << fact("last_crash");
  EXPECT_TRUE(eventually([&] { return fact("failed") == "1"; })) << fact("failed");
}

TEST_F(Contained, IsToldInItsNextLifeWhatWaited) {
  IsolationOptions options = TrialHost::options();
  options.restarts.back_off = {std::chrono::seconds(2)};
  launch(options);
  std::atomic<int> pongs = 0;
  const auto listening =
      host.bus().subscribe("pong/1", [&](const curante_context*, std::string_view,
                                         const boost::json::value&, std::string_view) { ++pongs; });
  EXPECT_EQ(code_of_deed("crash"), "plugin-died");
  const curante_context anna = user();
  for (int i = 0; i < 3; ++i) {
    host.bus().publish(&anna, "ping/1", boost::json::object{{"text", "hello"}});
  }
  EXPECT_TRUE(eventually([&] { return pongs == 3; })) << pongs;
  EXPECT_EQ(fact("failed"), "1");  // the call
}

TEST_F(Contained, KeepsCodesShortAndPlain) {
  launch();
  EXPECT_EQ(code_of_deed("fail-oddly", "trial-odd"), "trial-odd");
  for (const std::string& code : {std::string(65, 'x'), std::string("a\nb"), std::string("\xff")}) {
    EXPECT_EQ(code_of_deed("fail-oddly", code), "internal-error");
  }
}

TEST_F(Contained, GoesIntoQuarantineAfterThreeRestarts) {
  launch();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(code_of_deed("crash"), "plugin-died") << i;
  EXPECT_EQ(code_of_deed("crash"), "plugin-quarantined");
  EXPECT_EQ(fact("state"), "quarantined");
  EXPECT_EQ(fact("restarts"), "3");
  EXPECT_NE(fact("last_crash").find("SIGSEGV"), std::string::npos) << fact("last_crash");
  try {
    ask(trial::Echo{"now"}, user());
    ADD_FAILURE() << "answered";
  } catch (const Error& e) {
    EXPECT_NE(e.message().find("SIGSEGV"), std::string::npos) << e.message();
  }
  host.disable("test.trial");
  host.enable("test.trial");
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
}

TEST_F(Contained, LetsNobodyWaitLongForARestart) {
  IsolationOptions slow = options();
  slow.restarts.back_off = {std::chrono::minutes(10)};
  slow.restart_wait = milliseconds(50);
  launch(slow);
  EXPECT_EQ(code_of_deed("crash"), "plugin-died");
  EXPECT_EQ(code_of_deed("errand"), "plugin-restarting");
  EXPECT_EQ(fact("state"), "restarting");
}

TEST_F(Contained, RefusesAPluginThatProvidesLessThanItSays) {
  kernel::LaunchPlan plan;
  plan.plugins.push_back(trial(options()));
  plan.plugins.back().make_body = [&](kernel::Slot& slot) {
    return std::make_unique<ProcessBody>(slot, supervisor, options(),
                                         std::vector<std::string>{"trial/1", "secrets/1"});
  };
  host.launch(std::move(plan));
  EXPECT_EQ(slot().state, kernel::PluginState::failed);
  EXPECT_NE(slot().problem.find("does not provide secrets/1"), std::string::npos);
  EXPECT_EQ(code_of([&] { host.enable("test.trial"); }), "description-malformed");
}

#if !defined(__SANITIZE_THREAD__)  // which allows no threads after a fork
/// A host of its own that is killed: its plugin must not stay behind.
TEST_F(Contained, DiesWithItsHost) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t killed = fork();
  if (killed == 0) {
    Supervisor own;
    kernel::Host other(log, {});
    kernel::LaunchPlan plan;
    plan.plugins.push_back(trial(options()));
    plan.plugins.back().make_body = [&](kernel::Slot& slot) {
      return std::make_unique<ProcessBody>(slot, own, options(), std::vector<std::string>{});
    };
    other.launch(std::move(plan));
    const int64_t pid = other.slots().front()->body->facts().at("pid").to_number<int64_t>();
    if (write(ends[1], &pid, sizeof pid) != sizeof pid) _exit(1);
    for (;;) pause();
  }
  close(ends[1]);
  int64_t orphan = 0;
  ASSERT_EQ(read(ends[0], &orphan, sizeof orphan), static_cast<ssize_t>(sizeof orphan));
  ASSERT_GT(orphan, 0);
  EXPECT_EQ(kill(static_cast<pid_t>(orphan), 0), 0);
  kill(killed, SIGKILL);
  waitpid(killed, nullptr, 0);
  EXPECT_TRUE(eventually([&] {
    std::ifstream status("/proc/" + std::to_string(orphan) + "/stat");
    std::string number, name, state;
    return !(status >> number >> name >> state) || state == "Z" || state == "X";
  }));
  close(ends[0]);
}
#endif

}  // namespace
}  // namespace curante::isolation
