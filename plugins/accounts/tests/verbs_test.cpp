// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "accounts_verbs.hpp"
#include "practice.hpp"

namespace curante::accounts {
namespace {

using ::testing::HasSubstr;

class AccountsVerbsTest : public ::testing::Test {
 protected:
  AccountsVerbsTest() : rossi_(practice_.add("rossi")) {
    std::filesystem::create_directories(folder_);
  }
  ~AccountsVerbsTest() override { std::filesystem::remove_all(folder_); }

  verbs::Outcome run(const std::string& words, std::vector<std::string> arguments) {
    return verbs_.on(practice_.outside.context(), verbs::Run{words, std::move(arguments), folder_});
  }
  std::string folder_ = ::testing::TempDir() + "accounts-verbs-" + std::to_string(getpid());
  Practice practice_;
  Account rossi_;
  AccountsVerbs verbs_{practice_.service};
};

TEST_F(AccountsVerbsTest, ListsTheUsers) {
  const verbs::Outcome outcome = run("accounts list", {});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("rossi"));
  EXPECT_THAT(outcome.output, HasSubstr("titolare"));
}

TEST_F(AccountsVerbsTest, SetsAPasswordFromAFileAndEndsTheSessions) {
  const std::string token = practice_.sign_in("rossi").token;
  std::ofstream(folder_ + "/password") << "altre parole a caso\n";
  EXPECT_EQ(run("accounts set-password", {"rossi", "--password-file", "password"}).exit_code, 0);
  EXPECT_EQ(practice_.who_code(token), "session-expired");
  EXPECT_EQ(practice_.sign_in_code("rossi", "altre parole a caso"), "");
}

TEST_F(AccountsVerbsTest, SaysWhatIsWrong) {
  EXPECT_EQ(run("accounts set-password", {"rossi"}).exit_code, 2);
  EXPECT_EQ(run("accounts burn", {}).exit_code, 2);
  EXPECT_EQ(run("accounts set-password", {"rossi", "--password-file", "none"}).exit_code, 1);
  std::ofstream(folder_ + "/short") << "corta\n";
  EXPECT_EQ(testing::code_of([&] {
              run("accounts set-password", {"rossi", "--password-file", "short"});
            }),
            "password-weak");
  EXPECT_EQ(practice_.sign_in_code("rossi"), "");
}

}  // namespace
}  // namespace curante::accounts
