// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest-spi.h>

#include "mock_fixture.hpp"
#include "on_path.hpp"

namespace curante::conformance {

INSTANTIATE_TYPED_TEST_SUITE_P(MockDirect, RecipeTransmitterSuite, Direct<MockChannel>);
INSTANTIATE_TYPED_TEST_SUITE_P(MockMarshalled, RecipeTransmitterSuite, Marshalled<MockChannel>);

TEST(MockTransmitter, GivesTheSameNumberToTheSameRecipeInEachRun) {
  Direct<MockChannel> one, other;
  const Recipe recipe = one.sample();
  EXPECT_EQ(one.ask(Submit{recipe}).nre, other.ask(Submit{recipe}).nre);
}

/// A channel that forgets a part of what it is given, as one might whose author overlooked it.
class ForgetfulChannel : public Direct<MockChannel> {
 public:
  explicit ForgetfulChannel(std::function<void(Recipe&)> forget) : forget_(std::move(forget)) {}
  recipe_transmitter::Receipt ask(const Submit& call) {
    Submit changed = call;
    forget_(changed.recipe);
    return Direct<MockChannel>::ask(changed);
  }

 private:
  std::function<void(Recipe&)> forget_;
};

std::function<void(Recipe&)> of_lines(std::function<void(RecipeLine&)> forget) {
  return [forget](Recipe& it) {
    for (RecipeLine& line : it.lines) forget(line);
  };
}

TEST(MockTransmitter, WithAnyPartOfARecipeForgottenTheSuiteFails) {
  const std::pair<const char*, std::function<void(Recipe&)>> forgotten[] = {
      {"priority", [](Recipe& it) { it.priority.clear(); }},
      {"kind", [](Recipe& it) { it.kind = RecipeKind::drugs; }},
      {"exemption", [](Recipe& it) { it.exemption.clear(); }},
      {"income", [](Recipe& it) { it.exempt_for_income = false; }},
      {"plan", [](Recipe& it) { it.therapeutic_plan.clear(); }},
      {"patient kind", [](Recipe& it) { it.patient_kind.clear(); }},
      {"cover", [](Recipe& it) { it.foreign.reset(); }},
      {"seafarer's card", [](Recipe& it) { it.sasn_card.clear(); }},
      {"question", [](Recipe& it) { it.diagnosis_text.clear(); }},
      {"suggestion", [](Recipe& it) { it.suggested = false; }},
      {"hospital stay", [](Recipe& it) { it.hospital_stay = false; }},
      {"obscured", [](Recipe& it) { it.obscured = false; }},
      {"home visit", [](Recipe& it) { it.home_visit = false; }},
      {"second row", [](Recipe& it) { it.lines.resize(1); }},
      {"first access", of_lines([](RecipeLine& it) { it.first_access = false; })},
      {"other access", of_lines([](RecipeLine& it) { it.other_access = false; })},
      {"televisit", of_lines([](RecipeLine& it) { it.televisit = false; })},
      {"sessions", of_lines([](RecipeLine& it) { it.sessions = 0; })},
      {"quantity", of_lines([](RecipeLine& it) { it.quantity = 1; })},
      {"regional code", of_lines([](RecipeLine& it) { it.catalogue_code.clear(); })},
      {"notes", of_lines([](RecipeLine& it) { it.notes.clear(); })},
      {"LEA note", of_lines([](RecipeLine& it) { it.lea_note.clear(); })},
      {"pathology", of_lines([](RecipeLine& it) { it.lea_pathology.clear(); })},
      {"AIFA note", of_lines([](RecipeLine& it) { it.aifa_note.clear(); })},
      {"not replaceable", of_lines([](RecipeLine& it) { it.not_replaceable = false; })},
      {"posology", of_lines([](RecipeLine& it) { it.posology.clear(); })},
  };
  for (const auto& [part, forget] : forgotten) {
    ForgetfulChannel channel(forget);
    ::testing::TestPartResultArray failures;
    {
      ::testing::ScopedFakeTestPartResultReporter reporter(
          ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
      expect_contents_arrive(channel);
    }
    EXPECT_GT(failures.size(), 0) << part;
  }
}

TEST(MarshalledPath, ManyLargeCallsOnOneThreadGoThrough) {
  Marshalled<MockChannel> channel;
  for (int i = 0; i < 100; ++i) {
    Recipe recipe = channel.sample();
    recipe.diagnosis_text.assign(40'000, 'x');
    ASSERT_EQ(channel.ask(Submit{recipe}).outcome, Outcome::accepted) << i;
  }
}

}  // namespace curante::conformance
