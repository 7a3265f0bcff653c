// SPDX-License-Identifier: Apache-2.0
// The exemption of a line, from the draft to the channel, the table and back; and the last lines of
// a patient, which a renewal begins from.
#include "curante/json.hpp"
#include "room.hpp"
#include "template_store.hpp"

namespace curante::prescribing {

class ExemptionTest : public RoomTest {
 protected:
  ExemptionTest() { facts_.chart.patient.exemptions = sample::facts().chart.patient.exemptions; }

  static DraftLine line_of(const formulary::Drug& drug) {
    DraftLine line;
    line.aic = drug.aic.value();
    return line;
  }
  /// Aspirin as the draft says, amoxicillin under `own`.
  Draft two_lines(int number, const std::string& exemption, const std::string& own) const {
    Draft it = draft(number);
    it.exemption = exemption;
    it.lines.push_back(line_of(sample::amoxicillin()));
    it.lines.back().exemption = own;
    return it;
  }
  std::vector<recipe_transmitter::Recipe> queued() {
    return pool_.read([&](pqxx::transaction_base& tx) {
      std::vector<recipe_transmitter::Recipe> all;
      for (const auto& row : tx.exec("select payload from outbox order by position")) {
        all.push_back(
            from_json<recipe_transmitter::Recipe>(host_, std::string_view(row[0].c_str())));
      }
      return all;
    });
  }
  static std::vector<std::string> exemptions_of(const Prescription& it) {
    std::vector<std::string> all;
    for (const RecipeView& recipe : it.recipes) all.push_back(recipe.exemption);
    return all;
  }
  LastLineList last(const ListLastLines& call) { return service_.on(doctor_.context(), call); }

  PersonalDataService personal_data_{host_, pool_};
};

using Exemptions = std::vector<std::string>;

TEST_F(ExemptionTest, EachRecipeGoesUnderItsOwn) {
  facts_.chart.patient.exemptions.push_back({"E02", std::nullopt, std::nullopt});
  const Draft draft = two_lines(1, "013", "E02");
  const Assessment assessment = service_.on(doctor_.context(), Assess{draft});
  ASSERT_EQ(assessment.recipes.size(), 2u);
  EXPECT_EQ(assessment.recipes[0].exemption, "013");
  EXPECT_EQ(assessment.recipes[1].exemption, "E02");
  EXPECT_EQ(assessment.recipes[1].reason, "va con l'esenzione E02");
  const Prescription issued = issue(draft);
  EXPECT_EQ(exemptions_of(issued), (Exemptions{"013", "E02"}));
  EXPECT_EQ(exemptions_of(service_.on(doctor_.context(), Get{issued.id})), exemptions_of(issued));
  EXPECT_EQ(view(issued, 1).exemption, "E02");
  const auto sent = queued();
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_EQ(sent[0].exemption, "013");
  EXPECT_FALSE(sent[0].exempt_for_income);
  EXPECT_EQ(sent[1].exemption, "E02");
  EXPECT_TRUE(sent[1].exempt_for_income);
}

TEST_F(ExemptionTest, NoneOnALineIsNoneWhateverTheDraftSays) {
  const Prescription issued = issue(two_lines(1, "013", ""));
  EXPECT_EQ(exemptions_of(service_.on(doctor_.context(), Get{issued.id})), (Exemptions{"013", ""}));
  EXPECT_EQ(issued.exemption, "013");
  EXPECT_EQ(queued().at(1).exemption, "");
}

TEST_F(ExemptionTest, OfALineMustBeThePatients) {
  EXPECT_EQ(code_of([&] { issue(two_lines(1, "013", "031")); }), "draft-blocked");
  EXPECT_NE(message_.find("riga 2: il paziente non ha l'esenzione 031"), std::string::npos);
  EXPECT_EQ(code_of([&] { issue(two_lines(1, "013", "E01")); }), "draft-blocked");
  EXPECT_NE(message_.find("E01 non è valida oggi"), std::string::npos);
}

TEST_F(ExemptionTest, ChangedIsAnotherDraft) {
  issue(two_lines(1, "013", ""));
  EXPECT_EQ(code_of([&] { issue(two_lines(1, "013", "013")); }), "draft-already-issued");
  EXPECT_EQ(code_of([&] { issue(two_lines(1, "013", "")); }), "");
}

TEST_F(ExemptionTest, OfEachLineIsWhatTheRulesSpeakOf) {
  const Assessment none = service_.on(doctor_.context(), Assess{two_lines(1, "", "")});
  const auto told = std::find_if(none.findings.begin(), none.findings.end(),
                                 [](const Finding& it) { return it.code == "exemption-not-used"; });
  ASSERT_NE(told, none.findings.end());
  EXPECT_EQ(told->text, "il paziente ha un'esenzione valida (013); senza: righe 1, 2");
  EXPECT_EQ(told->severity, Severity::info) << "whether it holds for these drugs, the doctor knows";
}

/// A package that was installed before there was such a rule.
TEST_F(ExemptionTest, NeverSharesARecipeWhateverTheRulesSay) {
  RuleSet set = rules_.set();
  std::erase_if(set.splits, [](const SplitRule& it) { return it.name == "exemption"; });
  const RuleTable older(set);
  PrescribingService service(host_, neighbours_, older, pool_, outbox_, [] {});
  const Prescription issued = service.on(doctor_.context(), Issue{two_lines(1, "013", "")});
  EXPECT_EQ(exemptions_of(issued), (Exemptions{"013", ""}));
}

TEST_F(ExemptionTest, OfEachRecipeGoesThroughAnArchive) {
  issue(two_lines(1, "013", ""));
  while (work()) {
  }
  const personal_data::Export all{"prescribing.prescriptions", Id(), "", 10};
  const auto page = personal_data_.on(doctor_.context(), all);
  ASSERT_EQ(page.records.size(), 2u);
  sql("delete from recipe_line; delete from recipe; delete from prescription");
  const auto imported = personal_data_.on(
      doctor_.context(), personal_data::Import{"prescribing.prescriptions", page.records});
  EXPECT_EQ(imported.accepted, 2);
  EXPECT_EQ(personal_data_.on(doctor_.context(), all).records, page.records);
  auto exemptions = exemptions_of(service_.on(doctor_.context(), Get{draft(1).id}));
  std::sort(exemptions.begin(), exemptions.end());
  EXPECT_EQ(exemptions, (Exemptions{"", "013"}));
}

TEST_F(ExemptionTest, OfALineIsNoTemplates) {
  TemplateStore templates(host_, pool_);
  SaveTemplate call;
  call.template_.name = "Prova";
  call.template_.lines = two_lines(1, "", "013").lines;
  templates.on(doctor_.context(), call);
  const auto kept = templates.on(doctor_.context(), ListTemplates{});
  EXPECT_FALSE(kept.templates.at(0).lines.at(1).exemption.has_value());
}

TEST_F(ExemptionTest, TheLastLineIsTheNewestThatWasNotRefused) {
  const Id therapy{"44444444-4444-4444-8444-444444444444"};
  chart::Therapy& running = facts_.chart.therapies.emplace_back();
  running.id = therapy;
  running.atc = sample::aspirin().atc;
  const auto renewed = [&](int number, const std::string& plan) {
    Draft it = draft(number);
    it.exemption = "013";
    it.lines[0].therapy = therapy;
    it.lines[0].therapeutic_plan = plan;
    it.lines[0].not_replaceable = true;
    it.lines[0].not_replaceable_reason_code = "3";
    return it;
  };
  issue(renewed(1, "PT-1"));
  reading_.now.ms += 1000;
  issue(renewed(2, "PT-2"));
  reading_.now.ms += 1000;
  channel_.answer({Outcome::accepted, Outcome::accepted, Outcome::refused});
  issue(renewed(3, "PT-3"));
  while (work()) {
  }
  ListLastLines call{sample::patient_id, {therapy}, {}};
  auto lines = last(call).lines;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].line.therapeutic_plan, "PT-2");
  EXPECT_EQ(lines[0].line.not_replaceable_reason_code, "3");
  EXPECT_EQ(lines[0].exemption, "013");
  EXPECT_EQ(lines[0].state, State::accepted);
  EXPECT_EQ(lines[0].kind, recipe_transmitter::RecipeKind::drugs);
  call.atcs = {sample::aspirin().atc};
  EXPECT_EQ(last(call).lines.size(), 1u) << "one line is answered once";
  call.patient = sample::doctor_id;
  EXPECT_TRUE(last(call).lines.empty()) << "another patient's is nobody else's";
}

TEST_F(ExemptionTest, APlanInUseForMoreThanAYearIsTold) {
  Draft planned = draft(1);
  planned.exemption = "013";
  planned.lines[0].therapeutic_plan = "PT-1";
  issue(planned);
  const auto told = [&](const std::string& plan) {
    Draft it = draft(2);
    it.exemption = "013";
    it.lines[0].therapeutic_plan = plan;
    const Assessment assessment = service_.on(doctor_.context(), Assess{it});
    for (const Finding& finding : assessment.findings) {
      if (finding.code == "plan-in-use-long") return finding.text;
    }
    return std::string();
  };
  sql("update prescription set issued = '2025-11-24T10:00:00Z'");
  EXPECT_EQ(told("PT-1"), "") << "a day is left";
  sql("update prescription set issued = '2025-11-22T10:00:00Z'");
  EXPECT_EQ(told("PT-1"), "il piano terapeutico PT-1 è in uso dal 22/11/2025: può essere scaduto");
  EXPECT_EQ(told("PT-2"), "");
  sql("update recipe set state = 'refused'");
  EXPECT_EQ(told("PT-1"), "") << "the service did not take it";
}

TEST_F(ExemptionTest, TheLastLineOfASubstanceMayBeWhite) {
  Draft white = draft(1);
  white.lines = {line_of(sample::amoxicillin()), line_of(sample::aspirin())};
  white.lines[0].white = true;
  issue(white);
  const auto lines =
      last({sample::patient_id, {}, {sample::amoxicillin().atc, "X\"},{", "C10AA05"}}).lines;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].kind, recipe_transmitter::RecipeKind::white);
  EXPECT_EQ(lines[0].line.aic, sample::amoxicillin().aic.value());
  EXPECT_TRUE(last({sample::patient_id, {}, {}}).lines.empty());
}

}  // namespace curante::prescribing
