// SPDX-License-Identifier: Apache-2.0
#include "recipe_composer.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include "findings.hpp"
#include "judgement.hpp"
#include "margins.hpp"

namespace curante::prescribing {

using recipe_transmitter::RecipeKind;

namespace {

recipe_transmitter::RecipePatient sent_patient(const chart::Patient& patient) {
  // Province and ASL are given both or not at all (PROTOCOLS 1.4).
  const bool both = !patient.address.province.empty() && !patient.asl_code.empty();
  return {patient.fiscal_code,          patient.last_name + " " + patient.first_name,
          patient.address.street,       patient.address.postal_code,
          patient.address.municipality, both ? patient.address.province : "",
          both ? patient.asl_code : ""};
}

Line kept_drug(const DraftLine& line, const formulary::Drug& drug) {
  Line kept;
  kept.aic = drug.aic.value();
  kept.drug_text = drug_text(drug);
  kept.atc = drug.atc;
  if (line.by_active_substance && !line.not_replaceable) {
    kept.group_code = drug.group_code;
    kept.group_text = drug.group_text;
  }
  kept.posology = without_margins(line.posology);
  kept.aifa_note = line.aifa_note;
  kept.not_replaceable = line.not_replaceable;
  kept.not_replaceable_reason_code = line.not_replaceable ? line.not_replaceable_reason_code : "";
  kept.therapy = line.therapy;
  kept.therapeutic_plan = line.therapeutic_plan;
  return kept;
}

Line kept_service(const DraftLine& line, const terminology::OutpatientService& service) {
  Line kept;
  kept.kind = LineKind::service;
  kept.service_code = service.code;
  // What the region's catalogue calls it is what the recipe says, so that who performs it knows
  // what (specification of 5 December 2024, note (***): "la descrizione ... è quella del
  // catalogo").
  kept.service_text = service.catalogue_text.empty() ? service.text : service.catalogue_text;
  kept.catalogue_code = line.catalogue_code.empty() ? service.catalogue_code : line.catalogue_code;
  kept.notes = without_margins(line.notes);
  kept.first_access = line.first_access;
  kept.other_access = line.other_access && !line.first_access;
  kept.televisit = line.televisit;
  kept.lea_note = line.lea_note;
  kept.lea_condition = line.lea_condition;
  kept.lea_appropriateness = line.lea_appropriateness;
  kept.lea_pathology = line.lea_pathology;
  return kept;
}

/// Line `index` of the draft with its share of packs, services or sessions.
Line kept_line(const Facts& facts, size_t index, const PlannedRecipe& planned, size_t place) {
  const DraftLine& line = facts.draft.lines.at(index);
  Line kept = line.kind == LineKind::service
                  ? kept_service(line, facts.services.at(index).service.value())
                  : kept_drug(line, facts.drugs.at(index).drug.value());
  kept.sessions = planned.sessions.at(place);
  kept.quantity = kept.sessions > 0 ? 1 : planned.quantities.at(place);
  return kept;
}

/// How a drug stands on a white recipe, by the rules of today.
void write_terms(Line& kept, const Judgement& judgement, size_t index) {
  const Values& values = judgement.line(index);
  const auto limit = [&](std::string_view name) {
    return judgement.limit(judgement.limit_named(name), values).value;
  };
  kept.repeatable = judgement.is("is.repeatable", values);
  const bool one_pack_only = judgement.facts().draft.lines.at(index).one_pack_only;
  kept.repetitions = kept.repeatable && one_pack_only ? 1 : 0;
  kept.validity_days = limit("validity-days");
  kept.dispensings = limit("white-repetitions");
}

/// What the recipe of a narcotic says behind its posology, wherever it is sent or printed.
void write_contact(recipe_transmitter::RecipeLine& sent, const Facts& facts) {
  sent.posology += fmt::format("{}TEL. MEDICO {}, {}", sent.posology.empty() ? "" : " - ",
                               facts.doctor_phone, facts.doctor_address);
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
  sent.service_code = line.service_code;
  sent.service_text = line.service_text;
  sent.catalogue_code = line.catalogue_code;
  sent.notes = line.notes;
  sent.first_access = line.first_access;
  sent.other_access = line.other_access;
  sent.televisit = line.televisit;
  sent.sessions = line.sessions;
  sent.lea_note = line.lea_note;
  sent.lea_condition = line.lea_condition;
  sent.lea_appropriateness = line.lea_appropriateness;
  sent.lea_pathology = line.lea_pathology;
  sent.repeatable = line.repeatable;
  sent.repetitions = line.repetitions;
  sent.atc = line.atc;
  sent.validity_days = line.validity_days;
  sent.dispensings = line.dispensings;
  return sent;
}

/// All that the recipes of a draft have in common.
recipe_transmitter::Recipe common(const Facts& facts, const Prescriber& prescriber) {
  const Draft& draft = facts.draft;
  recipe_transmitter::Recipe sent;
  sent.account = prescriber.account;
  sent.holder = prescriber.holder;
  sent.substitute = prescriber.substitute;
  sent.patient = sent_patient(facts.chart.patient);
  sent.obscured = draft.obscured;
  sent.diagnosis_code = draft.diagnosis_code;
  sent.diagnosis_text = draft.diagnosis_text;
  sent.home_visit = draft.home_visit;
  sent.suggested = draft.suggested;
  sent.hospital_stay = draft.hospital_stay;
  sent.patient_kind = draft.patient_kind;
  sent.foreign = draft.foreign;
  sent.sasn_card = draft.sasn_card;
  sent.sasn_company = draft.sasn_company;
  return sent;
}

}  // namespace

std::vector<ComposedRecipe> compose(const RuleTable& rules, const Facts& facts,
                                    const std::vector<PlannedRecipe>& plan,
                                    const Prescriber& prescriber, const std::string& written_at) {
  std::vector<ComposedRecipe> recipes;
  const Judgement judgement(rules, facts);
  recipe_transmitter::Recipe shared = common(facts, prescriber);
  shared.written_at = written_at;
  for (const PlannedRecipe& planned : plan) {
    ComposedRecipe& recipe = recipes.emplace_back();
    recipe.electronic = planned.electronic;
    recipe.sent = shared;
    recipe.sent.id = new_id();
    recipe.sent.kind = planned.kind;
    recipe.sent.exemption = planned.exemption;
    recipe.sent.priority = planned.priority;
    for (size_t i = 0; i < planned.lines.size(); ++i) {
      const size_t index = static_cast<size_t>(planned.lines[i] - 1);
      Line kept = kept_line(facts, index, planned, i);
      const bool white_drug = planned.kind == RecipeKind::white && kept.kind == LineKind::drug;
      const Values& values = judgement.line(index);
      if (white_drug) write_terms(kept, judgement, index);
      if (planned.kind != RecipeKind::white) {
        const auto days = judgement.limit_if_any(judgement.limit_named("validity-days"), values);
        if (days) kept.validity_days = days->value;
      }
      if (recipe.sent.therapeutic_plan.empty()) {
        recipe.sent.therapeutic_plan = kept.therapeutic_plan;
      }
      recipe.lines.push_back(kept);
      recipe.sent.lines.push_back(sent_line(kept));
      if (white_drug) {
        recipe.sent.lines.back().never_electronic = judgement.is("is.never_electronic", values);
      }
      if (judgement.is("is.told_with_contact", values)) {
        write_contact(recipe.sent.lines.back(), facts);
      }
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
