// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::accounts {

/// Throws Error{"password-weak"}: at least 12 characters, without the user name, not one character
/// over and over. No rule about kinds of characters: NIST SP 800-63B-4 advises against them.
void check_password_rules(const std::string& password, const std::string& user_name);

}  // namespace curante::accounts
