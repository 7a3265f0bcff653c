// SPDX-License-Identifier: Apache-2.0
#include "curante/events.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <thread>

#include "plugins_in_test.hpp"

namespace curante::kernel {
namespace {

struct Rang {
  static constexpr std::string_view id = "rang/1";
  int64_t times = 0;
};
CURANTE_DESCRIBE(Rang, times);

/// Hears, by what it is told to do then.
class Hearer : public Plugin {
 public:
  using Heard = std::function<void(const curante::Host&, const CallContext&, const Rang&)>;
  explicit Hearer(const curante::Host& host, Heard heard) : host_(host), heard_(std::move(heard)) {}
  void start() override {
    rang_.emplace(host_, [this](const CallContext& context, const Rang& rang) {
      heard_(host_, context, rang);
    });
  }
  void ring() { publish(host_, host_.background(), Rang{1}); }

 private:
  curante::Host host_;
  Heard heard_;
  std::optional<Subscription<Rang>> rang_;
};

class Bell : public Hearer {
 public:
  explicit Bell(const curante::Host& host) : Hearer(host, [](auto&&...) {}) { last = this; }
  static inline Bell* last = nullptr;
};

/// What no C++ library calls an exception.
class Thrower : public Hearer {
 public:
  explicit Thrower(const curante::Host& host) : Hearer(host, [](auto&&...) { throw 5; }) {}
};

/// Past the SDK's own subscription: what a plugin of another language could do.
class RawThrower : public Plugin {
 public:
  explicit RawThrower(const curante::Host& host) : host_(host) {}
  void start() override {
    const auto hear = [](void*, const curante_context*, curante_str, curante_node,
                         const curante_reader*, curante_str) { throw std::runtime_error("Anna"); };
    host_.bus()->subscribe(host_.edge()->self, str(Rang::id), hear, nullptr);
    host_.bus()->subscribe(host_.edge()->self, str("call-made/1"), hear, nullptr);
  }

 private:
  curante::Host host_;
};

class Later : public Hearer {
 public:
  explicit Later(const curante::Host& host) : Hearer(host, [](auto&&...) { ++heard; }) {}
  static inline int heard = 0;
};

class Echo : public Hearer {
 public:
  explicit Echo(const curante::Host& host)
      : Hearer(host, [](const curante::Host& own, const CallContext& context, const Rang& rang) {
          most = rang.times;
          publish(own, context, Rang{rang.times + 1});
        }) {
    last = this;
  }
  static inline Echo* last = nullptr;
  static inline int64_t most = 0;
};

class EventsTest : public testing::Test {
 protected:
  void launch(std::vector<PluginLaunch> plugins) {
    LaunchPlan plan;
    plan.plugins = std::move(plugins);
    host_.launch(std::move(plan));
  }
  void launch_throwers() {
    launch({linked<Thrower>("test.thrower"), linked<RawThrower>("test.raw"),
            linked<Later>("test.later"), linked<Bell>("test.bell"), built("sound")});
    Later::heard = 0;
  }

  Log log_{CURANTE_LOG_WARNING};
  Host host_{log_, {}};
};

TEST_F(EventsTest, WhateverAReceiverThrowsEndsWithIt) {
  launch_throwers();
  testing::internal::CaptureStderr();
  EXPECT_NO_THROW(Bell::last->ring());
  EXPECT_EQ(Later::heard, 1);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("test.thrower"), std::string::npos) << said;
  EXPECT_NE(said.find("test.raw"), std::string::npos) << said;
  EXPECT_NE(said.find("the event rang/1 was not handled"), std::string::npos) << said;
  EXPECT_EQ(said.find("Anna"), std::string::npos) << said;
}

TEST_F(EventsTest, AThreadThatPublishesOutlivesTheReceivers) {
  launch_throwers();
  std::thread([] { Bell::last->ring(); }).join();
  EXPECT_EQ(Later::heard, 1);
}

TEST_F(EventsTest, ACallFromOutsideIsAnsweredWhateverItsHearersThrow) {
  launch_throwers();
  curante_context context;
  context.may_all = true;
  EXPECT_NE(host_.call("test", context, "greeting/1", "Greet", R"({"name":"Ugo"})").find("Ugo"),
            std::string::npos);
}

TEST_F(EventsTest, ACountThatTheHostSaysUnsignedIsANumberLikeAnother) {
  launch({linked<Later>("test.later"), linked<Bell>("test.bell")});
  Later::heard = 0;
  curante_context context;
  host_.bus().publish(&context, Rang::id, boost::json::object{{"times", uint64_t{3}}});
  EXPECT_EQ(Later::heard, 1);
  host_.bus().publish(&context, Rang::id, boost::json::object{{"times", UINT64_MAX}});
  EXPECT_EQ(Later::heard, 1);
}

TEST_F(EventsTest, APluginThatHearsItselfIsStopped) {
  launch({linked<Echo>("test.echo")});
  testing::internal::CaptureStderr();
  Echo::last->ring();
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(Echo::most, static_cast<int64_t>(CallFrame::max_depth));
  EXPECT_NE(said.find("call-too-deep"), std::string::npos) << said;
}

}  // namespace
}  // namespace curante::kernel
