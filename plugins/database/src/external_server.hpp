// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::database {

/// `value` as a connection string holds it: in quotes, `'` and `\` escaped.
std::string quoted(const std::string& value);

/// A connection string (or postgres:// address) without its user and password: where the server is,
/// and nothing of who comes. Throws Error{"setting-invalid"}.
std::string without_user(const std::string& connection);

/// The same connection, as words, with this password.
std::string with_password(const std::string& connection, const std::string& password);

}  // namespace curante::database
