// SPDX-License-Identifier: Apache-2.0
#include "password_hasher.hpp"

#include <sodium.h>

#include "curante/error.hpp"
#include "token.hpp"

namespace curante::accounts {

namespace {

struct Place {
  std::counting_semaphore<2>& places;
  explicit Place(std::counting_semaphore<2>& all) : places(all) { places.acquire(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { places.release(); }
};

}  // namespace

PasswordHasher::PasswordHasher(Cost cost)
    : cost_(cost), memory_(static_cast<size_t>(cost.memory_mib) << 20) {
  if (cost.memory_mib < 19 || cost.memory_mib > 4096 || cost.passes < 1 || cost.passes > 20) {
    throw Error("setting-invalid", "argon2_memory_mib must be 19 to 4096, argon2_passes 1 to 20",
                "leave both out for the defaults, 46 and 1");
  }
  nobody_ = hash(random_token());
}

std::string PasswordHasher::hash(const std::string& password) {
  const Place place(places_);
  char text[crypto_pwhash_STRBYTES];
  const auto passes = static_cast<unsigned long long>(cost_.passes);
  if (crypto_pwhash_str(text, password.data(), password.size(), passes, memory_) != 0) {
    throw Error("memory-short", "non c'è memoria sufficiente per la password",
                "riprovare; se continua, riavviare il computer dello studio");
  }
  return text;
}

bool PasswordHasher::verify(const std::string& hash, const std::string& password) {
  const Place place(places_);
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void PasswordHasher::waste(const std::string& password) {
  (void)verify(nobody_, password);
}

bool PasswordHasher::outdated(const std::string& hash) const {
  const auto passes = static_cast<unsigned long long>(cost_.passes);
  return crypto_pwhash_str_needs_rehash(hash.c_str(), passes, memory_) != 0;
}

}  // namespace curante::accounts
