// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "cli/installed_region.hpp"
#include "metrics.hpp"
#include "operation/hosting_body.hpp"
#include "operation/plugin_facts.hpp"
#include "plugins_in_test.hpp"

namespace curante::kernel {
namespace {

namespace json = boost::json;

/// Counts, or fails to say what.
class Counter : public Plugin {
 public:
  explicit Counter(const curante::Host& host) : service_(provide<metrics::Contract>(host, *this)) {}
  std::vector<Service*> services() override { return {service_.get()}; }
  metrics::FigureList on(const CallContext& context, const metrics::Read&) {
    deadline_ns = context.deadline_ns();
    if (silent) throw Error("cannot-count", "cannot count");
    return {{{title, metrics::Kind::counter, "Greetings.", "tone", {{"kind", 3}}}}};
  }

  static inline bool silent = false;
  static inline int64_t deadline_ns = 0;
  static inline std::string title = "greetings_total";

 private:
  std::unique_ptr<Service> service_;
};

/// A greeter, a guest who cannot do without it, and the host's own plugin.
class HostingTest : public testing::Test {
 protected:
  HostingTest() {
    LaunchPlan plan;
    plan.plugins.push_back(hosting_launch(host_, main_, [this](const std::string& plugin) {
      if (!refusal_.plugin.empty()) {
        Assembly next;
        next.resolution.refusals = {refusal_};
        check_replacement(next, plugin, plugin_facts(host_.directory()));
      }
      LaunchPlan installed;
      installed.plugins.push_back(built("sound"));
      installed.plugins.back().version = "2.0.0";
      installed.bindings.push_back(guest_binding(CURANTE_PATH_DIRECT));
      return installed;
    }));
    plan.plugins.push_back(built("sound"));
    plan.plugins.push_back(linked<Guest>("test.guest"));
    plan.plugins.push_back(linked<Counter>("test.counter"));
    plan.bindings.push_back(guest_binding(CURANTE_PATH_DIRECT));
    host_.launch(std::move(plan));
  }

  /// Runs the scenario beside the main loop, as users and operators do.
  void beside(const std::function<void()>& scenario) {
    std::thread other([&] {
      scenario();
      main_.close();
    });
    main_.run();
    other.join();
  }

  json::value ask(const char* call, const json::object& request, const char* permission) {
    curante_context context;
    context.user = "7";
    context.permissions.insert(permission);
    return parse_text(host_.call("test", context, "hosting/1", call, to_text(request)));
  }
  hosting::Change change(const char* call, json::object request) {
    return from_tree<hosting::Change>(ask(call, request, "plugins.manage"));
  }
  /// The error's code, a space, its message.
  template <class Run>
  std::string refusal_of(Run&& run) {
    try {
      run();
      return "done";
    } catch (const Error& e) {
      return e.code() + " " + e.message();
    }
  }
  static std::string greeting() {
    try {
      return Guest::last->greet("Anna").text;
    } catch (const Error& e) {
      return e.code();
    }
  }

  Refusal refusal_;
  Log log_{CURANTE_LOG_ERROR + 1};
  MainLoop main_;
  Host host_{log_, {}};
};

const json::object greeter{{"plugin", "test.greeter"}};
const json::object confirmed{{"plugin", "test.greeter"}, {"confirmed", true}};

TEST_F(HostingTest, TellsWhoNeedsWhom) {
  const auto list = from_tree<hosting::PluginList>(ask("ListPlugins", {}, "plugins.manage"));
  ASSERT_EQ(list.plugins.size(), 4u);
  const hosting::Plugin& it = *find_plugin(list, "test.greeter");
  EXPECT_EQ(it.state, "ready");
  EXPECT_EQ(it.version, "1.2.3");
  EXPECT_EQ(it.needed_by, std::vector<std::string>{"test.guest"});
  EXPECT_FALSE(it.fixed);
  EXPECT_FALSE(it.isolated);
  const hosting::Plugin& guest = *find_plugin(list, "test.guest");
  EXPECT_TRUE(guest.fixed);
  ASSERT_EQ(guest.bindings.size(), 1u);
  EXPECT_EQ(guest.bindings[0].path, "direct");
  EXPECT_EQ(guest.bindings[0].reason, "so the test wants it");
  EXPECT_TRUE(find_plugin(list, HostingBody::id)->fixed);
  EXPECT_EQ(find_plugin(list, "test.nobody"), nullptr);
}

TEST_F(HostingTest, FollowsNeedsThroughOthersButNotThroughOptionalOnes) {
  const auto binding = [](const char* provider, bool optional) {
    return json::object{
        {"contract", "x/1"}, {"provider", provider}, {"path", "direct"}, {"optional", optional}};
  };
  const auto plugin = [](const char* id, json::array bindings) {
    return json::object{{"id", id}, {"state", "ready"}, {"bindings", std::move(bindings)}};
  };
  const auto list = plugin_facts(
      {{"plugins", json::array{plugin("root", {binding("leaf", false)}),
                               plugin("middle", {binding("root", false)}),
                               plugin("leaf", {binding("middle", false), binding("root", true)}),
                               plugin("other", {binding("root", true)})}}});
  EXPECT_EQ(list.plugins[0].needed_by, (std::vector<std::string>{"middle", "leaf"}));
  EXPECT_TRUE(list.plugins[3].needed_by.empty());
}

TEST_F(HostingTest, DisablesWhatIsNeededOnlyWhenConfirmed) {
  beside([&] {
    const std::string refused = refusal_of([&] { change("DisablePlugin", greeter); });
    EXPECT_EQ(refused, "plugin-needed test.guest cannot do without test.greeter");
    EXPECT_EQ(greeting(), "hello Anna");
    const auto off = change("DisablePlugin", confirmed);
    EXPECT_EQ(off.state_before + " " + off.state, "ready disabled");
    EXPECT_EQ(off.affected, std::vector<std::string>{"test.guest"});
    EXPECT_EQ(greeting(), "contract-unavailable");
    const auto on = change("EnablePlugin", greeter);
    EXPECT_EQ(on.state_before + " " + on.state, "disabled ready");
    EXPECT_EQ(greeting(), "hello Anna");
  });
}

TEST_F(HostingTest, ReplacesByWhatIsInstalled) {
  beside([&] {
    const auto changed = change("ReplacePlugin", greeter);
    EXPECT_EQ(changed.version_before + " " + changed.version, "1.2.3 2.0.0");
    EXPECT_EQ(changed.state, "ready");
    EXPECT_EQ(greeting(), "hello Anna");
  });
}

TEST_F(HostingTest, KeepsTheOldOneWhenTheNewOneIsRefused) {
  refusal_ = {
      "test.guest",     "1.0.0", "contract-too-old",   "greeting/1 >= 1.3", "(its manifest)",
      "greeting/1 1.1", "",      "update test.greeter"};
  beside([&] {
    const std::string refused = refusal_of([&] { change("ReplacePlugin", greeter); });
    EXPECT_EQ(refused.find("plugin-not-admitted "), 0u) << refused;
    EXPECT_NE(refused.find(to_text(refusal_).substr(0, 60)), std::string::npos) << refused;
    EXPECT_EQ(greeting(), "hello Anna");
  });
}

TEST_F(HostingTest, LetsAFixInWhateverIsWrongWithOthers) {
  const auto now = plugin_facts(host_.directory());
  Assembly next;
  const Refusal missing{"test.counter", "?", "library-missing", "its library", "(region line 3)",
                        "no test.counter.so", "", "install it"};
  next.resolution.refusals = {missing,
                              {"test.stranger", "1", "contract-missing", "", "", "", "", ""}};
  const Refusals told = check_replacement(next, "test.greeter", now);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].plugin, "test.counter");
  next.problems.push_back({"unknown-key", "a.info", 3, "«colour» is not known", "remove it"});
  EXPECT_NE(refusal_of([&] { check_replacement(next, "test.greeter", now); }).find("a.info"),
            std::string::npos);
}

TEST_F(HostingTest, LetsNothingInThatOthersCouldNotGoOnWith) {
  const auto now = plugin_facts(host_.directory());
  const auto told = [&](const char* plugin, const Refusals& refusals, const char* provides) {
    Assembly next;
    next.resolution.refusals = refusals;
    Candidate& it = next.candidates.emplace_back();
    it.image.emplace();
    it.image->manifest.id = plugin;
    it.image->manifest.provides.entries.emplace_back().name = provides;
    return refusal_of([&] { check_replacement(next, plugin, now); });
  };
  const Refusal unread{"test.guest", "?", "library-missing", "its library", "", "no file", "", ""};
  const Refusal claimed{"test.counter", "1", "event-foreign", "a/1 to belong to b/1", "", "an event",
                        "by the manifest of test.greeter", ""};
  const Refusal provider{"test.greeter", "?", "library-missing", "its library", "", "", "", ""};
  EXPECT_EQ(told("test.greeter", {unread}, "greeting/1"), "done");
  EXPECT_NE(told("test.greeter", {unread}, "greeting/2").find("contract-missing"),
            std::string::npos);
  EXPECT_NE(told("test.greeter", {claimed}, "greeting/1").find("event-foreign"), std::string::npos);
  EXPECT_NE(told("test.guest", {provider}, "").find("library-missing"), std::string::npos);
}

TEST_F(HostingTest, SaysFirstWhatIsWrongWithTheQuestion) {
  refusal_ = {"test.guest", "1.0.0", "library-missing", "its library", "", "no file", "", ""};
  beside([&] {
    const auto code = [&](const char* plugin) {
      const std::string told = refusal_of([&] { change("ReplacePlugin", {{"plugin", plugin}}); });
      return told.substr(0, told.find(' '));
    };
    EXPECT_EQ(code("Test.Greeter"), "plugin-unknown");
    EXPECT_EQ(code("test.guest"), "plugin-is-entry");
    EXPECT_EQ(code("test.greeter"), "done");
  });
}

TEST_F(HostingTest, RefusesWhatMakesNoSense) {
  beside([&] {
    const auto code = [&](const char* call, const char* plugin) {
      const std::string told = refusal_of([&] { change(call, {{"plugin", plugin}}); });
      return told.substr(0, told.find(' '));
    };
    EXPECT_EQ(code("DisablePlugin", "test.nobody"), "plugin-unknown");
    EXPECT_EQ(code("DisablePlugin", HostingBody::id), "plugin-is-entry");
    EXPECT_EQ(code("ReplacePlugin", "test.guest"), "plugin-is-entry");
    EXPECT_EQ(code("EnablePlugin", "test.greeter"), "plugin-runs");
    const CallFrame frame("test", "test.greeter");
    EXPECT_EQ(code("ReplacePlugin", "test.greeter"), "plugin-in-call");
  });
}

TEST_F(HostingTest, ChangesNothingForWhoMayNot) {
  for (const char* call : {"ListPlugins", "DisablePlugin", "EnablePlugin", "ReplacePlugin"}) {
    const std::string told = refusal_of([&] { ask(call, confirmed, "metrics.read"); });
    EXPECT_EQ(told.find("permission-denied"), 0u) << told;
  }
  EXPECT_EQ(refusal_of([&] { ask("Metrics", {}, "plugins.manage"); }).find("permission-denied"),
            0u);
  EXPECT_EQ(greeting(), "hello Anna");
}

TEST_F(HostingTest, LosesNoCallWhileItChanges) {
  std::atomic<bool> over = false;
  std::atomic<int> good = 0, away = 0, lost = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (!over) {
        const std::string told = greeting();
        ++(told == "hello Anna" ? good : told == "contract-unavailable" ? away : lost);
      }
    });
  }
  const auto until = [](const std::atomic<int>& count) {
    for (const int before = count; count == before;) std::this_thread::yield();
  };
  beside([&] {
    for (int round = 0; round < 10; ++round) {
      until(good);
      change("DisablePlugin", confirmed);
      until(away);
      change("EnablePlugin", greeter);
      until(good);
      change("ReplacePlugin", greeter);
    }
    over = true;
  });
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(lost, 0);
}

TEST_F(HostingTest, CountsCallsFromOutside) {
  ask("ListPlugins", {}, "plugins.manage");
  refusal_of([&] { ask("ListPlugins", {}, "metrics.read"); });
  const json::value reply = ask("Metrics", {}, "metrics.read");
  const std::string text(reply.at("text").as_string());
  const auto has = [&](const char* line) {
    EXPECT_NE(text.find(std::string("\n") + line + "\n"), std::string::npos) << line << text;
  };
  const std::string list = "contract=\"hosting/1\",call=\"ListPlugins\"";
  has(("curante_calls_total{" + list + ",outcome=\"ok\"} 1").c_str());
  has(("curante_calls_total{" + list + ",outcome=\"permission-denied\"} 1").c_str());
  has(("curante_call_duration_seconds_count{" + list + "} 2").c_str());
  has("curante_plugin_up{plugin=\"test.greeter\"} 1");
  has("curante_plugin_info{plugin=\"test.greeter\",version=\"1.2.3\",issuer=\"\",state=\"ready\"} "
      "1");
  has("curante_binding_path{consumer=\"test.guest\",contract=\"greeting/1\","
      "provider=\"test.greeter\",path=\"direct\"} 1");
}

TEST_F(HostingTest, TellsWhatPluginsCountAlsoWhenOneFails) {
  const auto text = [&] {
    return std::string(ask("Metrics", {}, "metrics.read").at("text").as_string());
  };
  const std::string counted = text();
  EXPECT_NE(counted.find("\n# TYPE curante_greetings_total counter\n"
                         "curante_greetings_total{plugin=\"test.counter\",tone=\"kind\"} 3\n"),
            std::string::npos)
      << counted;
  Counter::silent = true;
  const std::string without = text();
  Counter::silent = false;
  EXPECT_NE(without.find("curante_plugin_figures_read{plugin=\"test.counter\"} 0\n"),
            std::string::npos);
  EXPECT_EQ(without.find("curante_greetings_total"), std::string::npos);
  EXPECT_NE(without.find("curante_uptime_seconds"), std::string::npos);
}

TEST_F(HostingTest, WaitsForNoStrangersFigures) {
  const auto kind = [&](const char* name) {
    host_.slots().back()->launch.manifest["issuer_kind"] = name;
    ask("Metrics", {}, "metrics.read");
    return Counter::deadline_ns;
  };
  ASSERT_EQ(host_.slots().back()->id(), "test.counter");
  EXPECT_EQ(kind("core"), 0);
  EXPECT_GT(kind("third-party"), 0);
}

TEST_F(HostingTest, TellsNoFamilyTwiceWhateverAPluginCallsItsFigures) {
  Counter::title = "plugin_up";
  const json::value reply = ask("Metrics", {}, "metrics.read");
  Counter::title = "greetings_total";
  const std::string text(reply.at("text").as_string());
  const std::string type = "# TYPE curante_plugin_up ";
  EXPECT_EQ(text.find(type), text.rfind(type)) << text;
  EXPECT_NE(text.find("curante_plugin_figures_left_out{plugin=\"test.counter\"} 1\n"),
            std::string::npos);
}

}  // namespace
}  // namespace curante::kernel
