// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "data/data_package.hpp"
#include "trust/release.hpp"

struct evp_pkey_st;

namespace curante::kernel {

/// The half of an Ed25519 key pair (RFC 8032) that signs. Keep it where only its owner reads it.
class SigningKey {
 public:
  static SigningKey generate();
  /// From a PEM file. Throws Error{"key-unreadable"} when it is missing, no Ed25519 key, or when
  /// others may read it.
  static SigningKey read(const std::string& path);
  /// As a new PEM file of mode 0600; an existing file is never replaced. Throws
  /// Error{"key-unwritable"}.
  void write(const std::string& path) const;

  /// 64 hexadecimal digits.
  std::string public_key() const;
  /// 128 hexadecimal digits.
  std::string sign(std::string_view message) const;

 private:
  explicit SigningKey(evp_pkey_st* key);
  std::shared_ptr<evp_pkey_st> key_;
};

/// The text of a signature file that `key` vouches for. `key` and `signature` are filled in.
std::string sign(const Signature& statement, const SigningKey& key);
/// The same of a release, and of a package of data.
std::string sign(const Release& release, const SigningKey& key);
std::string sign(const DataSignature& statement, const SigningKey& key);

}  // namespace curante::kernel
