// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/assembly.hpp"

namespace curante::kernel {
namespace {

class LeftOutTest : public testing::Test {
 protected:
  LeftOutTest() {
    char pattern[] = "/tmp/curante-left-out-XXXXXX";
    folder_ = mkdtemp(pattern);
    std::ofstream(folder_ + "/east.info")
        << "region\n{\nname East\ncode 010\n}\nplugins\n{\na.one\na.two\n}\n";
  }
  ~LeftOutTest() override { std::filesystem::remove_all(folder_); }

  Assembly assembled(const LeftOut& left_out) const {
    return assemble({.plugins = folder_, .regions = folder_, .trust = folder_ + "/trust"}, "east", "",
                    "", left_out);
  }
  static bool refused(const Assembly& it, const std::string& plugin, const std::string& code) {
    const auto& all = it.resolution.refusals;
    return std::any_of(all.begin(), all.end(), [&](const Refusal& refusal) {
      return refusal.plugin == plugin && refusal.code == code;
    });
  }

  std::string folder_;
};

TEST_F(LeftOutTest, SaysWhichPluginsWereLeftOutAndByWhat) {
  const Assembly it = assembled({false, {"a.one"}});
  EXPECT_TRUE(it.sound());
  EXPECT_TRUE(refused(it, "a.one", "left-out"));
  EXPECT_FALSE(refused(it, "a.two", "left-out"));
  EXPECT_NE(table_of(it).find("--without"), std::string::npos);
}

TEST_F(LeftOutTest, KnowsWhatItWasToLeaveOut) {
  const Assembly it = assembled({false, {"a.three"}});
  ASSERT_EQ(it.problems.size(), 1u);
  EXPECT_EQ(it.problems[0].code, "region-plugin-absent");
}

}  // namespace
}  // namespace curante::kernel
