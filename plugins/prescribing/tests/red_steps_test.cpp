// SPDX-License-Identifier: Apache-2.0
#include "red_steps.hpp"

#include "paper_room.hpp"

namespace curante::prescribing {

/// What happens to a form in the red room happens to its recipe.
class RedStepsTest : public PaperRoomTest {
 protected:
  RecipeView printed(int number) {
    const Prescription issued = issue(draft(number));
    last_ = issued;
    return go_on(view(issued).id);
  }
  /// The red room says what the form is now.
  red_recipes::Form& change(const Id& recipe) {
    const int64_t position = changes_.empty() ? 7 : changes_.rbegin()->first + 3;
    std::erase_if(changes_, [&](const auto& it) { return it.second.recipe == recipe; });
    return changes_[position] = form_of(recipe);
  }

  Prescription last_;
  RedSteps steps_{host_, neighbours_, pool_};
};

TEST_F(RedStepsTest, AFormCancelledThereWithdrawsItsRecipe) {
  const RecipeView red = printed(1);
  change(red.id).state = red_recipes::State::cancelling;
  events_.clear();
  steps_.follow();
  const RecipeView gone = view(last_);
  EXPECT_EQ(gone.state, State::withdrawn);
  EXPECT_EQ(gone.paper_code, red.paper_code);
  EXPECT_EQ(gone.problem, "annullata: ritirare il foglio");
  ASSERT_EQ(events_.size(), 1u);
  EXPECT_EQ(events_[0].recipe, red.id);
  EXPECT_EQ(events_[0].patient, last_.patient);
  EXPECT_EQ(events_[0].state, State::withdrawn);
  // The ministry has taken the cancellation: nothing new for us.
  change(red.id).state = red_recipes::State::cancelled;
  steps_.follow();
  EXPECT_EQ(events_.size(), 1u);
}

TEST_F(RedStepsTest, AReprintedFormGivesItsRecipeTheNewCode) {
  const RecipeView red = printed(1);
  red_recipes::Form& form = change(red.id);
  form.code = "120261234567019";
  form.document = Id("ffffffff-0000-4000-8000-000000000001");
  steps_.follow();
  EXPECT_EQ(view(last_).state, State::printed);
  EXPECT_EQ(view(last_).paper_code, "120261234567019");
  EXPECT_EQ(view(last_).document, form.document);
  EXPECT_EQ(events_.back().state, State::printed);
}

TEST_F(RedStepsTest, AReprintWithoutItsPageSaysSo) {
  const RecipeView red = printed(1);
  red_recipes::Form& form = change(red.id);
  form.code = "120261234567019";
  form.document = Id();
  steps_.follow();
  EXPECT_EQ(view(last_).paper_code, "120261234567019");
  EXPECT_TRUE(view(last_).document.empty());
  EXPECT_NE(view(last_).problem.find("Ricette rosse"), std::string::npos);
}

TEST_F(RedStepsTest, WhatHappenedWhileThisRoomWasDownIsFollowedAtTheStart) {
  std::vector<Prescription> all;
  for (int number = 1; number <= 5; ++number) {
    change(printed(number).id).state = red_recipes::State::cancelled;
    all.push_back(last_);
  }
  // No event came. More than one answer holds: all are asked for.
  steps_.follow();
  for (const Prescription& it : all) EXPECT_EQ(view(it).state, State::withdrawn);
}

TEST_F(RedStepsTest, WhileTheRedRoomIsAwayItIsLeftForTheNextTime) {
  const RecipeView red = printed(1);
  change(red.id).state = red_recipes::State::cancelled;
  away_ = "contract-unavailable";
  steps_.follow();
  EXPECT_EQ(view(last_).state, State::printed);
  away_.clear();
  steps_.follow();
  EXPECT_EQ(view(last_).state, State::withdrawn);
}

TEST_F(RedStepsTest, WhatTheDoctorConfirmsLaterIsPrintedThen) {
  // The red room puts it aside: no form yet.
  neighbours_.print_red = [](const CallContext&, const red_recipes::Print& call) {
    red_recipes::Form waiting;
    waiting.recipe = call.recipe.id;
    waiting.state = red_recipes::State::unconfirmed;
    return waiting;
  };
  const RecipeView waiting = printed(1);
  EXPECT_EQ(waiting.paper_code, "");
  change(waiting.id).code = "";
  steps_.follow();
  EXPECT_EQ(view(last_).state, State::printed);
  EXPECT_NE(view(last_).problem.find("conferma del medico"), std::string::npos);
  change(waiting.id);
  steps_.follow();
  EXPECT_EQ(view(last_).paper_code, "120261234567008");
  EXPECT_EQ(view(last_).problem, "");
  EXPECT_EQ(outbox_rows(), 0);
  const auto left = pool_.read([](pqxx::transaction_base& tx) {
    return tx.exec1("select count(*) from paper")[0].as<int>();
  });
  EXPECT_EQ(left, 0);
}

TEST_F(RedStepsTest, OneCancelledBeforeItWasPrintedIsWithdrawn) {
  failure_after_ = "lost";
  const Prescription issued = issue(draft(1));
  code_of([&] { go_on(view(issued).id); });
  red_recipes::Form& form = change(view(issued).id);
  form.code = "";
  form.state = red_recipes::State::cancelled;
  steps_.follow();
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(view(issued).problem, "annullata prima di essere stampata");
}

TEST_F(RedStepsTest, AnOlderAnswerDoesNotUndoWhatWasFollowed) {
  const Prescription issued = issue(draft(1));
  const auto print = neighbours_.print_red;
  neighbours_.print_red = [&](const CallContext& context, const red_recipes::Print& call) {
    const auto first = print(context, call);
    change(call.recipe.id).code = "120261234567019";  // reprinted before we had the answer
    steps_.follow();
    return first;
  };
  EXPECT_EQ(go_on(view(issued).id).paper_code, "120261234567019");
}

TEST_F(RedStepsTest, WhoeverLosesARaceFollowsWhatTheOtherDidNotSee) {
  const RecipeView red = printed(1);
  change(red.id).code = "120261234567019";
  const auto ask = neighbours_.red_changes;
  int asked = 0;
  neighbours_.red_changes = [&](const CallContext& context, const red_recipes::ListChanges& call) {
    // Before the first answer is used another thread follows it, and the form gets its page.
    if (++asked != 1) return ask(context, call);
    const red_recipes::ChangeList first = ask(context, call);
    steps_.follow();
    change(red.id).code = "120261234567020";
    return first;
  };
  steps_.follow();
  EXPECT_EQ(view(last_).paper_code, "120261234567020");
}

TEST_F(RedStepsTest, ALiveFormOfAWithdrawnRecipeIsVoidedAndOnlyThenLeftBehind) {
  const Id withdrawn = printed(1).id;
  service_.on(doctor_.context(), Withdraw{withdrawn});
  cancelled_.clear();
  // Its form came later, and the host that should have voided it died.
  change(withdrawn);
  const Id other = printed(2).id;
  change(other).state = red_recipes::State::cancelled;
  cancel_failure_ = "contract-unavailable";
  steps_.follow();
  steps_.follow();
  EXPECT_TRUE(cancelled_.empty());
  EXPECT_EQ(view(last_).state, State::printed) << "nothing is passed over";
  cancel_failure_.clear();
  steps_.follow();
  EXPECT_EQ(cancelled_, std::set<std::string>{withdrawn.value()});
  EXPECT_EQ(view(last_).state, State::withdrawn);
  cancelled_.clear();
  steps_.follow();
  EXPECT_TRUE(cancelled_.empty()) << "done with";
}

TEST_F(RedStepsTest, AFormWhoseCancellationWasNotTakenIsLeftToAPerson) {
  const Id withdrawn = printed(1).id;
  int asked = 0;
  neighbours_.cancel_red = [&](const CallContext&, const red_recipes::Cancel& call) {
    ++asked;
    return form_of(call.recipe);
  };
  service_.on(doctor_.context(), Withdraw{withdrawn});
  EXPECT_EQ(asked, 1);
  for (int refused = 0; refused < 3; ++refused) {  // each refusal is told as a change
    change(withdrawn).state = red_recipes::State::attention;
    steps_.follow();
  }
  EXPECT_EQ(asked, 1);
  // Another form of it, which nobody asked to void, is another cause; also that is asked for once.
  for (int refused = 0; refused < 3; ++refused) {
    change(withdrawn).code = "120261234567019";
    steps_.follow();
  }
  EXPECT_EQ(asked, 2);
}

TEST_F(RedStepsTest, WhatWasCancelledInTheRedRoomIsNotCancelledFromHereAsWell) {
  const RecipeView red = printed(1);
  change(red.id).state = red_recipes::State::cancelling;
  steps_.follow();
  ASSERT_EQ(view(last_).state, State::withdrawn);
  change(red.id).state = red_recipes::State::attention;
  steps_.follow();
  EXPECT_TRUE(cancelled_.empty());
}

TEST_F(RedStepsTest, WhatTheMinistryDiscardedIsSeenInTheChartUntilItIsMended) {
  const RecipeView red = printed(1);
  red_recipes::Form discarded = form_of(red.id);
  discarded.state = red_recipes::State::refused;
  discarded.problem = "R002 codice assistito errato";
  change(red.id) = discarded;
  steps_.follow();
  EXPECT_EQ(view(last_).state, State::printed);
  EXPECT_EQ(view(last_).red_trouble, RedTrouble::refused);
  EXPECT_NE(view(last_).problem.find("R002"), std::string::npos);
  EXPECT_NE(view(last_).problem.find("Ricette rosse"), std::string::npos);
  EXPECT_EQ(events_.back().problem, view(last_).problem);
  // The same again is no news; another reason is.
  const size_t told = events_.size();
  change(red.id) = discarded;
  steps_.follow();
  EXPECT_EQ(events_.size(), told);
  change(red.id).state = red_recipes::State::attention;
  steps_.follow();
  EXPECT_EQ(view(last_).red_trouble, RedTrouble::attention);
  change(red.id).state = red_recipes::State::sent;
  steps_.follow();
  EXPECT_EQ(view(last_).red_trouble, RedTrouble::none);
  EXPECT_EQ(view(last_).problem, "");
}

TEST_F(RedStepsTest, ItStandsInTheListOfEveryDayUntilThen) {
  const RecipeView red = printed(1);
  const auto tomorrow = [&] {
    ListForDay call;
    call.day = Date{Date::parse("2026-11-23").days + 3650};
    return service_.on(doctor_.context(), call).prescriptions.size();
  };
  EXPECT_EQ(tomorrow(), 0u);
  change(red.id).state = red_recipes::State::refused;
  steps_.follow();
  EXPECT_EQ(tomorrow(), 1u);
  change(red.id).state = red_recipes::State::sent;
  steps_.follow();
  EXPECT_EQ(tomorrow(), 0u);
}

TEST_F(RedStepsTest, ACancellationThatFailedIsToldAndNotRepeatedByItself) {
  const RecipeView red = printed(1);
  service_.on(doctor_.context(), Withdraw{red.id});
  cancelled_.clear();
  red_recipes::Form& kept = change(red.id);
  kept.state = red_recipes::State::not_cancelled;
  kept.problem = "l'annullamento è stato respinto";
  steps_.follow();
  steps_.follow();
  EXPECT_TRUE(cancelled_.empty()) << "a person decides";
  EXPECT_EQ(view(last_).state, State::withdrawn);
  EXPECT_EQ(view(last_).red_trouble, RedTrouble::not_cancelled);
  EXPECT_NE(view(last_).problem.find("respinto"), std::string::npos);
  change(red.id).state = red_recipes::State::cancelled;
  steps_.follow();
  EXPECT_EQ(view(last_).red_trouble, RedTrouble::none);
  EXPECT_EQ(view(last_).problem, "annullata: ritirare il foglio");
}

TEST_F(RedStepsTest, OneThatIsErasedThereMeanwhileHoldsNothingUp) {
  const Id withdrawn = printed(1).id;
  service_.on(doctor_.context(), Withdraw{withdrawn});
  change(withdrawn);
  cancel_failure_ = "red-form-unknown";
  steps_.follow();
  const Id other = printed(2).id;
  cancel_failure_.clear();
  change(other).state = red_recipes::State::cancelled;
  steps_.follow();
  EXPECT_EQ(view(last_).state, State::withdrawn);
}

TEST_F(RedStepsTest, WhateverIsThrownItNeverThrows) {
  neighbours_.red_changes = [](const CallContext&,
                               const red_recipes::ListChanges&) -> red_recipes::ChangeList {
    throw std::runtime_error("unexpected");
  };
  EXPECT_NO_THROW(steps_.follow());
}

TEST_F(RedStepsTest, OtherRecipesStayAsTheyAre) {
  const Prescription accepted = issue(draft(1));
  work();
  change(view(accepted).id).state = red_recipes::State::cancelled;
  change(Id("99999999-0000-4000-8000-000000000000"));
  steps_.follow();
  EXPECT_EQ(view(accepted).state, State::accepted);
}

}  // namespace curante::prescribing
