// SPDX-License-Identifier: Apache-2.0
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

TEST(MarshalledPath, ManyLargeCallsOnOneThreadGoThrough) {
  Marshalled<MockChannel> channel;
  for (int i = 0; i < 100; ++i) {
    Recipe recipe = channel.sample();
    recipe.diagnosis_text.assign(40'000, 'x');
    ASSERT_EQ(channel.ask(Submit{recipe}).outcome, Outcome::accepted) << i;
  }
}

}  // namespace curante::conformance
