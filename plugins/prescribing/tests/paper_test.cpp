// SPDX-License-Identifier: Apache-2.0
#include "recipe_composer.hpp"
#include "room.hpp"

namespace curante::prescribing {

using recipe_transmitter::Receipt;
using recipe_transmitter::RecipeKind;

/// White recipes on their way to paper, and those of which only a person can say where they are.
class PaperTest : public RoomTest {
 protected:
  Prescription white(bool electronic, int number = 1) {
    NewPrescription it;
    it.doctor = it.author = sample::doctor_id;
    it.issued = reading_.now;
    facts_ = sample::facts();
    sample::add(facts_, sample::aspirin());
    it.draft = facts_.draft;
    it.draft.id = draft(number).id;
    PlannedRecipe planned;
    planned.kind = RecipeKind::white;
    planned.electronic = electronic;
    planned.lines = {1};
    planned.quantities = {1};
    planned.sessions = {0};
    Prescriber prescriber;
    prescriber.account = prescriber.holder.account = sample::doctor_id;
    it.recipes = compose(rules_, facts_, {planned}, prescriber, reading_.local_time);
    EXPECT_TRUE(PrescriptionWriter(host_, pool_).insert("prova", it).now);
    return service_.on(doctor_.context(), Get{it.draft.id});
  }
  void answer(const Receipt& receipt) {
    neighbours_.submit = [receipt](const CallContext&, const recipe_transmitter::Submit&) {
      return receipt;
    };
  }
  static Receipt numbered() {
    Receipt receipt;
    receipt.outcome = Outcome::accepted;
    receipt.white_number = "RB0000000042";
    receipt.white_pin = "12345";
    return receipt;
  }
  static Receipt undecided() {
    Receipt receipt;
    receipt.outcome = Outcome::uncertain;
    receipt.reasons.push_back({std::string(recipe_transmitter::person_must_decide), "non si sa",
                               "guardare sul sito", 0, true});
    return receipt;
  }
};

TEST_F(PaperTest, AWhiteRecipeOnPaperIsPrintedWithoutAskingAService) {
  const Prescription stored = white(/*electronic=*/false);
  ASSERT_TRUE(work());
  EXPECT_FALSE(work());
  EXPECT_EQ(view(stored).state, State::printed);
  EXPECT_FALSE(view(stored).document.empty());
  ASSERT_EQ(white_papers_.size(), 1u);
  EXPECT_FALSE(white_papers_[0].receipt.has_value());
  EXPECT_EQ(white_papers_[0].recipe.lines.at(0).atc, "B01AC06");
  EXPECT_TRUE(channel_.submitted().empty());
  EXPECT_EQ(events_.back().state, State::printed);
}

TEST_F(PaperTest, WhilePrintingIsDownItWaitsAndSaysSo) {
  documents_down_ = true;
  const Prescription stored = white(/*electronic=*/false);
  ASSERT_TRUE(work());
  EXPECT_EQ(view(stored).state, State::printed);
  EXPECT_NE(view(stored).problem.find("la stampa"), std::string::npos);
  documents_down_ = false;
  make_due();
  ASSERT_TRUE(work());
  EXPECT_FALSE(view(stored).document.empty());
  EXPECT_TRUE(view(stored).problem.empty());
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(PaperTest, WhatIsWithdrawnBeforeItIsPrintedIsNotPrinted) {
  const Prescription stored = white(/*electronic=*/false);
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{stored.recipes[0].id}).state, State::withdrawn);
  EXPECT_FALSE(work());
  EXPECT_TRUE(white_papers_.empty());
}

TEST_F(PaperTest, AnElectronicOneGetsItsPromemoriaWithNumberAndPin) {
  const Prescription stored = white(/*electronic=*/true);
  answer(numbered());
  ASSERT_TRUE(work());
  EXPECT_EQ(view(stored).state, State::accepted);
  ASSERT_EQ(white_papers_.size(), 1u);
  ASSERT_TRUE(white_papers_[0].receipt.has_value());
  EXPECT_EQ(white_papers_[0].receipt->white_number, "RB0000000042");
  EXPECT_EQ(view(stored).white_pin, "12345");
  EXPECT_FALSE(view(stored).document.empty());
}

TEST_F(PaperTest, WhatOnlyAPersonCanDecideWaitsForOneAndHoldsNobodyUp) {
  const Prescription stored = white(/*electronic=*/true);
  Receipt lost;
  lost.outcome = Outcome::uncertain;
  answer(lost);
  ASSERT_TRUE(work());
  EXPECT_EQ(view(stored).state, State::checking);
  answer(undecided());
  make_due();
  ASSERT_TRUE(work());
  EXPECT_EQ(view(stored).state, State::attention);
  EXPECT_NE(view(stored).problem.find("guardare sul sito"), std::string::npos);
  make_due();
  EXPECT_FALSE(work()) << "it is not asked after for ever";
  fill_neighbours();
  issue(draft(2));
  EXPECT_TRUE(work()) << "the next recipe goes";
  // The doctor decided: the channel says what it is now.
  answer(numbered());
  EXPECT_EQ(outbox_.resume(sample::doctor_id, reading_.now).size(), 1u);
  ASSERT_TRUE(work());
  EXPECT_EQ(view(stored).state, State::accepted);
  EXPECT_EQ(view(stored).white_number, "RB0000000042");
}

}  // namespace curante::prescribing
