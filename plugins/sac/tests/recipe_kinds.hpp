// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// Every kind of recipe that this channel sends, made from a recipe of one drug.
struct RecipeKindCase {
  const char* name;
  std::function<void(recipe_transmitter::Recipe&)> make;
  /// Header fields and fields of the first row, as the service must have received them.
  std::vector<std::pair<std::string, std::string>> header, row;
};

inline void to_service(recipe_transmitter::Recipe& it) {
  it.kind = recipe_transmitter::RecipeKind::services;
  it.lines.resize(1);
  it.lines[0] = {};
  it.lines[0].service_code = "89.7A.3";
  it.lines[0].service_text = "PRIMA VISITA CARDIOLOGICA";
  it.lines[0].first_access = true;
  it.diagnosis_text = "DOLORE TORACICO";
}

inline void to_foreigner(recipe_transmitter::Recipe& it, const char* kind) {
  it.patient_kind = kind;
  it.patient.fiscal_code = FiscalCode();
  it.patient.province.clear();
  it.patient.asl_code.clear();
  it.foreign.emplace();
  it.foreign->state = "FR";
  it.foreign->institution = "CPAM 75";
  it.foreign->personal_number = "2 57 03 75 116 001";
  it.foreign->card_number = "80250000001234567890";
  it.foreign->birth_date = Date::parse("1957-03-21");
  it.foreign->card_until = Date::parse("2028-12-31");
}

inline std::vector<RecipeKindCase> kinds_of_drug() {
  using recipe_transmitter::Recipe;
  return {
      {"Drug",
       [](Recipe& it) { it.exemption.clear(); },
       {{"tipoPrescrizione", "F"},
        {"tipoRic", ""},
        {"codEsenzione", ""},
        {"nonEsente", "1"},
        {"reddito", ""}},
       {}},
      {"ExemptForAnIllness",
       [](Recipe& it) { it.exemption = "013"; },
       {{"codEsenzione", "013"}, {"nonEsente", ""}, {"reddito", ""}},
       {}},
      {"ExemptForIncome",
       [](Recipe& it) {
         it.exemption = "E02";
         it.exempt_for_income = true;
       },
       {{"codEsenzione", "E02"}, {"nonEsente", ""}, {"reddito", "1"}},
       {}},
      {"NarcoticOfSectionA",
       [](Recipe& it) {
         it.exemption = "TDL01";
         it.lines.resize(1);
         it.lines[0].posology = "1 FIALA OGNI 12 ORE - TEL. MEDICO 06 1234567, VIA LARGA 2 ROMA";
       },
       {{"codEsenzione", "TDL01"}},
       {{"motivazNote", "1 FIALA OGNI 12 ORE - TEL. MEDICO 06 1234567, VIA LARGA 2 ROMA"}}},
      {"Plan",
       [](Recipe& it) { it.therapeutic_plan = "2026ABC123"; },
       {{"testata1", "PT=2026ABC123;"}},
       {}},
  };
}

inline std::vector<RecipeKindCase> kinds_of_service() {
  using recipe_transmitter::Recipe;
  return {
      {"Service",
       to_service,
       {{"tipoPrescrizione", "P"}, {"classePriorita", ""}},
       {{"codProdPrest", "89.7A.3"},
        {"descrProdPrest", "PRIMA VISITA CARDIOLOGICA"},
        {"quantita", "1"},
        {"tipoAccesso", "1"},
        {"numsedute", ""}}},
      {"ServiceOfNoWaitingList",
       [](Recipe& it) {
         to_service(it);
         it.lines[0].service_code = "90.62.2";
         it.lines[0].service_text = "EMOCROMO";
         it.lines[0].first_access = false;
       },
       {{"classePriorita", ""}},
       {{"codProdPrest", "90.62.2"}, {"tipoAccesso", ""}}},
      {"ServiceOfTheRegionAlone",
       [](Recipe& it) {
         to_service(it);
         it.lines[0].service_code = it.lines[0].catalogue_code = "L900";
       },
       {{"tipoPrescrizione", "P"}},
       {{"codProdPrest", "L900"}, {"codCatalogoPrescr", "L900"}}},
      {"ServiceAsTheRegionCallsIt",
       [](Recipe& it) {
         to_service(it);
         it.lines[0].catalogue_code = "A0897A3";
         it.lines[0].service_text = "PRIMA VISITA CARDIOLOGICA PEDIATRICA";
       },
       {},
       {{"codProdPrest", "89.7A.3"},
        {"codCatalogoPrescr", "A0897A3"},
        {"descrProdPrest", "PRIMA VISITA CARDIOLOGICA PEDIATRICA"}}},
  };
}

/// Specification of 5 December 2024, N.SEDUTE: more rows are more cycles, and the field, of one
/// digit, may be left out.
inline std::vector<RecipeKindCase> cycles() {
  const auto of = [](int32_t sessions, const char* notes) {
    return [=](recipe_transmitter::Recipe& it) {
      to_service(it);
      it.lines[0].service_code = "93.11.1";
      it.lines[0].service_text = "RIEDUCAZIONE MOTORIA INDIVIDUALE";
      it.lines[0].sessions = sessions;
      it.lines[0].notes = notes;
    };
  };
  return {
      {"Cycle",
       of(9, "CON PACE-MAKER"),
       {{"tipoPrescrizione", "P"}},
       {{"numsedute", "9"}, {"quantita", "1"}, {"descrTestoLiberoNote", "CON PACE-MAKER"}}},
      {"CycleLongerThanADigit",
       of(10, ""),
       {{"tipoPrescrizione", "P"}},
       {{"numsedute", ""}, {"quantita", "1"}, {"descrTestoLiberoNote", "N. SEDUTE 10"}}},
      {"LongCycleWithANote",
       of(36, "CON PACE-MAKER"),
       {},
       {{"numsedute", ""},
        {"quantita", "1"},
        {"descrTestoLiberoNote", "N. SEDUTE 36 - CON PACE-MAKER"}}},
      {"TwoCycles",
       [of](recipe_transmitter::Recipe& it) {
         of(10, "")(it);
         it.lines.push_back(it.lines[0]);
       },
       {},
       {{"quantita", "1"}, {"descrTestoLiberoNote", "N. SEDUTE 10"}}},
  };
}

inline std::vector<RecipeKindCase> services_in_full() {
  using recipe_transmitter::Recipe;
  return {
      {"ServiceInFull",
       [](Recipe& it) {
         to_service(it);
         it.priority = "B";
         auto& line = it.lines[0];
         line.catalogue_code = "A0897A3";
         line.notes = "PORTATORE DI PACE-MAKER";
         line.televisit = true;
         line.lea_note = "55";
         line.lea_condition = "H";
         line.lea_appropriateness = "R12";
         line.lea_pathology = "P7";
       },
       {{"classePriorita", "B"}},
       {{"tipoAccesso", "1"},
        {"prescrizione1", "TV;"},
        {"codCatalogoPrescr", "A0897A3"},
        {"descrTestoLiberoNote", "PORTATORE DI PACE-MAKER"},
        {"numeroNota", "55"},
        {"condErogabilita", "H"},
        {"approprPrescrittiva", "R12"},
        {"patologia", "P7"}}},
      {"ServiceOfALaterAccess",
       [](Recipe& it) {
         to_service(it);
         it.priority = "P";
         it.lines[0].first_access = false;
         it.lines[0].other_access = true;
       },
       {{"classePriorita", "P"}},
       {{"tipoAccesso", "0"}}},
      {"EightServices",
       [](Recipe& it) {
         to_service(it);
         it.lines.resize(8, it.lines[0]);
       },
       {},
       {}},
  };
}

/// What is prescribed, and who pays.
inline std::vector<RecipeKindCase> kinds_of_content() {
  auto all = kinds_of_drug();
  for (auto& it : kinds_of_service()) all.push_back(std::move(it));
  for (auto& it : cycles()) all.push_back(std::move(it));
  for (auto& it : services_in_full()) all.push_back(std::move(it));
  return all;
}

inline std::vector<RecipeKindCase> kinds_of_patient() {
  using recipe_transmitter::Recipe;
  const auto drug_of = [](const char* kind) {
    return [kind](Recipe& it) { it.patient_kind = kind; };
  };
  const auto seafarer = [](const char* kind) {
    return [kind](Recipe& it) {
      it.patient_kind = kind;
      it.sasn_card = "NA12345";
      it.sasn_company = "LINEE DEL TIRRENO";
    };
  };
  const auto foreigner = [](const char* kind) {
    return [kind](Recipe& it) { to_foreigner(it, kind); };
  };
  return {
      {"Obscured",
       [](Recipe& it) { it.obscured = true; },
       {{"oscuramDati", "1"}, {"cognNome", ""}, {"indirizzo", ""}},
       {}},
      {"TemporarilyPresent", drug_of("ST"), {{"tipoRic", "ST"}}, {}},
      {"SeafarerNa", seafarer("NA"), {{"numTessSasn", "NA12345"}}, {}},
      {"SeafarerNd", seafarer("ND"), {{"tipoRic", "ND"}, {"socNavigaz", "LINEE DEL TIRRENO"}}, {}},
      {"InsuredInUe",
       foreigner("UE"),
       {{"tipoRic", "UE"},
        {"statoEstero", "FR"},
        {"istituzCompetente", "CPAM 75"},
        {"numIdentPers", "2 57 03 75 116 001"},
        {"numIdentTess", "80250000001234567890"},
        {"dataNascitaEstero", "1957-03-21"},
        {"dataScadTessera", "2028-12-31"}},
       {}},
      {"InsuredAbroadEe", foreigner("EE"), {{"tipoRic", "EE"}}, {}},
      {"InsuredAbroadNe", foreigner("NE"), {{"tipoRic", "NE"}}, {}},
      {"InsuredAbroadNx", foreigner("NX"), {{"tipoRic", "NX"}}, {}},
      {"SeafarerNxWithoutACode",
       [](Recipe& it) {
         it.patient_kind = "NX";
         it.sasn_card = "NX12345";
         it.patient.fiscal_code = FiscalCode();
       },
       {{"tipoRic", "NX"}, {"numTessSasn", "NX12345"}, {"statoEstero", ""}},
       {}},
  };
}

/// S and H of indicazionePrescr.
inline std::vector<RecipeKindCase> kinds_of_indication() {
  using recipe_transmitter::Recipe;
  return {
      {"Suggested", [](Recipe& it) { it.suggested = true; }, {{"indicazionePrescr", "S"}}, {}},
      {"HospitalStay",
       [](Recipe& it) { it.hospital_stay = true; },
       {{"indicazionePrescr", "H"}},
       {}},
  };
}

inline std::vector<RecipeKindCase> recipe_kinds() {
  auto all = kinds_of_drug();
  for (auto& it : kinds_of_service()) all.push_back(std::move(it));
  for (auto& it : kinds_of_indication()) all.push_back(std::move(it));
  for (auto& it : kinds_of_patient()) all.push_back(std::move(it));
  return all;
}

}  // namespace curante::sac
