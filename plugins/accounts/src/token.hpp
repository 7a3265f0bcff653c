// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::accounts {

/// 32 random octets in URL-safe Base64.
std::string random_token();

/// SHA-256 in hexadecimal: what the database keeps of a token. No salt: a token cannot be guessed.
std::string sha256(const std::string& text);

}  // namespace curante::accounts
