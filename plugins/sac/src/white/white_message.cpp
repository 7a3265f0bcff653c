// SPDX-License-Identifier: Apache-2.0
#include "white/white_message.hpp"

#include <algorithm>

#include "soap/xml_writer.hpp"

namespace curante::sac::white {

namespace {

using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeLine;

/// Parts joined by bars: a bar in one of them would move the others.
std::string barred(std::initializer_list<std::string> parts) {
  std::string out;
  for (std::string part : parts) {
    std::replace(part.begin(), part.end(), '|', ' ');
    out += part + "|";
  }
  out.pop_back();
  return out;
}

/// "+39|06123456" of "06 123.456", "+39 06 123456" or "0039…".
std::string telephone(const std::string& written) {
  std::string digits;
  for (const char c : written) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const bool international = written.starts_with("+") || digits.starts_with("00");
  if (digits.starts_with("00")) digits.erase(0, 2);
  if (international && digits.starts_with("39")) digits.erase(0, 2);
  return barred({"+39", digits});
}

void write_doctor(SoapWriter& out, const accounts::Doctor& doctor) {
  out.member("cfMedico", doctor.fiscal_code.value());
  out.valued("codRegione", doctor.region_code);
  out.valued("codASLAo", doctor.asl_code);
  out.valued("codStruttura", doctor.facility_code);
  out.member("codSpecializzazione", doctor.specialisation);
  out.member("numIscrizAlbo", doctor.register_number);
  out.member("indirMedico",
             barred({doctor.address, doctor.postal_code, doctor.municipality, doctor.province}));
  out.member("telefMedico", telephone(doctor.phone));
}

void write_patient(SoapWriter& out, const Recipe& recipe, const std::string& patient) {
  out.member("codicePaziente", patient);
  if (recipe.obscured) return;  // neither printed nor shown, so it need not travel
  const auto& it = recipe.patient;
  out.valued("cognNome", it.full_name);
  if (!it.street.empty()) {
    out.member("indirizzo", barred({it.street, it.postal_code, it.municipality, it.province}));
  }
}

bool by_group(const RecipeLine& line) {
  return line.aic.empty() || (!line.group_code.empty() && !line.not_replaceable);
}

void write_row(SoapWriter& out, const RecipeLine& line) {
  out.begin("dettaglioPrescrizioneRicettaBianca");
  if (!by_group(line)) {
    out.typed("codProdPrest", line.aic);
    out.typed("descrProdPrest", line.drug_text);
  } else {
    out.typed("codGruppoEquival", line.group_code);
    out.typed("descrGruppoEquival", line.group_text);
  }
  if (line.not_replaceable) {
    out.typed("nonSost", "1");
    out.typed("codMotivazNonSost", line.not_replaceable_reason_code);
  }
  out.typed("tdl", no_pain_therapy);
  out.typed("descrTestoLiberoNote", line.notes);
  out.typed("quantita", std::to_string(line.quantity));
  out.typed("posologia", line.posology);
  if (line.repeatable && line.repetitions > 0) {
    out.typed("numRipetibilita", std::to_string(line.repetitions));
  }
  out.end();
}

std::string encode_by_number(const Operation& operation, const std::string& number,
                             const std::string& doctor, const std::string& pincode,
                             const std::string& patient) {
  SoapWriter out(operation.request_ns, "", operation.request);
  out.member("pinCode", pincode);
  out.member("codicePaziente", patient);
  out.valued("nrbe", number);
  out.member("cfMedico", doctor);
  return out.finish();
}

}  // namespace

std::vector<std::string> products_of(const Recipe& recipe) {
  std::vector<std::string> products;
  for (const RecipeLine& line : recipe.lines) {
    products.push_back(by_group(line) ? line.group_code : line.aic);
  }
  return products;
}

accounts::Doctor writer_of(const Recipe& recipe) {
  if (!recipe.substitute) return recipe.holder;
  accounts::Doctor writer = *recipe.substitute;
  if (writer.address.empty()) {
    writer.address = recipe.holder.address;
    writer.postal_code = recipe.holder.postal_code;
    writer.municipality = recipe.holder.municipality;
    writer.province = recipe.holder.province;
  }
  if (writer.phone.empty()) writer.phone = recipe.holder.phone;
  return writer;
}

std::string encode_sending(const Recipe& recipe, const std::string& pincode,
                           const std::string& patient) {
  SoapWriter out(invio.request_ns, row_types_ns, invio.request);
  out.member("pinCode", pincode);
  write_doctor(out, writer_of(recipe));
  write_patient(out, recipe, patient);
  out.member("tipoPrescrizione", "F");
  out.valued("codDiagnosi", recipe.diagnosis_code);
  out.valued("descrDiagnosi", recipe.diagnosis_text);
  out.member("dataCompilazione", recipe.written_at);
  for (const RecipeLine& line : recipe.lines) write_row(out, line);
  return out.finish();
}

std::string encode_view(const std::string& number, const std::string& doctor,
                        const std::string& pincode, const std::string& patient) {
  return encode_by_number(visualizza, number, doctor, pincode, patient);
}

std::string encode_cancellation(const std::string& number, const std::string& doctor,
                                const std::string& pincode, const std::string& patient) {
  return encode_by_number(annulla, number, doctor, pincode, patient);
}

}  // namespace curante::sac::white
