// SPDX-License-Identifier: Apache-2.0
#include "operations/request_lot.hpp"

#include <optional>

#include "state/numbers.hpp"
#include "state/switches.hpp"
#include "xml/xml_text.hpp"

namespace sistema_ts {
namespace {

constexpr ElementRule kFields[] = {
    {.name = "CodRegione", .least = 1, .type = "CodRegioneType", .shortest = 3, .longest = 3},
    {.name = "IdentificativoLotto",
     .least = 1,
     .type = "integer1",
     .shortest = 1,
     .longest = 1,
     .digits_only = true},
    {.name = "CFMedico", .type = "CFMedicoType", .longest = 16},
};

constexpr Description kDescription{
    .name = "RichiestaLotto",
    .path = "/ricettaElettronicaServicesWeb/services/nreRichiestaLottoPort",
    .action = "http://lottorichiesta.wsdl.nre.mirsac.sanita.finanze.it/LottoRichiesta",
    .request = {"LottoRichiestaNRE", "http://lottorichiesta.xsd.nre.mirsac.sanita.finanze.it",
                kFields},
    .gate = Gate::kLots,
};

constexpr std::string_view kNamespace =
    "xmlns=\"http://lottoricevuta.xsd.nre.mirsac.sanita.finanze.it\"";

struct LotOutcome {
  std::string code;
  std::string text;
};

/// Codes above 00 are assumed: no table of this service is public.
LotOutcome judge(const Call& call) {
  const std::string doctor = call.message.value("CFMedico");
  if (call.message.value("IdentificativoLotto") != "0") {
    return {"91", "Identificativo lotto non consentito per il medico"};
  }
  if (doctor != call.caller.fiscal_code) {
    return {"92", "Codice fiscale medico assente o diverso dall'utente autenticato"};
  }
  if (call.message.value("CodRegione") != call.caller.region) {
    return {"93", "Codice regione non corrispondente al medico"};
  }
  constexpr std::string_view kNoAsl = "000";
  if (call.caller.local_health_units.front() == kNoAsl &&
      !Switches(call.database).on("lots_without_asl")) {
    return {"94", "Medico senza ASL di appartenenza"};
  }
  return {"00", "Operazione eseguita correttamente"};
}

struct Owner {
  std::string region, doctor;
};

/// The caller, unless a switch says that the service is wrong.
Owner owner_of(const Call& call) {
  Switches switches(call.database);
  Owner owner{call.caller.region, call.caller.fiscal_code};
  if (switches.on("lot_of_another_doctor")) {
    constexpr const char* kMarinelli = "MRNSFN66S05H501J";
    owner.doctor = owner.doctor == kMarinelli ? "FBBGLI74C52H501K" : kMarinelli;
  }
  if (switches.on("lot_of_another_region")) owner.region = owner.region == "130" ? "120" : "130";
  return owner;
}

}  // namespace

const Description& RequestLot::description() const {
  return kDescription;
}

Reply RequestLot::answer(const Call& call) const {
  const LotOutcome outcome = judge(call);
  XmlText xml;
  xml.open("LottoRicevutaNRE", kNamespace);
  if (outcome.code == "00") {
    const Owner owner = owner_of(call);
    const Lot lot =
        Numbers(call.database).grant(owner.region, owner.doctor, service_time(call.now));
    xml.leaf("CodRegione", lot.region).leaf("CodRagLotto", lot.grouping);
    xml.leaf("IdentificativoLotto", lot.type).leaf("CodLotto", lot.number);
    xml.leaf("CFMedico", owner.doctor);
  }
  xml.leaf("CodEsito", outcome.code).leaf("Esito", outcome.text).close();
  return {xml.take(), "", outcome.code};
}

}  // namespace sistema_ts
