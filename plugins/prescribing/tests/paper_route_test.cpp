// SPDX-License-Identifier: Apache-2.0
#include <future>

#include "paper_room.hpp"

namespace curante::prescribing {

class PaperRouteTest : public PaperRoomTest {};

TEST_F(PaperRouteTest, ARefusedRecipeGoesOnAsRed) {
  channel_.answer({Outcome::refused});
  const Prescription issued = issue(draft(1));
  work();
  const RecipeView red = go_on(view(issued).id);
  EXPECT_EQ(red.state, State::printed);
  EXPECT_EQ(red.paper_code, "120261234567008");
  EXPECT_FALSE(red.document.empty());
  EXPECT_EQ(red.problem, "");
  EXPECT_EQ(events_.back().state, State::printed);
  work_all();
  EXPECT_EQ(channel_.submitted().size(), 1u);
  EXPECT_EQ(view(issued).paper_code, "120261234567008");
}

TEST_F(PaperRouteTest, ARefusedRecipeThatWasPrescribedAgainTakesNoForm) {
  channel_.answer({Outcome::refused, Outcome::refused});
  const Prescription issued = issue(draft(1));
  work();
  reading_.now.ms += 60'000;
  issue(draft(2));
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "recipe-not-printable");
  EXPECT_EQ(view(issued).state, State::refused);
  EXPECT_EQ(asked_, 0);
  work();
  EXPECT_EQ(go_on(view(issued).id).state, State::printed) << "nothing came of the new one";
}

TEST_F(PaperRouteTest, OfTwoThatWereRefusedOneIsPrinted) {
  channel_.answer({Outcome::refused, Outcome::refused});
  const Prescription first = issue(draft(1));
  work();
  reading_.now.ms += 60'000;
  const Prescription second = issue(draft(2));
  work();
  reading_.now.ms += 60'000;
  EXPECT_EQ(go_on(view(first).id).state, State::printed);
  EXPECT_EQ(code_of([&] { go_on(view(second).id); }), "recipe-not-printable");
  EXPECT_EQ(view(second).state, State::refused);
  EXPECT_TRUE(view(second).needs_hand) << "a person is to see it";
}

/// What was printed before says nothing of what is refused after it, whatever is told of it later.
TEST_F(PaperRouteTest, OneThatWasPrintedBeforeIsNoRepetition) {
  Draft red = draft(1);
  red.on_paper = true;
  const Prescription before = issue(red);
  ASSERT_EQ(view(before).paper_code, "120261234567008");
  reading_.now.ms += 60'000;
  channel_.answer({Outcome::refused});
  const Prescription issued = issue(draft(2));
  work();
  sql("update recipe set changed = changed + interval '1 hour' where state = 'printed'");
  EXPECT_EQ(go_on(view(issued).id).state, State::printed);
}

TEST_F(PaperRouteTest, ARefusedOneThatDoesNotGetOnPaperIsToBeSeenAgain) {
  channel_.answer({Outcome::refused});
  const Prescription issued = issue(draft(1));
  work();
  service_.on(doctor_.context(), MarkSeen{view(issued).id, true, {}});
  ASSERT_FALSE(view(issued).needs_hand);
  failure_ = "block-exhausted";
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "block-exhausted");
  EXPECT_EQ(view(issued).state, State::refused);
  EXPECT_TRUE(view(issued).needs_hand);
}

/// Nobody knows whether it was printed, and it was prescribed again: no sheet is filled anew.
TEST_F(PaperRouteTest, OneWhosePrintingWasLostIsNotPrintedBesideItsRepetition) {
  channel_.answer({Outcome::refused});
  const Prescription issued = issue(draft(1));
  work();
  failure_ = "outcome-unknown";
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "outcome-unknown");
  failure_.clear();
  reading_.now.ms += 60'000;
  issue(draft(2));
  const int before = asked_;
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "recipe-not-printable");
  EXPECT_EQ(asked_, before);
  printed_.insert(view(issued).id.value());
  EXPECT_EQ(go_on(view(issued).id).paper_code, "120261234567008") << "it was, as is known now";
}

TEST_F(PaperRouteTest, AWaitingRecipeIsNeverSentAfterwards) {
  channel_.answer({Outcome::unreachable});
  const Prescription issued = issue(draft(1));
  work();
  ASSERT_EQ(view(issued).state, State::waiting);
  go_on(view(issued).id);
  EXPECT_EQ(outbox_rows(), 0);
  work_all();
  EXPECT_EQ(view(issued).state, State::printed);
  EXPECT_EQ(channel_.submitted().size(), 1u);
  EXPECT_TRUE(channel_.held.empty());
}

TEST_F(PaperRouteTest, AskedTwiceItIsPrintedOnce) {
  const Prescription issued = issue(draft(1));
  go_on(view(issued).id);
  EXPECT_EQ(go_on(view(issued).id).paper_code, "120261234567008");
  EXPECT_EQ(asked_, 1);
}

TEST_F(PaperRouteTest, OneWithoutCredentialsMayGoOn) {
  channel_.answer({Outcome::needs_credentials});
  const Prescription issued = issue(draft(1));
  work();
  ASSERT_EQ(view(issued).state, State::attention);
  EXPECT_EQ(go_on(view(issued).id).state, State::printed);
}

TEST_F(PaperRouteTest, AnUncertainRecipeMustBeSettledFirst) {
  channel_.answer({Outcome::uncertain});
  const Prescription issued = issue(draft(1));
  work();
  ASSERT_EQ(view(issued).state, State::checking);
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "recipe-uncertain");
  EXPECT_EQ(asked_, 0);
  EXPECT_EQ(view(issued).state, State::checking);
  const auto claimed = issue(draft(2));
  outbox_.claim();
  EXPECT_EQ(code_of([&] { go_on(view(claimed).id); }), "recipe-uncertain");
}

/// The wish came while it was tried, and then credentials were missing.
TEST_F(PaperRouteTest, OneThatIsWishedBackIsNotPrinted) {
  const Prescription issued = issue(draft(1));
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit& call) {
    service_.on(doctor_.context(), Withdraw{call.recipe.id});
    recipe_transmitter::Receipt receipt;
    receipt.outcome = Outcome::needs_credentials;
    return receipt;
  };
  ASSERT_TRUE(work());
  ASSERT_EQ(view(issued).state, State::attention);
  ASSERT_EQ(rows_of("outbox where recalled_by is not null and not in_flight"), 1);
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "recipe-not-printable");
  EXPECT_NE(message_.find("annullamento"), std::string::npos);
  EXPECT_EQ(asked_, 0);
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_EQ(rows_of("outbox where kind = 'submit'"), 1) << "the wish is kept";
}

TEST_F(PaperRouteTest, AnAcceptedOrWithdrawnRecipeStaysWhatItIs) {
  const Prescription accepted = issue(draft(1));
  work();
  EXPECT_EQ(code_of([&] { go_on(view(accepted).id); }), "recipe-not-printable");
  const Prescription withdrawn = issue(draft(2));
  service_.on(doctor_.context(), Withdraw{view(withdrawn).id});
  EXPECT_EQ(code_of([&] { go_on(view(withdrawn).id); }), "recipe-not-printable");
  EXPECT_EQ(code_of([&] { go_on(Id("99999999-0000-4000-8000-000000000000")); }), "recipe-unknown");
  const Prescription other = issue(draft(3));
  Caller elsewhere = doctor_;
  elsewhere.fields["patient"] = sample::substitute_id.value();
  EXPECT_EQ(code_of([&] {
              service_.on(elsewhere.context(), GoOnAsRed{view(other).id, ""});
            }),
            "patient-mismatch");
}

TEST_F(PaperRouteTest, WhileTheRedRoomIsAwayNothingChanges) {
  const Prescription waiting = issue(draft(1));
  away_ = "contract-unavailable";
  EXPECT_EQ(code_of([&] { go_on(view(waiting).id); }), "contract-unavailable");
  EXPECT_EQ(view(waiting).state, State::waiting);
  EXPECT_EQ(asked_, 0);
  work_all();
  EXPECT_EQ(view(waiting).state, State::accepted);
}

TEST_F(PaperRouteTest, ItStaysOnPaperWhenAnotherAttemptTookANumber) {
  const Prescription waiting = issue(draft(1));
  failure_ = "printer-unknown";
  printed_.insert(view(waiting).id.value());
  EXPECT_EQ(code_of([&] { go_on(view(waiting).id); }), "printer-unknown");
  EXPECT_EQ(view(waiting).state, State::printed);
  work_all();
  EXPECT_TRUE(channel_.submitted().empty());
}

TEST_F(PaperRouteTest, AFormThatComesAfterTheWithdrawalIsCancelled) {
  const Prescription waiting = issue(draft(1));
  const auto print = neighbours_.print_red;
  neighbours_.print_red = [&](const CallContext& context, const red_recipes::Print& call) {
    service_.on(doctor_.context(), Withdraw{call.recipe.id});
    cancelled_.clear();  // there was no form yet
    return print(context, call);
  };
  go_on(view(waiting).id);
  EXPECT_EQ(view(waiting).state, State::withdrawn);
  EXPECT_EQ(cancelled_.count(view(waiting).id.value()), 1u);
}

TEST_F(PaperRouteTest, WhenThatFormCannotBeCancelledNowTheRecipeIsWithdrawnAllTheSame) {
  const Prescription waiting = issue(draft(1));
  const auto print = neighbours_.print_red;
  neighbours_.print_red = [&](const CallContext& context, const red_recipes::Print& call) {
    service_.on(doctor_.context(), Withdraw{call.recipe.id});
    cancelled_.clear();
    cancel_failure_ = "contract-unavailable";
    return print(context, call);
  };
  EXPECT_EQ(go_on(view(waiting).id).state, State::withdrawn);
  EXPECT_TRUE(cancelled_.empty()) << "RedSteps does it";
}

TEST_F(PaperRouteTest, AFormThatComesWhileTheRecipeIsWithdrawnIsVoided) {
  Draft red = draft(1);
  red.on_paper = true;
  failure_ = "block-exhausted";
  const Prescription issued = issue(red);
  failure_.clear();
  const Id recipe = issued.recipes[0].id;
  const auto cancel = neighbours_.cancel_red;
  int asked = 0;
  neighbours_.cancel_red = [&](const CallContext& context, const red_recipes::Cancel& call) {
    if (++asked > 1) return cancel(context, call);
    go_on(recipe);  // between the question and what follows from its answer
    throw Error("red-form-unknown", "non stampata", "");
  };
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{recipe}).state, State::withdrawn);
  EXPECT_EQ(cancelled_.count(recipe.value()), 1u);
}

TEST_F(PaperRouteTest, OneThatWaitsForTheDoctorIsNotSentElectronically) {
  const Prescription issued = issue(draft(1));
  neighbours_.print_red = [](const CallContext&, const red_recipes::Print&) -> red_recipes::Form {
    throw Error("block-exhausted", "blocchetto finito", "metterne un altro");
  };
  // Another attempt has put it aside: the doctor may confirm it on paper at any time.
  red_recipes::Form aside = form_of(view(issued).id);
  aside.code = "";
  aside.document = Id();
  aside.state = red_recipes::State::unconfirmed;
  neighbours_.red_form = [&](const CallContext&, const red_recipes::GetForm&) { return aside; };
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "block-exhausted");
  EXPECT_EQ(view(issued).state, State::printed);
  work_all();
  EXPECT_TRUE(channel_.submitted().empty());
  service_.go_on_with_paper();
  EXPECT_NE(view(issued).problem.find("conferma del medico"), std::string::npos);
  aside.state = red_recipes::State::cancelled;
  service_.go_on_with_paper();
  EXPECT_NE(view(issued).problem.find("stamparla"), std::string::npos);
}

TEST_F(PaperRouteTest, LeavingTheOutboxLocksItBeforeTheRecipe) {
  const Prescription issued = issue(draft(1));
  EXPECT_TRUE(free_while_waiting(
      "select 1 from outbox for update", [&] { go_on(view(issued).id); }, "select 1 from recipe"));
  EXPECT_EQ(view(issued).state, State::printed);
}

TEST_F(PaperRouteTest, ARefusalLocksTheOutboxBeforeItsPaper) {
  const Prescription issued = issue(draft(1));
  const auto row = outbox_.claim();
  ASSERT_TRUE(row);
  Progress refused;
  refused.state = State::refused;
  refused.at = reading_.now;
  int writing = -1;
  std::thread finishing;
  pool_.write([&](pqxx::transaction_base& tx) {
    tx.exec("select 1 from outbox for update");
    finishing = std::thread([&] { outbox_.finish(*row, refused); });
    await_waiters(tx, 1);
    writing = tx.exec1(
                    "select count(*) from pg_locks where relation = 'paper'::regclass"
                    " and mode = 'RowExclusiveLock' and database ="
                    " (select oid from pg_database where datname = current_database())")[0]
                  .as<int>();
  });
  finishing.join();
  EXPECT_EQ(writing, 0) << "who holds it until printed writes both the other way round";
  EXPECT_EQ(view(issued).state, State::refused);
  EXPECT_EQ(go_on(view(issued).id).state, State::printed);
}

TEST_F(PaperRouteTest, AFormThatArrivesLocksTheRecipeBeforeItsPaper) {
  const Prescription issued = issue(draft(1));
  std::promise<void> printing, printed;
  const auto print = neighbours_.print_red;
  neighbours_.print_red = [&](const CallContext& context, const red_recipes::Print& call) {
    printing.set_value();
    printed.get_future().wait();
    return print(context, call);
  };
  std::thread going([&] { go_on(view(issued).id); });
  printing.get_future().wait();
  EXPECT_TRUE(free_while_waiting(
      "select 1 from recipe for update", [&] { printed.set_value(); }, "select 1 from paper"));
  going.join();
  EXPECT_EQ(view(issued).paper_code, "120261234567008");
}

TEST_F(PaperRouteTest, WithdrawingLocksTheRecipeBeforeItsPaper) {
  failure_ = "block-exhausted";
  Draft red = draft(1);
  red.on_paper = true;
  const Prescription issued = issue(red);
  EXPECT_TRUE(free_while_waiting(
      "select 1 from recipe for update",
      [&] { service_.on(doctor_.context(), Withdraw{issued.recipes[0].id}); },
      "select 1 from paper"));
  EXPECT_EQ(view(issued).state, State::withdrawn);
}

TEST_F(PaperRouteTest, WithoutAFormItIsAsItWas) {
  failure_ = "block-exhausted";
  const Prescription waiting = issue(draft(1));
  EXPECT_EQ(code_of([&] { go_on(view(waiting).id); }), "block-exhausted");
  EXPECT_EQ(view(waiting).state, State::waiting);
  work_all();
  EXPECT_EQ(view(waiting).state, State::accepted);

  channel_.answer({Outcome::refused});
  const Prescription refused = issue(draft(2));
  work();
  const std::string problem = view(refused).problem;
  EXPECT_EQ(code_of([&] { go_on(view(refused).id); }), "block-exhausted");
  EXPECT_EQ(view(refused).state, State::refused);
  EXPECT_EQ(view(refused).problem, problem);
  failure_.clear();
  EXPECT_EQ(go_on(view(refused).id).state, State::printed);

  channel_.answer({Outcome::needs_credentials});
  const Prescription parked = issue(draft(3));
  work();
  failure_ = "block-missing";
  EXPECT_EQ(code_of([&] { go_on(view(parked).id); }), "block-missing");
  EXPECT_EQ(view(parked).state, State::attention);
  EXPECT_FALSE(outbox_.resume(Id(), reading_.now).empty());
}

TEST_F(PaperRouteTest, WhatTheRedRoomRefusesBeforeANumberIsTakenGoesElectronically) {
  int patient = 0;
  for (const char* code : {"red-ledger-file", "red-restored"}) {
    failure_ = code;
    const Prescription waiting = issue(draft(++patient));
    EXPECT_EQ(code_of([&] { go_on(view(waiting).id); }), code);
    EXPECT_EQ(view(waiting).state, State::waiting) << code;
    work_all();
    EXPECT_EQ(view(waiting).state, State::accepted) << code;
  }
}

TEST_F(PaperRouteTest, WhenAFormMayBeUsedItNeverTurnsBack) {
  failure_after_ = "lost";
  const Prescription issued = issue(draft(1));
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "outcome-unknown");
  EXPECT_EQ(view(issued).state, State::printed);
  EXPECT_EQ(view(issued).paper_code, "");
  work_all();
  EXPECT_TRUE(channel_.submitted().empty());
  // The host starts again.
  failure_after_.clear();
  service_.go_on_with_paper();
  EXPECT_EQ(view(issued).paper_code, "120261234567008");
  EXPECT_EQ(printed_.size(), 1u);
}

TEST_F(PaperRouteTest, ADraftOnPaperIsIssuedAsRed) {
  Draft red = draft(1);
  red.on_paper = true;
  const Prescription issued = issue(red);
  ASSERT_EQ(issued.recipes.size(), 1u);
  EXPECT_EQ(issued.recipes[0].state, State::printed);
  EXPECT_EQ(issued.recipes[0].paper_code, "120261234567008");
  EXPECT_EQ(issue(red).recipes[0].id, issued.recipes[0].id);
  EXPECT_EQ(asked_, 1);
  work_all();
  EXPECT_TRUE(channel_.submitted().empty());
}

TEST_F(PaperRouteTest, ADraftOnPaperWithoutAFormWaitsToBePrinted) {
  failure_ = "block-exhausted";
  Draft red = draft(1);
  red.on_paper = true;
  const Prescription issued = issue(red);
  EXPECT_EQ(issued.recipes[0].state, State::printed);
  EXPECT_EQ(issued.recipes[0].problem, "non stampata: riprovare");
  failure_.clear();
  EXPECT_EQ(go_on(issued.recipes[0].id).paper_code, "120261234567008");
}

TEST_F(PaperRouteTest, AClockThatIsBehindStopsTheRedWayToo) {
  failure_ = "clock-behind";
  channel_.answer({Outcome::unreachable});
  const Prescription waiting = issue(draft(1));
  work();
  EXPECT_EQ(code_of([&] { go_on(view(waiting).id); }), "clock-behind");
  EXPECT_EQ(view(waiting).state, State::waiting) << "it is as it was, and no form is used";
  EXPECT_EQ(view(waiting).paper_code, "");
  Draft red = draft(2);
  red.on_paper = true;
  const Prescription issued = issue(red);
  EXPECT_EQ(view(issued).paper_code, "");
  EXPECT_EQ(view(issued).problem, "non stampata: riprovare") << "message and remedy";
  failure_.clear();
  EXPECT_EQ(go_on(view(issued).id).paper_code, "120261234567008");
  EXPECT_EQ(go_on(view(waiting).id).state, State::printed);
}

TEST_F(PaperRouteTest, WithdrawingOneVoidsItsForm) {
  const Prescription issued = issue(draft(1));
  go_on(view(issued).id);
  const RecipeView gone = service_.on(doctor_.context(), Withdraw{view(issued).id});
  EXPECT_EQ(gone.state, State::withdrawn);
  EXPECT_EQ(cancelled_.count(gone.id.value()), 1u);
  EXPECT_EQ(code_of([&] { go_on(gone.id); }), "recipe-not-printable");
}

TEST_F(PaperRouteTest, OneThatMayHaveTurnedBackSinceACopyIsAskedAfterBeforeItIsPrinted) {
  failure_ = "outcome-unknown";  // it stays on its way to a form
  const Prescription issued = issue(draft(1));
  const Id recipe = view(issued).id;
  EXPECT_EQ(code_of([&] { go_on(recipe); }), "outcome-unknown");
  ASSERT_EQ(view(issued).state, State::printed);
  pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
  failure_.clear();
  const int asked = asked_;
  EXPECT_EQ(code_of([&] { go_on(recipe); }), "recipe-uncertain");
  EXPECT_EQ(asked_, asked) << "nothing is printed";
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_EQ(service_.on(doctor_.context(), Retry{recipe}).state, State::checking);
  channel_.answer({Outcome::unreachable});
  make_due();
  work();
  EXPECT_EQ(code_of([&] { go_on(recipe); }), "recipe-uncertain") << "that says nothing of before";
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted);
  EXPECT_EQ(channel_.held.size(), 1u);
}

TEST_F(PaperRouteTest, OneThatTurnsBackKeepsItsDoubt) {
  failure_ = "block-exhausted";
  const Prescription issued = issue(draft(1));
  const auto print = neighbours_.print_red;
  neighbours_.print_red = [&](const CallContext& context, const red_recipes::Print& call) {
    pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
    return print(context, call);
  };
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "block-exhausted");
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_EQ(outbox_rows(), 0) << "it is not sent either";
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{view(issued).id}).state, State::withdrawing)
      << "it is not taken back as unsent";
}

TEST_F(PaperRouteTest, OneThatMayHaveTurnedBackSinceACopyIsAskedAfterBeforeItIsTakenBack) {
  failure_ = "outcome-unknown";
  const Prescription issued = issue(draft(1));
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "outcome-unknown");
  pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{view(issued).id}).state, State::withdrawing);
}

TEST_F(PaperRouteTest, OneWithAFormIsNotDoubted) {
  failure_after_ = "lost";
  const Prescription issued = issue(draft(1));
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "outcome-unknown");
  failure_after_.clear();
  pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
  EXPECT_EQ(go_on(view(issued).id).state, State::printed);
  EXPECT_EQ(outbox_rows(), 0);
}

}  // namespace curante::prescribing
