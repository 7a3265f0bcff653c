// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>

#include "curante/error.hpp"
#include "plugins_in_test.hpp"
#include "recording/recording_body.hpp"
#include "recording/redaction.hpp"
#include "recording/replay_body.hpp"
#include "recording/swap.hpp"
#include "runtime/loaded_body.hpp"

namespace curante::kernel {

/// A contract with personal members at every place where one can stand.
struct Visitor {
  std::string name;
  std::string town;
};
CURANTE_DESCRIBE(Visitor, name, town);
CURANTE_PERSONAL(Visitor, name);
struct Book {
  std::vector<Visitor> visitors;
  std::optional<Visitor> host;
  int64_t pages = 0;
};
CURANTE_DESCRIBE(Book, visitors, host, pages);
struct Open {
  using Reply = Book;
  std::string reader;
  std::string shelf;
};
CURANTE_DESCRIBE(Open, reader, shelf);
CURANTE_PERSONAL(Open, reader);
struct BookContract {
  static constexpr std::string_view id = "book/1";
  using Calls = curante::Calls<Open>;
};

namespace {

namespace json = boost::json;

/// Counts its pages up; knows no shelf named "burnt".
class Library : public Plugin {
 public:
  explicit Library(const curante::Host& host) : service_(provide<BookContract>(host, *this)) {}
  std::vector<Service*> services() override { return {service_.get()}; }
  Book on(const CallContext&, const Open& call) {
    if (call.shelf == "burnt") throw Error("shelf-missing", call.reader + " came too late", "ask " + call.reader);
    return {{{"Anna", "Roma"}}, Visitor{"Ugo", "Pisa"}, ++pages_};
  }

 private:
  int64_t pages_ = 0;
  std::unique_ptr<Service> service_;
};

class Reader : public Plugin {
 public:
  explicit Reader(const curante::Host& host) : host_(host), book_(host) { last = this; }
  std::string open(const std::string& reader, const std::string& shelf) const {
    try {
      return to_text(to_tree(book_.ask(host_.background(), Open{reader, shelf})));
    } catch (const Error& e) {
      return e.code();
    }
  }
  std::string why() const { return book_.why(); }
  static inline Reader* last = nullptr;

 private:
  curante::Host host_;
  Use<BookContract> book_;
};

class RecordingTest : public testing::Test {
 protected:
  RecordingTest() {
    char pattern[] = "/tmp/curante-recording-XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  ~RecordingTest() override { std::filesystem::remove_all(folder_); }

  std::string file() const { return folder_ + "/book.jsonl"; }
  std::string lines() const {
    std::ifstream in(file());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& text) const { std::ofstream(file()) << text; }

  static LaunchPlan plan(PluginLaunch provider) {
    LaunchPlan plan;
    plan.bindings.push_back(
        {"test.reader", "book/1", {provider.id}, false, CURANTE_PATH_DIRECT, "as planned"});
    plan.plugins.push_back(std::move(provider));
    plan.plugins.push_back(linked<Reader>("test.reader"));
    return plan;
  }
  Region region(bool mocks = true) const {
    Region region;
    region.mocks = mocks;
    region.profile = mocks ? "qa" : "production";
    return region;
  }

  /// A host that records while these shelves are asked for; gives its log. `once_running` is done
  /// before the first of them.
  std::string record(const std::vector<std::string>& shelves,
                     const std::function<void()>& once_running = [] {}) {
    Region wanted = region();
    wanted.record["book/1"] = file();
    const RecordingSwap swap(wanted, candidates_, problems_);
    LaunchPlan recorded = plan(linked<Library>("test.library"));
    swap.apply(recorded);
    Log loud(CURANTE_LOG_ERROR);
    testing::internal::CaptureStderr();
    {
      Host host(loud, {});
      host.launch(std::move(recorded));
      once_running();
      answers_.clear();
      for (const std::string& shelf : shelves) {
        answers_.push_back(Reader::last->open("Carla", shelf));
      }
    }
    return testing::internal::GetCapturedStderr();
  }

  std::vector<std::string> answers_;
  std::string folder_;
  Log log_{CURANTE_LOG_ERROR + 1};
  Problems problems_;
  std::vector<Candidate> candidates_{candidate_of_library()};

 private:
  static Candidate candidate_of_library() {
    Candidate it;
    it.image.emplace();
    it.image->manifest.provides.entries.emplace_back().name = "book/1";
    return it;
  }
};

/// What both hosts answer to the same readers.
std::vector<std::string> visit() {
  const Reader& it = *Reader::last;
  return {it.open("Carla", "red"), it.open("Dino", "red"), it.open("Carla", "burnt"),
          it.open("Carla", "blue")};
}

TEST_F(RecordingTest, WhatWasRecordedIsReplayedWithoutAnybodysName) {
  Region wanted = region();
  wanted.record["book/1"] = file();
  const RecordingSwap recorder(wanted, candidates_, problems_);
  LaunchPlan recorded = plan(linked<Library>("test.library"));
  recorder.apply(recorded);
  std::vector<std::string> real;
  {
    Host host(log_, {});
    host.launch(std::move(recorded));
    EXPECT_EQ(Reader::last->why(), "a recorder is in between");
    real = visit();
  }
  EXPECT_EQ(real[0], R"({"visitors":[{"name":"Anna","town":"Roma"}],"host":{"name":"Ugo","town":"Pisa"},"pages":1})");
  struct stat facts {};
  ASSERT_EQ(stat(file().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  for (const char* name : {"Anna", "Ugo", "Carla", "Dino"}) {
    EXPECT_EQ(lines().find(name), std::string::npos) << name;
  }

  Region replaying = region();
  replaying.replay["book/1"] = file();
  const RecordingSwap swap(replaying, candidates_, problems_);
  ASSERT_TRUE(problems_.empty()) << problems_.front().text();
  EXPECT_EQ(replaying.choose["book/1"], "replay.book");
  PluginLaunch stand_in;
  stand_in.id = "replay.book";
  LaunchPlan replayed = plan(std::move(stand_in));
  swap.apply(replayed);
  Host host(log_, {});
  host.launch(std::move(replayed));
  const auto again = visit();
  const std::string nameless = R"({"visitors":[{"name":"","town":"Roma"}],"host":{"name":"","town":"Pisa"},"pages":)";
  EXPECT_EQ(again, (std::vector<std::string>{nameless + "1}", nameless + "2}", "shelf-missing",
                                             nameless + "3}"}));
  EXPECT_EQ(Reader::last->open("Carla", "red"), nameless + "2}");  // the last one goes on
  EXPECT_EQ(Reader::last->open("Carla", "green"), "replay-unmatched");
}

TEST_F(RecordingTest, ASecondStartAddsToWhatWasRecorded) {
  record({"red"});
  const std::string first = lines();
  std::ofstream(file(), std::ios::app) << R"({"call":"Open","requ)";  // it was killed at this
  record({"blue", "burnt"});
  EXPECT_TRUE(lines().starts_with(first));
  const Recording all = Recording::read(file());
  ASSERT_EQ(all.calls.size(), 3u);
  EXPECT_EQ(all.calls[0].second.request.at("shelf").as_string(), "red");
  EXPECT_EQ(all.calls[1].second.request.at("shelf").as_string(), "blue");
  EXPECT_EQ(all.calls[2].second.error_code, "shelf-missing");
}

TEST_F(RecordingTest, TouchesNoFileThatIsNoRecordingOfItsOwn) {
  for (const char* text : {"the practice's letters\n", R"({"contract":"book/12","minor":0})"}) {
    write(text);
    EXPECT_NE(record({}).find("[recording-unwritable]"), std::string::npos);
    EXPECT_EQ(lines(), text);
  }
}

TEST_F(RecordingTest, ACallDoesNotFailByWhatCannotBeWritten) {
  record({"red"});
  const std::string whole = lines();
  struct rlimit before {};
  getrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, SIG_IGN);
  const std::string said = record({"red", "burnt", "blue"}, [&] {
    struct rlimit full = before;  // the head fits, and half a line
    full.rlim_cur = std::filesystem::file_size(file()) + 20;
    setrlimit(RLIMIT_FSIZE, &full);
  });
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, SIG_DFL);
  EXPECT_EQ(answers_.size(), 3u);
  EXPECT_EQ(answers_[1], "shelf-missing");
  EXPECT_NE(answers_[2].find("\"pages\":2"), std::string::npos) << answers_[2];
  const size_t told = said.find("it ends here");
  EXPECT_NE(told, std::string::npos) << said;
  EXPECT_EQ(said.find("it ends here", told + 1), std::string::npos) << said;
  EXPECT_TRUE(lines().starts_with(whole));
  EXPECT_EQ(Recording::read(file()).calls.size(), 1u);
}

TEST_F(RecordingTest, LeavesOutWhatTheDescriptionDoesNotKnow) {
  const json::object description = parse_text(
      R"({"types":{"A":[{"name":"known","type":"string"},{"name":"inner","type":"A"}]}})").as_object();
  EXPECT_EQ(to_text(redacted(description, "A", parse_text(
                R"({"known":"x","secret":"y","inner":{"secret":1,"known":"z"}})"))),
            R"({"known":"x","inner":{"known":"z"}})");
  EXPECT_EQ(to_text(redacted(description, "B", parse_text(R"({"known":"x"})"))), "null");
}

TEST_F(RecordingTest, SaysWhenThereWillBeNothingToRecord) {
  Region wanted = region();
  wanted.record["book/1"] = file();
  wanted.record["bok/1"] = folder_ + "/bok.jsonl";
  const RecordingSwap swap(wanted, candidates_, problems_);
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(problems_[0].code, "contract-missing");
  EXPECT_NE(problems_[0].message.find("nobody provides bok/1"), std::string::npos);
  EXPECT_FALSE(problems_[0].remedy.empty());
}

TEST_F(RecordingTest, StandsForNothingRealInProduction) {
  Region wanted = region(/*mocks=*/false);
  wanted.record["book/1"] = file();
  const RecordingSwap swap(wanted, candidates_, problems_);
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(problems_[0].code, "recording-not-allowed");
  LaunchPlan unchanged = plan(linked<Library>("test.library"));
  swap.apply(unchanged);
  EXPECT_FALSE(unchanged.plugins[0].make_body);
}

TEST_F(RecordingTest, SaysWhichLineIsNoRecording) {
  const std::string head =
      R"({"contract":"book/1","minor":0,"description":{"id":"book/1","minor":0,"plural":false,"types":{"Open":[{"name":"shelf","type":"string","optional":false,"list":false}]},"calls":[{"name":"Open","request":"Open","reply":"Book","permission":"","public":false,"anonymous":false,"idempotent":false,"summary":""}]}})";
  const auto altered = [&](const char* from, const char* to) {
    return std::regex_replace(head, std::regex(from), to);
  };
  for (const auto& [text, place] : std::vector<std::pair<std::string, std::string>>{
           {"", "line 0"},
           {"{", "line 1"},
           {"[]\n", "line 1"},
           {R"({"contract":"book/1","minor":0,"description":{"id":"other/1"}})", "line 1"},
           {altered("book/1\",\"minor\":0", "book/1\",\"minor\":-1"), "line 1"},
           {altered("\"minor\":0,\"desc", "\"minor\":\"0\",\"desc"), "line 1"},
           {altered("\"name\":\"shelf\",", ""), "line 1"},
           {altered("\"list\":false", "\"list\":1"), "line 1"},
           {altered("\\[\\{\"name\":\"shelf\".*?\\]", "5"), "line 1"},
           {head + "\n" + R"({"call":"Open","request":{},"error":5})", "line 2"},
           {head + "\n" + R"({"call":7,"request":{},"reply":{}})", "line 2"},
           {head + "\n" + R"({"call":"Shut","request":{},"reply":{}})", "line 2"},
           {head + "\n" + R"({"call":"Open","request":{}})", "line 2"},
           {head + "\n" + altered("book", "shop"), "line 2"}}) {
    write(text);
    try {
      Recording::read(file());
      ADD_FAILURE() << "accepted: " << text;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "recording-unreadable");
      EXPECT_NE(e.message().find(place), std::string::npos) << e.message();
      EXPECT_EQ(e.message().find("boost"), std::string::npos) << e.message();
    }
  }
  write(head + "\n");
  Region wanted = region();
  wanted.replay["chart/1"] = file();
  const RecordingSwap swap(wanted, candidates_, problems_);
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_NE(problems_[0].message.find("is a recording of book/1"), std::string::npos);
}

TEST_F(RecordingTest, LeavesOutWhatStandsWhereAnotherKindBelongs) {
  const auto kept = [&](const std::string& type, bool list, const std::string& given) {
    const json::object description =
        parse_text(R"({"types":{"Open":[{"name":"it","type":")" + type + R"(","list":)" +
                   (list ? "true" : "false") +
                   (type == "enum" ? R"(,"values":["red","blue"])" : "") + "}]}}")
            .as_object();
    return to_text(redacted(description, "Open", parse_text(R"({"it":)" + given + "}")));
  };
  const auto stays = [&](const std::string& type, const std::string& given, bool list = false) {
    EXPECT_EQ(kept(type, list, given), R"({"it":)" + given + "}") << type;
  };
  const auto goes = [&](const std::string& type, const std::string& given, bool list = false) {
    EXPECT_EQ(kept(type, list, given), R"({"it":null})") << type << given;
  };
  for (const char* number : {"int32", "int64", "money", "double"}) {
    stays(number, "7");
    goes(number, R"("Mario Rossi")");
    goes(number, R"(["Mario Rossi"])");
  }
  stays("bool", "true");
  goes("bool", R"("Mario Rossi")");
  stays("date", R"("1957-03-21")");
  goes("date", R"("Mario Rossi")");
  stays("instant", R"("2026-11-23T17:20:00.125Z")");
  goes("instant", R"("Mario Rossi")");
  stays("enum", R"("red")");
  goes("enum", R"("Mario Rossi")");
  stays("string", R"("a")");
  goes("string", "7");
  goes("string", R"(["a"])");
  goes("string", R"({"reader":"Anna"})");
  stays("string", R"(["a","b"])", /*list=*/true);
  goes("string", R"("a")", /*list=*/true);
  EXPECT_EQ(kept("string", true, R"([["Anna"],"b"])"), R"({"it":[null,"b"]})");
  stays("string", "null");
}

TEST_F(RecordingTest, FailsThePluginWhenItCannotWrite) {
  Region wanted = region();
  wanted.record["book/1"] = folder_ + "/nowhere/book.jsonl";
  const RecordingSwap swap(wanted, candidates_, problems_);
  LaunchPlan recorded = plan(linked<Library>("test.library"));
  swap.apply(recorded);
  Log loud(CURANTE_LOG_ERROR);
  Host host(loud, {});
  testing::internal::CaptureStderr();
  host.launch(std::move(recorded));
  EXPECT_NE(testing::internal::GetCapturedStderr().find("[recording-unwritable]"), std::string::npos);
}

}  // namespace
}  // namespace curante::kernel
