// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::accounts {

/// Argon2id, 46 MiB, one pass: OWASP's second parameter set, about 50 ms (DOMAIN 3.7).
std::string hash_password(const std::string& password);

/// True when the password is the one of the hash. Takes the same time for any wrong one.
bool verify_password(const std::string& hash, const std::string& password);

/// As long as a real verification, for user names that do not exist: who asks cannot tell them apart.
void waste_a_verification(const std::string& password);

/// Throws Error{"password-weak"}: at least 12 characters, not the user name, not one character.
void check_password_rules(const std::string& password, const std::string& user_name);

/// 32 random octets in Base64 without padding.
std::string random_token();
/// BLAKE2b-256 in hexadecimal: what the database keeps of a token.
std::string token_hash(const std::string& token);

}  // namespace curante::accounts
