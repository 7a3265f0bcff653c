// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "curante/bytes.hpp"

namespace curante::sac {

/// Encrypts secrets for the database: a data key of its own for each secret (AES-256-GCM), wrapped
/// by the practice key (AES-256-GCM), all in one value. The practice key lies in a file of mode
/// 0600 outside the data directory, so that neither the database nor a backup opens a secret.
/// Layout: version 1 | nonce 12 | wrapped key 32 + tag 16 | nonce 12 | ciphertext + tag 16.
/// Safe from any thread.
class SecretBox {
 public:
  /// Reads the key, or makes it when there is no file. Throws Error{"practice-key"}.
  explicit SecretBox(const std::string& key_file);

  /// `purpose` binds the value to its place: opened for another purpose, it does not open.
  Bytes seal(const std::string& secret, const std::string& purpose) const;
  /// Throws Error{"secret-damaged"}.
  std::string open(const Bytes& sealed, const std::string& purpose) const;

 private:
  using Key = std::array<unsigned char, 32>;
  Key key_{};
};

}  // namespace curante::sac
