// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>
#include <openssl/rand.h>

namespace curante::testing {

/// While it lives, OpenSSL gives no random octets, as on a system without a source of them. For the
/// whole process. Link OpenSSL.
class WithoutRandomness {
 public:
// The only door that OpenSSL 3 leaves to tests; its successor needs a provider of one's own.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  WithoutRandomness() : before_(RAND_get_rand_method()) {
    static const RAND_METHOD none{nullptr, [](unsigned char*, int) { return 0; },
                                  nullptr, nullptr,
                                  nullptr, [] { return 0; }};
    RAND_set_rand_method(&none);
  }
  ~WithoutRandomness() {
    RAND_set_rand_method(before_);
  }
#pragma GCC diagnostic pop
  WithoutRandomness(const WithoutRandomness&) = delete;
  WithoutRandomness& operator=(const WithoutRandomness&) = delete;

 private:
  const RAND_METHOD* before_;
};

/// While it lives, OpenSSL knows no algorithm, as where its providers are not installed. For the
/// whole process: open no connection meanwhile. Link OpenSSL.
class WithoutAlgorithms {
 public:
  WithoutAlgorithms() { EVP_set_default_properties(nullptr, "provider=none-such"); }
  ~WithoutAlgorithms() { EVP_set_default_properties(nullptr, ""); }
  WithoutAlgorithms(const WithoutAlgorithms&) = delete;
  WithoutAlgorithms& operator=(const WithoutAlgorithms&) = delete;
};

}  // namespace curante::testing
