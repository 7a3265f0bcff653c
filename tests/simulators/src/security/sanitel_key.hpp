// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "security/openssl_owner.hpp"

namespace sistema_ts {

/// The private half of the Sanitel certificate. Safe to use from several threads.
class SanitelKey {
 public:
  /// Reads a PEM file. Throws std::runtime_error.
  explicit SanitelKey(const std::filesystem::path& file);
  /// Base64, then RSA with PKCS#1 v1.5 padding; nothing if the text is no ciphertext for this key.
  std::optional<std::string> decrypt(std::string_view base64) const;

 private:
  OpenSslOwner<EVP_PKEY> key_;
};

}  // namespace sistema_ts
