// SPDX-License-Identifier: Apache-2.0
#include "delivery_modes.hpp"

#include "room.hpp"

namespace curante::prescribing {

using recipe_transmitter::RecipeKind;

namespace {

PlannedRecipe planned(RecipeKind kind, bool electronic = true) {
  PlannedRecipe it;
  it.kind = kind;
  it.electronic = electronic;
  return it;
}

Assessment plan() {
  Assessment it;
  it.recipes = {planned(RecipeKind::drugs), planned(RecipeKind::white),
                planned(RecipeKind::white, /*electronic=*/false)};
  return it;
}

std::string code_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& e) {
    EXPECT_FALSE(e.remedy().empty());
    return e.code();
  }
  return "";
}

}  // namespace

TEST(DeliveryModes, EachKindHasItsOwnAndPaperIsPrinted) {
  Assessment it = plan();
  DeliveryModes("none, print", "").tell(it);
  EXPECT_EQ(it.recipes[0].deliveries, (std::vector<std::string>{"none", "print"}));
  EXPECT_EQ(it.recipes[1].deliveries, std::vector<std::string>{"print"});
  EXPECT_EQ(it.recipes[2].deliveries, std::vector<std::string>{"print"});
}

TEST(DeliveryModes, WhatIsNotBuiltIsNoMode) {
  for (const char* unknown : {"sms", "print, email", "NONE"}) {
    EXPECT_EQ(code_of([&] { DeliveryModes modes(unknown, ""); }), "delivery-mode-unknown");
    EXPECT_EQ(code_of([&] { DeliveryModes modes("", unknown); }), "delivery-mode-unknown");
  }
}

TEST(DeliveryModes, ADraftWantsOnlyWhatIsAllowed) {
  Assessment it = plan();
  DeliveryModes("print, none", "print").tell(it);
  const auto wants = [&](const char* mode, std::vector<size_t> recipes) {
    Draft draft;
    draft.delivery = mode;
    std::vector<PlannedRecipe> some;
    for (const size_t index : recipes) some.push_back(it.recipes[index]);
    return code_of([&] { DeliveryModes::demand_allowed(draft, some); });
  };
  EXPECT_EQ(wants("", {0, 1, 2}), "");
  EXPECT_EQ(wants("none", {0}), "");
  EXPECT_EQ(wants("none", {0, 2}), "") << "paper is printed, whatever the rest does";
  EXPECT_EQ(wants("none", {0, 1}), "delivery-not-allowed");
  EXPECT_EQ(wants("print", {0, 1, 2}), "");
  EXPECT_EQ(wants("sms", {0}), "delivery-not-allowed");
}

class DeliveryOfDraftsTest : public RoomTest {};

TEST_F(DeliveryOfDraftsTest, AssessingTellsAndIssuingObeys) {
  Draft it = draft(1);
  const auto assessment = service_.on(doctor_.context(), Assess{it});
  ASSERT_FALSE(assessment.recipes.empty());
  EXPECT_EQ(assessment.recipes[0].deliveries, std::vector<std::string>{"print"});
  it.delivery = "none";
  EXPECT_EQ(RoomTest::code_of([&] { issue(it); }), "delivery-not-allowed");
  it.delivery = "print";
  EXPECT_EQ(RoomTest::code_of([&] { issue(it); }), "");
}

}  // namespace curante::prescribing
