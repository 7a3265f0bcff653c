// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "practice.hpp"
#include "token.hpp"

namespace curante::accounts {
namespace {

class SessionTest : public ::testing::Test {
 protected:
  SessionTest() : rossi_(practice_.add("rossi")), token_(practice_.sign_in("rossi").token) {}
  Practice practice_;
  Account rossi_;
  std::string token_;
};

TEST_F(SessionTest, TheDatabaseKeepsOnlyTheTokensHash) {
  const auto hash = practice_.pool.read([](pqxx::transaction_base& tx) {
    return std::string(tx.exec1("select encode(token_hash, 'hex') from session")[0].c_str());
  });
  EXPECT_EQ(hash, sha256(token_));
  const auto found = practice_.pool.read([&](pqxx::transaction_base& tx) {
    return tx.exec_params("select 1 from session where session::text like '%' || $1 || '%'", token_)
        .size();
  });
  EXPECT_EQ(found, 0U);
}

TEST_F(SessionTest, AnUnknownTokenIsExpired) {
  for (const std::string token : {"", "x", "' or true --"}) {
    EXPECT_EQ(practice_.who_code(token), "session-expired") << token;
  }
}

TEST_F(SessionTest, EndsAfterAnHourOfSilenceAndLivesOnWithUse) {
  for (int i = 0; i < 3; ++i) {
    practice_.pass_minutes(59);
    EXPECT_EQ(practice_.who_code(token_), "");
  }
  practice_.pass_minutes(61);
  EXPECT_EQ(practice_.who_code(token_), "session-expired");
}

TEST_F(SessionTest, EndsAfterTwelveHoursHoweverMuchItIsUsed) {
  for (int i = 0; i < 14; ++i) {
    practice_.pass_minutes(50);
    EXPECT_EQ(practice_.who_code(token_), "") << i;
  }
  practice_.pass_minutes(50);
  EXPECT_EQ(practice_.who_code(token_), "session-expired");
}

TEST_F(SessionTest, SignOutEndsItAtOnce) {
  EXPECT_EQ(practice_.who_code(token_), "");
  practice_.service.on(practice_.outside.context(), SignOut{token_});
  EXPECT_EQ(practice_.who_code(token_), "session-expired");
}

TEST_F(SessionTest, ACallWithinFiveSecondsCostsNoStatement) {
  practice_.who(token_);
  const int64_t before = practice_.pool.transactions();
  for (int i = 0; i < 100; ++i) practice_.who(token_);
  EXPECT_EQ(practice_.pool.transactions(), before);
  practice_.now.ms += 5001;
  practice_.who(token_);
  EXPECT_EQ(practice_.pool.transactions(), before + 1);
}

TEST_F(SessionTest, AChangedRoleHoldsFromTheNextCall) {
  practice_.add("altro");
  EXPECT_EQ(practice_.who(token_).role, "titolare");
  rossi_.role = Role::sostituto;
  practice_.service.on(practice_.outside.context(), SaveAccount{rossi_, ""});
  EXPECT_EQ(practice_.who(token_).role, "sostituto");
}

TEST_F(SessionTest, ADeactivatedUserIsOutAtOnce) {
  practice_.add("altro");
  EXPECT_EQ(practice_.who_code(token_), "");
  rossi_.active = false;
  practice_.service.on(practice_.outside.context(), SaveAccount{rossi_, ""});
  EXPECT_EQ(practice_.who_code(token_), "session-expired");
}

TEST_F(SessionTest, ANewPasswordEndsTheSessionsElsewhere) {
  const std::string here = practice_.sign_in("rossi", good_password, "ambulatorio").token;
  const std::string there = practice_.sign_in("rossi", good_password, "casa").token;
  practice_.service.on(practice_.as(rossi_, "ambulatorio").context(),
                       ChangePassword{good_password, "altre parole a caso"});
  EXPECT_EQ(practice_.who_code(here), "");
  EXPECT_EQ(practice_.who_code(there), "session-expired");
  EXPECT_EQ(practice_.who_code(token_), "session-expired");
}

TEST_F(SessionTest, WhoAmITellsTheUserWithoutAToken) {
  const Session session = practice_.service.on(practice_.as(rossi_).context(), WhoAmI{});
  EXPECT_EQ(session.user_name, "rossi");
  EXPECT_EQ(session.token, "");
  EXPECT_EQ(testing::code_of([&] { practice_.service.on(practice_.outside.context(), WhoAmI{}); }),
            "not-signed-in");
}

}  // namespace
}  // namespace curante::accounts
