// SPDX-License-Identifier: Apache-2.0
#include "soap/invio_prescritto.hpp"

#include <algorithm>

#include "rules/patient_kind.hpp"
#include "soap/prescribed_row.hpp"
#include "soap/xml_writer.hpp"

namespace curante::sac::invio_prescritto {

namespace {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeKind;

constexpr std::string_view request_ns = "http://invioprescrittorichiesta.xsd.dem.sanita.finanze.it";
constexpr std::string_view answer_ns = "http://invioprescrittoricevuta.xsd.dem.sanita.finanze.it";

std::string flag(bool value) {
  return value ? "1" : "";
}

/// `via|cap|comune|prov`: a bar in one of them would move the others.
std::string address(const recipe_transmitter::RecipePatient& patient) {
  std::string out;
  for (std::string part :
       {patient.street, patient.postal_code, patient.municipality, patient.province}) {
    std::replace(part.begin(), part.end(), '|', ' ');
    out += part + "|";
  }
  out.pop_back();
  return out;
}

/// Substitute: cfMedico2 is the substitute who authenticates, all else the holder's
/// (PROTOCOLS 1.4).
void write_doctor(SoapWriter& out, const Recipe& recipe) {
  const accounts::Doctor& holder = recipe.holder;
  out.member("cfMedico1", holder.fiscal_code.value());
  out.member("cfMedico2", recipe.substitute ? recipe.substitute->fiscal_code.value() : "");
  out.member("codRegione", holder.region_code);
  out.member("codASLAo", holder.asl_code);
  out.member("codStruttura", holder.facility_code);
  out.member("codSpecializzazione", holder.specialisation);
  const std::string& plan = recipe.therapeutic_plan;
  out.member("testata1", plan.empty() ? "" : "PT=" + plan + ";");
  out.member("testata2", "");
}

void write_patient(SoapWriter& out, const Recipe& recipe, const std::string& patient_code) {
  out.member("tipoRic", kind_of_patient(recipe));
  out.member("codiceAss", patient_code);
  // The name of an obscured patient is neither printed nor shown, so it need not travel.
  out.member("cognNome", recipe.obscured ? "" : recipe.patient.full_name);
  out.member("indirizzo", recipe.obscured ? "" : address(recipe.patient));
  out.member("oscuramDati", flag(recipe.obscured));
  out.member("numTessSasn", recipe.sasn_card);
  out.member("socNavigaz", recipe.sasn_company);
}

/// The block of a person insured abroad: sent only when it is used (PROTOCOLS 1.4). Its dates are
/// days: the schema allows up to 19 characters, and no document says more.
void write_foreign(SoapWriter& out, const recipe_transmitter::ForeignCover& cover) {
  const auto day = [](const std::optional<Date>& it) { return it ? it->iso() : ""; };
  out.valued("statoEstero", cover.state);
  out.valued("istituzCompetente", cover.institution);
  out.valued("numIdentPers", cover.personal_number);
  out.valued("numIdentTess", cover.card_number);
  out.valued("dataNascitaEstero", day(cover.birth_date));
  out.valued("dataScadTessera", day(cover.card_until));
}

/// That a drug is dispensed "per conto" in this region, and the region's own words: both are for
/// the patient (specification of 5 December 2024, notes on 0196 and 0197).
std::string phrase_to_print(const XmlElement& body) {
  std::string out;
  for (const char* code : {"0196", "0197"}) {
    std::string text = communication_of(body, answer_ns, code);
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (!text.empty()) out += (out.empty() ? "" : " - ") + text;
  }
  return out;
}

}  // namespace

std::string encode(const Recipe& recipe, const Nre& nre, const std::string& pincode,
                   const std::string& patient_code) {
  SoapWriter out(request_ns, types_ns, "InvioPrescrittoRichiesta");
  out.member("pinCode", pincode);
  write_doctor(out, recipe);
  out.member("nre", nre.value());
  write_patient(out, recipe, patient_code);
  out.member("tipoPrescrizione", recipe.kind == RecipeKind::services ? "P" : "F");
  out.member("ricettaInterna", "");
  out.member("codEsenzione", recipe.exemption);
  out.member("nonEsente", flag(recipe.exemption.empty() && !recipe.exempt_for_income));
  out.member("reddito", flag(recipe.exempt_for_income));
  out.member("codDiagnosi", recipe.diagnosis_code);
  out.member("descrizioneDiagnosi", recipe.diagnosis_text);
  out.member("dataCompilazione", recipe.written_at);
  out.member("tipoVisita", recipe.home_visit ? "D" : "A");
  out.member("dispReg", "");
  const bool resident = !recipe.patient.province.empty() && !recipe.patient.asl_code.empty();
  out.member("provAssistito", resident ? recipe.patient.province : "");
  out.member("aslAssistito", resident ? recipe.patient.asl_code : "");
  out.member("indicazionePrescr", recipe.hospital_stay ? "H" : recipe.suggested ? "S" : "");
  out.member("altro", "");
  out.member("classePriorita", recipe.priority);
  if (recipe.foreign) write_foreign(out, *recipe.foreign);
  out.begin("ElencoDettagliPrescrizioni");
  for (const auto& line : recipe.lines) write_row(out, line, recipe.kind);
  out.end();
  return out.finish();
}

Receipt decode(const SoapAnswer& answer, const Nre& nre) {
  const XmlElement body = answer.body(answer_ns, "InvioPrescrittoRicevuta");
  const std::string outcome = body.text(answer_ns, "codEsitoInserimento");
  Receipt receipt;
  receipt.reasons = reasons_of(body, answer_ns);
  if (outcome == "9999") {
    receipt.outcome = Outcome::refused;
    return receipt;
  }
  const std::string answered = body.text(answer_ns, "nre");
  receipt.authentication_code = body.text(answer_ns, "codAutenticazione");
  if ((outcome != "0000" && outcome != "0001") || receipt.authentication_code.empty() ||
      answered != nre.value()) {
    throw Error("answer-unexpected",
                "il servizio ha risposto in modo inatteso (esito " + outcome + ")",
                "la ricetta viene verificata automaticamente");
  }
  receipt.outcome = Outcome::accepted;
  receipt.nre = Nre(answered);
  for (auto& reason : receipt.reasons) reason.blocking = false;
  receipt.accepted_at = body.text(answer_ns, "dataInserimento");
  receipt.regional_phrase = phrase_to_print(body);
  const auto value_of = [&](const char* code) {
    const std::string text = communication_of(body, answer_ns, code);
    const size_t equals = text.find('=');
    return equals == std::string::npos ? text : text.substr(equals + 1);
  };
  const std::string last_name = value_of("0199");
  receipt.doctor_name = last_name + (last_name.empty() ? "" : " ") + value_of("0198");
  std::string pdf = body.text(answer_ns, "pdfPromemoria");
  std::erase_if(pdf, [](char c) { return c == '\n' || c == '\r' || c == ' ' || c == '\t'; });
  // A damaged PDF is no reason to doubt an accepted recipe: ours is printed instead.
  try {
    receipt.promemoria = from_base64(pdf);
  } catch (const Error&) {
    receipt.promemoria.clear();
  }
  return receipt;
}

}  // namespace curante::sac::invio_prescritto
