// SPDX-License-Identifier: Apache-2.0
#include "curante/testing/test_host.hpp"

#include <gtest/gtest.h>

#include "chart.hpp"
#include "clock.hpp"
#include "curante/events.hpp"
#include "curante/json.hpp"
#include "curante/testing/fake.hpp"
#include "filled.hpp"
#include "personal_data.hpp"

namespace curante::testing {
namespace {

struct Said {
  static constexpr std::string_view id = "said/1";
  std::string text;
  std::vector<Instant> at;
  std::optional<double> share;
  bool loud = false;
};
CURANTE_DESCRIBE(Said, text, at, share, loud);

struct Greeting {
  std::string text;
};
CURANTE_DESCRIBE(Greeting, text);
struct Greet {
  using Reply = Greeting;
};
CURANTE_DESCRIBE(Greet);
struct Hello {
  static constexpr std::string_view id = "hello/1";
  using Calls = curante::Calls<Greet>;
};

/// A plugin as anybody would write it: its whole class is under test.
class Greeter : public Plugin {
 public:
  explicit Greeter(const Host& host)
      : host_(host),
        clock_(host),
        chart_(host),
        stores_(use_each<personal_data::Contract>(host)),
        service_(curante::provide<Hello>(host, *this)) {}
  void start() override { host_.warning("began at " + host_.required_setting("desk")); }
  std::vector<Service*> services() override { return {service_.get()}; }

  Greeting on(const CallContext& context, const Greet&) {
    const auto reading = clock_.ask(context, clock::Now{});
    publish(host_, context, Said{"hello", {reading.now}, 0.5, true});
    return {context.user_name() + " " + reading.local_time};
  }
  bool has_chart() const { return static_cast<bool>(chart_); }
  size_t stores() const { return stores_.size(); }

 private:
  Host host_;
  Use<clock::Contract> clock_;
  Use<chart::Contract> chart_;
  std::vector<Use<personal_data::Contract>> stores_;
  std::unique_ptr<Service> service_;
};

TEST(TestHost, StartsAndAsksAWholePlugin) {
  Mock<clock::Contract> clock;
  clock.answer<clock::Now>({Instant{5}, Date{1}, "noon"});
  Fake<personal_data::Contract> first, second;
  TestHost host;
  host.set("desk", "front");
  host.provide<clock::Contract>(clock);
  host.provide<personal_data::Contract>(first);
  host.provide<personal_data::Contract>(second);
  Greeter plugin(host.host());
  plugin.start();
  ASSERT_EQ(host.log().size(), 1u);
  EXPECT_EQ(host.log()[0].text, "began at front");
  EXPECT_EQ(host.log()[0].level, static_cast<uint32_t>(CURANTE_LOG_WARNING));
  EXPECT_FALSE(plugin.has_chart());
  EXPECT_EQ(plugin.stores(), 2u);
  const Caller ada({{"user_name", "Ada"}}, {});
  EXPECT_EQ(host.ask<Hello>(plugin, ada.context(), Greet{}).text, "Ada noon");
  EXPECT_EQ(host.ask<Hello>(plugin, Greet{}).text, " noon");
  EXPECT_EQ(clock.calls<clock::Now>().size(), 2u);
}

TEST(TestHost, CarriesEventsToWhoSubscribed) {
  Fake<clock::Contract> clock;
  TestHost host;
  host.provide<clock::Contract>(clock);
  Greeter plugin(host.host());
  std::vector<Said> heard;
  const Subscription<Said> said(host.host(), [&](const CallContext& context, const Said& event) {
    EXPECT_EQ(context.user_name(), "Ada");
    heard.push_back(event);
  });
  const Subscription<chart::ChartChanged> changed(
      host.host(), [&](const CallContext&, const chart::ChartChanged&) { ADD_FAILURE(); });
  const Caller ada({{"user_name", "Ada"}}, {});
  host.ask<Hello>(plugin, ada.context(), Greet{});
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].text, "hello");
  ASSERT_EQ(heard[0].at.size(), 1u);
  EXPECT_EQ(heard[0].share, 0.5);
  EXPECT_TRUE(heard[0].loud);
}

TEST(TestHost, SaysWhatItHasNot) {
  TestHost host;
  Greeter plugin(host.host());
  EXPECT_EQ(code_of([&] { plugin.start(); }), "setting-missing");
  EXPECT_EQ(code_of([&] { host.ask<Hello>(plugin, Greet{}); }), "contract-unavailable");
  EXPECT_EQ(code_of([&] { host.ask<clock::Contract>(plugin, clock::Now{}); }),
            "contract-unavailable");
  EXPECT_EQ(code_of([&] { to_json(host.host(), Said{}); }), "extension-missing");
  EXPECT_EQ(code_of([&] { from_json<Said>(host.host(), "{}"); }), "extension-missing");
}

TEST(ValueTree, KeepsEveryKindOfValue) {
  const auto chart = filled<chart::ChartView>();
  ValueTree tree, again;
  encode(tree.sink(), chart);
  chart::ChartView back;
  decode(tree.source(), back);
  EXPECT_EQ(back.patient.last_name, chart.patient.last_name);
  EXPECT_EQ(back.patient.birth_date, chart.patient.birth_date);
  EXPECT_EQ(back.patient.revoked_on, chart.patient.revoked_on);
  ASSERT_EQ(back.contacts.size(), 1u);
  EXPECT_EQ(back.contacts[0].at, chart.contacts[0].at);
  EXPECT_EQ(back.contact_count, chart.contact_count);
}

}  // namespace
}  // namespace curante::testing
