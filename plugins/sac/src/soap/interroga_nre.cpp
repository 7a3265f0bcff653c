// SPDX-License-Identifier: Apache-2.0
#include "soap/interroga_nre.hpp"

#include "soap/xml_writer.hpp"

namespace curante::sac::interroga_nre {

std::string encode(const Query& query, const std::string& pincode) {
  SoapWriter out("http://interroganreutilrichiesta.xsd.dem.sanita.finanze.it", "",
                 "InterrogaNreUtilRichiesta");
  out.member("pinCode", pincode);
  out.member("codRegione", query.region_code);
  out.member("cfMedico", query.doctor);
  out.valued("cfAssistito", query.patient);
  out.member("tipoPrescr", query.type);
  out.member("dataCompilazioneRicettaDal", query.day.iso() + " 00:00:00");
  out.member("dataCompilazioneRicettaAl", query.day.iso() + " 23:59:59");
  return out.finish();
}

std::vector<sistema_ts::UsedNre> decode(const SoapAnswer& answer) {
  constexpr std::string_view ns = "http://interroganreutilricevuta.xsd.dem.sanita.finanze.it";
  const XmlElement body = answer.body(ns, "InterrogaNreUtilRicevuta");
  const auto reasons = reasons_of(body, ns);
  const std::string outcome = body.text(ns, "codEsitoInterrogaNreUtilizzati");
  if (outcome != "0000" && outcome != "0001") {
    throw Error("answer-unexpected",
                reasons.empty() ? "il servizio ha rifiutato la richiesta"
                                : reasons.front().code + " — " + reasons.front().text,
                "verificare le credenziali di Sistema TS");
  }
  std::vector<sistema_ts::UsedNre> used;
  for (const XmlElement& it :
       body.child(ns, "ElencoNreUtilRecord").children(types_ns, "NreUtilRecord")) {
    // The date alone: one real answer had its hour on a 12-hour clock.
    used.push_back({it.text(types_ns, "nre"),
                    it.text(types_ns, "dataCompilazioneRicetta").substr(0, 10),
                    it.text(types_ns, "codAutenticazione")});
  }
  return used;
}

}  // namespace curante::sac::interroga_nre
