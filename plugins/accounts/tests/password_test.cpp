// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "curante/testing/caller.hpp"
#include "password_hasher.hpp"
#include "password_rules.hpp"
#include "sign_in_guard.hpp"
#include "token.hpp"

namespace curante::accounts {
namespace {

using testing::code_of;

TEST(PasswordHasher, KnowsItsPasswordAndNoOther) {
  PasswordHasher hasher({19, 1});
  const std::string hash = hasher.hash("tre parole qualunque");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=1,p=1$"));
  EXPECT_TRUE(hasher.verify(hash, "tre parole qualunque"));
  EXPECT_FALSE(hasher.verify(hash, "tre parole qualunquE"));
  EXPECT_FALSE(hasher.verify("no hash at all", "tre parole qualunque"));
  EXPECT_NE(hasher.hash("tre parole qualunque"), hash);
}

TEST(PasswordHasher, DefaultsToTheParametersOfDomain37AndSeesOldOnes) {
  PasswordHasher hasher{PasswordHasher::Cost{}};
  const std::string hash = hasher.hash("tre parole qualunque");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
  EXPECT_FALSE(hasher.outdated(hash));
  EXPECT_TRUE(hasher.outdated(PasswordHasher({19, 1}).hash("tre parole qualunque")));
}

TEST(PasswordHasher, RefusesToBeMadeWeak) {
  EXPECT_EQ(code_of([] { PasswordHasher({8, 1}); }), "setting-invalid");
  EXPECT_EQ(code_of([] { PasswordHasher({46, 0}); }), "setting-invalid");
}

TEST(PasswordRules, AskForLengthAndNotTheUsersName) {
  const auto code = [](const std::string& password) {
    return code_of([&] { check_password_rules(password, "rossi"); });
  };
  EXPECT_EQ(code("undici11111"), "password-weak");
  EXPECT_EQ(code("dodici121212"), "");
  EXPECT_EQ(code("èèèèèèèàààà"), "password-weak");  // 11 characters, 22 octets
  EXPECT_EQ(code("il gatto di ROSSI"), "password-weak");
  EXPECT_EQ(code("aaaaaaaaaaaaaa"), "password-weak");
  EXPECT_EQ(code(std::string(257, 'a') + "b"), "password-weak");
}

TEST(Token, HasTwoHundredFiftySixRandomBits) {
  EXPECT_EQ(random_token().size(), 43U);
  EXPECT_NE(random_token(), random_token());
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(SignInGuard, TheLockGrowsAndThenStays) {
  const Instant now = Instant::parse("2026-11-23T09:00:00Z");
  const auto minutes = [&](int failures) {
    return (lock_after(failures, now)->ms - now.ms) / 60'000;
  };
  EXPECT_FALSE(lock_after(4, now));
  EXPECT_EQ(minutes(5), 1);
  EXPECT_EQ(minutes(6), 2);
  EXPECT_EQ(minutes(9), 16);
  EXPECT_EQ(lock_after(10, now)->iso().substr(0, 4), "2999");
  EXPECT_EQ(lock_after(1'000'000, now)->iso().substr(0, 4), "2999");
}

}  // namespace
}  // namespace curante::accounts
