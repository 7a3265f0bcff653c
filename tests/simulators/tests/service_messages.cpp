// SPDX-License-Identifier: Apache-2.0
#include "service_messages.hpp"

#include <fmt/format.h>

#include <vector>

namespace {

std::string leaf(const std::string& prefix, const std::string& name, const std::string& text) {
  return fmt::format("<{0}:{1}>{2}</{0}:{1}>", prefix, name, text);
}

std::string number_message(const SoapClient& client, const Account& account, const std::string& nre,
                           const std::string& root, const std::string& space) {
  return fmt::format(
      "<m:{0} xmlns:m=\"http://{1}richiesta.xsd.dem.sanita.finanze.it\">{2}{3}{4}"
      "</m:{0}>",
      root, space, leaf("m", "pinCode", client.encrypted(account.pincode)), leaf("m", "nre", nre),
      leaf("m", "cfMedico", account.user));
}

std::string identifier(const std::string& kind, const std::string& cipher) {
  return "<a:identificativo>" + leaf("d", "tipo", kind) + leaf("d", "valore", cipher) +
         "</a:identificativo>";
}

std::string token_envelope(const std::string& root, const std::string& fields) {
  return fmt::format(
      "<a:{0} xmlns:a=\"http://authservice.xsd.wsdl.auth.a2f.sts.sanita.finanze.it\" "
      "xmlns:d=\"http://datatype.xsd.wsdl.auth.a2f.sts.sanita.finanze.it\">{1}</a:{0}>",
      root, fields);
}

}  // namespace

std::string view_message(const SoapClient& client, const Account& account, const std::string& nre) {
  return number_message(client, account, nre, "VisualizzaPrescrittoRichiesta",
                        "visualizzaprescritto");
}

std::string withdraw_message(const SoapClient& client, const Account& account,
                             const std::string& nre) {
  return number_message(client, account, nre, "AnnullaPrescrittoRichiesta", "annullaprescritto");
}

std::string lot_message(const Account& account, const std::string& kind) {
  return "<l:LottoRichiestaNRE "
         "xmlns:l=\"http://lottorichiesta.xsd.nre.mirsac.sanita.finanze.it\">" +
         leaf("l", "CodRegione", account.region) + leaf("l", "IdentificativoLotto", kind) +
         leaf("l", "CFMedico", account.user) + "</l:LottoRichiestaNRE>";
}

std::string used_message(const SoapClient& client, const Account& account,
                         const std::map<std::string, std::string>& search) {
  const auto field = [&](const std::string& name) {
    const auto found = search.find(name);
    return found == search.end() ? std::string() : leaf("m", name, found->second);
  };
  const auto doctor = search.find("cfMedico");
  return "<m:InterrogaNreUtilRichiesta "
         "xmlns:m=\"http://interroganreutilrichiesta.xsd.dem.sanita.finanze.it\">" +
         leaf("m", "pinCode", client.encrypted(account.pincode)) +
         leaf("m", "codRegione", account.region) + field("nre") + field("codLotto") +
         leaf("m", "cfMedico", doctor == search.end() ? account.user : doctor->second) +
         field("cfAssistito") + field("tipoPrescr") + field("dataCompilazioneRicettaDal") +
         field("dataCompilazioneRicettaAl") + "</m:InterrogaNreUtilRichiesta>";
}

std::string substitution_message(const SoapClient& client, const Account& holder,
                                 const std::string& substitute, const std::string& from,
                                 const std::string& until) {
  return "<m:DichiarazioneSostituzioneMedicoRichiesta "
         "xmlns:m=\"http://dichiarazionesostituzionemedicorichiesta.xsd.dem.sanita.finanze.it\">" +
         leaf("m", "pinCode", client.encrypted(holder.pincode)) + leaf("m", "pwd", "-") +
         leaf("m", "cfMedicoTitolare", holder.user) + leaf("m", "codRegione", holder.region) +
         leaf("m", "codASLAo", holder.local_health_unit) + leaf("m", "codSpecializzazione", "F") +
         leaf("m", "cfMedicoSostituto", substitute) + leaf("m", "comunicazioneAsl", "SI") +
         leaf("m", "dataInizioSostituzione", from) + leaf("m", "dataFineSostituzione", until) +
         "</m:DichiarazioneSostituzioneMedicoRichiesta>";
}

std::string create_message(const SoapClient& client, const Account& account,
                           const std::map<std::string, std::string>& instead) {
  const auto value = [&](const std::string& name, const std::string& own) {
    const auto found = instead.find(name);
    return found == instead.end() ? own : found->second;
  };
  std::string fields;
  const auto add = [&](const std::string& name, const std::string& own) {
    const std::string text = value(name, own);
    if (!text.empty()) fields += leaf("a", name, text);
  };
  add("userId", account.user);
  const auto cipher = instead.find("valore");
  fields += identifier(value("tipo", "P"), cipher == instead.end()
                                               ? client.encrypted(value("pincode", account.pincode))
                                               : cipher->second);
  add("cfUtente", account.user);
  add("codRegione", account.region);
  add("codAslAo", account.local_health_unit);
  add("codSsa", "000000");
  add("contesto", "RICETTA-DEM");
  add("applicazione", "PRESCRITTORE");
  return token_envelope("CreateAuthReq", fields);
}

std::string token_message(const SoapClient& client, const Account& account, const std::string& root,
                          const std::string& token) {
  return token_envelope(
      root, leaf("a", "userId", account.user) + identifier("P", client.encrypted(account.pincode)) +
                leaf("a", "cfUtente", account.user) + leaf("a", "token", token) +
                leaf("a", "contesto", "RICETTA-DEM") + leaf("a", "applicazione", "PRESCRITTORE"));
}
