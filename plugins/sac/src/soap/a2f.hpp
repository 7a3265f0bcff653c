// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "accounts.hpp"
#include "soap/envelope.hpp"

/// The second factor of Sistema TS: a token that is mailed to the doctor. Source: PROTOCOLS 1.9.
namespace curante::sac::a2f {

inline constexpr const char* path = "/a2f-auth-ws/soap/v1/authentication-service";
inline constexpr const char* create_action = "http://wsdl.auth.a2f.sts.sanita.finanze.it/create";
inline constexpr const char* check_action = "http://wsdl.auth.a2f.sts.sanita.finanze.it/checkToken";

/// What is the same in all requests of one doctor. `pincode` is encrypted already.
struct Subject {
  std::string user;
  std::string pincode;
  std::string fiscal_code, region_code, asl_code, facility_code;
};

std::string encode_create(const Subject& subject);
/// The token, where the answer shows it (only the test environment does). Throws
/// Error{"token-refused"}.
std::optional<std::string> decode_create(const SoapAnswer& answer);

std::string encode_check(const Subject& subject, const std::string& token);

struct TokenState {
  bool valid = false;
  std::string until;  ///< xs:dateTime, as the service wrote it
  std::string text;   ///< the service's description
  std::string code;   ///< of the table of outcomes, where the service refused to look
};
TokenState decode_check(const SoapAnswer& answer);

/// 36 characters of a UUID, wherever they stand in a text; or nothing.
std::optional<std::string> find_token(std::string_view text);

}  // namespace curante::sac::a2f
