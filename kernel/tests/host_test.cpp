// SPDX-License-Identifier: Apache-2.0
#include "runtime/host.hpp"

#include <gtest/gtest.h>

#include "plugins_in_test.hpp"

namespace curante::kernel {

/// A contract whose calls touch somebody.
struct Draft {
  std::string guest;
};
CURANTE_DESCRIBE(Draft, guest);
CURANTE_SUBJECT(Draft, guest);
/// Of a contract that says of nothing whom it is about.
struct Unmarked {
  std::string patient;
};
CURANTE_DESCRIBE(Unmarked, patient);
struct Visit {
  std::string patient;
};
CURANTE_DESCRIBE(Visit, patient);
CURANTE_SUBJECT(Visit, patient);
struct Read {
  using Reply = Visit;
  static constexpr bool is_public = true;
  std::string visit, patient;
  std::optional<Draft> draft;
  std::optional<Unmarked> other;
};
CURANTE_DESCRIBE(Read, visit, patient, draft, other);
CURANTE_SUBJECT(Read, patient);
struct Person {
  std::string id;
};
CURANTE_DESCRIBE(Person, id);
struct Write {
  using Reply = Visit;
  static constexpr bool is_public = true;
  Person patient;
};
CURANTE_DESCRIBE(Write, patient);
CURANTE_SUBJECT(Write, patient);
struct VisitContract {
  static constexpr std::string_view id = "visits/1";
  using Calls = curante::Calls<Read, Write>;
};
/// Was made where nobody knew UTF-8.
class LatinPractice : public Plugin {
 public:
  explicit LatinPractice(const curante::Host& host)
      : service_(provide<VisitContract>(host, *this)) {}
  std::vector<Service*> services() override { return {service_.get()}; }
  Visit on(const CallContext&, const Read&) { fail(); }
  Visit on(const CallContext&, const Write&) { return {"ni\xC3\xB1\xF1"}; }

 protected:
  [[noreturn]] static void fail() {
    throw Error("latin-\xE9", "perch\xE9 non c'\xE8", "chiss\xE0");
  }

 private:
  std::unique_ptr<Service> service_;
};
class BrokenLatinPractice : public LatinPractice {
 public:
  using LatinPractice::LatinPractice;
  void start() override { fail(); }
};
class Practice : public Plugin {
 public:
  explicit Practice(const curante::Host& host) : service_(provide<VisitContract>(host, *this)) {}
  std::vector<Service*> services() override { return {service_.get()}; }
  Visit on(const CallContext&, const Read& call) {
    return {call.visit == "of-four" ? "four" : ""};
  }
  Visit on(const CallContext&, const Write&) { return {}; }

 private:
  std::unique_ptr<Service> service_;
};
namespace {

class HostOfTwo : public testing::TestWithParam<uint32_t> {
 protected:
  void launch(PluginLaunch greeter, uint32_t path, bool optional = false) {
    Guest::started = Guest::stopped = false;
    LaunchPlan plan;
    plan.plugins.push_back(std::move(greeter));
    plan.plugins.push_back(linked<Guest>("test.guest"));
    plan.plugins.back().settings["colour"] = "red";
    plan.plugins.back().settings["size"] = "big";
    plan.bindings.push_back(guest_binding(path, optional));
    host_.launch(std::move(plan));
  }
  Slot& slot(size_t i) const { return *host_.slots().at(i); }

  /// A user's call; gives the reply, or the error's code.
  std::string call(const curante_context& context, const std::string& call,
                   const std::string& request, const std::string& contract = "greeting/1") {
    try {
      return host_.call("test", context, contract, call, request);
    } catch (const Error& e) {
      return e.code();
    }
  }
  static curante_context user(std::set<std::string, std::less<>> permissions) {
    curante_context context;
    context.user = "7";
    context.user_name = "rossi";
    context.role = "titolare";
    context.permissions = std::move(permissions);
    return context;
  }

  Log log_{CURANTE_LOG_ERROR + 1};
  Host host_{log_, {}};
};

template <class Run>
std::string code_of(Run&& run) {
  try {
    run();
    return "done";
  } catch (const Error& e) {
    return e.code();
  }
}

TEST_P(HostOfTwo, CarriesACallFromPluginToPlugin) {
  launch(built("sound"), GetParam());
  EXPECT_EQ(slot(0).state, PluginState::ready);
  EXPECT_EQ(slot(1).state, PluginState::ready);
  EXPECT_EQ(Guest::last->greeter().provider(), "test.greeter");
  EXPECT_EQ(slot(1).bindings.at(0)->path(), GetParam());
  const auto reply = Guest::last->greet("Anna");
  EXPECT_EQ(reply.text, "hello Anna");
  EXPECT_EQ(reply.caller, "test.guest");
}

TEST_P(HostOfTwo, CarriesAnErrorWhole) {
  launch(built("sound"), GetParam());
  try {
    Guest::last->greet("");
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "name-missing");
    EXPECT_EQ(e.message(), "nobody to greet");
    EXPECT_EQ(e.remedy(), "give a name");
  }
  EXPECT_EQ(Guest::last->greet("Anna").text, "hello Anna");  // the path survives
}

INSTANTIATE_TEST_SUITE_P(Paths, HostOfTwo,
                         testing::Values(CURANTE_PATH_DIRECT, CURANTE_PATH_MARSHALLED),
                         [](const auto& path) {
                           return path.param == CURANTE_PATH_DIRECT ? "direct" : "marshalled";
                         });

using HostTest = HostOfTwo;

TEST_F(HostTest, LetsAPluginThatThrowsInCreateFailAlone) {
  launch(built("throws_in_create"), CURANTE_PATH_DIRECT, /*optional=*/true);
  EXPECT_EQ(slot(0).state, PluginState::failed);
  EXPECT_NE(slot(0).problem.find("the greeter cannot be made"), std::string::npos);
  EXPECT_EQ(slot(1).state, PluginState::ready);
  EXPECT_EQ(code_of([] { Guest::last->greet("Anna"); }), "contract-unavailable");
}

TEST_F(HostTest, ReportsWhatRequiresAPluginThatCannotStart) {
  launch(built("throws_in_start"), CURANTE_PATH_DIRECT);
  EXPECT_EQ(slot(0).state, PluginState::failed);
  EXPECT_NE(slot(0).problem.find("the greeter cannot start"), std::string::npos);
  EXPECT_EQ(slot(1).state, PluginState::failed);
  EXPECT_NE(slot(1).problem.find("needs greeting/1 of test.greeter"), std::string::npos);
  EXPECT_FALSE(Guest::started);
}

TEST_F(HostTest, TellsInUtf8WhatAPluginSaysInLatin1) {
  LaunchPlan plan;
  plan.plugins.push_back(linked<LatinPractice>("test.latin"));
  plan.plugins.push_back(linked<BrokenLatinPractice>("test.broken"));
  host_.launch(std::move(plan));
  const auto directory = parse_text(to_text(host_.directory())).as_object();
  EXPECT_EQ(directory.at("plugins").as_array().at(1).at("problem").as_string(),
            "perch\uFFFD non c'\uFFFD (chiss\uFFFD)");
  curante_context context;
  context.may_all = true;
  EXPECT_EQ(host_.call("test", context, "visits/1", "Write", "{}"), "{\"patient\":\"niñ\uFFFD\"}");
  try {
    host_.call("test", context, "visits/1", "Read", "{}");
    FAIL() << "answered";
  } catch (const Error& e) {
    EXPECT_EQ(e.code() + ", " + e.message() + ", " + e.remedy(),
              "latin-\uFFFD, perch\uFFFD non c'\uFFFD, chiss\uFFFD");
  }
}

TEST_F(HostTest, FailsALibraryOfAnotherMajorAlone) {
  launch(built("newer_major"), CURANTE_PATH_DIRECT, /*optional=*/true);
  EXPECT_NE(slot(0).problem.find("built for SDK major 2"), std::string::npos) << slot(0).problem;
  EXPECT_EQ(slot(1).state, PluginState::ready);
}

TEST_F(HostTest, StopsWhatItStarted) {
  launch(built("sound"), CURANTE_PATH_DIRECT);
  host_.stop();
  EXPECT_TRUE(Guest::stopped);
  EXPECT_EQ(Guest::last, nullptr);
  EXPECT_EQ(slot(0).state, PluginState::stopped);
  host_.stop();
}

TEST_F(HostTest, ChecksWhoCallsFromOutside) {
  launch(built("sound"), CURANTE_PATH_DIRECT);
  EXPECT_EQ(call(user({"greet"}), "Greet", R"({"name":"Anna"})"),
            R"({"text":"hello Anna","caller":"test"})");
  EXPECT_EQ(call(user({"other"}), "Greet", R"({"name":"Anna"})"), "permission-denied");
  EXPECT_EQ(call({}, "Greet", R"({"name":"Anna"})"), "not-signed-in");
  EXPECT_EQ(call(user({"greet"}), "Whisper", "{}"), "call-not-public");
  EXPECT_EQ(call(user({"greet"}), "Shout", "{}"), "call-not-public");
  EXPECT_EQ(call(user({"greet"}), "Greet", "{\"name\":"), "invalid-json");
  EXPECT_EQ(call(user({"greet"}), "Greet", "{}"), "name-missing");
  EXPECT_EQ(call(user({"greet"}), "Greet", "{}", "greeting/2"), "contract-unavailable");
}

/// Another one who greets.
class Parrot : public Plugin {
 public:
  explicit Parrot(const curante::Host& host)
      : service_(provide<greeting::Contract>(host, *this)) {}
  std::vector<Service*> services() override { return {service_.get()}; }
  greeting::Greeting on(const CallContext&, const greeting::Greet&) { return {"craa", ""}; }
  greeting::Greeting on(const CallContext&, const greeting::Whisper&) { return {"craa", ""}; }

 private:
  std::unique_ptr<Service> service_;
};

TEST_F(HostTest, LeadsCallsFromOutsideToTheChosenProvider) {
  LaunchPlan plan;
  plan.plugins.push_back(built("sound"));
  plan.plugins.push_back(linked<Parrot>("test.parrot"));
  plan.chosen["greeting/1"] = "test.parrot";
  host_.launch(std::move(plan));
  EXPECT_EQ(call(user({"greet"}), "Greet", R"({"name":"Anna"})"), R"({"text":"craa","caller":""})");
}

TEST_F(HostTest, TellsTheBusOfEveryCallFromOutside) {
  launch(built("sound"), CURANTE_PATH_DIRECT);
  std::vector<std::string> told;
  const auto listening =
      host_.bus().subscribe("call-made/1", [&](const curante_context*, std::string_view,
                                               const boost::json::value& body, std::string_view) {
        told.push_back(std::string(body.at("action").as_string()) + " " +
                       std::string(body.at("outcome").as_string()));
      });
  call(user({"greet"}), "Greet", R"({"name":"Anna"})");
  call(user({}), "Greet", R"({"name":"Anna"})");
  EXPECT_EQ(told, (std::vector<std::string>{"greeting/1 Greet ok",
                                            "greeting/1 Greet permission-denied"}));
}

TEST_F(HostTest, TellsTheBusWhomACallReallyTouches) {
  LaunchPlan plan;
  plan.plugins.push_back(linked<Practice>("test.practice"));
  host_.launch(std::move(plan));
  std::vector<std::string> told;
  const auto listening = host_.bus().subscribe(
      "call-made/1",
      [&](const curante_context*, std::string_view, const boost::json::value& body,
          std::string_view) { told.emplace_back(std::string(body.at("patient").as_string())); });
  curante_context open = user({});
  const auto read = [&](const char* request) { call(open, "Read", request, "visits/1"); };
  read(R"({"patient":"one"})");
  read(R"({"draft":{"guest":"two"}})");
  call(open, "Write", R"({"patient":{"id":"three"}})", "visits/1");
  read(R"({"visit":"of-four"})");
  open.patient = "open";
  read("{}");
  read(R"({"patient":"five"})");
  // A name says nothing: the contract's mark does.
  read(R"({"other":{"patient":"seven"}})");
  // What the caller only says, without effect, hides nobody.
  read(R"({"visit":"of-four"})");
  read(R"({"visit":"of-four","draft":{"id":"six"},"chart":{"patient":"six"}})");
  EXPECT_EQ(told, (std::vector<std::string>{"one", "two", "three", "four", "open", "five", "open",
                                            "four", "four"}));
}

TEST_F(HostTest, CallsByNameOnlyWhatThereIs) {
  launch(built("sound"), CURANTE_PATH_DIRECT);
  const auto ask = [&](const char* call) {
    return host_.call_internal("test", user({}), slot(0), "greeting/1", call,
                               boost::json::object{});
  };
  EXPECT_EQ(ask("Whisper").at("text").as_string(), "psst");
  EXPECT_EQ(code_of([&] { ask("Shout"); }), "call-unknown");
}

/// On both ways within a process.
class HostLimits : public HostTest, public testing::WithParamInterface<uint32_t> {};

TEST_P(HostLimits, EndCallsThatComeTooLateOrTooDeep) {
  launch(built("sound"), GetParam());
  ASSERT_EQ(slot(1).bindings.front()->edge()->path, GetParam());
  curante_context late = user({"greet"});
  late.deadline_ns = 1;
  EXPECT_EQ(call(late, "Greet", R"({"name":"Anna"})"), "deadline-passed");
  const CallContext context(&late, context_extension(nullptr));
  EXPECT_EQ(code_of([&] { Guest::last->greeter().ask(context, greeting::Greet{"Anna"}); }),
            "deadline-passed");
  std::vector<std::unique_ptr<CallFrame>> frames;
  while (frames.size() < 15) {
    frames.push_back(std::make_unique<CallFrame>("test.guest", "test.greeter"));
  }
  EXPECT_EQ(Guest::last->greet("Anna").text, "hello Anna");  // the sixteenth
  frames.push_back(std::make_unique<CallFrame>("test.guest", "test.greeter"));
  EXPECT_EQ(code_of([] { Guest::last->greet("Anna"); }), "call-too-deep");
  while (!frames.empty()) frames.pop_back();
  EXPECT_EQ(Guest::last->greet("Anna").text, "hello Anna");
}

INSTANTIATE_TEST_SUITE_P(Paths, HostLimits,
                         testing::Values(CURANTE_PATH_DIRECT, CURANTE_PATH_MARSHALLED));

TEST_F(HostTest, TellsWhoAsksForWhatItsManifestDoesNotName) {
  LaunchPlan plan;
  plan.plugins.push_back(built("sound"));
  plan.plugins.push_back(linked<Guest>("test.guest"));
  host_.launch(std::move(plan));
  try {
    Guest::last->greet("Anna");
    ADD_FAILURE() << "answered";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "contract-unavailable");
    EXPECT_NE(e.message().find("not name it in its manifest"), std::string::npos) << e.message();
  }
}

/// Notes whose step the host says is under way: what a crash in it is put down to.
class Witness : public Plugin {
 public:
  explicit Witness(const curante::Host&) { note("create"); }
  void start() override { note("start"); }
  void ready() override { note("ready"); }
  void stop() override { note("stop"); }
  static inline std::vector<std::string> noted;

 private:
  static void note(const std::string& step) {
    const CallFrame* frame = CallFrame::top();
    noted.push_back(step + " of " + (frame == nullptr ? "nobody" : std::string(frame->provider())));
  }
};

TEST(HostSteps, AreEachPutDownToTheirPlugin) {
  Witness::noted.clear();
  {
    Log log(CURANTE_LOG_ERROR);
    Host host(log, {});
    LaunchPlan plan;
    plan.plugins.push_back(linked<Witness>("test.witness"));
    host.launch(std::move(plan));
  }
  EXPECT_EQ(Witness::noted,
            (std::vector<std::string>{"create of test.witness", "start of test.witness",
                                      "ready of test.witness", "stop of test.witness"}));
}

TEST_F(HostTest, TellsAProviderWhichFolderItsIsolatedCallerSees) {
  const CallContext context(nullptr, context_extension(nullptr));
  EXPECT_EQ(context.caller_folder(), "");
  const CallFrame isolated("test.guest", "test.greeter", "/run/curante/test.guest");
  EXPECT_EQ(context.caller(), "test.guest");
  EXPECT_EQ(context.caller_folder(), "/run/curante/test.guest");
  const CallFrame further("test.greeter", "test.clock");
  EXPECT_EQ(context.caller_folder(), "");
}

TEST_F(HostTest, GivesAPluginItsOwnSettings) {
  launch(built("sound"), CURANTE_PATH_DIRECT);
  const curante::Host& host = Guest::last->host();
  EXPECT_EQ(host.required_setting("colour"), "red");
  EXPECT_EQ(host.setting("shape", "round"), "round");
  EXPECT_EQ(code_of([&] { host.required_setting("shape"); }), "setting-missing");
  EXPECT_EQ(code_of([&] { host.setting_int("size", 1); }), "setting-invalid");
  EXPECT_EQ(host.setting_int("shape", 3), 3);
}

TEST_F(HostTest, OffersTheEntryToEntriesAlone) {
  launch(built("sound"), CURANTE_PATH_DIRECT);
  const curante::Host& host = Guest::last->host();
  EXPECT_EQ(code_of([&] { host.extension<curante_ext_entry>("curante.entry/1"); }),
            "extension-missing");
}

}  // namespace
}  // namespace curante::kernel
