// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <optional>
#include <string>

#include "curante/error.hpp"
#include "curante/moment.hpp"

namespace curante::sac {

/// Encrypts pincode and codice fiscale for Sistema TS: RSA PKCS#1 v1.5 with the public key of the
/// "SanitelCF" certificate, then Base64 without line breaks. The certificate changes every three
/// years, so its file is a setting. Source: PROTOCOLS 1.3. Safe from any thread.
class SanitelCipher {
 public:
  /// Reads a PEM or DER certificate. Throws Error{"sanitel-certificate"}.
  explicit SanitelCipher(const std::string& certificate_file);

  /// Each call gives another text: the padding is random. Throws Error{"sanitel-certificate"}.
  std::string encrypt(const std::string& plain) const;
  Date valid_until() const { return valid_until_; }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  Date valid_until_;
};

/// Why nothing may be encrypted with a certificate any more: Error{"sanitel-expired"}; nothing on
/// its last day and before. Days are those of Europe/Rome.
std::optional<Error> expired(Date valid_until, Date today);

}  // namespace curante::sac
