// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::prescribing {

/// Recipes that somebody wishes taken back while nobody knows whether the service has them.
class RecallTest : public RoomTest {
 protected:
  Prescription in_doubt() {
    channel_.answer({Outcome::uncertain});
    const Prescription issued = issue(draft(1));
    EXPECT_TRUE(work());
    EXPECT_EQ(view(issued).state, State::checking);
    return issued;
  }
  RecipeView recall(const Prescription& it) {
    return service_.on(doctor_.context(), Withdraw{it.recipes[0].id});
  }
  void channel_knows_nothing() {
    neighbours_.withdraw = [](const CallContext&,
                              const recipe_transmitter::Withdraw&) -> recipe_transmitter::Receipt {
      throw Error("recipe-unknown", "mai vista", "cercarla");
    };
  }
};

TEST_F(RecallTest, TheWishIsShownAndCarriedOutWithoutSendingAgain) {
  const Prescription issued = in_doubt();
  const RecipeView wished = recall(issued);
  EXPECT_EQ(wished.state, State::withdrawing);
  EXPECT_NE(wished.problem.find("annullamento richiesto"), std::string::npos);
  EXPECT_EQ(recall(issued).state, State::withdrawing) << "asked twice it is one wish";
  ASSERT_TRUE(work()) << "it is asked after now";
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(events_.back().state, State::withdrawn);
  EXPECT_EQ(channel_.submitted().size(), 1u);
  EXPECT_EQ(channel_.withdrawn.count(issued.recipes[0].id.value()), 1u);
  EXPECT_EQ(outbox_rows(), 0);
}

/// The channel knows only by looking whether it is at the service under a number of its own.
TEST_F(RecallTest, AWishForOneWhoseNumberWasRefusedIsSettledByLookingForIt) {
  const Prescription issued = in_doubt();
  recall(issued);
  bool looked = false;
  const auto submit = neighbours_.submit;
  neighbours_.withdraw = [&](const CallContext&, const recipe_transmitter::Withdraw&)
      -> recipe_transmitter::Receipt {
    if (looked) throw Error("recipe-unknown", "mai arrivata", "niente da fare");
    recipe_transmitter::Receipt unclear;
    unclear.outcome = Outcome::uncertain;
    unclear.reasons.push_back({"number-refused", "numero di un'altra", "si chiarisce da solo"});
    return unclear;
  };
  neighbours_.submit = [&](const CallContext& context, const recipe_transmitter::Submit& call) {
    looked = true;
    channel_.answer({Outcome::uncertain});
    return submit(context, call);
  };
  ASSERT_TRUE(work());
  EXPECT_TRUE(looked);
  EXPECT_EQ(view(issued).state, State::withdrawing) << "the wish is kept";
  EXPECT_NE(view(issued).problem.find("annullamento richiesto"), std::string::npos);
  make_due();
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(RecallTest, TheWishOutlivesOutageDoubtAndRestart) {
  const Prescription issued = in_doubt();
  recall(issued);
  channel_.answer({Outcome::unreachable, Outcome::uncertain});
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::withdrawing);
  EXPECT_NE(view(issued).problem.find("annullamento richiesto"), std::string::npos);
  Outbox restarted(pool_, "prova", 60'000);
  Delivery delivery(host_, neighbours_, restarted, 3);
  const auto next = [&] {
    make_due();
    const auto row = restarted.claim();
    ASSERT_TRUE(row);
    EXPECT_TRUE(row->recalled);
    delivery.run(*row);
  };
  next();
  EXPECT_EQ(view(issued).state, State::attention) << "asked three times in vain: a person may look";
  EXPECT_NE(view(issued).problem.find("annullarla lì"), std::string::npos);
  next();
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(channel_.submitted().size(), 1u);
}

TEST_F(RecallTest, AWishWhileItIsBeingSentIsCarriedOutAfterwards) {
  Id recipe;
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit& call) {
    recipe = call.recipe.id;
    EXPECT_EQ(service_.on(doctor_.context(), Withdraw{recipe}).state, State::withdrawing);
    return channel_.submit(call.recipe);
  };
  for (const Outcome outcome : {Outcome::accepted, Outcome::uncertain, Outcome::unreachable}) {
    channel_.answer({outcome});
    const Prescription issued = issue(draft(static_cast<int>(outcome) + 1));
    ASSERT_TRUE(work());
    EXPECT_EQ(view(issued).state, State::withdrawing);
    EXPECT_EQ(events_.back().recipe, recipe);
    make_due();
    ASSERT_TRUE(work());
    EXPECT_EQ(view(issued).state, State::withdrawn);
    while (work()) {
    }
    EXPECT_EQ(outbox_rows(), 0);
    EXPECT_EQ(channel_.withdrawn.count(recipe.value()), 1u);
  }
}

TEST_F(RecallTest, OneThatIsRefusedMeanwhileStaysRefused) {
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit& call) {
    service_.on(doctor_.context(), Withdraw{call.recipe.id});
    return channel_.submit(call.recipe);
  };
  channel_.answer({Outcome::refused});
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::refused);
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(RecallTest, WhatCannotBeTakenBackAnyMoreStandsAndSaysWhy) {
  const Prescription issued = in_doubt();
  recall(issued);
  channel_.answer({Outcome::refused});
  documents_down_ = true;
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::accepted);
  EXPECT_FALSE(view(issued).nre.empty());
  EXPECT_FALSE(view(issued).authentication_code.empty());
  documents_down_ = false;
  make_due();
  ASSERT_TRUE(work());
  EXPECT_FALSE(view(issued).document.empty());
  EXPECT_NE(view(issued).problem.find("annullamento rifiutato"), std::string::npos);
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(RecallTest, WhatNeverCameToTheChannelIsWithdrawn) {
  const Prescription issued = in_doubt();
  channel_knows_nothing();
  recall(issued);
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(channel_.submitted().size(), 1u);
}

TEST_F(RecallTest, AfterARestoreItIsLookedForBeforeItCountsAsUnsent) {
  const Prescription issued = in_doubt();
  constexpr int64_t hour_ms = 3'600'000;
  restoration_.found = Instant{reading_.now.ms + hour_ms};
  recall(issued);
  const auto withdraws = neighbours_.withdraw;
  channel_knows_nothing();
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::withdrawing) << "it was there, and is known now";
  EXPECT_FALSE(view(issued).nre.empty());
  neighbours_.withdraw = withdraws;
  while (work()) {
  }
  EXPECT_EQ(view(issued).state, State::withdrawn);
}

/// The channel hears of the wish before it is asked to look, so that what it looks for in vain does
/// not leave for nothing.
TEST_F(RecallTest, AfterARestoreTheChannelKnowsOfTheWishBeforeItLooks) {
  const Prescription issued = in_doubt();
  constexpr int64_t hour_ms = 3'600'000;
  restoration_.found = Instant{reading_.now.ms + hour_ms};
  recall(issued);
  bool wished = false;
  int sent = 0;
  neighbours_.withdraw = [&](const CallContext&,
                             const recipe_transmitter::Withdraw&) -> recipe_transmitter::Receipt {
    wished = true;
    throw Error("recipe-unknown", "mai vista", "cercarla");
  };
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit&) {
    recipe_transmitter::Receipt receipt;
    receipt.outcome = wished ? Outcome::withdrawn : Outcome::accepted;
    sent += wished ? 0 : 1;
    return receipt;
  };
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(sent, 0);
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(RecallTest, WhileNobodyCanSayWhetherThereWasARestoreNothingIsSent) {
  const Prescription issued = in_doubt();
  recall(issued);
  const auto restored = neighbours_.last_restored;
  for (const char* code : {"plugin-died", "database-busy", "contract-unavailable"}) {
    neighbours_.last_restored = [code](const CallContext&) -> recipe_transmitter::Restoration {
      throw Error(code, "il canale non risponde", "riprovare");
    };
    make_due();
    ASSERT_TRUE(work()) << code;
    EXPECT_EQ(view(issued).state, State::withdrawing) << code;
    EXPECT_EQ(channel_.submitted().size(), 1u) << code;
  }
  neighbours_.last_restored = restored;
  make_due();
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(channel_.submitted().size(), 1u);
}

TEST_F(RecallTest, AnOlderChannelKnowsOfNoRestore) {
  const Prescription issued = in_doubt();
  recall(issued);
  neighbours_.last_restored = [](const CallContext&) -> recipe_transmitter::Restoration {
    throw Error("call-unknown", "non si sa", "aggiornare");
  };
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(channel_.submitted().size(), 1u);
}

TEST_F(RecallTest, ThatItsPaperIsMadeDoesNotTellOtherwiseThanTheRecord) {
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit& call) {
    service_.on(doctor_.context(), Withdraw{call.recipe.id});
    return channel_.submit(call.recipe);
  };
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  ASSERT_EQ(view(issued).state, State::withdrawing);
  ASSERT_FALSE(view(issued).document.empty());
  EXPECT_EQ(events_.back().state, State::withdrawing);
  EXPECT_EQ(events_.back().nre, view(issued).nre);
  EXPECT_EQ(events_.back().problem, view(issued).problem);
}

TEST_F(RecallTest, WithoutCredentialsTheWishWaitsForTheDoctor) {
  const Prescription issued = in_doubt();
  recall(issued);
  channel_.answer({Outcome::needs_credentials});
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::attention);
  outbox_.resume(sample::doctor_id, reading_.now);
  EXPECT_EQ(view(issued).state, State::withdrawing);
  ASSERT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::withdrawn);
}

}  // namespace curante::prescribing
