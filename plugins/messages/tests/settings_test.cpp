// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "curante/testing/test_host.hpp"
#include "tls_trust.hpp"

namespace curante::messages {
namespace {

class MessageSettings : public ::testing::Test {
 protected:
  MessageSettings() {
    char name[] = "/tmp/curante-messages-XXXXXX";
    folder_ = mkdtemp(name);
    std::ofstream(folder_ / "secret") << "segreto\n";
    chmod((folder_ / "secret").c_str(), 0600);
    set({{"smtp_host", "mail.example.it"},
         {"smtp_user", "studio"},
         {"smtp_password_file", folder_ / "secret"},
         {"sender_address", "studio@example.it"},
         {"sms_url", "https://sms.example.it/send"},
         {"sms_secret_file", folder_ / "secret"}});
  }
  ~MessageSettings() override { std::filesystem::remove_all(folder_); }

  void set(const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values) host_.set(name, value);
  }
  std::string code() {
    try {
      read_settings(host_.host());
    } catch (const Error& e) {
      EXPECT_FALSE(e.remedy().empty());
      return e.code();
    }
    return "";
  }

  std::filesystem::path folder_;
  testing::TestHost host_;
};

TEST_F(MessageSettings, AreOffUntilGiven) {
  testing::TestHost none;
  const Settings it = read_settings(none.host());
  EXPECT_FALSE(it.mail.on());
  EXPECT_FALSE(it.sms.on());
  EXPECT_FALSE(it.plain_attachments);
}

TEST_F(MessageSettings, HaveTheUsualPorts) {
  const Settings it = read_settings(host_.host());
  EXPECT_EQ(it.mail.port, 587);
  EXPECT_EQ(it.mail.password, "segreto");
  EXPECT_EQ(it.sms.secret, "segreto");
  host_.set("smtp_security", "tls");
  EXPECT_EQ(read_settings(host_.host()).mail.port, 465);
}

TEST_F(MessageSettings, ThatCannotBeRightAreRefused) {
  const std::map<std::string, std::pair<std::string, std::string>> wrong = {
      {"smtp_security", {"none", "starttls"}},
      {"smtp_port", {"70000", "587"}},
      {"smtp_user", {"", "studio"}},
      {"sender_address", {"studio", "studio@example.it"}},
      {"sender_name", {"a\r\nBcc: b", "a"}},
      {"sms_url", {"http://sms.example.it", "https://a.it"}},
      {"plain_attachments", {"si", "false"}},
      {"give_up_hours", {"0", "24"}},
      {"timeout_ms", {"60001", "20000"}},
      {"acceptance_ms", {"99", "600000"}}};
  for (const auto& [name, values] : wrong) {
    host_.set(name, values.first);
    EXPECT_EQ(code(), "messages-settings") << name;
    host_.set(name, values.second);
    EXPECT_EQ(code(), "") << name;
  }
  try {
    tls_trust("/nonexistent.pem");
    ADD_FAILURE() << "no certificates, and no complaint";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "messages-settings");
  }
}

TEST_F(MessageSettings, ALeaseOutlastsTheLongestConversation) {
  const Settings usual = read_settings(host_.host());
  EXPECT_GE(usual.patience.acceptance_ms, 600'000) << "RFC 5321, 4.5.3.2.6";
  EXPECT_EQ(usual.patience.longest_ms(), 16 * 20'000 + 2 * 600'000);
  EXPECT_GT(usual.lease_ms, usual.patience.longest_ms());
  host_.set("lease_ms", "180000");
  try {
    read_settings(host_.host());
    ADD_FAILURE() << "another host would have sent the same";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "messages-settings");
    EXPECT_NE(std::string(e.what()).find(std::to_string(usual.lease_ms)), std::string::npos)
        << e.what();
  }
  host_.set("timeout_ms", "1000");
  host_.set("acceptance_ms", "10000");
  EXPECT_EQ(read_settings(host_.host()).lease_ms, 180'000);
  host_.set("lease_ms", "46000");
  EXPECT_EQ(code(), "");
  host_.set("lease_ms", "45999");
  EXPECT_EQ(code(), "messages-settings");
}

TEST_F(MessageSettings, SecretsLieInFilesThatOthersCannotRead) {
  chmod((folder_ / "secret").c_str(), 0640);
  EXPECT_EQ(code(), "messages-secret");
  host_.set("smtp_password_file", folder_ / "missing");
  EXPECT_EQ(code(), "messages-secret");
}

}  // namespace
}  // namespace curante::messages
