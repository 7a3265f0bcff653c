// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "recipe_transmitter.hpp"

/// What recipes say, and that the other side holds all of it: a channel that leaves out a priority,
/// or sends a service as a drug, has given the patient another recipe.
namespace curante::conformance {

using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeKind;
using recipe_transmitter::RecipeLine;

/// A recipe that says something of its own, made from one of a single drug.
struct ContentCase {
  const char* name;
  std::function<void(Recipe&)> make;
};

namespace contents {

inline RecipeLine& service(Recipe& it, const char* code, const char* text) {
  it.kind = RecipeKind::services;
  it.lines.assign(1, {});
  it.lines[0].service_code = code;
  it.lines[0].service_text = text;
  it.diagnosis_code = "786.50";
  it.diagnosis_text = "DOLORE TORACICO";
  return it.lines[0];
}
inline RecipeLine& visit(Recipe& it) {
  RecipeLine& line = service(it, "89.7A.3", "PRIMA VISITA CARDIOLOGICA");
  line.first_access = true;  // of the PNGLA: one must be said
  return line;
}
inline void insured_abroad(Recipe& it, const char* kind) {
  it.patient_kind = kind;
  it.patient.fiscal_code = FiscalCode();
  it.patient.province.clear();
  it.patient.asl_code.clear();
  it.foreign = recipe_transmitter::ForeignCover{"FR",
                                                "CPAM 75",
                                                "2570375116001",
                                                "80250000001234567890",
                                                Date::parse("1957-03-21"),
                                                Date::parse("2028-12-31")};
}
inline void seafarer(Recipe& it, const char* kind) {
  it.patient_kind = kind;
  it.sasn_card = "NA12345";
  it.sasn_company = "LINEE DEL TIRRENO";
  it.home_visit = it.patient_kind == "ND";
}

inline std::vector<ContentCase> of_services() {
  std::vector<ContentCase> all = {
      {"service", [](Recipe& it) { visit(it); }},
      {"several services",
       [](Recipe& it) {
         visit(it);
         it.lines.push_back(it.lines[0]);
         it.lines[1].service_code = "89.52";
         it.lines[1].service_text = "ELETTROCARDIOGRAMMA";
         it.lines[1].quantity = 2;
       }},
      {"other access",
       [](Recipe& it) {
         visit(it).first_access = false;
         it.lines[0].other_access = true;
       }},
      {"no access said", [](Recipe& it) { service(it, "90.62.2", "EMOCROMO"); }},
      {"televisit", [](Recipe& it) { visit(it).televisit = true; }},
      {"regional code", [](Recipe& it) { visit(it).catalogue_code = "A0897A3"; }},
      {"notes", [](Recipe& it) { visit(it).notes = "PORTATORE DI PACE-MAKER"; }},
      {"LEA annotations",
       [](Recipe& it) {
         RecipeLine& line = visit(it);
         line.lea_note = "55";
         line.lea_condition = "H";
         line.lea_appropriateness = "R12";
         line.lea_pathology = "P7";
       }},
      {"two cycles",
       [](Recipe& it) {
         service(it, "93.11.1", "RIEDUCAZIONE MOTORIA INDIVIDUALE").sessions = 9;
         it.lines.push_back(it.lines[0]);
         it.lines[1].sessions = 1;
       }},
      {"cycle of more sessions than a digit says",
       [](Recipe& it) {
         RecipeLine& line = service(it, "93.11.1", "RIEDUCAZIONE MOTORIA INDIVIDUALE");
         line.sessions = 10;
         line.notes = "PORTATORE DI PACE-MAKER";
       }},
  };
  for (const char* priority : {"U", "B", "D", "P"}) {
    all.push_back({"priority", [priority](Recipe& it) {
                     visit(it);
                     it.priority = priority;
                   }});
  }
  return all;
}

inline std::vector<ContentCase> of_all_kinds() {
  return {
      {"drug", [](Recipe&) {}},
      {"group",
       [](Recipe& it) {
         it.lines.assign(1, {});
         it.lines[0].group_code = "G3B";
         it.lines[0].group_text = "LEVETIRACETAM 500MG 60 UNITA' USO ORALE";
         it.lines[0].quantity = 2;
       }},
      {"note", [](Recipe& it) { it.lines.at(0).aifa_note = "13"; }},
      {"not replaceable",
       [](Recipe& it) {
         it.lines.at(0).not_replaceable = true;
         it.lines[0].not_replaceable_reason_code = "4";
       }},
      {"posology", [](Recipe& it) { it.lines.at(0).posology = "1 COMPRESSA ALLE 8"; }},
      {"plan", [](Recipe& it) { it.therapeutic_plan = "2026ABC123"; }},
      {"exemption", [](Recipe& it) { it.exemption = "013"; }},
      {"exemption of a service",
       [](Recipe& it) {
         visit(it);
         it.exemption = "E01";
       }},
      {"exemption for income",
       [](Recipe& it) {
         it.exemption = "E02";
         it.exempt_for_income = true;
       }},
      {"suggested", [](Recipe& it) { it.suggested = true; }},
      {"hospital stay", [](Recipe& it) { it.hospital_stay = true; }},
      {"home visit", [](Recipe& it) { it.home_visit = true; }},
      {"obscured", [](Recipe& it) { it.obscured = true; }},
  };
}

inline std::vector<ContentCase> of_patients() {
  std::vector<ContentCase> all;
  for (const char* kind : {"EE", "UE", "NE", "NX"}) {
    all.push_back({kind, [kind](Recipe& it) { insured_abroad(it, kind); }});
  }
  for (const char* kind : {"NA", "ND"}) {
    all.push_back({kind, [kind](Recipe& it) { seafarer(it, kind); }});
  }
  all.push_back({"ST", [](Recipe& it) {
                   it.patient_kind = "ST";
                   it.patient.fiscal_code = FiscalCode("STP1202010000007");
                 }});
  return all;
}

inline std::string told(const char* name, const std::string& value) {
  return value.empty() ? "" : std::string(name) + " " + value + "\n";
}
inline std::string told(const char* name, bool value) {
  return told(name, std::string(value ? "yes" : ""));
}
inline std::string told(const char* name, int32_t value) {
  return told(name, value == 0 ? std::string() : std::to_string(value));
}

/// What must be the same on both sides, a fact a line; texts of codes are the channel's own.
inline std::string told(const RecipeLine& it) {
  return told("- aic", it.aic) + told("- group", it.group_code) +
         told("- service", it.service_code) + told("  quantity", it.quantity) +
         told("  note", it.aifa_note) + told("  not replaceable", it.not_replaceable) +
         told("  reason", it.not_replaceable_reason_code) + told("  posology", it.posology) +
         told("  catalogue", it.catalogue_code) + told("  notes", it.notes) +
         told("  first access", it.first_access) + told("  other access", it.other_access) +
         told("  televisit", it.televisit) + told("  sessions", it.sessions) +
         told("  lea note", it.lea_note) + told("  lea condition", it.lea_condition) +
         told("  lea appropriateness", it.lea_appropriateness) +
         told("  lea pathology", it.lea_pathology);
}

}  // namespace contents

inline std::string told(const Recipe& it) {
  using contents::told;
  constexpr const char* kinds[] = {"drugs", "services", "white"};
  std::string all = told("kind", std::string(kinds[static_cast<size_t>(it.kind)])) +
                    told("priority", it.priority) + told("exemption", it.exemption) +
                    told("income", it.exempt_for_income) + told("plan", it.therapeutic_plan) +
                    told("patient kind", it.patient_kind) +
                    told("foreign state", it.foreign ? it.foreign->state : std::string()) +
                    told("foreign card", it.foreign ? it.foreign->card_number : std::string()) +
                    told("sasn card", it.sasn_card) + told("diagnosis", it.diagnosis_code) +
                    told("question", it.diagnosis_text) + told("suggested", it.suggested) +
                    told("hospital stay", it.hospital_stay) + told("home visit", it.home_visit) +
                    told("obscured", it.obscured);
  for (const RecipeLine& line : it.lines) all += told(line);
  return all;
}

inline std::vector<ContentCase> recipe_contents() {
  std::vector<ContentCase> all = contents::of_all_kinds();
  for (const auto& cases : {contents::of_services(), contents::of_patients()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

/// Submits each, and compares what the other side holds with what was said. `F` as in
/// recipe_transmitter_suite.hpp.
template <class F>
void expect_contents_arrive(F& channel) {
  for (const ContentCase& one : recipe_contents()) {
    Recipe recipe = channel.sample();
    one.make(recipe);
    const auto receipt = channel.ask(recipe_transmitter::Submit{recipe});
    EXPECT_EQ(receipt.outcome, recipe_transmitter::Outcome::accepted)
        << one.name << ": " << (receipt.reasons.empty() ? "" : receipt.reasons[0].text);
    if (receipt.outcome != recipe_transmitter::Outcome::accepted) continue;
    const std::optional<Recipe> held = channel.held(receipt.nre);
    EXPECT_TRUE(held.has_value()) << one.name << ": the other side does not know its number";
    if (held) {
      EXPECT_EQ(told(*held), told(recipe)) << one.name;
    }
  }
}

}  // namespace curante::conformance
