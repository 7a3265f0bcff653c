// SPDX-License-Identifier: Apache-2.0
// Every kind of recipe before the simulator, and what is never sent.
#include "recipe_kinds.hpp"
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

class SacKindsTest : public SacTest {
 protected:
  SacKindsTest() { sign_up(fabbri()); }

  /// A field as the simulator shows it; what is empty is not there.
  static std::string shown(const boost::json::value& fields, const std::string& name) {
    const auto* it = fields.as_object().if_contains(name);
    return it == nullptr ? "" : std::string(it->as_string());
  }
};

TEST_F(SacKindsTest, EachArrivesAsItWasMeantAndHasAPromemoria) {
  for (const auto& kind : recipe_kinds()) {
    Recipe it = recipe();
    kind.make(it);
    const Receipt receipt = submit(it);
    ASSERT_EQ(receipt.outcome, Outcome::accepted)
        << kind.name << ": " << receipt.reasons.at(0).code << " " << receipt.reasons.at(0).text;
    EXPECT_GT(receipt.promemoria.size(), 1000u) << kind.name;
    const auto held =
        simulator().admin("GET", "/recipes?nre=" + receipt.nre.value()).at("recipes").at(0);
    ASSERT_EQ(held.at("rows").as_array().size(), it.lines.size()) << kind.name;
    for (const auto& [name, value] : kind.header) {
      EXPECT_EQ(shown(held.at("header"), name), value) << kind.name << " " << name;
    }
    for (const auto& [name, value] : kind.row) {
      EXPECT_EQ(shown(held.at("rows").at(0), name), value) << kind.name << " " << name;
    }
  }
}

TEST_F(SacKindsTest, WhoIsNamedByADocumentIsNotNamedByACodeToo) {
  for (const char* kind : {"EE", "UE", "NE", "NX"}) {
    Recipe it = recipe();
    const FiscalCode code = it.patient.fiscal_code;
    to_foreigner(it, kind);
    it.patient.fiscal_code = code;
    const Receipt receipt = submit(it);
    ASSERT_EQ(receipt.outcome, Outcome::accepted) << kind << receipt.reasons.at(0).text;
    const auto held =
        simulator().admin("GET", "/recipes?nre=" + receipt.nre.value()).at("recipes").at(0);
    EXPECT_EQ(shown(held, "patient"), "") << kind;
    EXPECT_EQ(shown(held.at("header"), "statoEstero"), "FR") << kind;
  }
}

struct Unsendable {
  const char* code;
  std::function<void(Recipe&)> spoil;
};

std::vector<Unsendable> patients_without_a_name() {
  return {
      {"patient-code-missing", [](Recipe& it) { it.patient.fiscal_code = FiscalCode(); }},
      {"foreign-cover-missing",
       [](Recipe& it) {
         to_foreigner(it, "UE");
         it.foreign.reset();
       }},
      {"foreign-cover-missing",
       [](Recipe& it) {
         to_foreigner(it, "NE");
         it.foreign.reset();
       }},
      {"foreign-cover-missing", [](Recipe& it) { it.patient_kind = "EE"; }},
      {"foreign-cover-missing", [](Recipe& it) { it.patient_kind = "NX"; }},
      {"patient-code-missing",
       [](Recipe& it) {
         it.patient_kind = "ST";
         it.patient.fiscal_code = FiscalCode();
       }},
      {"patient-code-missing",
       [](Recipe& it) {
         it.patient_kind = "ND";
         it.sasn_card = "ND1";
         it.patient.fiscal_code = FiscalCode();
       }},
      {"foreign-cover-unexpected",
       [](Recipe& it) {
         it.foreign.emplace();
         it.foreign->state = "FR";
       }},
      {"sasn-card-missing", [](Recipe& it) { it.patient_kind = "NA"; }},
  };
}

std::vector<Unsendable> contents_out_of_bounds() {
  return {
      {"lines-missing", [](Recipe& it) { it.lines.clear(); }},
      {"lines-too-many", [](Recipe& it) { it.lines.resize(9, it.lines[0]); }},
      {"quantity-out-of-range", [](Recipe& it) { it.lines[0].quantity = 12; }},
      {"kind-unsupported", [](Recipe& it) { it.kind = recipe_transmitter::RecipeKind::white; }},
      {"diagnosis-missing",
       [](Recipe& it) {
         to_service(it);
         it.diagnosis_code = it.diagnosis_text = "";
       }},
      {"service-missing",
       [](Recipe& it) {
         to_service(it);
         it.lines[0].service_code.clear();
       }},
      {"sessions-out-of-range",
       [](Recipe& it) {
         to_service(it);
         it.lines[0].sessions = 100;
       }},
      {"cycle-quantity",
       [](Recipe& it) {
         to_service(it);
         it.lines[0].sessions = 5;
         it.lines[0].quantity = 5;
       }},
      {"lea-note-too-long",
       [](Recipe& it) {
         to_service(it);
         it.lines[0].lea_note = "undici voci";
       }},
  };
}

TEST_F(SacKindsTest, WhatCannotGoIsToldBeforeANumberIsSpent) {
  auto cases = patients_without_a_name();
  for (const Unsendable& it : contents_out_of_bounds()) cases.push_back(it);
  for (const auto& one : cases) {
    Recipe it = recipe();
    one.spoil(it);
    const Receipt receipt = submit(it);
    EXPECT_EQ(receipt.outcome, Outcome::refused) << one.code;
    ASSERT_FALSE(receipt.reasons.empty()) << one.code;
    EXPECT_EQ(receipt.reasons[0].code, one.code);
    EXPECT_FALSE(receipt.reasons[0].text.empty()) << one.code;
    EXPECT_FALSE(receipt.reasons[0].advice.empty()) << one.code;
  }
  EXPECT_EQ(requests("RichiestaLotto") + requests("InvioPrescritto"), 0);
}

TEST_F(SacKindsTest, AnAnnotationIsCountedInCharacters) {
  Recipe it = recipe();
  to_service(it);
  it.lines[0].lea_note = "qualità à1";
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
}

TEST_F(SacKindsTest, ASubstituteWhoIsNotTheOneWhoSignsInIsRefused) {
  // The recipe names one substitute, another's access sends it: 1212, and nothing is kept of it.
  sign_up(conti());
  Recipe it = recipe_of_substitute();
  it.account = fabbri().doctor.account;
  const Receipt refused = submit(it);
  ASSERT_EQ(refused.outcome, Outcome::refused);
  EXPECT_EQ(refused.reasons.at(0).code, "1212");
  EXPECT_NE(refused.reasons[0].advice.find("stesso che accede"), std::string::npos);
  EXPECT_TRUE(live().empty());
}

TEST_F(SacKindsTest, WithAnExpiredCertificateNothingIsSent) {
  move_clock(30 * 365 * 24 * 3'600'000LL);
  const Receipt receipt = submit(recipe());
  EXPECT_EQ(receipt.outcome, Outcome::unreachable);
  EXPECT_EQ(receipt.reasons.at(0).code, "sanitel-expired");
  EXPECT_NE(receipt.reasons[0].advice.find("installare"), std::string::npos);
  EXPECT_EQ(requests("RichiestaLotto") + requests("InvioPrescritto"), 0);
}

TEST_F(SacKindsTest, WithAnExpiredTokenNothingIsSent) {
  move_clock(9 * 3'600'000LL);
  const Receipt receipt = submit(recipe());
  EXPECT_EQ(receipt.outcome, Outcome::needs_credentials);
  EXPECT_EQ(receipt.reasons.at(0).code, "second-factor-expired");
  EXPECT_FALSE(receipt.reasons[0].advice.empty());
  EXPECT_EQ(requests("RichiestaLotto") + requests("InvioPrescritto"), 0);
}

TEST_F(SacKindsTest, WithExpiredAccessNothingIsWithdrawnAndItCanBeWithdrawnLater) {
  constexpr int64_t day_ms = 24 * 3'600'000LL;
  const auto it = recipe();
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  const auto dispensing = [&] {
    return channel_->transmitter.dispensing(it.id.value(), it.account.value());
  };
  const struct {
    int64_t later_ms;
    const char* code;
    const char* text;
    Outcome outcome;
  } lapses[] = {
      {day_ms, "second-factor-expired", "codice temporaneo", Outcome::needs_credentials},
      {30 * 365 * day_ms, "sanitel-expired", "SanitelCF è scaduto", Outcome::unreachable}};
  for (const auto& lapse : lapses) {
    SCOPED_TRACE(lapse.code);
    move_clock(lapse.later_ms);
    const Receipt receipt = withdraw(it);
    EXPECT_EQ(receipt.outcome, lapse.outcome);
    EXPECT_EQ(receipt.reasons.at(0).code, lapse.code);
    EXPECT_FALSE(receipt.reasons[0].advice.empty());
    const auto view = dispensing();
    EXPECT_EQ(view.state, recipe_transmitter::DispensingState::unknown);
    EXPECT_NE(view.text.find(lapse.text), std::string::npos) << view.text;
    move_clock(-lapse.later_ms);
  }
  EXPECT_EQ(requests("AnnullaPrescritto") + requests("VisualizzaPrescritto"), 0);
  EXPECT_EQ(live().size(), 1u);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
}

TEST_F(SacKindsTest, TheHoldersPlaceGoesWithTheSubstitutesName) {
  sign_up(conti());
  ASSERT_EQ(submit(recipe_of_substitute()).outcome, Outcome::accepted);
  const auto header = simulator().admin("GET", "/recipes").at("recipes").at(0).at("header");
  EXPECT_EQ(shown(header, "cfMedico2"), "CNTLSE90E57H501B");
  EXPECT_EQ(shown(header, "codRegione"), "120");
  EXPECT_EQ(shown(header, "codASLAo"), "201");
  EXPECT_EQ(shown(header, "codSpecializzazione"), "F");
}

}  // namespace curante::sac
