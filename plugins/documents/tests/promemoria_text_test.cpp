// SPDX-License-Identifier: Apache-2.0
#include "promemoria_text.hpp"

#include <gtest/gtest.h>

#include "sample_recipe.hpp"

namespace curante::documents {
namespace {

using recipe_transmitter::Outcome;

std::string refusal(const recipe_transmitter::Recipe& recipe,
                    const recipe_transmitter::Receipt& receipt) {
  try {
    promemoria_text(recipe, receipt);
  } catch (const Error& e) {
    return e.code();
  }
  return "";
}

TEST(PromemoriaText, SaysWhatTheRecipeSays) {
  const PromemoriaPage page = promemoria_text(sample_recipe(), sample_receipt());
  EXPECT_EQ(page.region, "Regione Lazio");
  EXPECT_EQ(page.nre, "1200A4019294847");
  EXPECT_EQ(page.fiscal_code, "PNIMRA70A01H501P");
  EXPECT_EQ(page.patient_name, "PINI MARIO");
  EXPECT_EQ(page.exemption, "NON ESENTE");
  EXPECT_EQ(page.diagnosis, "345.9 - Epilessia non specificata");
  EXPECT_EQ(page.date, "23/11/2026");
  EXPECT_EQ(page.doctor_name, "PRO VA");
  ASSERT_EQ(page.lines.size(), 1u);
  EXPECT_EQ(page.lines[0].text, "G3B - LEVETIRACETAM 500MG 60 UNITA' USO ORALE");
  EXPECT_EQ(page.lines[0].quantity, 2);
}

TEST(PromemoriaText, APackNamesItsAicAndWhyItMayNotBeReplaced) {
  auto recipe = sample_recipe();
  auto& line = recipe.lines[0];
  line = {};
  line.aic = "012745093";
  line.drug_text = "TACHIPIRINA*30CPR 500MG";
  line.aifa_note = "66";
  line.not_replaceable = true;
  line.not_replaceable_reason_code = "4";
  line.posology = "1 cp al bisogno";
  const PromemoriaPage page = promemoria_text(recipe, sample_receipt());
  EXPECT_EQ(page.lines[0].text, "012745093 - TACHIPIRINA*30CPR 500MG");
  EXPECT_EQ(page.lines[0].remark,
            "NON SOSTITUIBILE (motivo 4: altra motivazione clinica) - 1 cp al bisogno");
  EXPECT_EQ(page.lines[0].aifa_note, "66");
  line.not_replaceable_reason_code = "9";
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).lines[0].remark,
            "NON SOSTITUIBILE (motivo 9) - 1 cp al bisogno");
  line.not_replaceable_reason_code = "1";
  line.posology =
      "1 cp ore 8, 1 cp ore 14 e 2 cp ore 20 dopo i pasti per dieci giorni, poi "
      "1 cp ore 20 fino a controllo";
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).lines[0].remark,
            "NON SOSTITUIBILE (motivo 1) - " + line.posology)
      << "the dose has its place first";
}

TEST(PromemoriaText, ExemptionIncomeAndSuggestion) {
  auto recipe = sample_recipe();
  recipe.exemption = "E01";
  recipe.exempt_for_income = true;
  recipe.suggested = true;
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).exemption, "E01");
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).kind, "S");
  recipe.suggested = false;
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).kind, "");
  recipe.hospital_stay = true;
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).kind, "H");
  recipe.exemption.clear();
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).exemption, "ESENTE PER REDDITO");
}

/// The SAC's own has no field for it; printed where another stands it would be read as that.
TEST(PromemoriaText, AHomeVisitLooksLikeAnyOther) {
  auto recipe = sample_recipe();
  const auto version = [&] {
    return content_version(promemoria_text(recipe, sample_receipt()), {});
  };
  const Bytes at_the_practice = version();
  recipe.home_visit = true;
  EXPECT_EQ(version(), at_the_practice);
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).other, "");
  recipe.patient_kind = "ND";
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).recipe_type, "ND");
}

TEST(PromemoriaText, TellsTheKindOfAForeignersRecipe) {
  auto recipe = sample_recipe();
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).recipe_type, "Assist.SSN");
  recipe.patient.fiscal_code = FiscalCode("STP1202010000007");
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).recipe_type, "ST");
}

TEST(PromemoriaText, ObscuredLeavesNameAndAddressBehind) {
  auto recipe = sample_recipe();
  recipe.obscured = true;
  const PromemoriaPage page = promemoria_text(recipe, sample_receipt());
  EXPECT_EQ(page.patient_name + page.street + page.postal_code + page.municipality, "");
  EXPECT_EQ(page.address_province, "");
  EXPECT_EQ(page.fiscal_code, "PNIMRA70A01H501P");
}

TEST(PromemoriaText, ThePlanStandsByEachDrug) {
  auto recipe = sample_recipe();
  recipe.therapeutic_plan = "2026ABC123";
  recipe.lines[0].posology = "1 cp la sera";
  EXPECT_EQ(promemoria_text(recipe, sample_receipt()).lines[0].remark,
            "PIANO TERAPEUTICO 2026ABC123 - 1 cp la sera");
}

TEST(PromemoriaText, TheDoctorIsAsTheServiceKnowsHim) {
  auto receipt = sample_receipt();
  auto recipe = sample_recipe();
  recipe.substitute = recipe.holder;
  recipe.substitute->last_name = "SOS";
  recipe.substitute->first_name = "TITUTA";
  EXPECT_EQ(promemoria_text(recipe, receipt).doctor_name, "PRO VA (sostituto: SOS TITUTA)");
  receipt.doctor_name = "PROVA DEL SERVIZIO";
  EXPECT_EQ(promemoria_text(recipe, receipt).doctor_name, "PROVA DEL SERVIZIO");
}

TEST(PromemoriaText, OnlyAnAcceptedRecipeGoesOnPaper) {
  auto receipt = sample_receipt();
  for (const Outcome outcome : {Outcome::refused, Outcome::unreachable, Outcome::uncertain,
                                Outcome::needs_credentials, Outcome::withdrawn}) {
    receipt.outcome = outcome;
    EXPECT_EQ(refusal(sample_recipe(), receipt), "recipe-not-accepted");
  }
  receipt = sample_receipt();
  receipt.nre = {};
  EXPECT_EQ(refusal(sample_recipe(), receipt), "recipe-not-accepted");
  auto recipe = sample_recipe();
  recipe.lines.clear();
  EXPECT_EQ(refusal(recipe, sample_receipt()), "promemoria-incomplete");
  recipe.lines.resize(9, sample_recipe().lines[0]);
  EXPECT_EQ(refusal(recipe, sample_receipt()), "promemoria-incomplete");
  recipe = sample_recipe();
  recipe.lines[0].quantity = 0;
  EXPECT_EQ(refusal(recipe, sample_receipt()), "promemoria-incomplete");
  recipe.lines[0] = {};
  EXPECT_EQ(refusal(recipe, sample_receipt()), "promemoria-incomplete") << "a row without a drug";
}

TEST(PromemoriaText, EveryRegionHasItsTitle) {
  for (const char* code :
       {"010", "020", "030", "041", "042", "050", "060", "070", "080", "090", "100",
        "110", "120", "130", "140", "150", "160", "170", "180", "190", "200"}) {
    EXPECT_NE(region_title(code), "") << code;
  }
  EXPECT_EQ(region_title("130"), "Regione Abruzzo");
  EXPECT_EQ(region_title("999"), "");
}

TEST(PromemoriaText, VersionsTellDifferentContentApart) {
  const PromemoriaPage page = promemoria_text(sample_recipe(), sample_receipt());
  const Bytes version = content_version(page, {});
  EXPECT_EQ(version.size(), 32u);
  EXPECT_EQ(version, content_version(page, {}));
  EXPECT_NE(version, content_version(page, Bytes{1}));
  PromemoriaPage other = page;
  other.lines[0].quantity = 3;
  EXPECT_NE(version, content_version(other, {}));
  other = page;
  other.patient_name = "PINI MARI";
  other.street = "O" + page.street;
  EXPECT_NE(version, content_version(other, {})) << "fields must not run into each other";
}

}  // namespace
}  // namespace curante::documents
