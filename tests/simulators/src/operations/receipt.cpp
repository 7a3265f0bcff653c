// SPDX-License-Identifier: Apache-2.0
#include "operations/receipt.hpp"

#include <fmt/format.h>

namespace sistema_ts {
namespace {

std::string joined(std::string_view prefix, std::string_view name) {
  return std::string(prefix) + std::string(name);
}

}  // namespace

void write_outcomes(XmlText& xml, const Prefixes& prefixes, const Outcomes& outcomes,
                    SuccessNote note) {
  const auto typed = [&](std::string_view name) { return joined(prefixes.types, name); };
  xml.open(joined(prefixes.message, "ElencoErroriRicette"));
  if (outcomes.empty()) {
    xml.open(typed("ErroreRicetta")).leaf(typed("codEsito"), "0000");
    xml.leaf(typed("esito"), "Operazione eseguita correttamente").leaf(typed("progPresc"), "0");
    if (note == SuccessNote::kWithKind) xml.leaf(typed("tipoErrore"), "");
    xml.close();
  }
  for (const auto& outcome : outcomes) {
    xml.open(typed("ErroreRicetta")).leaf(typed("codEsito"), outcome.code);
    xml.leaf(typed("esito"), outcome.text);
    xml.leaf(typed("progPresc"), std::to_string(outcome.row));
    // The test system writes the word, not the specification's letter E.
    xml.leaf(typed("tipoErrore"), outcome.blocking ? "Bloccante" : "W").close();
  }
  xml.close();
}

void write_communications(XmlText& xml, const Prefixes& prefixes, const Communications& all) {
  const auto typed = [&](std::string_view name) { return joined(prefixes.types, name); };
  xml.open(joined(prefixes.message, "ElencoComunicazioni"));
  for (const auto& [code, text] : all) {
    xml.open(typed("Comunicazione")).leaf(typed("codice"), code);
    xml.leaf(typed("messaggio"), text).close();
  }
  xml.close();
}

}  // namespace sistema_ts
