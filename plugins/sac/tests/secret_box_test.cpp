// SPDX-License-Identifier: Apache-2.0
#include "secret_box.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "curante/testing/broken_openssl.hpp"
#include "curante/testing/caller.hpp"

namespace curante::sac {

using curante::testing::code_of;

class SecretBoxTest : public ::testing::Test {
 protected:
  SecretBoxTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "box-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~SecretBoxTest() override { std::filesystem::remove_all(folder_); }
  std::string key(const char* name = "key") const { return (folder_ / name).string(); }

  std::filesystem::path folder_;
};

TEST_F(SecretBoxTest, WhatIsSealedOpensAgainAlsoAfterARestart) {
  Bytes sealed;
  {
    const SecretBox box(key());
    sealed = box.seal("Salve123 è", "password:1");
    EXPECT_EQ(box.open(sealed, "password:1"), "Salve123 è");
    EXPECT_EQ(box.open(box.seal("", "x"), "x"), "");
    EXPECT_NE(box.seal("Salve123 è", "password:1"), sealed);
  }
  EXPECT_EQ(SecretBox(key()).open(sealed, "password:1"), "Salve123 è");
  const std::string text(sealed.begin(), sealed.end());
  EXPECT_EQ(text.find("Salve"), std::string::npos);
}

TEST_F(SecretBoxTest, EveryOctetIsProtected) {
  const SecretBox box(key());
  const Bytes sealed = box.seal("1234567890", "pincode:1");
  for (size_t i = 0; i < sealed.size(); ++i) {
    Bytes other = sealed;
    other[i] ^= 1;
    EXPECT_EQ(code_of([&] { box.open(other, "pincode:1"); }), "secret-damaged") << i;
    EXPECT_EQ(code_of([&] {
                box.open({sealed.begin(), sealed.begin() + i}, "pincode:1");
              }),
              "secret-damaged")
        << i;
  }
}

TEST_F(SecretBoxTest, AnotherPurposeOrAnotherKeyDoesNotOpen) {
  const SecretBox box(key());
  const Bytes sealed = box.seal("1234567890", "pincode:1");
  EXPECT_EQ(code_of([&] { box.open(sealed, "pincode:2"); }), "secret-damaged");
  EXPECT_EQ(code_of([&] { box.open(sealed, "password:1"); }), "secret-damaged");
  EXPECT_EQ(code_of([&] { SecretBox(key("other")).open(sealed, "pincode:1"); }), "secret-damaged");
}

TEST_F(SecretBoxTest, WithoutRandomOctetsNothingIsSealed) {
  const SecretBox box(key());
  const curante::testing::WithoutRandomness broken;
  EXPECT_EQ(code_of([&] { box.seal("1234567890", "pincode:1"); }), "encryption-failed");
  EXPECT_EQ(code_of([&] { SecretBox fresh(key("other")); }), "encryption-failed");
  EXPECT_FALSE(std::filesystem::exists(key("other"))) << "no key that somebody could guess";
}

TEST_F(SecretBoxTest, TheKeyIsForItsOwnerOnlyAndWhole) {
  SecretBox box(key());
  struct stat facts {};
  ASSERT_EQ(stat(key().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_EQ(facts.st_size, 32);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
  chmod(key().c_str(), 0640);
  EXPECT_EQ(code_of([&] { SecretBox again(key()); }), "practice-key");
  chmod(key().c_str(), 0600);
  std::filesystem::resize_file(key(), 31);
  EXPECT_EQ(code_of([&] { SecretBox again(key()); }), "practice-key");
  EXPECT_EQ(code_of([&] { SecretBox nowhere((folder_ / "no/key").string()); }), "practice-key");
  std::filesystem::create_symlink(key(), folder_ / "link");
  EXPECT_EQ(code_of([&] { SecretBox linked(key("link")); }), "practice-key");
}

}  // namespace curante::sac
