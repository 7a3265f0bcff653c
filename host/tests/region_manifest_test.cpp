// SPDX-License-Identifier: Apache-2.0
#include "region/region_manifest.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/assembly.hpp"
#include "golden.hpp"
#include "problems_text.hpp"

namespace curante::kernel {
namespace {

/// A folder of region files that goes with the test.
class RegionManifest : public testing::Test {
 protected:
  RegionManifest() {
    char pattern[] = "/tmp/curante-regions-XXXXXX";
    directory_ = mkdtemp(pattern);
    write("core",
          "plugins\n{\n  a.one\n  a.two { at_least 1.2.0 }\n}\n"
          "settings\n{\n  a.one { colour red  size 1 }\n}\n");
    write("east",
          "base core\nregion { name \"Est\"  code 010 }\n"
          "plugins\n{\n  a.three { at_least 1.0.0  below 2.0.0 }\n}\n"
          "settings\n{\n  a.one { size 2 }\n}\n");
    write("profile-qa", "mocks true\nreplace\n{\n  a.two  a.two-mock\n}\nchoose { x/1 a.one }\n");
    write("profile-production", "; nothing\n");
  }
  ~RegionManifest() override { std::filesystem::remove_all(directory_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ + "/" + name + ".info") << text;
  }
  std::optional<Region> read(const std::string& name, const std::string& profile = "",
                             const std::string& site = "") {
    problems_.clear();
    return read_region(directory_, name, profile,
                       site.empty() ? "" : directory_ + "/" + site + ".info", problems_);
  }
  /// Problems with the folder's name taken out.
  std::string problems() const {
    std::string text = text_of(problems_);
    for (size_t at; (at = text.find(directory_)) != std::string::npos;) {
      text.replace(at, directory_.size(), "regions");
    }
    return text;
  }
  static std::vector<std::string> ids(const Region& region) {
    std::vector<std::string> out;
    for (const WantedPlugin& plugin : region.plugins) out.push_back(plugin.id);
    return out;
  }

  std::string directory_;
  Problems problems_;
};
using Ids = std::vector<std::string>;

TEST_F(RegionManifest, LaysTheRegionOverItsBase) {
  const auto region = read("east");
  ASSERT_TRUE(region) << problems();
  EXPECT_EQ(region->name, "Est");
  EXPECT_EQ(region->code, "010");
  EXPECT_EQ(ids(*region), (Ids{"a.one", "a.two", "a.three"}));
  EXPECT_EQ(region->plugins[1].at_least, "1.2.0");
  EXPECT_EQ(region->plugins[2].below, "2.0.0");
  EXPECT_EQ(region->plugins[2].file, directory_ + "/east.info");
  EXPECT_EQ(region->plugins[2].line, 5);
  EXPECT_EQ(region->settings.at("a.one").at("colour"), "red");
  EXPECT_EQ(region->settings.at("a.one").at("size"), "2");
  EXPECT_FALSE(region->mocks);
}

TEST_F(RegionManifest, SwapsTheRealThingForAMockWithOneLine) {
  const auto region = read("east", "qa");
  ASSERT_TRUE(region) << problems();
  EXPECT_EQ(ids(*region), (Ids{"a.one", "a.two-mock", "a.three"}));
  EXPECT_EQ(region->plugins[1].at_least, "");  // the range was the old plugin's
  EXPECT_TRUE(region->mocks);
  EXPECT_EQ(region->choose.at("x/1"), "a.one");
  EXPECT_EQ(region->profile, "qa");
}

TEST_F(RegionManifest, LetsTheSiteHaveTheLastWord) {
  write("site",
        "host { port 9443 }\nwithout { a.one }\nplugins { b.extra }\n"
        "settings { a.three { colour blue } }\n");
  const auto region = read("east", "production", "site");
  ASSERT_TRUE(region) << problems();
  EXPECT_EQ(ids(*region), (Ids{"a.two", "a.three", "b.extra"}));
  EXPECT_EQ(region->settings.at("a.three").at("colour"), "blue");
}

TEST_F(RegionManifest, NamesWhoIsToMeetANeed) {
  write("core", "plugins\n{\n  a.one\n}\nneeds { send/1 { meanwhile \"it waits\" } }\n");
  write("east",
        "base core\nregion { name \"Est\"  code 010 }\n"
        "needs\n{\n  send/1 { plugin a.send  supplier \"Regione Est\" }\n}\n");
  write("profile-qa", "mocks true\nneeds { send/1 { plugin a.send-mock } }\n");
  const auto region = read("east");
  ASSERT_TRUE(region) << problems();
  ASSERT_EQ(region->needs.size(), 1u);
  EXPECT_EQ(region->base, "core");
  EXPECT_EQ(region->needs[0].plugin, "a.send");
  EXPECT_EQ(region->needs[0].supplier, "Regione Est");
  EXPECT_EQ(region->needs[0].meanwhile, "it waits");
  EXPECT_EQ(region->needs[0].line, 5);
  EXPECT_EQ(ids(*region), (Ids{"a.one"}));
  EXPECT_EQ(read("east", "qa")->needs[0].plugin, "a.send-mock");
  write("site", "without { a.send }\n");
  EXPECT_TRUE(read("east", "production", "site")->needs.empty());
}

TEST_F(RegionManifest, AnotherPluginForANeedTakesThePlaceOfTheFirst) {
  write("east",
        "region { name \"Est\"  code 010 }\nplugins { a.send }\nneeds { send/1 { plugin a.send } }\n");
  write("profile-qa", "needs { send/1 { plugin a.send-mock } }\n");
  EXPECT_EQ(ids(*read("east", "qa")), (Ids{"a.send-mock"}));
  write("site", "replace { a.send b.send }\n");
  const auto region = read("east", "production", "site");
  ASSERT_TRUE(region) << problems();
  EXPECT_EQ(ids(*region), (Ids{"b.send"}));
  EXPECT_EQ(region->needs[0].plugin, "b.send");
}

TEST_F(RegionManifest, RefusesANeedThatNobodyIsNamedFor) {
  write("core", "needs\n{\n  send/1 { meanwhile \"it waits\" }\n}\n");
  EXPECT_FALSE(read("east"));
  EXPECT_EQ(problems(),
            "region-need  regions/core.info line 3: nobody is named to provide send/1 "
            "(name the plugin: needs { send/1 { plugin … } })\n");
  write("core", "needs { send { plugin SEND } }\n");
  EXPECT_FALSE(read("east"));
  EXPECT_TRUE(has_code(problems_, "manifest-contract"));
  EXPECT_TRUE(has_code(problems_, "region-plugin-id"));
}

TEST_F(RegionManifest, ReportsTheFaultsOfAllFilesAtOnce) {
  write("core", "plugins\n{\n  a.one\n  NOT-AN-ID\n}\nsetings\n{\n}\n");
  write("east",
        "base core\nbase core\nregion { name \"Est\"  code 010 }\n"
        "plugins\n{\n  a.three { at_least one }\n  a.three\n}\n"
        "settings\n{\n  a.one { pincode 1234  password_file /etc/x }\n}\n"
        "choose { clock a.one }\n");
  write("profile-qa", "mocks perhaps\nreplace { a.gone a.new }\nwithout { a.absent }\n");
  write("site", "replace { a.one a.three }\n");
  EXPECT_FALSE(read("east", "qa", "site"));
  expect_golden("region_faults", problems());
}

/// Under profile production such a line once let mocks, testers' keys and recordings in.
TEST_F(RegionManifest, TakesMocksFromTheFileOfProfileQaAlone) {
  write("core", "mocks true\nplugins\n{\n  a.one\n  a.two\n}\n");
  write("east", "base core\nregion { name \"Est\"  code 010 }\nmocks false\n");
  write("profile-production", "\nmocks true\n");
  write("site", "replace { a.one a.mock-one }\nmocks true\nrecord { x/1 calls.jsonl }\n");
  EXPECT_FALSE(read("east", "production", "site"));
  expect_golden("region_mocks", problems());
  EXPECT_FALSE(read("east", "qa", "site"));
  EXPECT_TRUE(has_code(problems_, "region-mocks")) << "not even where mocks may run";

  write("core", "plugins\n{\n  a.one\n  a.two\n}\n");
  write("east", "base profile-qa\nregion { name \"Est\"  code 010 }\n");
  EXPECT_FALSE(read("east", "production"));
  EXPECT_TRUE(has_code(problems_, "region-mocks")) << "the file of profile qa as a base";
  write("east", "base core\nregion { name \"Est\"  code 010 }\n");
  EXPECT_FALSE(read("profile-qa", "qa"));
  EXPECT_TRUE(has_code(problems_, "region-mocks")) << "the file of profile qa as a region";
  const auto region = read("east", "qa");
  ASSERT_TRUE(region) << problems();
  EXPECT_TRUE(region->mocks);
}

TEST_F(RegionManifest, RefusesBasesInACircle) {
  write("one", "base two\nregion { name Uno  code 1 }\n");
  write("two", "base one\n");
  EXPECT_FALSE(read("one"));
  EXPECT_EQ(problems(),
            "region-base-circle  regions/one.info: its bases go in a circle "
            "(remove one of the base lines)\n");
}

TEST_F(RegionManifest, RefusesWhatIsNoRegion) {
  EXPECT_FALSE(read("core"));
  EXPECT_TRUE(has_code(problems_, "region-incomplete"));
  EXPECT_FALSE(read("nowhere"));
  EXPECT_EQ(problems(),
            "info-missing  regions/nowhere.info: the file cannot be read "
            "(check its name and its permissions)\n");
  EXPECT_FALSE(read("../etc/east"));
  EXPECT_TRUE(has_code(problems_, "region-name"));
  EXPECT_FALSE(read("east", "../east"));
  EXPECT_TRUE(has_code(problems_, "region-name"));
  EXPECT_FALSE(read("east", "party"));
  EXPECT_TRUE(has_code(problems_, "info-missing"));
}

TEST_F(RegionManifest, ListsRegionsAndWhatCannotBeRead) {
  write("broken", "region {");
  EXPECT_EQ(region_names(directory_), (Ids{"broken", "east"}));
}

/// The files we ship.
TEST(ShippedRegions, AreSoundInEveryProfile) {
  const auto names = region_names(CURANTE_REGIONS);
  EXPECT_EQ(names.size(), 21u);
  for (const std::string& name : names) {
    for (const char* profile : {"production", "demo", "qa"}) {
      Problems problems;
      const auto region = read_region(CURANTE_REGIONS, name, profile, "", problems);
      ASSERT_TRUE(region) << name << " " << profile << "\n" << text_of(problems);
      EXPECT_EQ(region->code.size(), 3u) << name;
      ASSERT_EQ(region->needs.size(), 1u) << name;
      EXPECT_EQ(region->needs[0].contract, "recipe-transmitter/1") << name;
      EXPECT_EQ(region->needs[0].meanwhile.empty(), region->base == "sac") << name;
      EXPECT_FALSE(region->needs[0].supplier.empty()) << name;
      EXPECT_EQ(region->mocks, std::string(profile) == "qa") << name << " " << profile;
      const bool mock =
          std::any_of(region->plugins.begin(), region->plugins.end(),
                      [](const auto& it) { return it.id.find("mock-") != std::string::npos; });
      EXPECT_EQ(mock, region->mocks) << name << " " << profile;
    }
  }
}

}  // namespace
}  // namespace curante::kernel
