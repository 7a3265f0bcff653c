// SPDX-License-Identifier: Apache-2.0
#include "soap/envelope.hpp"

#include <charconv>

namespace curante::sac {

namespace {

constexpr std::string_view soap_ns = "http://schemas.xmlsoap.org/soap/envelope/";

int line_number(const std::string& text) {
  int line = 0;
  std::from_chars(text.data(), text.data() + text.size(), line);
  return line;
}

}  // namespace

SoapAnswer::SoapAnswer(std::string_view text) : document_(text) {
  const XmlElement root = document_.root();
  const XmlElement body = root.child(soap_ns, "Body");
  if (!root.is(soap_ns, "Envelope") || !body) {
    throw Error("xml-malformed", "la risposta del servizio non è un messaggio SOAP",
                "riprovare; se continua, avvisare l'assistenza");
  }
  const XmlElement fault = body.child(soap_ns, "Fault");
  if (fault) {
    fault_ = fault.text("", "faultstring");
    if (fault_->empty()) fault_ = "SOAP Fault";
  }
  element_ = body.first_child();
}

XmlElement SoapAnswer::body(std::string_view ns, std::string_view name) const {
  if (element_.is(ns, name)) return element_;
  throw Error("answer-unexpected", "il servizio ha risposto con un messaggio inatteso",
              "riprovare; se continua, avvisare l'assistenza");
}

std::vector<recipe_transmitter::Reason> reasons_of(const XmlElement& answer, std::string_view ns) {
  std::vector<recipe_transmitter::Reason> reasons;
  const XmlElement list = answer.child(ns, "ElencoErroriRicette");
  for (const XmlElement& it : list.children(types_ns, "ErroreRicetta")) {
    const std::string code = it.text(types_ns, "codEsito");
    if (code == "0000" || code.empty()) continue;
    recipe_transmitter::Reason reason;
    reason.code = code;
    reason.text = it.text(types_ns, "esito");
    reason.line = line_number(it.text(types_ns, "progPresc"));
    // The specification says E/W, the service really sends words or nothing: only "W" is a warning.
    const std::string kind = it.text(types_ns, "tipoErrore");
    reason.blocking = !(kind == "W" || kind == "Warning" || kind == "Avviso");
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

std::string communication_of(const XmlElement& answer, std::string_view ns, std::string_view code) {
  const XmlElement list = answer.child(ns, "ElencoComunicazioni");
  for (const XmlElement& it : list.children(types_ns, "Comunicazione")) {
    if (it.text(types_ns, "codice") == code) return it.text(types_ns, "messaggio");
  }
  return {};
}

}  // namespace curante::sac
