// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;

class PrintingTest : public RedRoomTest {
 protected:
  PrintingTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
  }
  Form reprint(int number, const std::string& spoilt) {
    Reprint call;
    call.recipe = recipe_id(number);
    call.spoilt_code = spoilt;
    return ask(call);
  }
};

TEST_F(PrintingTest, ARecipeGetsACodeADocumentAndIsQueued) {
  const Form form = print(1);
  EXPECT_EQ(form.code, "120261234567008");
  EXPECT_EQ(form.state, State::queued);
  EXPECT_FALSE(form.document.empty());
  EXPECT_EQ(form.printer, "rossa");
  EXPECT_EQ(made_.at(0).code, form.code);
  EXPECT_EQ(count("select count(*) from entry"), 1);
  EXPECT_EQ(events_.back().recipe, recipe_id(1));
  EXPECT_GT(wakes_, 0);
}

/// Numbered forms are spoilt by the margins of another printer.
TEST_F(PrintingTest, EachFormIsPlacedAsItLiesInItsOwnPrinter) {
  SavePrinter call;
  call.printer.name = "rossa";
  call.printer.left_mm = 3.5;
  call.printer.top_mm = -1.5;
  call.printer.a4 = true;
  call.printer.bold = false;
  ask(call);
  call.printer = {};
  call.printer.name = "altra";
  call.printer.left_mm = -2;
  call.printer.top_mm = 4;
  call.printer.upright = true;
  call.printer.barcodes = true;
  ask(call);
  set_block("altra", "120261234568009");
  print(1, "rossa");
  print(2, "altra");
  const auto& first = made_.at(0).place;
  EXPECT_EQ(first.left_mm, 3.5);
  EXPECT_EQ(first.top_mm, -1.5);
  EXPECT_TRUE(first.a4);
  EXPECT_FALSE(first.upright);
  EXPECT_FALSE(first.barcodes);
  EXPECT_FALSE(first.bold);
  const auto& second = made_.at(1).place;
  EXPECT_EQ(second.left_mm, -2);
  EXPECT_EQ(second.top_mm, 4);
  EXPECT_FALSE(second.a4);
  EXPECT_TRUE(second.upright);
  EXPECT_TRUE(second.barcodes);
  EXPECT_TRUE(second.bold);
  // What the printer is told since holds for the next form of it.
  call.printer.left_mm = 7;
  ask(call);
  Reprint again;
  again.recipe = recipe_id(2);
  again.spoilt_code = form(2).code;
  ask(again);
  EXPECT_EQ(made_.at(2).place.left_mm, 7);
  EXPECT_EQ(made_.at(2).place.top_mm, 4);
}

TEST_F(PrintingTest, APersonSaysWhichFormsWerePrinted) {
  const Form first = print(1);
  print(2);
  EXPECT_FALSE(first.put_on_paper);
  NotePrinted note;
  note.recipes = {recipe_id(1), recipe_id(7)};
  EXPECT_EQ(ask(note).forms, 1) << "the other has no form";
  EXPECT_EQ(form(1).put_on_paper, reading_.now);
  EXPECT_FALSE(form(2).put_on_paper);
  EXPECT_EQ(form(1).code, first.code) << "no number is taken";
  EXPECT_EQ(made_.size(), 2u);
  EXPECT_FALSE(reprint(1, first.code).put_on_paper) << "the next form is another sheet";
}

TEST_F(PrintingTest, AskedAgainItIsTheSameForm) {
  const Form first = print(1);
  EXPECT_EQ(print(1).code, first.code);
  EXPECT_EQ(print(2).code, "120261234567019");
  EXPECT_EQ(made_.size(), 2u);
  EXPECT_EQ(count("select count(*) from entry"), 2);
}

TEST_F(PrintingTest, TheNumberIsOnDiskBeforeThePrintIsMade) {
  no_paper_ = true;
  EXPECT_EQ(code_of([&] { print(1); }), "red-form-unfinished");
  EXPECT_EQ(form(1).code, "120261234567008");
  // Nothing is told of what was not printed.
  EXPECT_EQ(count("select count(*) from entry"), 0);
  no_paper_ = false;
  EXPECT_EQ(print(1).code, "120261234567008");
  EXPECT_EQ(count("select count(*) from entry"), 1);
}

TEST_F(PrintingTest, WhatCannotBePrintedCostsNoForm) {
  Print call = request(1);
  call.recipe.lines.clear();
  EXPECT_EQ(code_of([&] { ask(call); }), "red-form-incomplete");
  call = request(1);
  call.recipe.patient.fiscal_code = FiscalCode();
  EXPECT_EQ(code_of([&] { ask(call); }), "red-form-incomplete");
  const testing::Caller other(
      testing::Caller::Fields{{"practice", "1"}, {"patient", doctor_id.value()}});
  EXPECT_EQ(code_of([&] { service_.on(other.context(), request(1)); }), "patient-mismatch");
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 100);
}

TEST_F(PrintingTest, WhoIsInsuredAbroadNeedsNoCode) {
  int number = 10;
  const auto without_code = [&](const char* kind) {
    Print call = request(++number);
    call.recipe.patient.fiscal_code = FiscalCode();
    call.recipe.patient_kind = kind;
    return call;
  };
  for (const char* kind : {"EE", "UE", "NE", "NX"}) {
    Print call = without_code(kind);
    EXPECT_EQ(code_of([&] { ask(call); }), "red-form-incomplete") << kind;
    call.recipe.foreign.emplace().state = "FR";
    EXPECT_EQ(ask(call).state, State::queued) << kind;
  }
  Print seafarer = without_code("NX");
  seafarer.recipe.sasn_card = "NX12345";
  EXPECT_EQ(ask(seafarer).state, State::queued);
  // These have a code, or none names them.
  for (const char* kind : {"", "NA", "ND", "ST"}) {
    Print call = without_code(kind);
    call.recipe.sasn_card = "1";
    call.recipe.foreign.emplace().state = "FR";
    EXPECT_EQ(code_of([&] { ask(call); }), "red-form-incomplete") << kind;
  }
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 95);
  work();
  EXPECT_EQ(ministry_.live.size(), 5u);
}

TEST_F(PrintingTest, ASpoiltFormIsVoidAndTheRecipeGoesOnTheNext) {
  const Form first = print(1);
  const Form second = reprint(1, first.code);
  EXPECT_EQ(second.code, "120261234567019");
  EXPECT_EQ(reprint(1, first.code).code, second.code);
  EXPECT_EQ(form(1).code, second.code);
  work();
  EXPECT_EQ(ministry_.live.size(), 1u);
  EXPECT_TRUE(ministry_.live.contains(second.code));
  // Spoilt after it was told of: the ministry is told of that, too.
  const Form third = reprint(1, second.code);
  work();
  EXPECT_EQ(ministry_.live.size(), 1u);
  EXPECT_TRUE(ministry_.live.contains(third.code));
}

TEST_F(PrintingTest, AnUnsentRecipeIsCancelledAtOnce) {
  print(1);
  EXPECT_EQ(cancel(1).state, State::cancelled);
  work();
  EXPECT_EQ(ministry_.uploads, 0);
  EXPECT_EQ(code_of([&] { reprint(1, form(1).code); }), "red-form-void");
}

TEST_F(PrintingTest, ASentRecipeIsCancelledWhereItWasSent) {
  print(1);
  work();
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(cancel(1).state, State::cancelling);
  EXPECT_EQ(cancel(1).state, State::cancelling);
  work();
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_TRUE(ministry_.live.empty());
  EXPECT_EQ(ministry_.uploads, 2);
}

TEST_F(PrintingTest, AClockThatIsBehindWhatWasSentUsesNoForm) {
  const Form before = print(1);
  ahead_ = Instant{reading_.now.ms + 40 * 24 * 3'600'000LL};
  try {
    print(2);
    ADD_FAILURE() << "it was printed";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "clock-behind");
    EXPECT_NE(e.message().find("02/01/2027"), std::string::npos) << e.message();
    EXPECT_NE(e.remedy().find("dichiara"), std::string::npos);
  }
  EXPECT_EQ(code_of([&] { reprint(1, before.code); }), "clock-behind");
  EXPECT_EQ(form(1).code, before.code) << "it is not spoilt";
  EXPECT_EQ(print(1).code, before.code) << "one that has its form is not printed anew";
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 99);
  EXPECT_EQ(made_.size(), 1u);
  ahead_.reset();
  server_ = Instant{reading_.now.ms - 24 * 3'600'000LL};  // the database's shows another day
  EXPECT_EQ(code_of([&] { print(2); }), "clock-behind");
  server_.reset();  // the clock is right again, or a person has declared it
  EXPECT_EQ(print(2).code, "120261234567019");
}

TEST_F(PrintingTest, WhatIsNotThereIsSaid) {
  EXPECT_EQ(code_of([&] { form(7); }), "red-form-unknown");
  EXPECT_EQ(code_of([&] { cancel(7); }), "red-form-unknown");
  EXPECT_EQ(code_of([&] { reprint(7, ""); }), "red-form-unknown");
  Confirm confirm;
  confirm.recipe = recipe_id(7);
  EXPECT_EQ(code_of([&] { ask(confirm); }), "red-form-unknown");
  SendAgain again;
  again.recipe = recipe_id(7);
  EXPECT_EQ(code_of([&] { ask(again); }), "red-form-unknown");
}

TEST_F(PrintingTest, StaffPrintsNothingThatNoDoctorHasApproved) {
  EXPECT_EQ(code_of([&] { service_.on(staff_.context(), request(1)); }), "red-not-allowed");
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 100);
  // What a doctor approved comes from the room where it was prepared, behind no user or the doctor.
  const testing::Caller background(testing::Caller::Fields{{"practice", "1"}});
  EXPECT_EQ(service_.on(background.context(), request(1)).state, State::queued);
}

TEST_F(PrintingTest, OneThatCameUnconfirmedFromElsewhereGoesWhenTheDoctorConfirmsIt) {
  print(1);
  sql("delete from entry");
  sql("update form set state = 'unconfirmed'");
  work();
  EXPECT_EQ(ministry_.uploads, 0);
  Confirm call;
  call.recipe = recipe_id(1);
  EXPECT_EQ(ask(call).state, State::queued);
  EXPECT_EQ(ask(call).state, State::queued);
  work();
  EXPECT_EQ(ministry_.live.count(form(1).code), 1u);
  EXPECT_EQ(ministry_.uploads, 1);
}

}  // namespace curante::red_recipes
