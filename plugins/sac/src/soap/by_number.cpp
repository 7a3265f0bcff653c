// SPDX-License-Identifier: Apache-2.0
#include "soap/by_number.hpp"

#include <cstdlib>

#include "soap/xml_writer.hpp"

namespace curante::sac {

namespace {

std::string encode_by_number(std::string_view ns, std::string_view root, const Nre& nre,
                             const std::string& doctor, const std::string& pincode) {
  SoapWriter out(ns, "", root);
  out.member("pinCode", pincode);
  out.member("nre", nre.value());
  out.member("cfMedico", doctor);
  return out.finish();
}

// statoProcesso 1 and 2: the number belongs to a lot, and no recipe has it yet (PROTOCOLS 1.7).
constexpr int first_of_a_recipe = 3;

bool says(const std::vector<recipe_transmitter::Reason>& reasons, std::string_view code) {
  for (const auto& reason : reasons) {
    if (reason.code == code) return true;
  }
  return false;
}

}  // namespace

namespace visualizza_prescritto {

std::string encode(const Nre& nre, const std::string& doctor, const std::string& pincode) {
  return encode_by_number("http://visualizzaprescrittorichiesta.xsd.dem.sanita.finanze.it",
                          "VisualizzaPrescrittoRichiesta", nre, doctor, pincode);
}

View decode(const SoapAnswer& answer) {
  constexpr std::string_view ns = "http://visualizzaprescrittoricevuta.xsd.dem.sanita.finanze.it";
  const XmlElement body = answer.body(ns, "VisualizzaPrescrittoRicevuta");
  View view;
  view.reasons = reasons_of(body, ns);
  const std::string outcome = body.text(ns, "codEsitoVisualizzazione");
  if (outcome == "0000" || outcome == "0001") {
    view.state = std::atoi(body.text(ns, "statoProcesso").c_str());
    view.authentication_code = body.text(ns, "codAutenticazione");
    view.inserted_at = body.text(ns, "dataInserimento");
    view.written_at = body.text(ns, "dataCompilazione");
    view.patient_kind = body.text(ns, "tipoRic");
    view.personal_number = body.text(ns, "numIdentPers");
    view.card_number = body.text(ns, "numIdentTess");
    view.sasn_card = body.text(ns, "numTessSasn");
    for (const XmlElement& it :
         body.child(ns, "ElencoDettagliPrescrizioni").children(types_ns, "DettaglioPrescrizione")) {
      const std::string code = it.text(types_ns, "codProdPrest");
      const std::string text = it.text(types_ns, "descrProdPrest");
      view.lines.push_back({code.empty() ? it.text(types_ns, "codGruppoEquival") : code,
                            it.text(types_ns, "quantita"),
                            text.empty() ? it.text(types_ns, "descrGruppoEquival") : text});
    }
    view.known = view.state >= first_of_a_recipe && !view.authentication_code.empty();
    const bool unused = view.state > 0 && view.state < first_of_a_recipe;
    if (view.known || unused) return view;
  }
  if (says(view.reasons, "5005")) return view;
  view.of_another = says(view.reasons, "1125");
  if (view.of_another) return view;
  // Any other refusal (wrong PIN, not authorised) tells nothing of the number: it stays uncertain.
  throw Error("answer-unexpected",
              view.reasons.empty() ? "il servizio ha rifiutato la verifica"
                                   : view.reasons.front().code + " — " + view.reasons.front().text,
              "la verifica viene ripetuta automaticamente");
}

}  // namespace visualizza_prescritto

namespace annulla_prescritto {

std::string encode(const Nre& nre, const std::string& doctor, const std::string& pincode) {
  return encode_by_number("http://annullaprescrittorichiesta.xsd.dem.sanita.finanze.it",
                          "AnnullaPrescrittoRichiesta", nre, doctor, pincode);
}

Cancellation decode(const SoapAnswer& answer) {
  constexpr std::string_view ns = "http://annullaprescrittoricevuta.xsd.dem.sanita.finanze.it";
  const XmlElement body = answer.body(ns, "AnnullaPrescrittoRicevuta");
  const std::string outcome = body.text(ns, "codEsitoAnnullamento");
  return {outcome == "0000" || outcome == "0001", reasons_of(body, ns)};
}

}  // namespace annulla_prescritto

}  // namespace curante::sac
