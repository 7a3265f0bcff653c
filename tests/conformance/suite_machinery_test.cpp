// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "curante/error.hpp"
#include "expectation.hpp"
#include "runtime/tree.hpp"
#include "simulator_program.hpp"
#include "suite.hpp"
#include "transcript.hpp"

namespace curante::conformance {

namespace json = boost::json;

namespace {

std::string mismatched(const char* expected, const char* actual) {
  return mismatch(kernel::parse_text(expected), kernel::parse_text(actual));
}

const clock::Reading evening{Instant::parse("2026-11-23T23:20:00Z"), Date::parse("2026-11-24"),
                             "2026-11-24 00:20:00"};

Transcript transcript_of(const char* reply, const Values& values = {}) {
  Transcript it(evening);
  it.add("x/1 Ask", kernel::parse_text(std::string("{\"reply\":") + reply + "}"), {"/free"},
         values);
  return it;
}

}  // namespace

TEST(Expectation, DemandsWhatIsWrittenAndMindsNoMore) {
  EXPECT_EQ(mismatched(R"({"a":1,"b":[{"c":"x"}]})", R"({"a":1,"b":[{"c":"x","d":2}],"e":3})"), "");
  EXPECT_EQ(mismatched(R"({"b":[{"c":"y"}]})", R"({"b":[{"c":"x"}]})"),
            "/b/0/c is \"x\", wanted \"y\"");
  EXPECT_EQ(mismatched(R"({"a":null})", "{}"), "/a is missing");
  EXPECT_NE(mismatched(R"({"b":[]})", R"({"b":[1]})"), "");
  EXPECT_NE(mismatched(R"({"a":1})", R"({"a":"1"})"), "");
}

TEST(Expectation, KnowsPatternsListsAndLeasts) {
  EXPECT_EQ(mismatched(R"(["*","~^ab",{"$least":2}])", R"(["x","abc",2])"), "");
  EXPECT_NE(mismatched(R"("*")", R"("")"), "");
  EXPECT_NE(mismatched(R"("*")", "1"), "");
  EXPECT_NE(mismatched(R"("~^ab")", R"("cab")"), "");
  EXPECT_NE(mismatched(R"({"$least":2})", "1"), "");
  EXPECT_EQ(mismatched(R"({"$some":{"a":2}})", R"([{"a":1},{"a":2}])"), "");
  EXPECT_NE(mismatched(R"({"$some":{"a":3}})", R"([{"a":1},{"a":2}])"), "");
}

TEST(Expectation, LetsPassWhatARecordingLeftOut) {
  const json::value expected = kernel::parse_text(R"({"name":"Rossi","list":{"$some":{"n":"x"}}})");
  const json::value known = kernel::parse_text(R"({"name":null,"list":[{"n":null}]})");
  EXPECT_EQ(mismatch(expected, known, Nulls::are_unknown), "");
  EXPECT_NE(mismatch(expected, known, Nulls::are_values), "");
  EXPECT_NE(mismatch(kernel::parse_text(R"({"name":"Verdi"})"),
                     kernel::parse_text(R"({"name":"Rossi"})"), Nulls::are_unknown),
            "");
}

TEST(Transcript, IsTheSameWhateverARunMakesAnew) {
  Values one, other;
  one.set("token", json::value("secret-of-run-1"));
  other.set("token", json::value("secret-of-run-2"));
  const char* first =
      R"({"id":"0a000000-0000-4000-8000-000000000001","at":"2026-11-23T23:20:01.002Z",
      "day":"2026-11-24","born":"1957-03-21","text":"secret-of-run-1","free":1})";
  const char* second = R"({"id":"0b000000-0000-4000-8000-000000000002","at":"2026-11-24T00:01:00Z",
      "day":"2026-11-24","born":"1957-03-21","text":"secret-of-run-2","free":2})";
  EXPECT_EQ(transcript_of(first, one).text(), transcript_of(second, other).text());
  EXPECT_EQ(transcript_of(second, other).against(transcript_of(first, one).text()), "");
}

TEST(Transcript, TellsWhereTwoRunsDiffer) {
  const std::string reference = transcript_of(R"({"a":[{"n":1}],"b":2})").text();
  EXPECT_EQ(transcript_of(R"({"a":[{"n":7}],"b":2})").against(reference),
            "  step 1 x/1 Ask: /answer/reply/a/0/n\n    was 1\n    is  7\n");
  EXPECT_NE(transcript_of(R"({"b":2,"a":[{"n":1}]})").against(reference), "") << "members moved";
  EXPECT_NE(transcript_of(R"({"a":[{"n":1}]})").against(reference), "");
  EXPECT_NE(Transcript(evening).against(reference), "") << "a step is missing";
}

TEST(Suite, OfAContractAsksEveryCallAndOneRefusal) {
  const ScratchDirectory folder;
  const auto write = [&](const char* name, const char* text) {
    std::ofstream(folder.path() / name) << text;
    return (folder.path() / name).string();
  };
  const std::string lock =
      write("toy.lock", R"({"id":"toy/1","calls":[{"name":"Play"},{"name":"Stop"}]})");
  EXPECT_EQ(missing_in(folder.path(), lock), std::vector<std::string>{"toy/1 has no suite"});
  write("toy_1.json", R"({"contract":"toy/1","steps":[{"call":"Play","expect":{}}]})");
  EXPECT_EQ(
      missing_in(folder.path(), lock),
      (std::vector<std::string>{"toy/1 Stop is never asked", "toy/1 is never made to refuse"}));
  write(
      "toy_1.json",
      R"({"contract":"toy/1","steps":[{"call":"Play","expect":{}},{"call":"Stop","error":"no"}]})");
  EXPECT_TRUE(missing_in(folder.path(), lock).empty());
  const std::string odd = write("odd.json", R"({"steps":[{"call":"Play","expcet":{}}]})");
  try {
    read_suite(odd);
    FAIL() << "a misspelt member was let through";
  } catch (const Error& e) {
    EXPECT_NE(e.message().find("expcet"), std::string::npos);
  }
}

TEST(Values, FillWholeTextsPartsAndOwnIds) {
  Values values;
  values.set("number", json::value(7));
  values.begin("one");
  const auto filled = values.fill(kernel::parse_text(R"(["${number}","n=${number}.","${#a}"])"));
  EXPECT_EQ(filled.at(0), json::value(7));
  EXPECT_EQ(filled.at(1), json::value("n=7."));
  const json::value own = filled.at(2);
  EXPECT_EQ(values.fill(json::value("${#a}")), own);
  values.begin("two");
  EXPECT_NE(values.fill(json::value("${#a}")), own);
  EXPECT_THROW(values.fill(json::value("${unknown}")), Error);
}

}  // namespace curante::conformance
