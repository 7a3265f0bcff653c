// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "recipe_transmitter.hpp"
#include "soap/xml_document.hpp"

namespace curante::sac {

inline constexpr std::string_view types_ns = "http://tipodati.xsd.dem.sanita.finanze.it";

/// A received SOAP message: the body's element, or the fault's text.
class SoapAnswer {
 public:
  /// Throws Error{"xml-malformed"} when it is no SOAP message.
  explicit SoapAnswer(std::string_view text);

  const std::optional<std::string>& fault() const { return fault_; }
  /// The body's element. Throws Error{"answer-unexpected"} when it is another one.
  XmlElement body(std::string_view ns, std::string_view name) const;
  /// The body's element, whatever it is.
  XmlElement content() const { return element_; }

 private:
  XmlDocument document_;
  XmlElement element_;
  std::optional<std::string> fault_;
};

/// ElencoErroriRicette of an answer, without the entries that say "0000". `ns` is the answer's own.
std::vector<recipe_transmitter::Reason> reasons_of(const XmlElement& answer, std::string_view ns);

/// A message of ElencoComunicazioni by its code, or empty.
std::string communication_of(const XmlElement& answer, std::string_view ns, std::string_view code);

}  // namespace curante::sac
