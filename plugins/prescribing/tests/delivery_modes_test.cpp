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

TEST(DeliveryModes, AnUnknownWordIsNoMode) {
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

TEST(DeliveryModes, WhatIsClosedForAPatientIsTold) {
  const DeliveryModes modes("print, sms-number, mail-memo", "print, mail-memo");
  EXPECT_TRUE(modes.reach_far());
  EXPECT_FALSE(DeliveryModes("print", "none").reach_far());
  Reach reach;
  reach.sms = {"+393331234567", "", false};
  reach.mail = {"", "il paziente non ha un'e-mail", false};
  Assessment it;
  it.recipes = {planned(RecipeKind::drugs)};
  modes.tell(it, reach);
  EXPECT_EQ(it.recipes[0].deliveries, (std::vector<std::string>{"print", "sms-number"}));
  ASSERT_EQ(it.deliveries.size(), 3u);
  EXPECT_EQ(it.deliveries[1].address, "+393331234567");
  EXPECT_EQ(it.deliveries[2].reason, "il paziente non ha un'e-mail");
  EXPECT_FALSE(it.deliveries[2].offered);

  // Of a draft that becomes several recipes, what all of them may have.
  it.recipes = {planned(RecipeKind::drugs), planned(RecipeKind::services)};
  modes.tell(it, reach);
  EXPECT_FALSE(it.deliveries[1].offered);
  EXPECT_EQ(it.deliveries[1].reason, "gli SMS valgono solo per i farmaci");
  it.recipes = {planned(RecipeKind::drugs), planned(RecipeKind::white)};
  modes.tell(it, reach);
  EXPECT_EQ(it.deliveries[1].reason, "non prevista per tutte le ricette della bozza");
}

TEST(DeliveryModes, APasswordGoesToTheTelephoneOrElseToTheSameMailbox) {
  const DeliveryModes modes("mail-memo, print", "");
  Reach reach;
  reach.mail = {"maria.rossi@example.it", "", true};
  Assessment it;
  it.recipes = {planned(RecipeKind::drugs)};
  const auto memo = [&] {
    modes.tell(it, reach);
    return it.deliveries.at(0);
  };
  reach.sms = {"", "il paziente non ha un cellulare", false};
  EXPECT_EQ(memo().password_address, "maria.rossi@example.it");
  EXPECT_EQ(DeliveryModes::chosen(Draft(), it.recipes[0], it), "mail-memo");
  EXPECT_EQ(DeliveryModes::demand_open("mail-memo", it.deliveries), "maria.rossi@example.it");

  reach.sms = {"+393331234567", "", false};
  EXPECT_EQ(memo().password_address, "+393331234567");
  EXPECT_FALSE(memo().password_confirmed);
  EXPECT_EQ(DeliveryModes::chosen(Draft(), it.recipes[0], it), "print") << "somebody must look";
  EXPECT_EQ(code_of([&] { DeliveryModes::demand_open("mail-memo", it.deliveries); }),
            "delivery-address-unconfirmed");
  reach.sms.confirmed = true;
  memo();
  EXPECT_EQ(DeliveryModes::demand_open("mail-memo", it.deliveries),
            "maria.rossi@example.it, +393331234567");

  reach.plain = true;
  EXPECT_EQ(memo().password_address, "") << "the patient wants none";
  EXPECT_EQ(DeliveryModes::demand_open("mail-memo", it.deliveries), "maria.rossi@example.it");
}

TEST(DeliveryModes, WhatADoctorHasForUsualComesFirstWhereItIsOpen) {
  const DeliveryModes modes("print, none, mail-number", "print");
  Reach reach;
  reach.mail = {"maria.rossi@example.it", "", true};
  Assessment it;
  it.recipes = {planned(RecipeKind::drugs)};
  const auto chosen = [&](const char* usual) {
    modes.tell(it, reach, usual);
    return DeliveryModes::chosen(Draft(), it.recipes[0], it);
  };
  EXPECT_EQ(chosen(""), "print");
  EXPECT_EQ(chosen("mail-number"), "mail-number");
  EXPECT_EQ(it.usual_delivery, "mail-number");
  EXPECT_EQ(it.deliveries[0].mode, "mail-number");
  EXPECT_EQ(it.deliveries[1].mode, "print") << "the others in the order of the region";
  Draft other;
  other.delivery = "none";
  EXPECT_EQ(DeliveryModes::chosen(other, it.recipes[0], it), "none");

  reach.mail.confirmed = false;
  EXPECT_EQ(chosen("mail-number"), "print") << "somebody must look";
  reach.mail.problem = "il paziente non ha un'e-mail";
  EXPECT_EQ(chosen("mail-number"), "print");
  EXPECT_FALSE(it.deliveries[0].offered) << "first all the same, with why it is closed";
  it.recipes = {planned(RecipeKind::white)};
  EXPECT_EQ(chosen("mail-number"), "print") << "a white recipe has not this way here";

  EXPECT_EQ(code_of([&] { modes.demand_known("mail-number"); }), "");
  EXPECT_EQ(code_of([&] { modes.demand_known("sms-number"); }), "delivery-not-allowed");
}

TEST(DeliveryModes, NothingGoesWhereNobodyHasLooked) {
  const DeliveryModes modes("sms-number, print", "");
  Reach reach;
  reach.sms = {"+393331234567", "", false};
  Assessment it;
  it.recipes = {planned(RecipeKind::drugs)};
  modes.tell(it, reach);
  const auto wants = [&](const char* mode) {
    return code_of([&] { DeliveryModes::demand_open(mode, it.deliveries); });
  };
  EXPECT_EQ(wants("sms-number"), "delivery-address-unconfirmed");
  EXPECT_EQ(wants("print"), "");
  EXPECT_EQ(wants("mail-memo"), "delivery-not-allowed");
  EXPECT_EQ(DeliveryModes::chosen(Draft(), it.recipes[0], it), "print") << "nobody was asked";
  reach.sms.confirmed = true;
  modes.tell(it, reach);
  EXPECT_EQ(wants("sms-number"), "");
  EXPECT_EQ(DeliveryModes::chosen(Draft(), it.recipes[0], it), "sms-number");
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
