// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "xml/xml_document.hpp"

namespace sistema_ts {

/// A request that is answered with a SOAP fault, not with a message of the service.
class SoapFault : public std::runtime_error {
 public:
  explicit SoapFault(const std::string& text, int http_status = 500)
      : std::runtime_error(text), http_status_(http_status) {}
  int http_status() const { return http_status_; }

 private:
  int http_status_;
};

/// The one element inside the Body of a SOAP 1.1 envelope. Throws SoapFault.
XmlElement message_of(const XmlDocument& envelope);

/// Puts a message, already XML, into an envelope.
std::string enveloped(std::string_view message);

/// The envelope of a fault.
std::string fault_envelope(std::string_view text);

}  // namespace sistema_ts
