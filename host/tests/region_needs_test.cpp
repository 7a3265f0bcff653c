// SPDX-License-Identifier: Apache-2.0
#include "cli/region_needs.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/assembly.hpp"
#include "golden.hpp"

namespace curante::kernel {
namespace {

class RegionNeedsTest : public testing::Test {
 protected:
  RegionNeedsTest() {
    char pattern[] = "/tmp/curante-needs-XXXXXX";
    folder_ = mkdtemp(pattern);
    std::ofstream(folder_ + "/east.info")
        << "region\n{\nname East\ncode 010\n}\nneeds\n{\nsend/1 { plugin a.send  supplier "
           "\"Regione Est\"  meanwhile \"letters wait\" }\n}\n";
  }
  ~RegionNeedsTest() override { std::filesystem::remove_all(folder_); }

  Assembly assembled() const {
    return assemble({.plugins = folder_, .regions = folder_, .trust = folder_ + "/trust"}, "east",
                    "", "");
  }
  std::string table() const {
    std::string text = table_of(assembled());
    for (size_t at; (at = text.find(folder_)) != std::string::npos;) {
      text.replace(at, folder_.size(), "regions");
    }
    return text;
  }

  std::string folder_;
};

TEST_F(RegionNeedsTest, WhatIsMissingIsSaidAndStopsNothing) {
  const Assembly it = assembled();
  EXPECT_TRUE(it.sound());
  EXPECT_TRUE(it.resolution.refusals.empty());
  ASSERT_EQ(it.needs.size(), 1u);
  EXPECT_FALSE(it.needs[0].installed);
  EXPECT_NE(table().find("need-missing"), std::string::npos);
  expect_golden("region_need_missing", table());
}

TEST_F(RegionNeedsTest, AnInstalledPluginIsWantedWithoutBeingListed) {
  std::ofstream(folder_ + "/a.send.so") << "no library";
  const Assembly it = assembled();
  ASSERT_EQ(it.region.plugins.size(), 1u);
  EXPECT_EQ(it.region.plugins[0].id, "a.send");
  EXPECT_TRUE(it.needs[0].installed);
  EXPECT_EQ(table().find("need-missing"), std::string::npos);
  EXPECT_FALSE(it.resolution.refusals.empty()) << "it is there, and what is wrong with it is told";
}

/// A site may install another plugin than the one its region names.
TEST_F(RegionNeedsTest, WhoeverProvidesTheContractMeetsTheNeed) {
  Region region;
  region.needs.push_back({"send/1", "a.send", "", "", "regions/east.info", 3});
  Candidate other;
  other.wanted.id = "b.send";
  other.image.emplace();
  EXPECT_FALSE(states_of_needs(region, {other})[0].installed);
  other.image->manifest.provides.entries.push_back({"send/1", 1, {}});
  const NeedState state = states_of_needs(region, {other})[0];
  EXPECT_TRUE(state.installed);
  EXPECT_EQ(state.provider, "b.send");
  EXPECT_EQ(missing_text(state), "");
}

}  // namespace
}  // namespace curante::kernel
