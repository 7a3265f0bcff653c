// SPDX-License-Identifier: Apache-2.0
#include "red_form_text.hpp"

#include "printed_text.hpp"
#include "promemoria_text.hpp"
#include "rules/patient_identity.hpp"

namespace curante::documents {
namespace {

using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeLine;

constexpr size_t most_lines = 8;
constexpr const char* cross = "X";

void demand_complete(const MakeRedForm& request) {
  const size_t lines = request.recipe.lines.size();
  if (request.code.size() == 15 && recipe_transmitter::patient_named(request.recipe) && lines > 0 &&
      lines <= most_lines) {
    return;
  }
  throw Error("red-form-incomplete",
              "alla ricetta rossa servono il codice di 15 caratteri, il codice dell'assistito o i "
              "dati della sua tessera estera, e da una a otto righe",
              "completare l'anagrafica o dividere la prescrizione in più ricette");
}

/// Day, month and year for the form's boxes: "23112026".
std::string boxed_date(const std::string& written_at) {
  if (written_at.size() < 10) return "";
  return written_at.substr(8, 2) + written_at.substr(5, 2) + written_at.substr(0, 4);
}

std::string doctor_text(const Recipe& recipe) {
  const auto named = [](const accounts::Doctor& doctor) {
    return joined(doctor.last_name, " ", doctor.first_name) + " " + doctor.fiscal_code.value();
  };
  if (!recipe.substitute) return named(recipe.holder);
  return named(*recipe.substitute) + " (sostituto di " +
         joined(recipe.holder.last_name, " ", recipe.holder.first_name) + ")";
}

void add_patient(RedFormValues& values, const Recipe& recipe) {
  const auto& patient = recipe.patient;
  // Who is insured abroad is named on the form's back, by hand.
  values["fiscal_code"] = recipe_transmitter::code_to_tell(recipe);
  values["province"] = patient.province;
  values["asl"] = patient.asl_code;
  if (!recipe.sasn_card.empty()) values["insurance"] = insurance_text(recipe);
  if (recipe.obscured) {
    values["name"] = obscured_statement;
    return;
  }
  values["name"] = patient.full_name;
  values["address"] = joined(joined(patient.street, " - ", patient.postal_code), " ",
                             joined(patient.municipality, " ", patient.province));
}

}  // namespace

RedFormValues red_form_text(const MakeRedForm& request) {
  demand_complete(request);
  const Recipe& recipe = request.recipe;
  RedFormValues values;
  values["region"] = region_title(recipe.holder.region_code);
  if (request.place.barcodes) {
    values["code1"] = request.code.substr(0, 5);
    values["code2"] = request.code.substr(5);
  }
  add_patient(values, recipe);
  values["exemption"] = recipe.exemption;
  if (recipe.exempt_for_income) values["income"] = cross;
  if (recipe.exemption.empty() && !recipe.exempt_for_income) values["not_exempt"] = cross;
  if (recipe.suggested) values["suggested"] = "S";
  if (recipe.hospital_stay) values["suggested"] = "H";  // one box says which of the two
  if (recipe.home_visit) values["home_visit"] = "D";
  for (const char letter : {'U', 'B', 'D', 'P'}) {
    const std::string field = std::string("priority_") + static_cast<char>(letter - 'A' + 'a');
    if (recipe.priority == std::string(1, letter)) values[field] = cross;
  }
  values["patient_kind"] = recipe.patient_kind;
  int32_t pieces = 0;
  for (size_t i = 0; i < recipe.lines.size(); ++i) {
    const RecipeLine& line = recipe.lines[i];
    const std::string number = std::to_string(i + 1);
    const PromemoriaLine said = prescribed_line(recipe, line);
    values["line" + number] = joined(said.text, " - ", said.remark);
    values["quantity" + number] = std::to_string(said.quantity);
    values["note" + number] = said.aifa_note;
    pieces += said.quantity;
  }
  values["diagnosis"] = joined(recipe.diagnosis_code, " - ", recipe.diagnosis_text);
  values["pieces"] = std::to_string(pieces);
  values["date"] = boxed_date(recipe.written_at);
  values["doctor"] = doctor_text(recipe);
  return values;
}

}  // namespace curante::documents
