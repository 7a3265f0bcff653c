// SPDX-License-Identifier: Apache-2.0
// The octets between two processes: exact for honest ones, harmless from others.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <future>
#include <limits>
#include <memory>
#include <random>
#include <thread>

#include "curante/error.hpp"
#include "isolation/channels.hpp"
#include "isolation/context_coding.hpp"
#include "isolation/contract_description.hpp"
#include "isolation/log_relay.hpp"
#include "isolation/remote_process.hpp"
#include "isolation/restart_policy.hpp"
#include "isolation/tree_coding.hpp"
#include "runtime/tree.hpp"
#include "trust/sealed_bytes.hpp"

namespace curante::isolation {
namespace {

namespace json = boost::json;

std::string octets_of(const json::value& tree) {
  std::string octets;
  OctetWriter out(octets);
  encode_tree(out, tree);
  return octets;
}
json::value tree_of(std::string_view octets) {
  OctetReader in(octets);
  json::value tree = decode_tree(in);
  in.finish();
  return tree;
}
template <class Run>
std::string outcome(Run&& run) {
  try {
    run();
    return "done";
  } catch (const Breach& e) {
    return e.code;
  } catch (const Error& e) {
    return e.code();
  }
}

TEST(TreeCoding, IsExact) {
  using Int = std::numeric_limits<int64_t>;
  using Real = std::numeric_limits<double>;
  for (const int64_t it : {Int::min(), int64_t{-1}, int64_t{0}, Int::max()}) {
    EXPECT_EQ(tree_of(octets_of(it)).as_int64(), it);
  }
  for (const double it : {0.1, -0.0, Real::max(), Real::denorm_min(), Real::infinity()}) {
    const double back = tree_of(octets_of(it)).as_double();
    EXPECT_EQ(back, it);
    EXPECT_EQ(std::signbit(back), std::signbit(it));
  }
  const std::string with_zero("a\0b", 3);
  EXPECT_EQ(tree_of(octets_of(json::value(with_zero))).as_string(), with_zero);
}

/// Any tree, from a seed.
json::value any_tree(std::mt19937& random, int depth) {
  switch (random() % (depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return true;
    case 2:
      return false;
    case 3:
      return static_cast<int64_t>(uint64_t{random()} << 32U | random());
    case 4:
      return static_cast<double>(random()) / 7;
    case 5:
      return json::string(random() % 40, static_cast<char>('a' + random() % 26));
    case 6: {
      json::array all;
      for (unsigned left = random() % 6; left > 0; --left)
        all.push_back(any_tree(random, depth - 1));
      return all;
    }
    default: {
      json::object all;
      for (unsigned left = random() % 6; left > 0; --left) {
        all[std::to_string(random() % 100)] = any_tree(random, depth - 1);
      }
      return all;
    }
  }
}

TEST(TreeCoding, BringsEveryTreeBack) {
  std::mt19937 random(7);
  for (int i = 0; i < 2'000; ++i) {
    const json::value tree = any_tree(random, 6);
    ASSERT_EQ(tree_of(octets_of(tree)), tree) << kernel::to_text(tree);
  }
}

TEST(TreeCoding, SurvivesEveryCutAndEveryChange) {
  std::mt19937 random(8);
  for (int i = 0; i < 300; ++i) {
    const std::string whole = octets_of(any_tree(random, 4));
    for (size_t cut = 0; cut < whole.size(); ++cut) {
      EXPECT_EQ(outcome([&] { tree_of(whole.substr(0, cut)); }), "frame-malformed");
    }
    std::string changed = whole;
    changed[random() % changed.size()] ^= static_cast<char>(1 + random() % 255);
    outcome([&] { tree_of(changed); });
  }
}

TEST(TreeCoding, BoundsDepthAndNumber) {
  json::value deep = 1;
  for (unsigned i = 1; i < deepest_tree; ++i) deep = json::array{deep};
  EXPECT_EQ(tree_of(octets_of(deep)), deep);
  EXPECT_EQ(outcome([&] { octets_of(json::array{deep}); }), "call-too-large");
  std::string lie;
  for (int i = 0; i < 1'000; ++i) lie += std::string("\x06\x01\0\0\0", 5);
  EXPECT_EQ(outcome([&] { tree_of(lie + '\0'); }), "frame-malformed");
  EXPECT_EQ(outcome([] { octets_of(json::array(most_values)); }), "call-too-large");
  std::string wide("\x06", 1);
  OctetWriter(wide).u32(most_values);
  EXPECT_EQ(outcome([&] { tree_of(wide + std::string(most_values, '\0')); }), "frame-malformed");
}

TEST(Frame, RefusesWhatIsNone) {
  const auto refused = [](std::initializer_list<unsigned char> all) {
    const std::string octets(all.begin(), all.end());
    return outcome([&] {
      const size_t size = frame_size(octets);
      if (size > 0 && size <= octets.size()) read_frame(octets.substr(0, size));
    });
  };
  EXPECT_EQ(refused({1, 0}), "done");  // more may come
  EXPECT_EQ(refused({8, 0, 0, 0}), "frame-malformed");
  EXPECT_EQ(refused({1, 0, 0, 4}), "frame-malformed");
  EXPECT_EQ(refused({9, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}), "frame-malformed");
  EXPECT_EQ(refused({9, 0, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7, 8}), "frame-malformed");
  EXPECT_EQ(refused({9, 0, 0, 0, 6, 1, 2, 3, 4, 5, 6, 7, 8}), "done");
}

TEST(ContextCoding, KeepsEveryFieldAndBelievesNoLength) {
  curante_context context;
  context.user = "7";
  context.role = "titolare";
  context.station = "ufficio";
  context.trace = "t";
  context.permissions = {"a", "b"};
  context.deadline_ns = -5;
  std::string octets;
  OctetWriter out(octets);
  encode_context(out, context, 42);
  OctetReader in(octets);
  const RemoteContext back = decode_context(in);
  in.finish();
  EXPECT_EQ(back.id, 42u);
  EXPECT_EQ(back.user + back.role + back.station + back.trace, "7titolareufficiot");
  EXPECT_EQ(back.permissions, context.permissions);
  EXPECT_EQ(back.deadline_ns, -5);
  EXPECT_FALSE(back.may_all);
  for (size_t cut = 0; cut < octets.size(); ++cut) {
    EXPECT_EQ(outcome([&] {
                OctetReader part(std::string_view(octets).substr(0, cut));
                decode_context(part);
              }),
              "frame-malformed");
  }
}

TEST(ContractDescription, KeepsTheFormTheHostReads) {
  const auto said = [](const char* text) {
    return outcome([&] { checked_description(kernel::parse_text(text), "a/1"); });
  };
  EXPECT_EQ(said(R"({"id":"a/1","minor":0,"plural":false,"calls":[],"types":{}})"), "done");
  for (const char* bad :
       {"7", "{}", R"({"id":"b/1","minor":0,"plural":false,"calls":[],"types":{}})",
        R"({"id":"a/1","minor":"0","plural":false,"calls":[],"types":{}})",
        R"({"id":"a/1","minor":0,"plural":false,"calls":[{"name":"X"}],"types":{}})",
        R"({"id":"a/1","minor":0,"plural":false,"calls":[],"types":{"T":[{"name":"x"}]}})"}) {
    EXPECT_EQ(said(bad), "description-malformed") << bad;
  }
  const json::object kept = checked_description(
      kernel::parse_text(R"({"id":"a/1","minor":0,"plural":false,"calls":[],"types":{},"more":1})"),
      "a/1");
  EXPECT_FALSE(kept.contains("more"));
}

TEST(ContractDescription, KeepsWhatIsPersonal) {
  const auto described = [](const char* mark) {
    const std::string member = R"({"name":"x","type":"text","optional":false,"list":false,)";
    return checked_description(
        kernel::parse_text(R"({"id":"a/1","minor":0,"plural":false,"calls":[],"types":{"T":[)" +
                           member + R"("personal":)" + mark + "}]}}"),
        "a/1");
  };
  const json::object kept = described("true");
  EXPECT_TRUE(kept.at("types").at("T").at(0).at("personal").as_bool());
  EXPECT_EQ(outcome([&] { described("\"true\""); }), "description-malformed");
}

/// Answers everything, after some work.
struct Yes : Answerer {
  void answer(Question& question) override {
    const auto done = Clock::now() + std::chrono::milliseconds(5);
    while (Clock::now() < done) std::this_thread::yield();
    question.reply();
  }
};

TEST(Channel, EndsACallThatAsksBackWithoutEnd) {
  auto [ours, theirs] = socket_pair();
  Yes yes;
  std::thread endless([socket = std::make_shared<OwnedDescriptor>(std::move(theirs))] {
    Wire wire(std::move(*socket));
    try {
      for (uint64_t number = 1;; ++number) {
        begin_frame(wire.out(), FrameKind::call, number);
        wire.send(Clock::now() + std::chrono::minutes(1));
        while (!wire.receive(no_limit).is_answer()) {
        }
      }
    } catch (const Disconnected&) {
      // So it ends.
    }
  });
  {
    Channel channel(std::move(ours), yes, std::chrono::milliseconds(50));
    const auto began = Clock::now();
    EXPECT_THROW(channel.ask(
                     FrameKind::call, [](OctetWriter&) {}, began + std::chrono::milliseconds(100)),
                 TimeLimit);
    EXPECT_LT(Clock::now() - began, std::chrono::seconds(5));
  }
  endless.join();
}

#if !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
TEST(ThreadCount, SaysThatThereIsNoThread) {
  const auto in_want = [] {
    ThreadCount threads;
    const rlimit none{1 << 20, 1 << 20};
    setrlimit(RLIMIT_AS, &none);
    std::promise<void> enough;
    const std::shared_future<void> end = enough.get_future().share();
    std::string code = "done";  // as long as memory of threads that ended is left
    while (code == "done") code = outcome([&] { threads.start([end] { end.wait(); }); });
    enough.set_value();
    threads.wait_for_all();
    _exit(code == "internal-error" ? 0 : 1);
  };
  EXPECT_EXIT(in_want(), testing::ExitedWithCode(0), "");
}
#endif

TEST(RestartPolicy, WaitsLongerEachTimeAndStopsAtThree) {
  RestartPolicy policy({});
  const auto start = Clock::now();
  for (const int64_t ms : {100, 400, 1600}) EXPECT_EQ(policy.after_death(start)->count(), ms);
  EXPECT_FALSE(policy.after_death(start + std::chrono::seconds(59)));
  EXPECT_EQ(policy.after_death(start + std::chrono::seconds(61))->count(), 100);
}

TEST(LogRelay, KeepsLinesShortFewAndUnderThePluginsName) {
  int ends[2], shown[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(pipe(shown), 0);
  const int real = dup(STDERR_FILENO);
  dup2(shown[1], STDERR_FILENO);
  kernel::Log log(CURANTE_LOG_DEBUG);
  LogRelay relay(log, "it.liar");
  const std::string said =
      "2026-11-23T17:20:00.125Z error it.liar true\n2026-11-23T17:20:00.125Z info curante.web "
      "false\n"
      "\x1b[2Jcleared \xC2\x9B" "31m\x7F citt\xE0\n" +
      std::string(5'000, 'x') + "\n";
  ASSERT_EQ(write(ends[1], said.data(), said.size()), static_cast<ssize_t>(said.size()));
  close(ends[1]);
  EXPECT_FALSE(relay.read_from(ends[0]));
  dup2(real, STDERR_FILENO);
  close(shown[1]);
  std::string all(16 << 10, 0);
  all.resize(static_cast<size_t>(std::max<ssize_t>(read(shown[0], all.data(), all.size()), 0)));
  EXPECT_NE(all.find(" error it.liar true\n"), std::string::npos) << all;
  EXPECT_NE(all.find(" warning it.liar 2026-11-23T17:20:00.125Z info curante.web false\n"),
            std::string::npos)
      << all;
  EXPECT_NE(all.find(" warning it.liar  [2Jcleared  31m  citt\uFFFD\n"), std::string::npos) << all;
  EXPECT_LT(all.size(), 1'500u);
  for (const int it : {ends[0], shown[0], real}) close(it);
}

TEST(SealedBytes, TakesOnlyWhatNobodyCanChange) {
  const int open_file = memfd_create("open", MFD_ALLOW_SEALING);
  EXPECT_EQ(outcome([&] { kernel::SealedBytes::of_sealed(open_file); }), "library-unloadable");
  const int source = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  const auto sealed = kernel::SealedBytes::of_file(source, 4'096, "sealed");
  close(source);
  const int again = open(sealed.path().c_str(), O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(kernel::SealedBytes::of_sealed(again).octets().size(), 4'096u);
}

}  // namespace
}  // namespace curante::isolation
