// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "practice.hpp"

namespace curante::accounts {
namespace {

class SignInTest : public ::testing::Test {
 protected:
  SignInTest() : rossi_(practice_.add("Rossi")) {}
  void fail(int times, const std::string& user = "rossi") {
    for (int i = 0; i < times; ++i) practice_.sign_in_code(user, "sbagliata");
  }
  Practice practice_;
  Account rossi_;
};

TEST_F(SignInTest, OpensASessionWithTheRolesPermissions) {
  const Session session = practice_.sign_in("rossi");
  EXPECT_EQ(session.account, rossi_.id);
  EXPECT_EQ(session.token.size(), 43U);
  EXPECT_EQ(session.role, Role::titolare);
  EXPECT_NE(std::find(session.permissions.begin(), session.permissions.end(), "prescription.issue"),
            session.permissions.end());
  EXPECT_EQ(session.expires.ms - practice_.now.ms, 12 * 3'600'000);
  EXPECT_FALSE(session.must_change_password);
  const identity::Principal who = practice_.who(session.token);
  EXPECT_EQ(who.user, rossi_.id.value());
  EXPECT_EQ(who.role, "titolare");
  EXPECT_EQ(who.practice, "1");
}

TEST_F(SignInTest, RefusesAWrongPasswordAndAnUnknownUserWithTheSameWords) {
  const auto error = [&](const std::string& user) {
    try {
      practice_.sign_in(user, "sbagliata");
    } catch (const Error& e) {
      return e.code() + e.message() + e.remedy();
    }
    return std::string();
  };
  EXPECT_EQ(error("rossi").substr(0, 17), "credentials-wrong");
  EXPECT_EQ(error("rossi"), error("nessuno"));
  EXPECT_EQ(practice_.sign_in_code(std::string("' or '1'='1")), "credentials-wrong");
}

TEST_F(SignInTest, TheAuditHearsOfEachButNeverANameThatIsNobodys) {
  practice_.sign_in_code("rossi", "sbagliata");
  practice_.sign_in_code("Segreta-1234", "rossi");
  practice_.sign_in_code("rossi", good_password);
  EXPECT_EQ(practice_.sign_ins, (std::vector<std::string>{"Rossi credentials-wrong",
                                                          " credentials-wrong", "Rossi ok"}));
}

TEST_F(SignInTest, UnknownUsersAreLockedAsKnownOnesAre) {
  for (int i = 1; i <= 6; ++i) {
    EXPECT_EQ(practice_.sign_in_code("rossi", "x"), practice_.sign_in_code("nessuno", "x")) << i;
  }
  EXPECT_EQ(practice_.sign_in_code("NESSUNO", "x"), "account-locked");
}

TEST_F(SignInTest, AnswersInTheSameTimeForUnknownUsers) {
  const auto median = [&](const std::string& kind) {
    std::vector<int64_t> took;
    for (int i = 0; i < 15; ++i) {
      const auto begin = std::chrono::steady_clock::now();
      practice_.sign_in_code(kind + std::to_string(i), "sbagliata");
      took.push_back((std::chrono::steady_clock::now() - begin).count());
    }
    std::sort(took.begin(), took.end());
    return static_cast<double>(took[took.size() / 2]);
  };
  for (int i = 0; i < 15; ++i) practice_.add("medico" + std::to_string(i));
  const double known = median("medico"), unknown = median("nessuno");
  // Argon2id dominates; without it an unknown user's answer would come ten times as fast. The exact
  // difference is the machine's noise here.
  EXPECT_LT(known / unknown, 5.0);
  EXPECT_LT(unknown / known, 5.0);
}

TEST_F(SignInTest, FiveFailuresLockForAGrowingTime) {
  fail(5);
  EXPECT_EQ(practice_.sign_in_code("rossi"), "account-locked");
  practice_.pass_minutes(1);
  fail(1);
  practice_.pass_minutes(1);
  EXPECT_EQ(practice_.sign_in_code("rossi"), "account-locked");
  practice_.pass_minutes(1);
  EXPECT_EQ(practice_.sign_in_code("rossi"), "");
  fail(4);
  EXPECT_FALSE(
      practice_.service.on(practice_.outside.context(), ListAccounts{}).accounts[0].locked);
  EXPECT_EQ(practice_.sign_in_code("rossi"), "") << "a success forgets the failures";
}

TEST_F(SignInTest, TenFailuresLockUntilSomebodyUnlocks) {
  for (int i = 0; i < 10; ++i) {
    fail(1);
    practice_.pass_minutes(20);
  }
  practice_.pass_minutes(60 * 24 * 365);
  EXPECT_EQ(practice_.sign_in_code("rossi"), "account-locked");
  EXPECT_TRUE(practice_.service.on(practice_.outside.context(), ListAccounts{}).accounts[0].locked);
  practice_.service.on(practice_.outside.context(), Unlock{rossi_.id});
  EXPECT_EQ(practice_.sign_in_code("rossi"), "");
}

TEST_F(SignInTest, ManyGuessesAtOnceGetNoFurther) {
  std::vector<std::thread> guessers;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 12; ++i) {
    guessers.emplace_back([&] {
      if (practice_.sign_in_code("rossi", "sbagliata") == "credentials-wrong") ++wrong;
    });
  }
  for (auto& guesser : guessers) guesser.join();
  EXPECT_LE(wrong, 4);
  EXPECT_EQ(practice_.sign_in_code("rossi"), "account-locked");
}

TEST_F(SignInTest, AnInactiveAccountIsAsGoodAsUnknown) {
  practice_.add("altro");
  rossi_.active = false;
  practice_.service.on(practice_.outside.context(), SaveAccount{rossi_, ""});
  EXPECT_EQ(practice_.sign_in_code("rossi"), "credentials-wrong");
}

TEST_F(SignInTest, APasswordOfNinetyDaysMustBeChanged) {
  practice_.pass_minutes(60 * 24 * 90 + 1);
  EXPECT_TRUE(practice_.sign_in("rossi").must_change_password);
  practice_.service.on(practice_.as(rossi_).context(),
                       ChangePassword{good_password, "altre parole a caso"});
  EXPECT_FALSE(practice_.sign_in("rossi", "altre parole a caso").must_change_password);
}

TEST_F(SignInTest, AHashOfAnotherCostIsMadeAnew) {
  practice_.pool.write([&](pqxx::transaction_base& tx) {
    tx.exec_params("update account set password_hash = $1",
                   PasswordHasher({20, 1}).hash(good_password));
  });
  practice_.sign_in("rossi");
  const auto hash = practice_.pool.read([&](pqxx::transaction_base& tx) {
    return practice_.accounts.by_user_name(tx, "rossi")->password_hash;
  });
  EXPECT_FALSE(practice_.passwords.outdated(hash));
  EXPECT_EQ(practice_.sign_in_code("rossi"), "");
}

}  // namespace
}  // namespace curante::accounts
