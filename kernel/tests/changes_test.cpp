// SPDX-License-Identifier: Apache-2.0
// Plugins that stop, start and change places while others call them.
#include <gtest/gtest.h>

#include <thread>
#include <utility>

#include "plugins_in_test.hpp"
#include "runtime/loaded_body.hpp"

namespace curante::kernel {
namespace {

class Changes : public testing::Test {
 protected:
  Changes() { host_.launch(plan(built("sound"))); }

  static LaunchPlan plan(PluginLaunch greeter, uint32_t path = CURANTE_PATH_DIRECT) {
    LaunchPlan plan;
    plan.plugins.push_back(std::move(greeter));
    plan.plugins.push_back(linked<Guest>("test.guest"));
    plan.bindings.push_back(guest_binding(path, /*optional=*/true));
    return plan;
  }
  static LaunchPlan newer(const std::string& library, uint32_t path = CURANTE_PATH_DIRECT) {
    PluginLaunch launch = built(library);
    launch.version = "1.2.4";
    return plan(std::move(launch), path);
  }
  template <class Run>
  static std::string code_of(Run&& run) {
    try {
      run();
      return "done";
    } catch (const Error& e) {
      return e.code();
    }
  }
  static std::string greet() {
    return code_of([] { Guest::last->greet("Anna"); });
  }
  std::string call(int64_t deadline_ns = 0) {
    curante_context context;
    context.may_all = true;
    context.deadline_ns = deadline_ns;
    return code_of([&] { host_.call("test", context, "greeting/1", "Greet", R"({"name":"A"})"); });
  }
  Slot& greeter() { return *host_.slots().at(0); }

  Log log_{CURANTE_LOG_ERROR + 1};
  Host host_{log_, {}};
};

TEST_F(Changes, ADisabledPluginIsNotThereUntilItIsEnabled) {
  host_.disable("test.greeter");
  EXPECT_EQ(greeter().state, PluginState::disabled);
  EXPECT_EQ(greet(), "contract-unavailable");
  EXPECT_EQ(call(), "contract-unavailable");
  EXPECT_EQ(Guest::last->greeter().why(), "test.greeter is disabled");
  host_.disable("test.greeter");
  host_.enable("test.greeter");
  EXPECT_EQ(greeter().state, PluginState::ready);
  EXPECT_EQ(greet(), "done");
  EXPECT_EQ(call(), "done");
  EXPECT_EQ(Guest::last->greeter().why(), "so the test wants it");
}

TEST_F(Changes, RefusesWhatCannotBe) {
  EXPECT_EQ(code_of([&] { host_.disable("test.nobody"); }), "plugin-unknown");
  EXPECT_EQ(code_of([&] { host_.disable("test.guest"); }), "plugin-is-entry");
  EXPECT_EQ(code_of([&] { host_.enable("test.greeter"); }), "plugin-runs");
  EXPECT_EQ(code_of([&] { host_.replace("test.greeter", LaunchPlan{}); }), "plugin-unknown");
  EXPECT_EQ(greet(), "done");
}

TEST_F(Changes, ThePluginThatReplacesADifferentOneTakesItsCalls) {
  host_.replace("test.greeter", newer("sound"));
  EXPECT_EQ(greeter().launch.version, "1.2.4");
  EXPECT_EQ(greet(), "done");
  host_.replace("test.greeter", newer("sound", CURANTE_PATH_MARSHALLED));
  EXPECT_EQ(host_.slots().at(1)->bindings.at(0)->path(), CURANTE_PATH_MARSHALLED);
  EXPECT_EQ(greet(), "done");
}

TEST_F(Changes, AConsumerOfTheFirstMinorHearsWhyItsCallWasNotMade) {
  host_.replace("test.greeter", newer("sound", CURANTE_PATH_MARSHALLED));
  const curante_binding& way = *host_.slots().at(1)->bindings.at(0)->edge();
  const greeting::Greet request{"Anna"};
  greeting::Greeting reply;
  FailureCatcher failure;
  const int32_t status = way.direct(way.self, Guest::last->host().background().handle(), 0,
                                    &request, &reply, failure.edge());
  EXPECT_EQ(status, CURANTE_AGAIN);
  EXPECT_EQ(code_of([&] { failure.check(status); }), "plugin-changing");
}

TEST_F(Changes, TheOldOneRunsOnWhenTheNewOneDoesNot) {
  for (const char* broken : {"throws_in_create", "throws_in_start", "exports_nothing"}) {
    EXPECT_NE(code_of([&] { host_.replace("test.greeter", newer(broken)); }), "done") << broken;
    EXPECT_EQ(greeter().launch.version, "1.2.3") << broken;
    EXPECT_EQ(greeter().state, PluginState::ready) << broken;
    EXPECT_EQ(greet(), "done") << broken;
  }
}

TEST_F(Changes, NoCallIsLostWhileAPluginIsReplaced) {
  std::atomic<bool> enough = false;
  std::atomic<int> good = 0, bad = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&, outside = i == 0] {
      while (!enough) ++((outside ? call() : greet()) == "done" ? good : bad);
    });
  }
  for (int i = 0; i < 50; ++i) {
    const int before = good;
    host_.replace("test.greeter",
                  newer("sound", i % 2 ? CURANTE_PATH_DIRECT : CURANTE_PATH_MARSHALLED));
    while (good == before) std::this_thread::yield();
  }
  enough = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(bad, 0);
  EXPECT_GT(good, 50);
}

TEST_F(Changes, ACallWaitsForAHeldGateOnlyToItsDeadline) {
  greeter().gate.hold();
  EXPECT_EQ(call(/*deadline_ns=*/1), "plugin-changing");
  {
    // Who is inside may come in again: the plugin's own call could not end otherwise.
    const CallFrame inside("test.guest", "test.greeter");
    EXPECT_EQ(greet(), "done");
  }
  EXPECT_TRUE(greeter().gate.drain(std::chrono::milliseconds(0)));
  greeter().gate.release();
  EXPECT_EQ(greet(), "done");
}

TEST_F(Changes, NobodyIsLedToAPluginThatFailed) {
  Host other(log_, {});
  LaunchPlan failing = plan(built("throws_in_start"));
  PluginLaunch& guest = failing.plugins.back();
  guest.make_body = [entry = std::exchange(guest.linked, nullptr)](Slot& slot) {
    return std::make_unique<LoadedBody>(slot.id(), SealedBytes(), entry);
  };
  other.launch(std::move(failing));
  const auto start_anew = [&] {
    other.disable("test.guest");
    other.enable("test.guest");
  };
  start_anew();
  EXPECT_EQ(greet(), "contract-unavailable");
  // Now its first instance, with the services it described, is gone.
  other.slots().front()->launch.library = built("throws_in_create").library;
  EXPECT_EQ(code_of([&] { other.enable("test.greeter"); }), "greeter-broken");
  start_anew();
  EXPECT_EQ(greet(), "contract-unavailable");
  EXPECT_EQ(other.directory().at("contracts").as_array().size(), 0u);
}

TEST_F(Changes, CanBeLookedAtMeanwhile) {
  std::atomic<bool> enough = false;
  std::thread observer([&] {
    while (!enough) EXPECT_EQ(host_.directory().at("plugins").as_array().size(), 2u);
  });
  for (int i = 0; i < 50; ++i) {
    host_.disable("test.greeter");
    host_.enable("test.greeter");
  }
  enough = true;
  observer.join();
}

TEST_F(Changes, SaysWhyAPluginDoesNotRun) {
  Log loud(CURANTE_LOG_ERROR);
  Host other(loud, {});
  LaunchPlan needs = plan(built("throws_in_start"));
  needs.bindings.front().optional = false;
  testing::internal::CaptureStderr();
  other.launch(std::move(needs));
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("[greeter-broken]"), std::string::npos) << log;
  EXPECT_NE(log.find("[requirement-missing]"), std::string::npos) << log;
}

}  // namespace
}  // namespace curante::kernel
