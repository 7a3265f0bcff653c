// SPDX-License-Identifier: Apache-2.0
// What crosses between the host and a plugin's process when both behave.
#include <signal.h>

#include "isolation/trial_host.hpp"
#include "operation/plugin_facts.hpp"

namespace curante::isolation {
namespace {

using Crossing = TrialHost;

TEST_F(Crossing, CarriesACallThereAndBack) {
  launch();
  ASSERT_EQ(slot().state, kernel::PluginState::ready) << slot().problem;
  EXPECT_EQ(kernel::path_name(host.slots().at(1)->bindings.at(0)->path()), "isolated");
  const trial::Echo call{"salve", INT64_MIN, 0.1, {"a", "", "à"}};
  const trial::Seen seen = ask(call, user());
  EXPECT_EQ(seen.text, call.text);
  EXPECT_EQ(seen.number, call.number);
  EXPECT_EQ(seen.real, call.real);
  EXPECT_EQ(seen.list, call.list);
  EXPECT_EQ(seen.caller, "test.errands");
  EXPECT_EQ(seen.user, "7");
  EXPECT_TRUE(seen.may_greet);
  EXPECT_NE(seen.pid, getpid());
  EXPECT_EQ(std::to_string(seen.pid), fact("pid"));
}

TEST_F(Crossing, CarriesAnErrorWhole) {
  launch();
  try {
    ask(trial::Echo{}, user());
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "text-missing");
    EXPECT_EQ(e.message(), "nothing to say");
    EXPECT_EQ(e.remedy(), "say something");
  }
  EXPECT_EQ(ask(trial::Echo{"still here"}, user()).text, "still here");
}

TEST_F(Crossing, CarriesLargeCalls) {
  launch();
  const std::string large(20 << 20, 'x');
  EXPECT_EQ(ask(trial::Echo{large}, user()).text, large);
}

TEST_F(Crossing, RefusesACallThatIsTooLargeAndLivesOn) {
  launch();
  EXPECT_EQ(code_of([&] { ask(trial::Echo{std::string(65 << 20, 'x')}, user()); }),
            "call-too-large");
  EXPECT_EQ(ask(trial::Echo{"still here"}, user()).text, "still here");
  EXPECT_EQ(fact("restarts"), "0");
}

TEST_F(Crossing, AsksBackWithTheSameContext) {
  launch();
  EXPECT_EQ(deed("errand", "milk").text, "ran milk as 7 through test.trial");
  EXPECT_EQ(deed("background", "milk").text, "ran milk as  through test.trial");
  EXPECT_EQ(code_of_deed("errand", "refuse"), "errand-refused");
}

TEST_F(Crossing, LetsAWorkerThreadAskWithAContextThatIsUnderWay) {
  launch();
  EXPECT_EQ(deed("worker", "milk").text, "7, ran milk");
}

TEST_F(Crossing, LetsItAskWhileItStarts) {
  launch(options(), {{"fault_in_start", "errand"}});
  // Its partner starts after it, so in the order of the plan it cannot be asked yet.
  EXPECT_NE(slot().state, kernel::PluginState::admitted);
  EXPECT_EQ(deed("started-with").text, "ran start");
}

TEST_F(Crossing, SaysThatAnOptionalProviderIsNotThere) {
  launch(options(), {}, /*with_errands=*/false);
  EXPECT_EQ(deed("sees-errand").text, "no");
  EXPECT_EQ(code_of_deed("errand", "milk"), "contract-unavailable");
}

TEST_F(Crossing, CarriesEventsBothWays) {
  launch();
  std::mutex mutex;
  std::vector<std::string> told;
  const auto listening =
      host.bus().subscribe("pong/1", [&](const curante_context* context, std::string_view,
                                         const boost::json::value& body, std::string_view) {
        const std::lock_guard lock(mutex);
        told.push_back(std::string(body.at("text").as_string()) + " by " + context->role);
      });
  const curante_context context = user();
  std::vector<std::string> all;
  for (int i = 0; i < 100; ++i) {
    const std::string text = "hello " + std::to_string(i);
    all.push_back(text + " from 7 by titolare");
    host.bus().publish(&context, "ping/1", boost::json::object{{"text", text}});
  }
  EXPECT_TRUE(eventually([&] {
    const std::lock_guard lock(mutex);
    return told.size() == all.size();
  }));
  const std::lock_guard lock(mutex);
  EXPECT_EQ(told, all) << "in the order in which they were published";
}

TEST_F(Crossing, ServesManyThreadsAtOnce) {
  launch();
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 24; ++t) {  // more than there may be channels
      threads.emplace_back([&, t] {
        for (int i = 0; i < 50; ++i) {
          good += ask(trial::Echo{"x", t * 1000 + i}, user()).number == t * 1000 + i;
        }
      });
    }
  }
  EXPECT_EQ(good, 24 * 50);
}

TEST_F(Crossing, CountsDepthOverBothProcesses) {
  launch();
  EXPECT_EQ(ask(trial::Deep{8}, user()).text, "bottom");
  EXPECT_EQ(code_of([&] { ask(trial::Deep{17}, user()); }), "call-too-deep");
  EXPECT_EQ(ask(trial::Deep{2}, user()).text, "bottom");
  EXPECT_EQ(fact("restarts"), "0");
}

TEST_F(Crossing, DescribesItsContractToTheHost) {
  launch();
  EXPECT_EQ(host.call("test", user(), "trial/1", "Echo", R"({"text":"salve"})").substr(0, 15),
            R"({"text":"salve")");
  EXPECT_EQ(code_of([&] { host.call("test", user(), "trial/1", "Do", "{}"); }), "call-not-public");
}

TEST_F(Crossing, StopsAndStartsAnew) {
  launch();
  const int64_t before = ask(trial::Echo{"x"}, user()).pid;
  host.disable("test.trial");
  EXPECT_EQ(code_of_deed("errand"), "contract-unavailable");
  EXPECT_NE(kill(static_cast<pid_t>(before), 0), 0);
  host.enable("test.trial");
  EXPECT_NE(ask(trial::Echo{"x"}, user()).pid, before);
}

TEST_F(Crossing, SaysForWhichPluginTheHostWaits) {
  IsolationOptions slow = options();
  slow.step_patience = std::chrono::milliseconds(20);
  slow.step_limit = std::chrono::seconds(2);
  kernel::Log told(CURANTE_LOG_WARNING);
  kernel::Host waiting(told, {});
  kernel::LaunchPlan plan;
  plan.plugins.push_back(trial(slow));
  plan.plugins.back().settings = {{"fault_in_start", "hang"}};
  testing::internal::CaptureStderr();
  waiting.launch(std::move(plan));
  const std::string log = testing::internal::GetCapturedStderr();
  const auto said = log.find(" warning test.trial the host waits for its start");
  EXPECT_NE(said, std::string::npos) << log;
  EXPECT_LT(said, log.find("does not run")) << "while it waits";
}

TEST_F(Crossing, SaysNothingOfAPluginThatStartsInTime) {
  IsolationOptions patient = options();
  patient.step_patience = std::chrono::minutes(10);
  kernel::Log told(CURANTE_LOG_WARNING);
  kernel::Host waiting(told, {});
  kernel::LaunchPlan plan;
  plan.plugins.push_back(trial(patient));
  testing::internal::CaptureStderr();
  waiting.launch(std::move(plan));
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(log.find("waits"), std::string::npos) << log;
}

/// Its process was made before it turned out that nobody would begin it.
TEST_F(Crossing, IsShownIdleWhileItMissesARequirement) {
  kernel::LaunchPlan plan;
  plan.plugins.push_back(trial(options()));
  plan.bindings.push_back(
      {"test.trial", "errand/1", {"test.errands"}, false, CURANTE_PATH_ISOLATED, "a test"});
  host.launch(std::move(plan));
  const auto shown = [this] { return kernel::plugin_facts(host.directory()).plugins.at(0); };
  EXPECT_EQ(shown().state, "failed");
  EXPECT_TRUE(shown().isolated);
  EXPECT_EQ(shown().process.state, "idle");
  EXPECT_EQ(shown().process.pid, std::stoll(fact("pid")));
  EXPECT_EQ(code_of([this] { host.enable("test.trial"); }), "requirement-missing");
  EXPECT_EQ(shown().process.state, "idle");
  host.disable("test.trial");
  EXPECT_FALSE(shown().isolated) << "it has no process any more";
}

TEST_F(Crossing, FailsAloneWhenItCannotStart) {
  launch(options(), {{"fault_in_start", "throw"}});
  EXPECT_EQ(slot().state, kernel::PluginState::failed);
  EXPECT_NE(slot().problem.find("the trial cannot start (mend it)"), std::string::npos);
  // Its process, which nobody will stop, does not work on.
  EXPECT_EQ(fact("state") + " " + fact("pid"), "stopped 0");
  EXPECT_EQ(host.slots().at(1)->state, kernel::PluginState::ready);
}

TEST_F(Crossing, SaysHowItDiedWhileItStarted) {
  launch(options(), {{"fault_in_start", "crash"}});
  EXPECT_EQ(slot().state, kernel::PluginState::failed);
  EXPECT_NE(slot().problem.find("died in start: it was ended by SIGSEGV"), std::string::npos)
      << slot().problem;
}

TEST_F(Crossing, WorksInsideTheSandbox) {
  IsolationOptions inside = options();
  inside.confinement.sandbox = true;
  launch(inside);
  ASSERT_EQ(slot().state, kernel::PluginState::ready) << slot().problem;
  EXPECT_EQ(deed("worker", "milk").text, "7, ran milk");
  EXPECT_EQ(code_of_deed("crash"), "plugin-died");
  EXPECT_EQ(ask(trial::Echo{"again"}, user()).text, "again");
  EXPECT_NE(fact("last_crash").find("SIGSEGV"), std::string::npos) << fact("last_crash");
  EXPECT_GT(std::stoll(fact("memory_kb")), 2'000);
}

TEST_F(Crossing, FailsWithoutARunner) {
  IsolationOptions without = options();
  without.runner = "/nowhere/curante-runner";
  launch(without);
  EXPECT_EQ(slot().state, kernel::PluginState::failed);
  EXPECT_EQ(code_of([&] { host.enable("test.trial"); }), "runner-unstartable");
}

}  // namespace
}  // namespace curante::isolation
