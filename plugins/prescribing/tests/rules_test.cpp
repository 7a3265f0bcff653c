// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "assessor.hpp"
#include "prescribing_rules.hpp"
#include "sample_facts.hpp"

namespace curante::prescribing {
namespace {

const RuleTable& rules() {
  static const RuleTable table(embedded::prescribing_rules());
  return table;
}

const Finding* find(const Assessment& assessment, std::string_view code, int32_t line = -1) {
  for (const Finding& finding : assessment.findings) {
    if (finding.code == code && (line < 0 || finding.line == line)) return &finding;
  }
  return nullptr;
}

std::string shape(const Assessment& assessment) {
  std::string text;
  for (const PlannedRecipe& recipe : assessment.recipes) {
    text += "[";
    for (size_t i = 0; i < recipe.lines.size(); ++i) {
      text += std::to_string(recipe.lines[i]) + "x" + std::to_string(recipe.quantities[i]) + " ";
    }
    text.back() = ']';
  }
  return text;
}

}  // namespace

TEST(Rules, AcceptAPlainPrescription) {
  Facts facts = sample::facts();
  facts.draft.exemption = "013";
  sample::add(facts, sample::aspirin());
  const Assessment assessment = assess(rules(), facts);
  EXPECT_TRUE(assessment.can_issue);
  EXPECT_TRUE(assessment.findings.empty());
  EXPECT_EQ(shape(assessment), "[1x1]");
}

struct QuantityCase {
  int32_t quantity;
  bool allowed;
};
class Quantity : public testing::TestWithParam<QuantityCase> {};

TEST_P(Quantity, HasOneDigit) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin(), GetParam().quantity);
  const Assessment assessment = assess(rules(), facts);
  const Finding* finding = find(assessment, "quantity-out-of-range", 1);
  EXPECT_EQ(finding == nullptr, GetParam().allowed);
  EXPECT_EQ(assessment.can_issue, GetParam().allowed);
  if (finding) {
    EXPECT_FALSE(finding->remedy.empty());
  }
}
INSTANTIATE_TEST_SUITE_P(Rules, Quantity,
                         testing::Values(QuantityCase{-1, false}, QuantityCase{0, false},
                                         QuantityCase{1, true}, QuantityCase{9, true},
                                         QuantityCase{10, false}, QuantityCase{12, false}));

struct SplitCase {
  const char* name;
  const char* exemption;
  std::vector<std::pair<formulary::Drug, int32_t>> lines;
  const char* shape;
};
class Split : public testing::TestWithParam<SplitCase> {};

TEST_P(Split, FollowsTheLimits) {
  Facts facts = sample::facts();
  facts.draft.exemption = GetParam().exemption;
  for (const auto& [drug, quantity] : GetParam().lines) sample::add(facts, drug, quantity);
  EXPECT_EQ(shape(assess(rules(), facts)), GetParam().shape);
}
INSTANTIATE_TEST_SUITE_P(
    Rules, Split,
    testing::Values(
        SplitCase{"two", "", {{sample::aspirin(), 2}}, "[1x2]"},
        SplitCase{"three", "", {{sample::aspirin(), 3}}, "[1x2][1x1]"},
        SplitCase{"three_chronic", "013", {{sample::aspirin(), 3}}, "[1x3]"},
        SplitCase{"seven_chronic", "013", {{sample::aspirin(), 7}}, "[1x3][1x3][1x1]"},
        SplitCase{"income_is_not_chronic", "E01", {{sample::aspirin(), 3}}, "[1x2][1x1]"},
        SplitCase{"pair", "", {{sample::aspirin(), 1}, {sample::amoxicillin(), 1}}, "[1x1 2x1]"},
        SplitCase{"whole", "", {{sample::aspirin(), 1}, {sample::amoxicillin(), 2}}, "[1x1][2x2]"},
        SplitCase{"gap",
                  "",
                  {{sample::aspirin(), 1}, {sample::amoxicillin(), 2}, {sample::statin(), 1}},
                  "[1x1 3x1][2x2]"},
        SplitCase{"three_drugs_chronic",
                  "013",
                  {{sample::aspirin(), 1}, {sample::amoxicillin(), 1}, {sample::statin(), 1}},
                  "[1x1 2x1 3x1]"},
        SplitCase{"single_dose_antibiotic", "", {{sample::ceftriaxone_vial(), 6}}, "[1x6]"},
        SplitCase{"own_limit",
                  "",
                  {{sample::ceftriaxone_vial(), 5}, {sample::aspirin(), 1}},
                  "[1x5][2x1]"},
        SplitCase{"many_doses_are_no_single_dose", "", {{sample::amoxicillin(), 3}}, "[1x2][1x1]"}),
    [](const auto& info) { return info.param.name; });

TEST(Rules, SayWhyALineStandsOnSeveralRecipes) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin(), 4);
  const Assessment assessment = assess(rules(), facts);
  ASSERT_NE(find(assessment, "packs-per-recipe", 1), nullptr);
  EXPECT_EQ(find(assessment, "packs-per-recipe")->severity, Severity::info);
  EXPECT_FALSE(assessment.recipes.at(1).reason.empty());
  EXPECT_TRUE(assessment.can_issue);
}

TEST(Rules, WantTheAifaNote) {
  Facts facts = sample::facts();
  formulary::Drug statin = sample::statin();
  statin.notes.push_back({"94", "dopo un infarto"});
  sample::add(facts, statin);
  const Assessment without = assess(rules(), facts);
  const Finding* required = find(without, "aifa-note-required", 1);
  ASSERT_NE(required, nullptr);
  EXPECT_NE(required->text.find("13, 94"), std::string::npos) << required->text;
  EXPECT_NE(required->remedy.find("13: ipercolesterolemia; 94: dopo un infarto"), std::string::npos)
      << "the condition is what the doctor must decide on: " << required->remedy;
  facts.draft.lines[0].aifa_note = "66";
  EXPECT_NE(find(assess(rules(), facts), "aifa-note-unknown", 1), nullptr);
  facts.draft.lines[0].aifa_note = "13";
  EXPECT_TRUE(assess(rules(), facts).can_issue);
  Facts other = sample::facts();
  sample::add(other, sample::aspirin());
  other.draft.lines[0].aifa_note = "13";
  EXPECT_NE(find(assess(rules(), other), "aifa-note-unknown", 1), nullptr);
}

TEST(Rules, PutWhatTheStateDoesNotPayOnAWhiteRecipe) {
  Facts facts = sample::facts();
  formulary::Drug drug = sample::aspirin();
  drug.drug_class = formulary::DrugClass::C;
  sample::add(facts, drug);
  const Assessment white = assess(rules(), facts);
  EXPECT_TRUE(white.can_issue);
  ASSERT_EQ(white.recipes.size(), 1u);
  EXPECT_EQ(white.recipes[0].kind, recipe_transmitter::RecipeKind::white);
  EXPECT_TRUE(white.recipes[0].electronic);
  EXPECT_NE(white.recipes[0].reason.find("classe C"), std::string::npos);

  const auto white_line = [&] {
    const auto said = assess(rules(), facts).white_lines;
    EXPECT_EQ(said.size(), 1u);
    return said.empty() ? WhiteLine{} : said[0];
  };
  EXPECT_EQ(white_line().line, 1);
  EXPECT_TRUE(white_line().repeatable);
  facts.draft.lines[0].quantity = 2;
  EXPECT_FALSE(white_line().repeatable) << "the wish is there, the rules say no";
  facts.draft.lines[0].quantity = 1;
  facts.draft.lines[0].repeatable = false;
  EXPECT_FALSE(white_line().repeatable);

  facts.drugs[0].drug->drug_class = formulary::DrugClass::A;
  EXPECT_TRUE(assess(rules(), facts).white_lines.empty());
  facts.drugs[0].drug->drug_class = formulary::DrugClass::H;
  const Assessment hospital = assess(rules(), facts);
  ASSERT_NE(find(hospital, "class-not-ssn", 1), nullptr);
  EXPECT_EQ(find(hospital, "class-not-ssn")->severity, Severity::block);
  EXPECT_NE(find(hospital, "class-not-ssn")->text.find("SAC"), std::string::npos);
  EXPECT_FALSE(hospital.can_issue);
  EXPECT_TRUE(hospital.recipes.empty());
}

TEST(Rules, WantAPosologyThatFitsOnThePaper) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin());
  for (int i = 0; i < 200; ++i) facts.draft.lines[0].posology += "è";
  EXPECT_TRUE(assess(rules(), facts).can_issue);
  facts.draft.lines[0].posology += "!";
  const Assessment assessment = assess(rules(), facts);
  ASSERT_NE(find(assessment, "posology-too-long", 1), nullptr);
  EXPECT_FALSE(assessment.can_issue);
}

TEST(Rules, WantAReasonForNotReplaceable) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin());
  facts.draft.lines[0].not_replaceable = true;
  EXPECT_NE(find(assess(rules(), facts), "not-replaceable-reason", 1), nullptr);
  facts.draft.lines[0].not_replaceable_reason_code = "1";
  EXPECT_TRUE(assess(rules(), facts).can_issue);
}

TEST(Rules, WantAnExemptionOfThePatientThatIsValidToday) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin());
  facts.draft.exemption = "031";
  EXPECT_NE(find(assess(rules(), facts), "exemption-not-of-patient"), nullptr);
  facts.draft.exemption = "E01";
  EXPECT_NE(find(assess(rules(), facts), "exemption-not-valid"), nullptr);
  facts.today = Date::parse("2026-03-31");
  EXPECT_TRUE(assess(rules(), facts).can_issue);
  facts.draft.exemption = "013";
  EXPECT_TRUE(assess(rules(), facts).can_issue);
}

TEST(Rules, StopForAPatientWhoLeftAndNoteWhatIsMissing) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin());
  facts.chart.patient.address = {};
  facts.chart.patient.asl_code = "";
  facts.draft.obscured = true;
  Assessment assessment = assess(rules(), facts);
  EXPECT_TRUE(assessment.can_issue);
  EXPECT_NE(find(assessment, "patient-without-address"), nullptr);
  EXPECT_NE(find(assessment, "patient-without-asl"), nullptr);
  EXPECT_NE(find(assessment, "obscured"), nullptr);
  facts.chart.patient.revoked_on = facts.today;
  const Assessment left = assess(rules(), facts);
  EXPECT_FALSE(left.can_issue);
  ASSERT_NE(find(left, "patient-revoked"), nullptr);
  EXPECT_EQ(find(left, "patient-revoked")->text,
            "il paziente non è più assistito dal 23/11/2026 (revoca o decesso)");
  facts.chart.patient.revoked_on = Date{facts.today.days + 1};
  EXPECT_TRUE(assess(rules(), facts).can_issue);
}

struct AllergyCase {
  const char* name;
  const char* atc;
  const char* substance;
  formulary::Drug drug;
  bool found;
};
class AllergyCheck : public testing::TestWithParam<AllergyCase> {};

TEST_P(AllergyCheck, FindsTheDrug) {
  Facts facts = sample::facts();
  sample::add(facts, GetParam().drug);
  chart::Allergy allergy;
  allergy.atc = GetParam().atc;
  allergy.substance = GetParam().substance;
  facts.chart.allergies = {allergy};
  const Assessment assessment = assess(rules(), facts);
  EXPECT_EQ(find(assessment, "allergy", 1) != nullptr, GetParam().found);
  EXPECT_EQ(assessment.can_issue, !GetParam().found);
}

formulary::Drug lactic_acid() {
  formulary::Drug drug = sample::aspirin();
  drug.active_substance = "acido lattico";
  return drug;
}
formulary::Drug combination() {
  formulary::Drug drug = sample::amoxicillin();
  drug.atc = "J01CR02";
  drug.active_substance = "Amoxicillina/acido clavulanico";
  return drug;
}
formulary::Drug drug_of(const char* atc, const char* substance) {
  formulary::Drug drug = sample::aspirin();
  drug.name = "FARMACO";
  drug.atc = atc;
  drug.active_substance = substance;
  return drug;
}

INSTANTIATE_TEST_SUITE_P(
    Rules, AllergyCheck,
    testing::Values(
        AllergyCase{"atc_prefix", "J01C", "Penicilline", sample::amoxicillin(), true},
        AllergyCase{"other_atc", "J01C", "Penicilline", sample::aspirin(), false},
        AllergyCase{"class_name", "", "PENICILLINE", sample::amoxicillin(), true},
        AllergyCase{"substance", "", "Amoxicillina", combination(), true},
        AllergyCase{"exact_atc_of_another", "J01CA04", "Amoxicillina", combination(), true},
        AllergyCase{"several_words", "", "Acido acetilsalicilico", sample::aspirin(), true},
        AllergyCase{"brand", "", "cardioaspirin", sample::aspirin(), true},
        AllergyCase{"latex_is_no_lactic_acid", "", "Lattice", lactic_acid(), false},
        AllergyCase{"pollen", "", "Graminacee", sample::amoxicillin(), false},
        AllergyCase{"nothing_written", "", "", sample::amoxicillin(), false},
        AllergyCase{"class_in_a_sentence", "", "Allergia a penicillina e derivati",
                    sample::amoxicillin(), true},
        AllergyCase{"class_with_an_example", "", "FANS (ketoprofene)",
                    drug_of("M01AB05", "Diclofenac"), true},
        AllergyCase{"aspirin_is_an_nsaid", "M01A", "Antinfiammatori non steroidei",
                    sample::aspirin(), true},
        AllergyCase{"nsaid_after_aspirin", "N02BA01", "Acido acetilsalicilico",
                    drug_of("M01AE01", "Ibuprofene"), true},
        AllergyCase{"substance_means_its_class", "", "Amoxicillina",
                    drug_of("J01CA01", "Ampicillina"), true},
        AllergyCase{"other_spelling", "", "naproxene", drug_of("M01AE02", "Naprossene"), true},
        AllergyCase{"part_of_a_combination", "", "Amoxicillina e acido clavulanico",
                    sample::amoxicillin(), true},
        AllergyCase{"statin_in_a_combination", "", "Statine",
                    drug_of("C10BA02", "Ezetimibe + simvastatina"), true},
        AllergyCase{"opioid_cough_medicine", "", "Oppiacei", drug_of("R05DA04", "Codeina"), true},
        AllergyCase{"benzodiazepine_for_epilepsy", "", "benzodiazepine",
                    drug_of("N03AE01", "Clonazepam"), true},
        AllergyCase{"atc_in_small_letters", " j01c ", "Reazione cutanea", sample::amoxicillin(),
                    true},
        AllergyCase{"salt_is_no_substance", "", "Diclofenac sodico",
                    drug_of("A02BX13", "Sodico alginato"), false},
        AllergyCase{"paracetamol_is_no_nsaid", "", "FANS", drug_of("N02BE01", "Paracetamolo"),
                    false},
        AllergyCase{"another_antibiotic", "", "Amoxicillina e acido clavulanico",
                    drug_of("J01FA10", "Azitromicina"), false},
        AllergyCase{"mild_penicillin_and_cephalosporin", "", "Penicilline",
                    sample::ceftriaxone_vial(), false}),
    [](const auto& info) { return info.param.name; });

TEST(Rules, WarnOfCephalosporinsAfterASevereReactionToPenicillins) {
  Facts facts = sample::facts();
  sample::add(facts, sample::ceftriaxone_vial());
  chart::Allergy allergy;
  allergy.substance = "Amoxicillina";
  allergy.severe = true;
  facts.chart.allergies = {allergy};
  EXPECT_NE(find(assess(rules(), facts), "allergy-severe", 1), nullptr);
}

TEST(Rules, SayWhichAllergiesWereOnlyLookedForByName) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin());
  chart::Allergy coded, named, unknown, wrong;
  coded.substance = "Sostanza";
  coded.atc = "J01C";
  named.substance = "Penicilline";
  unknown.substance = "Mezzo di contrasto iodato";
  wrong.substance = "Lattice";
  wrong.active = false;
  facts.chart.allergies = {coded, named, wrong};
  EXPECT_EQ(find(assess(rules(), facts), "allergy-not-coded"), nullptr);
  facts.chart.allergies.push_back(unknown);
  const Assessment assessment = assess(rules(), facts);
  ASSERT_NE(find(assessment, "allergy-not-coded", 0), nullptr);
  EXPECT_NE(find(assessment, "allergy-not-coded")->text.find("contrasto"), std::string::npos);
  EXPECT_TRUE(assessment.can_issue);
}

TEST(Rules, LetAnAllergyPassOnlyWithAReason) {
  Facts facts = sample::facts();
  sample::add(facts, sample::amoxicillin());
  chart::Allergy mild;
  mild.atc = "J01C";
  mild.substance = "Penicilline";
  chart::Allergy severe = mild;
  severe.severe = true;
  severe.kind = chart::AllergyKind::intolerance;
  facts.chart.allergies = {mild, severe};
  EXPECT_FALSE(assess(rules(), facts).can_issue);
  facts.draft.overrides = {{"allergy", 1, "tollerata"}, {"intolerance-severe", 1, "ok"}};
  EXPECT_FALSE(assess(rules(), facts).can_issue) << "a severe reaction needs more than two letters";
  facts.draft.overrides[1].reason = "desensibilizzato nel 2025, seguito dall'allergologo";
  EXPECT_TRUE(assess(rules(), facts).can_issue);
  facts.draft.overrides[0].line = 2;
  EXPECT_FALSE(assess(rules(), facts).can_issue) << "the override of another line counts for none";
  facts.draft.overrides[0] = {"allergy", 1, "   "};
  EXPECT_FALSE(assess(rules(), facts).can_issue) << "blanks are no reason";
  facts.chart.allergies = {mild};
  facts.chart.allergies[0].active = false;
  facts.draft.overrides.clear();
  EXPECT_TRUE(assess(rules(), facts).can_issue) << "an entry found to be wrong warns no more";
}

TEST(Rules, NoteWhatIsPrescribedTwice) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin());
  facts.recent = {{"", "B01AC06", "", "ASCRIPTIN", Date{facts.today.days - 10}}};
  const Assessment lately = assess(rules(), facts);
  ASSERT_NE(find(lately, "prescribed-lately", 1), nullptr);
  EXPECT_EQ(find(lately, "prescribed-lately")->severity, Severity::info);
  EXPECT_TRUE(lately.can_issue);
  facts.recent[0].issued = Date{facts.today.days - 60};
  EXPECT_EQ(find(assess(rules(), facts), "prescribed-lately"), nullptr);

  chart::Therapy therapy;
  therapy.id = Id("44444444-4444-4444-8444-444444444444");
  therapy.aic = "000000000";
  therapy.atc = "B01AC06";
  facts.chart.therapies = {therapy};
  EXPECT_NE(find(assess(rules(), facts), "running-therapy", 1), nullptr);
  facts.draft.lines[0].therapy = therapy.id;
  EXPECT_EQ(find(assess(rules(), facts), "running-therapy"), nullptr);

  sample::add(facts, sample::aspirin());
  EXPECT_NE(find(assess(rules(), facts), "same-pack-twice", 2), nullptr);
  EXPECT_FALSE(assess(rules(), facts).can_issue);
}

TEST(Rules, AskBeforeRenewingATherapyThatIsNotRunning) {
  Facts facts = sample::facts();
  sample::add(facts, sample::aspirin());
  chart::Therapy therapy;
  therapy.id = Id("44444444-4444-4444-8444-444444444444");
  therapy.aic = sample::aspirin().aic.value();
  facts.draft.lines[0].therapy = therapy.id;
  facts.chart.therapies = {therapy};
  EXPECT_TRUE(assess(rules(), facts).can_issue);

  facts.chart.therapies[0].stopped_on = facts.today;
  const Assessment stopped = assess(rules(), facts);
  EXPECT_FALSE(stopped.can_issue);
  EXPECT_NE(find(stopped, "therapy-not-running", 1), nullptr);
  facts.chart.therapies.clear();
  EXPECT_FALSE(assess(rules(), facts).can_issue);
  facts.draft.overrides = {{"therapy-not-running", 1, "ripresa dopo il ricovero"}};
  EXPECT_TRUE(assess(rules(), facts).can_issue);
}

TEST(Rules, HoldInTheirRegionsUntilTheirLastDay) {
  RuleSet set = rules().set();
  for (LimitRule& limit : set.limits) {
    if (limit.value != 12) continue;
    limit.force.applied = true;
    limit.force.regions = {"050", "190"};
    limit.force.to = Date::parse("2026-12-31");
  }
  const RuleTable table(std::move(set));
  const auto packs = [&](const char* day, const char* region) {
    return table.limit("packs-per-recipe", {Date::parse(day), region, "013"}).value;
  };
  EXPECT_EQ(packs("2026-12-31", "190"), 12);
  EXPECT_EQ(packs("2026-12-31", "120"), 3);
  EXPECT_EQ(packs("2027-01-01", "190"), 3);
  EXPECT_EQ(packs("2025-12-31", "190"), 3);
}

TEST(Rules, HoldFromTheirDay) {
  EXPECT_THROW(rules().limit("quantity-per-line", {Date::parse("2001-01-01"), "120", ""}), Error);
  EXPECT_EQ(rules().limit("packs-per-recipe", {Date::parse("2026-11-23"), "120", "013"}).value, 3)
      << "an unproven rule must stay off";
}

/// White recipes for narcotics are RNR by a secondary source (DOMAIN, "Prescribing rules"), and so
/// are 30 days for an RNR: that is on, and said. Which other substances are RNR is from memory:
/// that is off.
TEST(Rules, HoldNarcoticsForNotRepeatableByASecondarySourceAndTheListFromMemoryOff) {
  const RuleTable table(embedded::prescribing_rules());
  const RuleSet& set = table.set();
  const auto rule = [&](const std::string& code) -> const Rule& {
    for (const Rule& it : set.rules) {
      if (it.name == code) return it;
    }
    throw std::runtime_error(code);
  };
  const auto list = [&](const std::string& name) -> const CodeList& {
    for (const CodeList& it : set.lists) {
      if (set.list_names[it.name] == name) return it;
    }
    throw std::runtime_error(name);
  };
  EXPECT_EQ(list("narcotics").force.certainty, 'S');
  EXPECT_TRUE(list("narcotics").force.applied);
  EXPECT_EQ(rule("white-narcotic").force.certainty, 'S');
  EXPECT_TRUE(rule("white-narcotic").force.applied);
  EXPECT_EQ(rule("white-narcotic").severity, Severity::info) << "it is done so, and said";
  EXPECT_NE(rule("white-narcotic").force.source.find("DPR 309/1990"), std::string::npos);
  EXPECT_EQ(list("not-repeatable").force.certainty, 'U');
  EXPECT_FALSE(list("not-repeatable").force.applied);
  EXPECT_EQ(rule("not-repeatable-drug").force.certainty, 'U');
  EXPECT_FALSE(rule("not-repeatable-drug").force.applied);
}

}  // namespace curante::prescribing
