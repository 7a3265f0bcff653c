// SPDX-License-Identifier: Apache-2.0
#include "cli/host_settings.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "region/secret_name.hpp"
#include "problems_text.hpp"

namespace curante::kernel {
namespace {

class Settings : public testing::Test {
 protected:
  Settings() {
    char pattern[] = "/tmp/curante-settings-XXXXXX";
    directory_ = mkdtemp(pattern);
    for (const char* name : {"CURANTE_PORT", "CURANTE_SITE", "CURANTE_REGION"}) unsetenv(name);
    write("defaults", "host\n{\n  port 8443\n  region lazio\n  listen 127.0.0.1\n}\n");
    write("site", "host { port 9001  region molise }\nplugins { a.extra }\n");
  }
  ~Settings() override {
    for (const char* name : {"CURANTE_PORT", "CURANTE_SITE", "CURANTE_REGION"}) unsetenv(name);
    std::filesystem::remove_all(directory_);
  }
  std::string file(const std::string& name) const { return directory_ + "/" + name + ".info"; }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(file(name)) << text;
  }
  HostSettings read(const std::map<std::string, std::string>& flags) {
    problems_.clear();
    return HostSettings(file("defaults"), flags, problems_);
  }

  std::string directory_;
  Problems problems_;
};

TEST_F(Settings, FlagBeatsEnvironmentBeatsSiteBeatsDefault) {
  EXPECT_EQ(read({}).get("port"), "8443");
  EXPECT_EQ(read({}).source("port"), file("defaults"));
  EXPECT_EQ(read({{"site", file("site")}}).get("port"), "9001");
  setenv("CURANTE_SITE", file("site").c_str(), 1);
  EXPECT_EQ(read({}).get("region"), "molise");
  setenv("CURANTE_PORT", "9002", 1);
  EXPECT_EQ(read({}).get("port"), "9002");
  EXPECT_EQ(read({}).source("port"), "environment CURANTE_PORT");
  EXPECT_EQ(read({{"port", "9003"}}).get("port"), "9003");
  EXPECT_EQ(read({{"port", "9003"}}).get("listen"), "127.0.0.1");
  EXPECT_TRUE(problems_.empty()) << text_of(problems_);
}

TEST_F(Settings, RefusesAnUnknownNameWithItsLine) {
  write("defaults", "host\n{\n  prot 8443\n}\n");
  read({{"colour", "red"}});
  ASSERT_EQ(problems_.size(), 2u) << text_of(problems_);
  EXPECT_EQ(problems_[0].code, "setting-unknown");
  EXPECT_EQ(problems_[0].line, 3);
  EXPECT_EQ(problems_[1].file, "--colour");
}

TEST_F(Settings, RefusesADoubleNameAndAnUnknownSection) {
  write("defaults", "host\n{\n  port 1\n  port 2\n}\nhots { }\n");
  read({});
  EXPECT_TRUE(has_code(problems_, "info-double-key")) << text_of(problems_);
  EXPECT_TRUE(has_code(problems_, "info-unknown-key")) << text_of(problems_);
}

TEST_F(Settings, RefusesWhatIsNoPort) {
  for (const char* bad : {"", "http", "-1", "65536", "8443x"}) {
    const HostSettings settings = read({{"port", bad}});
    EXPECT_EQ(settings.port(problems_), 0) << bad;
    EXPECT_TRUE(has_code(problems_, "setting-invalid")) << bad;
  }
  EXPECT_EQ(read({{"port", "65535"}}).port(problems_), 65535);
}

TEST_F(Settings, RefusesValuesThatWouldBeIgnored) {
  read({{"log", "verbose"}, {"force_path", "direct"}});
  EXPECT_EQ(text_of(problems_),
            "setting-invalid  --log: «verbose» is no value of «log» (write info or debug)\n"
            "setting-invalid  --force_path: «direct» is no value of «force_path» (write "
            "marshalled)\n");
  read({{"log", "debug"}, {"force_path", "marshalled"}});
  EXPECT_EQ(text_of(problems_), "");
}

TEST(SecretName, TellsSecretsFromTheirFiles) {
  for (const char* secret :
       {"password", "smtp_password", "pincode", "api_token", "client_secret"}) {
    EXPECT_TRUE(names_secret(secret)) << secret;
  }
  for (const char* plain : {"port", "password_file", "endpoint"}) {
    EXPECT_FALSE(names_secret(plain)) << plain;
  }
}

/// The file we ship.
TEST(ShippedSettings, AreSound) {
  for (const char* name : {"CURANTE_PORT", "CURANTE_SITE", "CURANTE_REGION"}) unsetenv(name);
  Problems problems;
  const HostSettings settings(CURANTE_CONFIG "/curante.info", {}, problems);
  EXPECT_EQ(settings.port(problems), 8443);
  EXPECT_EQ(text_of(problems), "");
}

}  // namespace
}  // namespace curante::kernel
