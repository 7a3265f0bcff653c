// SPDX-License-Identifier: Apache-2.0
#include "soap/dichiarazione_sostituzione.hpp"

#include "soap/xml_writer.hpp"

namespace curante::sac::dichiarazione_sostituzione {

namespace {

constexpr std::string_view request_ns =
    "http://dichiarazionesostituzionemedicorichiesta.xsd.dem.sanita.finanze.it";
constexpr std::string_view answer_ns =
    "http://dichiarazionesostituzionemedicoricevuta.xsd.dem.sanita.finanze.it";
constexpr std::string_view data_ns =
    "http://tipodatidichiarazionesostituzionemedico.xsd.dem.sanita.finanze.it";

/// Eight digits.
std::string written(Date day, bool year_first) {
  const std::string iso = day.iso();
  const std::string year = iso.substr(0, 4), month = iso.substr(5, 2), date = iso.substr(8, 2);
  return year_first ? year + month + date : date + month + year;
}

}  // namespace

bool year_first(const std::string& layout) {
  if (layout == "yyyymmdd") return true;
  if (layout == "ddmmyyyy") return false;
  throw Error("setting-invalid", "«" + layout + "» is no value of declaration_dates",
              "write ddmmyyyy or yyyymmdd");
}

std::string encode(const Declaration& it, const std::string& pincode,
                   const Assumptions& assumptions) {
  SoapWriter out(request_ns, "", "DichiarazioneSostituzioneMedicoRichiesta");
  out.member("pinCode", pincode);
  out.member("pwd", assumptions.pwd);
  out.member("cfMedicoTitolare", it.holder.fiscal_code.value());
  out.member("codRegione", it.holder.region_code);
  out.member("codASLAo", it.holder.asl_code);
  out.valued("codStruttura", it.holder.facility_code);
  out.member("codSpecializzazione", it.holder.specialisation);
  out.member("cfMedicoSostituto", it.substitute.value());
  out.member("comunicazioneAsl", it.asl_told ? "SI" : "NO");
  out.member("dataInizioSostituzione", written(it.from, assumptions.year_first));
  out.member("dataFineSostituzione", written(it.until, assumptions.year_first));
  return out.finish();
}

Answer decode(const SoapAnswer& answer) {
  const XmlElement body = answer.body(answer_ns, "DichiarazioneSostituzioneMedicoRicevuta");
  const std::string outcome = body.text(answer_ns, "codEsitoInserimento");
  Answer out;
  out.accepted = outcome == "0000" || outcome == "0001";
  const XmlElement errors = body.child(answer_ns, "ElencoErrori");
  for (const XmlElement& it : errors.children(data_ns, "Errore")) {
    const std::string code = it.text(data_ns, "codEsito");
    if (code == "0000") continue;
    out.text += (out.text.empty() ? "" : "; ") + code + " — " + it.text(data_ns, "esito");
  }
  if (!out.accepted && out.text.empty()) out.text = outcome;
  return out;
}

}  // namespace curante::sac::dichiarazione_sostituzione
