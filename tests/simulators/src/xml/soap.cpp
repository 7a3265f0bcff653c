// SPDX-License-Identifier: Apache-2.0
#include "xml/soap.hpp"

#include <fmt/format.h>

#include "xml/xml_text.hpp"

namespace sistema_ts {
namespace {

constexpr std::string_view kSoap11 = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

}  // namespace

XmlElement message_of(const XmlDocument& envelope) {
  const XmlElement root = envelope.root();
  if (root.name() != "Envelope" || root.name_space() != kSoap11) {
    throw SoapFault("the root element is not a SOAP 1.1 Envelope");
  }
  for (const auto& part : root.children()) {
    if (part.name() != "Body" || part.name_space() != kSoap11) continue;
    const auto messages = part.children();
    if (messages.size() != 1) {
      throw SoapFault(fmt::format("the Body must hold one message, it holds {}", messages.size()));
    }
    return messages.front();
  }
  throw SoapFault("the Envelope has no Body");
}

std::string enveloped(std::string_view message) {
  return fmt::format(
      "{}<soapenv:Envelope xmlns:soapenv=\"{}\"><soapenv:Body>{}</soapenv:Body></soapenv:Envelope>",
      kDeclaration, kSoap11, message);
}

std::string fault_envelope(std::string_view text) {
  XmlText xml;
  xml.open("env:Envelope", fmt::format("xmlns:env=\"{}\"", kSoap11)).open("env:Body");
  xml.open("env:Fault").leaf("faultcode", "env:Client").leaf("faultstring", text);
  xml.close().close().close();
  return std::string(kDeclaration) + xml.take();
}

}  // namespace sistema_ts
