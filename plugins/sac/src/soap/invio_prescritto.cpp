// SPDX-License-Identifier: Apache-2.0
#include "soap/invio_prescritto.hpp"

#include <algorithm>

#include "soap/xml_writer.hpp"

namespace curante::sac::invio_prescritto {

namespace {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeLine;

constexpr std::string_view request_ns = "http://invioprescrittorichiesta.xsd.dem.sanita.finanze.it";
constexpr std::string_view answer_ns = "http://invioprescrittoricevuta.xsd.dem.sanita.finanze.it";

std::string flag(bool value) {
  return value ? "1" : "";
}

void write_line(SoapWriter& out, const RecipeLine& line) {
  if (line.quantity < 1 || line.quantity > 9) {
    throw Error("quantity-out-of-range", "la quantità di una riga va da 1 a 9 confezioni",
                "dividere le confezioni su più ricette");
  }
  const bool by_group = line.aic.empty() || (!line.group_code.empty() && !line.not_replaceable);
  out.begin_typed("DettaglioPrescrizione");
  if (!by_group) {
    out.typed("codProdPrest", line.aic);
    out.typed("descrProdPrest", line.drug_text);
  } else {
    out.typed("codGruppoEquival", line.group_code);
    out.typed("descrGruppoEquival", line.group_text);
  }
  if (line.not_replaceable) out.typed("nonSost", "1");
  out.typed("motivazNote", line.posology);
  if (line.not_replaceable) out.typed("codMotivazione", line.not_replaceable_reason_code);
  out.typed("notaProd", line.aifa_note);
  out.typed("quantita", std::to_string(line.quantity));
  out.end();
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
  out.member("testata1", "");
  out.member("testata2", "");
}

void write_patient(SoapWriter& out, const Recipe& recipe, const std::string& patient_code) {
  // PROTOCOLS 6.2. Which kind the holder of an ENI code has, no document at hand says.
  const bool stp = recipe.patient.fiscal_code.value().starts_with("STP");
  out.member("tipoRic", stp ? "ST" : "");
  out.member("codiceAss", patient_code);
  // The name of an obscured patient is neither printed nor shown, so it need not travel.
  out.member("cognNome", recipe.obscured ? "" : recipe.patient.full_name);
  out.member("indirizzo", recipe.obscured ? "" : address(recipe.patient));
  out.member("oscuramDati", flag(recipe.obscured));
  out.member("numTessSasn", "");
  out.member("socNavigaz", "");
}

}  // namespace

std::string encode(const Recipe& recipe, const Nre& nre, const std::string& pincode,
                   const std::string& patient_code) {
  SoapWriter out(request_ns, types_ns, "InvioPrescrittoRichiesta");
  out.member("pinCode", pincode);
  write_doctor(out, recipe);
  out.member("nre", nre.value());
  write_patient(out, recipe, patient_code);
  out.member("tipoPrescrizione", "F");
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
  out.member("indicazionePrescr", recipe.suggested ? "S" : "");
  out.member("altro", "");
  out.member("classePriorita", "");
  out.begin("ElencoDettagliPrescrizioni");
  for (const RecipeLine& line : recipe.lines) write_line(out, line);
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
  receipt.regional_phrase = communication_of(body, answer_ns, "0197");
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
