// SPDX-License-Identifier: Apache-2.0
// On a system that is short of memory or of random numbers.
#include <gtest/gtest.h>
#include <sodium.h>

#include "curante/testing/caller.hpp"
#include "password_hasher.hpp"
#include "token.hpp"

namespace {
bool with_sodium = true;
}

// The linker gives the room these in place of libsodium's.
extern "C" int __real_sodium_init();
extern "C" int __wrap_sodium_init() {
  return with_sodium ? __real_sodium_init() : -1;
}
extern "C" int __real_crypto_pwhash_str(char*, const char*, unsigned long long, unsigned long long,
                                        size_t);
extern "C" int __wrap_crypto_pwhash_str(char* text, const char* password, unsigned long long size,
                                        unsigned long long passes, size_t memory) {
  return with_sodium ? __real_crypto_pwhash_str(text, password, size, passes, memory) : -1;
}

namespace curante::accounts {
namespace {

using testing::code_of;

class MissingParts : public ::testing::Test {
 protected:
  ~MissingParts() override { with_sodium = true; }
};

TEST_F(MissingParts, WithoutMemoryNoPasswordIsKept) {
  PasswordHasher hasher({19, 1});
  with_sodium = false;
  EXPECT_EQ(code_of([&] { hasher.hash("tre parole qualunque"); }), "memory-short");
}

TEST_F(MissingParts, WithoutRandomNumbersNobodyComesIn) {
  with_sodium = false;
  EXPECT_EQ(code_of([] { random_token(); }), "random-source");
}

}  // namespace
}  // namespace curante::accounts
