// SPDX-License-Identifier: Apache-2.0
#include "white_text.hpp"

#include <array>

#include "curante/error.hpp"
#include "not_replaceable.hpp"
#include "printed_text.hpp"
#include "sha256.hpp"
#include "white_repeats.hpp"

namespace curante::documents {
namespace {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeKind;
using recipe_transmitter::RecipeLine;

/// In words too, so that nobody makes a 4 of a 1.
std::string packs(int32_t quantity) {
  constexpr std::array<const char*, 11> words = {
      "", "una", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci"};
  const auto index = static_cast<size_t>(quantity);
  const std::string word =
      index < words.size() ? " (" + std::string(words[index]) + ")" : std::string();
  return "N. " + std::to_string(quantity) + word + (quantity == 1 ? " confezione" : " confezioni");
}

std::string services(const RecipeLine& line) {
  if (line.sessions > 0)
    return line.sessions == 1 ? "1 seduta" : std::to_string(line.sessions) + " sedute";
  return "N. " + std::to_string(line.quantity) +
         (line.quantity == 1 ? " prestazione" : " prestazioni");
}

/// Whoever performs it needs to know what it is for; a pharmacist does not (white_text.hpp).
WhiteLine service_of(const RecipeLine& line, const Recipe& recipe) {
  WhiteLine out;
  out.text = joined(line.service_code, " - ", line.service_text);
  out.quantity = line.quantity;
  out.packs = services(line);
  const std::string question = joined(recipe.diagnosis_code, " - ", recipe.diagnosis_text);
  if (!question.empty()) out.remark = "Quesito diagnostico: " + question;
  if (!line.catalogue_code.empty()) {
    out.remark = joined(out.remark, " - ", "CODICE CATALOGO " + line.catalogue_code);
  }
  if (line.first_access) out.remark = joined(out.remark, " - ", "primo accesso");
  if (line.televisit) out.remark = joined(out.remark, " - ", "televisita");
  out.remark = joined(out.remark, " - ", line.notes);
  return out;
}

WhiteLine line_of(const RecipeLine& line, const Recipe& recipe) {
  if (!line.service_code.empty()) return service_of(line, recipe);
  WhiteLine out;
  out.text = line.aic.empty() ? joined(line.group_code, " - ", line.group_text)
                              : joined(line.aic, " - ", line.drug_text);
  if (out.text.empty()) out.text = line.drug_text;
  out.quantity = line.quantity;
  out.packs = packs(line.quantity);
  out.posology = line.posology;
  out.remark = not_replaceable_text(line);
  out.remark = joined(out.remark, " - ", line.notes);
  out.repeatable = line.repeatable;
  out.repeat = repeat_text(line);
  return out;
}

std::string full_name(const accounts::Doctor& doctor) {
  return joined(doctor.last_name, " ", doctor.first_name);
}

/// "VIA DELLE PROVE 1, 00185 ROMA (RM)"
std::string address(const std::string& street, const std::string& postal_code,
                    const std::string& municipality, const std::string& province) {
  std::string town = joined(postal_code, " ", municipality);
  if (!province.empty()) town = joined(town, " ", "(" + province + ")");
  return joined(street, ", ", town);
}

void write_doctor(WhitePage& page, const Recipe& recipe) {
  const accounts::Doctor& signer = recipe.substitute ? *recipe.substitute : recipe.holder;
  // A substitute without an address of their own receives at the holder's.
  const accounts::Doctor& seat = signer.address.empty() ? recipe.holder : signer;
  page.doctor_name = full_name(signer);
  page.qualification = "Medico chirurgo";
  if (signer.specialisation == "F") page.qualification += " - Medico di medicina generale";
  if (recipe.substitute) page.in_place_of = "in sostituzione di " + full_name(recipe.holder);
  page.doctor_address = address(seat.address, seat.postal_code, seat.municipality, seat.province);
  page.doctor_phone = signer.phone.empty() ? recipe.holder.phone : signer.phone;
  page.doctor_code = signer.fiscal_code.value();
  page.register_number = signer.register_number;
  page.place = seat.municipality;
}

void demand_white(const Recipe& recipe, const std::optional<Receipt>& receipt) {
  if (recipe.kind != RecipeKind::white) {
    throw Error("recipe-not-white", "questa ricetta è a carico del SSN, non una ricetta bianca",
                "stampare il suo promemoria");
  }
  if (receipt && (receipt->outcome != Outcome::accepted || receipt->white_number.empty())) {
    throw Error("recipe-not-accepted",
                "il promemoria si stampa solo per una ricetta accettata, con il suo NRBE",
                "attendere la risposta del servizio, o stampare la ricetta su carta");
  }
  bool whole = !recipe.lines.empty() && !full_name(recipe.holder).empty();
  for (const RecipeLine& line : recipe.lines) {
    whole = whole && line.quantity >= 1 && !line_of(line, recipe).text.empty();
  }
  if (whole) return;
  throw Error("white-incomplete",
              "alla ricetta bianca servono il medico e almeno un farmaco o una prestazione con la "
              "sua quantità",
              "completare la prescrizione o i dati professionali del medico");
}

}  // namespace

WhitePage white_text(const Recipe& recipe, const std::optional<Receipt>& receipt) {
  demand_white(recipe, receipt);
  WhitePage page;
  write_doctor(page, recipe);
  page.obscured = recipe.obscured;
  page.fiscal_code = recipe.patient.fiscal_code.value();
  if (!recipe.obscured) {
    const auto& it = recipe.patient;
    page.patient_name = it.full_name;
    page.patient_address = address(it.street, it.postal_code, it.municipality, it.province);
  }
  if (!recipe.lines[0].service_code.empty()) page.charge = "Prestazioni a carico dell'assistito";
  for (const RecipeLine& line : recipe.lines) page.lines.push_back(line_of(line, recipe));
  page.date = italian_date(recipe.written_at);
  page.created_at = iso_time(recipe.written_at);
  if (receipt) {
    page.number = receipt->white_number;
    page.pin = receipt->white_pin;
    page.transaction = receipt->authentication_code;
    if (!receipt->doctor_name.empty()) page.doctor_name = receipt->doctor_name;
  }
  return page;
}

Bytes content_version(const WhitePage& page, const Bytes& service_file) {
  Sha256 hash;
  hash.field("white");
  for (const std::string* text :
       {&page.doctor_name, &page.qualification, &page.in_place_of, &page.doctor_address,
        &page.doctor_phone, &page.doctor_code, &page.register_number, &page.place,
        &page.patient_name, &page.patient_address, &page.fiscal_code, &page.date, &page.number,
        &page.pin, &page.transaction, &page.created_at}) {
    hash.field(*text);
  }
  hash.field(page.obscured ? "obscured" : "shown");
  for (const WhiteLine& line : page.lines) {
    for (const std::string* text :
         {&line.text, &line.packs, &line.posology, &line.remark, &line.repeat}) {
      hash.field(*text);
    }
  }
  hash.octets(service_file.data(), service_file.size());
  return hash.value();
}

}  // namespace curante::documents
