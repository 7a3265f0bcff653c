// SPDX-License-Identifier: Apache-2.0
#include "white/white_answer.hpp"

#include <cstdlib>

#include "white/white_service.hpp"

namespace curante::sac::white {

namespace {

using recipe_transmitter::Outcome;
using recipe_transmitter::Reason;
using recipe_transmitter::Receipt;

// 5005: the SSN service's "no such number". Assumed of this one too.
constexpr std::string_view no_such_recipe = "5005";
// Deeper than any answer can be; a hostile one is not followed for ever.
constexpr int deepest = 16;

/// Names of these messages begin with a small or a capital letter, depending on who tells.
bool called(std::string_view name, std::string_view wanted) {
  if (name.size() != wanted.size() || name.empty()) return false;
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return small(name[0]) == small(wanted[0]) && name.substr(1) == wanted.substr(1);
}

void collect(const XmlElement& from, std::string_view name, std::vector<XmlElement>& found,
             int depth = 0) {
  if (depth > deepest) return;
  for (const XmlElement& child : from.children()) {
    if (called(child.name(), name)) {
      found.push_back(child);
    } else {
      collect(child, name, found, depth + 1);
    }
  }
}

std::vector<XmlElement> all(const XmlElement& from, std::string_view name) {
  std::vector<XmlElement> found;
  collect(from, name, found);
  return found;
}

std::string text(const XmlElement& from, std::string_view name) {
  const auto found = all(from, name);
  return found.empty() ? std::string() : found.front().text();
}

XmlElement body_of(const SoapAnswer& answer, std::string_view name) {
  const XmlElement body = answer.content();
  if (called(body.name(), name)) return body;
  throw Error("answer-unexpected", "il servizio ha risposto con un messaggio inatteso",
              "riprovare; se continua, avvisare l'assistenza");
}

int32_t line_of(const std::vector<std::string>& products, const std::string& product) {
  for (size_t i = 0; i < products.size(); ++i) {
    if (!product.empty() && products[i] == product) return static_cast<int32_t>(i) + 1;
  }
  // The service may write the row's number instead of its product.
  const long number = product.size() <= 2 ? std::strtol(product.c_str(), nullptr, 10) : 0;
  return number > 0 ? static_cast<int32_t>(number) : 0;
}

std::vector<Reason> reasons_in(const XmlElement& body,
                               const std::vector<std::string>& products = {}) {
  std::vector<Reason> reasons;
  for (const XmlElement& it : all(body, "erroreRicetta")) {
    Reason reason;
    reason.code = text(it, "codEsito");
    if (reason.code.empty() || reason.code == "0000") continue;
    reason.text = text(it, "esito");
    reason.line = line_of(products, text(it, "identificativoProdPrest"));
    const std::string kind = text(it, "tipoErrore");
    reason.blocking = !(kind == "W" || kind == "Warning" || kind == "Avviso");
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

bool good(const std::string& outcome) {
  return outcome == "0000" || outcome == "0001";
}

Bytes pdf_in(const XmlElement& body) {
  std::string encoded = text(body, "pdfPromemoria");
  std::erase_if(encoded, [](char c) { return c == '\n' || c == '\r' || c == ' ' || c == '\t'; });
  // A damaged PDF is no reason to doubt an accepted recipe: ours is printed instead.
  try {
    return from_base64(encoded);
  } catch (const Error&) {
    return {};
  }
}

Held held_in(const XmlElement& from) {
  Held it;
  it.number = text(from, "nrbe");
  it.pin = text(from, "pinNrbe");
  it.written_at = text(from, "dataCompilazione");
  it.state = std::atoi(text(from, "statoProcesso").c_str());
  it.transaction = text(from, "protocolloTransazione");
  it.accepted_at = text(from, "dataInserimento");
  if (it.accepted_at.empty()) it.accepted_at = text(from, "dataRicezione");
  for (const XmlElement& row : all(from, "dettaglioPrescrizioneRicettaBianca")) {
    const std::string product = text(row, "codProdPrest");
    it.products.push_back(product.empty() ? text(row, "codGruppoEquival") : product);
    const std::string state = text(row, row_state);
    if (!state.empty()) it.row_states.push_back(std::atoi(state.c_str()));
  }
  return it;
}

}  // namespace

Receipt decode_sending(const SoapAnswer& answer, const std::vector<std::string>& products) {
  const XmlElement body = body_of(answer, invio.answer);
  const std::string outcome = text(body, "codEsitoInserimento");
  Receipt receipt;
  receipt.reasons = reasons_in(body, products);
  if (outcome == "9999") {
    receipt.outcome = Outcome::refused;
    return receipt;
  }
  receipt.white_number = text(body, "nrbe");
  receipt.white_pin = text(body, "pinNrbe");
  if (!good(outcome) || receipt.white_number.size() != number_length ||
      receipt.white_pin.size() > longest_pin) {
    throw Error("answer-unexpected",
                "il servizio ha risposto in modo inatteso (esito " + outcome + ")",
                "la ricetta viene verificata automaticamente");
  }
  receipt.outcome = Outcome::accepted;
  for (auto& reason : receipt.reasons) reason.blocking = false;
  receipt.authentication_code = text(body, "protocolloTransazione");
  receipt.accepted_at = text(body, "dataInserimento");
  if (receipt.accepted_at.empty()) receipt.accepted_at = text(body, "dataRicezione");
  const std::string last_name = text(body, "cognomeMedico");
  receipt.doctor_name = last_name + (last_name.empty() ? "" : " ") + text(body, "nomeMedico");
  receipt.promemoria = pdf_in(body);
  return receipt;
}

View decode_view(const SoapAnswer& answer) {
  const XmlElement body = body_of(answer, visualizza.answer);
  View view;
  view.reasons = reasons_in(body);
  if (!good(text(body, "codEsitoVisualizzazione"))) {
    for (const Reason& reason : view.reasons) view.absent |= reason.code == no_such_recipe;
    return view;
  }
  // Several recipes come each in an element of its own (guess: "ricettaBianca"); one comes alone.
  for (const XmlElement& it : all(body, "ricettaBianca")) view.held.push_back(held_in(it));
  if (view.held.empty()) view.held.push_back(held_in(body));
  std::erase_if(view.held, [](const Held& it) { return it.number.size() != number_length; });
  return view;
}

Cancellation decode_cancellation(const SoapAnswer& answer) {
  const XmlElement body = body_of(answer, annulla.answer);
  return {good(text(body, "codEsitoAnnullamento")), reasons_in(body)};
}

}  // namespace curante::sac::white
