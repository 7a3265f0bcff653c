// SPDX-License-Identifier: Apache-2.0
#include "data/handed_data.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "trust_in_test.hpp"

namespace curante::kernel {
namespace {

namespace fs = std::filesystem;

constexpr const char* id = "test.greeter.rules";

/// A plugin that wants a package, a folder with it, and a folder of what was good.
class HandedData : public testing::Test {
 protected:
  HandedData() {
    char pattern[] = "/tmp/curante-data-XXXXXX";
    directory_ = mkdtemp(pattern);
    fs::create_directories(directory_ + "/data");
    manifest_.id = "test.greeter";
    manifest_.data.entries.push_back({"rules", 0, "italia.rules"});
  }
  ~HandedData() override { fs::remove_all(directory_); }

  std::string path(const std::string& file = "italia.rules") const {
    return directory_ + "/data/" + file;
  }
  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::trunc) << text;
    fs::permissions(path, fs::perms(0644));
  }
  DataSignature statement(const std::string& text) const {
    DataSignature it;
    it.data = id;
    it.sha256 = sha256(text);
    return it;
  }
  void install(const std::string& text, const std::string& file = "italia.rules") const {
    write(path(file), text);
    write(path(file) + ".sig", sign(statement(text), trust_.key));
  }
  /// The settings that the plugin gets.
  std::map<std::string, std::string> handed(const std::string& package = "") const {
    std::map<std::string, std::string> settings{{"rules", "by hand"}, {"rules_problem", "none"}};
    if (!package.empty()) settings["rules_package"] = package;
    hand_data(manifest_, {directory_ + "/data", directory_ + "/kept"}, trust_.policy, settings);
    return settings;
  }
  /// Nothing of what is installed reaches the plugin, which keeps the last good package.
  void expect_refused(const std::string& code, const std::string& still) const {
    const auto settings = handed();
    ASSERT_TRUE(settings.contains("rules_problem")) << code;
    EXPECT_NE(settings.at("rules_problem").find("[" + code + "]"), std::string::npos)
        << settings.at("rules_problem");
    EXPECT_NE(settings.at("rules_problem").find("("), std::string::npos) << "no remedy";
    EXPECT_EQ(settings.contains("rules") ? settings.at("rules") : "", still) << code;
  }

  std::string directory_;
  TrustInTest trust_;
  PluginManifest manifest_;
  const std::string first_ = "rules italia 2026.11.1\nfirst\n",
                    next_ = "rules italia 2026.12.1\nnext\n";
};

TEST_F(HandedData, GivesThePluginWhatSomebodyTrustedSigned) {
  install(first_);
  const auto settings = handed();
  EXPECT_EQ(settings.at("rules"), first_);
  EXPECT_FALSE(settings.contains("rules_problem"));
  install(next_);
  EXPECT_EQ(handed().at("rules"), next_);
}

TEST_F(HandedData, NeverTakesASettingForAPackage) {
  expect_refused("data-missing", "");
}

TEST_F(HandedData, RefusesAnOlderPackageAlsoAfterAnotherName) {
  install(next_);
  handed();
  install(first_);
  expect_refused("data-older", next_);
  const std::string other = "rules lazio 2026.1.1\n";
  install(other, "lazio.rules");
  EXPECT_EQ(handed("lazio.rules").at("rules"), other);
  EXPECT_EQ(handed(path("lazio.rules")).at("rules"), other) << "a whole path is a name, too";
  expect_refused("data-older", other);
  install(next_);
  EXPECT_EQ(handed().at("rules"), next_);
}

TEST_F(HandedData, KeepsTheLastGoodPackageWhateverComes) {
  install(first_);
  handed();
  const auto spoil = [&](const DataSignature& it, const SigningKey& key) {
    write(path(), next_);
    write(path() + ".sig", sign(it, key));
  };
  fs::remove(path() + ".sig");
  expect_refused("data-missing", first_);
  install(next_);
  write(path(), next_ + "x");
  expect_refused("data-other", first_);
  DataSignature other = statement(next_);
  other.data = "test.greeter.words";
  spoil(other, trust_.key);
  expect_refused("data-other", first_);
  DataSignature late = statement(next_);
  late.until = "2026-11-23";
  spoil(late, trust_.key);
  expect_refused("data-expired", first_);
  write(path() + ".sig", "format 1\n");
  expect_refused("data-malformed", first_);
  install("no version\n");
  expect_refused("data-malformed", first_);
  install(next_);
  std::string forged = TrustInTest::bytes_of(path() + ".sig");
  forged.replace(forged.find("test.greeter"), 4, "best");
  write(path() + ".sig", forged);
  expect_refused("data-forged", first_);
  spoil(statement(next_), SigningKey::generate());
  expect_refused("issuer-unknown", first_);
  install(next_);
  fs::permissions(path(), fs::perms(0666));
  expect_refused("data-untrusted", first_);
  fs::remove(path());
  fs::create_symlink(path() + ".sig", path());
  expect_refused("data-untrusted", first_);
}

TEST_F(HandedData, AsksWhoMaySignWhat) {
  install(first_);
  handed();
  install(next_);
  Issuer& maker = trust_.policy.store.issuers.begin()->second;
  maker.plugins = {"it.acme."};
  expect_refused("issuer-scope", "");
  maker.plugins = {"test."};
  maker.kind = IssuerKind::qa;
  expect_refused("issuer-profile", "");
  maker.kind = IssuerKind::vendor;
  maker.until = Date::parse("2026-01-01");
  expect_refused("issuer-expired", "");
  maker.until.reset();
  trust_.policy.store.revoked_libraries[sha256(next_)] = "wrong limits";
  expect_refused("data-revoked", first_);
  trust_.policy.store.revoked_keys[maker.key] = "stolen";
  expect_refused("key-revoked", "");
}

TEST_F(HandedData, StaysGoodWhenItsSignatureRunsOut) {
  DataSignature brief = statement(first_);
  brief.until = "2026-11-24";
  write(path(), first_);
  write(path() + ".sig", sign(brief, trust_.key));
  EXPECT_EQ(handed().at("rules"), first_);
  trust_.policy.today = Date::parse("2026-11-25");
  expect_refused("data-expired", first_);
}

}  // namespace
}  // namespace curante::kernel
