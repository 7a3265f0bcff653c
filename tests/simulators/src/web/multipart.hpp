// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace sistema_ts {

/// A SOAP message with its attachment, taken apart.
struct Multipart {
  std::string message;
  std::string attachment;  ///< empty: none
};

bool is_multipart(const std::string& content_type);

/// The first part is the message, the second one the attachment. Throws SoapFault.
Multipart take_apart(const std::string& content_type, const std::string& body);

}  // namespace sistema_ts
