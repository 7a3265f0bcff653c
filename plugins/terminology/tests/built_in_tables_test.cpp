// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "service_reader.hpp"
#include "table_reader.hpp"
#include "terminology_tables.hpp"

namespace curante::terminology {
namespace {

using testing::AllOf;
using testing::Field;
using testing::Ge;

std::string_view content_of(std::string_view name) {
  for (const EmbeddedFile& file : embedded::terminology_tables()) {
    if (file.name == name) return file.content;
  }
  ADD_FAILURE() << name << " is not embedded";
  return {};
}

std::vector<Concept> concepts(const std::string& name, System system) {
  return read_concepts(content_of(name), name, system, built_in_columns);
}

// The readers refuse malformed codes and duplicates: reading a table is most of its test.

TEST(BuiltInTables, Diagnoses) {
  const auto list = concepts("icd9cm.csv", System::icd9cm);
  EXPECT_THAT(list.size(), Ge(300u));
  EXPECT_TRUE(std::is_sorted(list.begin(), list.end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
  std::set<std::string> texts;
  for (const Concept& it : list) EXPECT_TRUE(texts.insert(it.text).second) << it.text;
}

TEST(BuiltInTables, EveryAtcCodeHasItsParents) {
  std::set<std::string> codes;
  for (const Concept& it : concepts("atc.csv", System::atc)) codes.insert(it.code);
  EXPECT_THAT(codes.size(), Ge(400u));
  for (const std::string& code : codes) {
    for (size_t level : {1, 3, 4, 5}) {
      if (level >= code.size()) continue;
      EXPECT_TRUE(codes.count(code.substr(0, level))) << code;
    }
  }
}

TEST(BuiltInTables, Exemptions) {
  std::set<std::string> codes;
  for (const Concept& it : concepts("exemptions.csv", System::exemption)) codes.insert(it.code);
  for (const char* common : {"E01", "E02", "E03", "E04", "013", "031", "0A31", "048", "C01"}) {
    EXPECT_TRUE(codes.count(common)) << common;
  }
}

TEST(BuiltInTables, Municipalities) {
  const auto list = read_municipalities(content_of("municipalities.csv"), "municipalities.csv");
  EXPECT_THAT(list.size(), Ge(150u));
  std::set<std::string> istat, regions;
  int lazio = 0;
  for (const Municipality& it : list) {
    EXPECT_TRUE(istat.insert(it.istat_code).second) << it.name;
    regions.insert(it.region_code);
    lazio += it.region_code == "120";
  }
  EXPECT_EQ(regions.size(), 21u);  // 19 regions and two autonomous provinces
  EXPECT_GE(lazio, 70);
  EXPECT_THAT(list, testing::Contains(AllOf(Field(&Municipality::cadastral_code, "H501"),
                                            Field(&Municipality::istat_code, "058091"),
                                            Field(&Municipality::province, "RM"))));
}

TEST(BuiltInTables, ForeignStates) {
  const auto list = read_foreign_states(content_of("foreign_states.csv"), "foreign_states.csv");
  EXPECT_THAT(list.size(), Ge(20u));
  for (const Municipality& it : list) EXPECT_EQ(it.cadastral_code[0], 'Z') << it.name;
}

TEST(BuiltInTables, Services) {
  const auto list = read_services(content_of("services.csv"), "services.csv");
  EXPECT_THAT(list.size(), Ge(150u));
  EXPECT_TRUE(std::is_sorted(list.begin(), list.end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
  std::set<std::string> codes, texts;
  size_t with_branch = 0;
  for (const OutpatientService& it : list) {
    codes.insert(it.code);
    EXPECT_TRUE(texts.insert(it.text).second) << it.text;
    with_branch += !it.branches.empty();
    if (it.cyclic) {
      EXPECT_EQ(it.branches, std::vector<std::string>{"12"})
          << it.code << ": the SAC takes no other";
      EXPECT_GT(it.cycle_sessions, 1) << it.code;
    }
    for (const std::string& branch : it.branches) {
      EXPECT_GE(branch, "01") << it.code;
      EXPECT_LE(branch, "26") << it.code;
    }
    if (it.code.starts_with("90.")) {
      EXPECT_EQ(it.branches, std::vector<std::string>{"11"}) << it.code;
      EXPECT_FALSE(it.priority_required) << it.code << ": a blood test waits for nobody";
    }
  }
  EXPECT_GE(with_branch + 5, list.size());
  // A visit, its control, a blood test, imaging, a cycle: what a practice prescribes every day.
  for (const char* common : {"89.7", "89.01", "89.52", "90.62.2", "88.76.1", "87.44.1", "93.11.1"}) {
    EXPECT_TRUE(codes.count(common)) << common;
  }
}

}  // namespace
}  // namespace curante::terminology
