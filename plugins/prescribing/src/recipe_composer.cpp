// SPDX-License-Identifier: Apache-2.0
#include "recipe_composer.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include "findings.hpp"

namespace curante::prescribing {
namespace {

recipe_transmitter::RecipePatient sent_patient(const chart::Patient& patient) {
  // Province and ASL are given both or not at all (PROTOCOLS 1.4).
  const bool both = !patient.address.province.empty() && !patient.asl_code.empty();
  return {patient.fiscal_code,          patient.last_name + " " + patient.first_name,
          patient.address.street,       patient.address.postal_code,
          patient.address.municipality, both ? patient.address.province : "",
          both ? patient.asl_code : ""};
}

Line kept_line(const DraftLine& line, const formulary::Drug& drug, int32_t quantity) {
  Line kept;
  kept.aic = drug.aic.value();
  kept.drug_text = drug_text(drug);
  kept.atc = drug.atc;
  if (line.by_active_substance && !line.not_replaceable) {
    kept.group_code = drug.group_code;
    kept.group_text = drug.group_text;
  }
  kept.quantity = quantity;
  kept.posology = line.posology;
  kept.aifa_note = line.aifa_note;
  kept.not_replaceable = line.not_replaceable;
  kept.not_replaceable_reason_code = line.not_replaceable ? line.not_replaceable_reason_code : "";
  kept.therapy = line.therapy;
  return kept;
}

/// The channel gets the pack or the group, never both (DOMAIN, "line: AIC+text or group+text").
recipe_transmitter::RecipeLine sent_line(const Line& line) {
  const bool by_group = !line.group_code.empty();
  recipe_transmitter::RecipeLine sent;
  sent.aic = by_group ? "" : line.aic;
  sent.drug_text = by_group ? "" : line.drug_text;
  sent.group_code = line.group_code;
  sent.group_text = line.group_text;
  sent.quantity = line.quantity;
  sent.aifa_note = line.aifa_note;
  sent.not_replaceable = line.not_replaceable;
  sent.not_replaceable_reason_code = line.not_replaceable_reason_code;
  sent.posology = line.posology;
  return sent;
}

}  // namespace

std::vector<ComposedRecipe> compose(const Facts& facts, const std::vector<PlannedRecipe>& plan,
                                    const Prescriber& prescriber, bool exempt_for_income,
                                    const std::string& written_at) {
  std::vector<ComposedRecipe> recipes;
  const Draft& draft = facts.draft;
  for (const PlannedRecipe& planned : plan) {
    ComposedRecipe& recipe = recipes.emplace_back();
    recipe_transmitter::Recipe& sent = recipe.sent;
    sent.id = new_id();
    sent.account = prescriber.account;
    sent.holder = prescriber.holder;
    sent.substitute = prescriber.substitute;
    sent.patient = sent_patient(facts.chart.patient);
    sent.obscured = draft.obscured;
    sent.exemption = draft.exemption;
    sent.exempt_for_income = exempt_for_income;
    sent.diagnosis_code = draft.diagnosis_code;
    sent.diagnosis_text = draft.diagnosis_text;
    sent.written_at = written_at;
    sent.home_visit = draft.home_visit;
    sent.suggested = draft.suggested;
    for (size_t i = 0; i < planned.lines.size(); ++i) {
      const auto index = static_cast<size_t>(planned.lines[i] - 1);
      const Line kept =
          kept_line(draft.lines.at(index), *facts.drugs.at(index).drug, planned.quantities.at(i));
      recipe.lines.push_back(kept);
      sent.lines.push_back(sent_line(kept));
    }
  }
  return recipes;
}

Id new_id() {
  unsigned char octets[16];
  if (RAND_bytes(octets, sizeof octets) != 1) {
    throw Error("no-randomness", "il sistema non fornisce numeri casuali",
                "riavviare il computer; se si ripete chiamare l'assistenza");
  }
  octets[6] = static_cast<unsigned char>((octets[6] & 0x0F) | 0x40);
  octets[8] = static_cast<unsigned char>((octets[8] & 0x3F) | 0x80);
  std::string text;
  for (size_t i = 0; i < sizeof octets; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02x}", octets[i]);
  }
  return Id(text);
}

}  // namespace curante::prescribing
