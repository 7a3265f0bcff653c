// SPDX-License-Identifier: Apache-2.0
#include "recipe_composer.hpp"
#include "restore_follower.hpp"
#include "room.hpp"
#include "rules/rome_time.hpp"

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

/// White recipes that the doctor puts on paper instead of sending them.
class WhitePaperTest : public PaperTest {
 protected:
  RecipeView on_paper(const Prescription& it) {
    return service_.on(doctor_.context(), GoOnAsPaper{it.recipes[0].id});
  }
  std::string refusal(const Prescription& it) {
    try {
      on_paper(it);
    } catch (const Error& e) {
      return e.code();
    }
    return "";
  }
  Prescription in_outage(int number = 1) {
    const Prescription stored = white(/*electronic=*/true, number);
    channel_.answer({Outcome::unreachable});
    work();  // behind another that waits it is not even tried
    channel_.answer({});
    EXPECT_EQ(view(stored).state, State::waiting);
    return stored;
  }
  void work_all() {
    make_due();
    while (work()) make_due();
  }
  void come_back() {
    EXPECT_TRUE(RestoreFollower(host_, neighbours_, pool_)
                    .follow(reading_.now, RestoreFinder::transmitter));
  }
};

TEST_F(WhitePaperTest, OneThatWaitsIsPrintedOnceAndNeverSentAfterwards) {
  const Prescription stored = in_outage();
  EXPECT_EQ(on_paper(stored).state, State::printed);
  EXPECT_EQ(events_.back().state, State::printed);
  work_all();
  EXPECT_EQ(view(stored).state, State::printed);
  EXPECT_FALSE(view(stored).document.empty());
  EXPECT_EQ(view(stored).problem, "");
  ASSERT_EQ(white_papers_.size(), 1u);
  EXPECT_FALSE(white_papers_[0].receipt.has_value()) << "its own paper, no promemoria";
  EXPECT_EQ(channel_.submitted().size(), 1u);
  EXPECT_TRUE(channel_.held.empty());
  EXPECT_EQ(on_paper(stored).document, view(stored).document) << "asked again";
  EXPECT_FALSE(work());
  EXPECT_EQ(white_papers_.size(), 1u);
  EXPECT_EQ(rows_of("outbox"), 0);
}

TEST_F(WhitePaperTest, ARefusedOneIsPrintedWithoutWhatWasHeldAgainstIt) {
  const Prescription stored = white(/*electronic=*/true);
  channel_.answer({Outcome::refused});
  work();
  ASSERT_EQ(view(stored).state, State::refused);
  ASSERT_FALSE(view(stored).reasons.empty());
  EXPECT_EQ(on_paper(stored).state, State::printed);
  EXPECT_TRUE(view(stored).reasons.empty());
  work_all();
  EXPECT_FALSE(view(stored).document.empty());
  EXPECT_EQ(channel_.submitted().size(), 1u);
  EXPECT_EQ(rows_of("paper"), 0);
}

/// The patient would have it twice.
TEST_F(WhitePaperTest, ARefusedOneThatWasPrescribedAgainIsNotPrinted) {
  const Prescription stored = white(/*electronic=*/true);
  channel_.answer({Outcome::refused, Outcome::refused});
  work();
  reading_.now.ms += 60'000;
  white(/*electronic=*/true, 2);
  EXPECT_EQ(refusal(stored), "recipe-not-printable");
  EXPECT_EQ(view(stored).state, State::refused);
  work();
  EXPECT_EQ(on_paper(stored).state, State::printed) << "nothing came of the new one";
}

TEST_F(WhitePaperTest, OneWithoutCredentialsIsPrintedAndNotSentOnceTheyAreThere) {
  const Prescription stored = white(/*electronic=*/true);
  channel_.answer({Outcome::needs_credentials});
  work();
  ASSERT_EQ(view(stored).state, State::attention);
  EXPECT_EQ(on_paper(stored).state, State::printed);
  EXPECT_TRUE(outbox_.resume(Id(), reading_.now).empty());
  work_all();
  EXPECT_FALSE(view(stored).document.empty());
  EXPECT_EQ(channel_.submitted().size(), 1u);
}

TEST_F(WhitePaperTest, OneInDoubtIsAskedAfterAndWhatTheServiceHasStaysElectronic) {
  const Prescription stored = white(/*electronic=*/true);
  Receipt lost;
  lost.outcome = Outcome::uncertain;
  answer(lost);
  work();
  ASSERT_EQ(view(stored).state, State::checking);
  EXPECT_EQ(refusal(stored), "recipe-uncertain");
  answer(undecided());
  make_due();
  work();
  ASSERT_EQ(view(stored).state, State::attention);
  EXPECT_EQ(refusal(stored), "recipe-uncertain") << "whoever decides it";
  answer(numbered());
  outbox_.resume(sample::doctor_id, reading_.now);
  work_all();
  EXPECT_EQ(view(stored).state, State::accepted);
  EXPECT_EQ(refusal(stored), "recipe-not-printable");
  EXPECT_EQ(view(stored).white_number, "RB0000000042");
  EXPECT_EQ(white_papers_.size(), 1u) << "the promemoria";
}

TEST_F(WhitePaperTest, OneThatIsBeingSentJustThenIsInDoubt) {
  const Prescription stored = white(/*electronic=*/true);
  const auto row = outbox_.claim();
  ASSERT_TRUE(row);
  EXPECT_EQ(refusal(stored), "recipe-uncertain");
  delivery_.run(*row);
  EXPECT_EQ(view(stored).state, State::accepted);
}

TEST_F(WhitePaperTest, OneThatIsPrintedJustBeforeASenderComesIsNotSent) {
  const Prescription stored = white(/*electronic=*/true);
  EXPECT_EQ(on_paper(stored).state, State::printed);
  work_all();
  EXPECT_TRUE(channel_.submitted().empty());
  EXPECT_FALSE(view(stored).document.empty());
}

TEST_F(WhitePaperTest, WhatIsNotWhiteNotMineOrSettledStaysAsItIs) {
  const Prescription red = issue(draft(7));
  EXPECT_EQ(refusal(red), "recipe-not-printable");
  const Prescription stored = in_outage();
  Caller elsewhere = doctor_;
  elsewhere.fields["patient"] = sample::substitute_id.value();
  EXPECT_THROW(service_.on(elsewhere.context(), GoOnAsPaper{stored.recipes[0].id}), Error);
  EXPECT_EQ(view(stored).state, State::waiting);
  service_.on(doctor_.context(), Withdraw{stored.recipes[0].id});
  EXPECT_EQ(refusal(stored), "recipe-not-printable");
  EXPECT_EQ(view(stored).state, State::withdrawn);
}

TEST_F(WhitePaperTest, WithdrawnBeforeItIsPrintedItIsNotPrinted) {
  const Prescription stored = in_outage();
  on_paper(stored);
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{stored.recipes[0].id}).state, State::withdrawn);
  work_all();
  EXPECT_TRUE(white_papers_.empty());
}

TEST_F(WhitePaperTest, WhatWaitedInACopyMayBeOnPaperAndOnlyAPersonCanSaySo) {
  const Prescription waiting = in_outage(1), taken = in_outage(2);
  // No red room is there to be asked.
  neighbours_.red_form = [](const CallContext&, const red_recipes::GetForm&) -> red_recipes::Form {
    throw Error("contract-unavailable", "non c'è", "");
  };
  come_back();
  service_.go_on_with_paper();
  for (const auto* it : {&waiting, &taken}) {
    EXPECT_EQ(view(*it).state, State::attention);
    EXPECT_NE(view(*it).problem.find("ricettario personale"), std::string::npos);
    EXPECT_EQ(view(*it).problem.find("ricetta rossa"), std::string::npos);
    EXPECT_NE(view(*it).retry_question.find("su carta"), std::string::npos);
    EXPECT_EQ(refusal(*it), "recipe-uncertain");
  }
  const size_t sent = channel_.submitted().size();
  work_all();
  EXPECT_EQ(channel_.submitted().size(), sent) << "not beside the sheet that the patient has";
  // It was not printed: looked for at the service, and sent.
  EXPECT_EQ(service_.on(doctor_.context(), Retry{waiting.recipes[0].id}).state, State::checking);
  work_all();
  EXPECT_EQ(view(waiting).state, State::accepted);
  // It was: taken back, and never sent.
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{taken.recipes[0].id}).state,
            State::withdrawing);
  work_all();
  EXPECT_EQ(view(taken).state, State::withdrawn);
  EXPECT_EQ(channel_.held.count(taken.recipes[0].id.value()), 0u);
}

TEST_F(WhitePaperTest, WhatWasRefusedInACopyIsAskedAboutBeforeItIsPrinted) {
  const Prescription again = white(/*electronic=*/true, 1), taken = white(true, 2);
  channel_.answer({Outcome::refused, Outcome::refused});
  while (work()) {
  }
  const std::string why = view(again).problem;
  come_back();
  ASSERT_EQ(view(again).state, State::refused) << "of many nobody wants any";
  for (const auto* it : {&again, &taken}) {
    EXPECT_EQ(refusal(*it), "recipe-uncertain");
    EXPECT_EQ(view(*it).state, State::attention);
    EXPECT_EQ(events_.back().state, State::attention);
    EXPECT_NE(view(*it).problem.find("ricettario personale"), std::string::npos);
    EXPECT_NE(view(*it).problem.find("chiedere al paziente"), std::string::npos);
    EXPECT_NE(view(*it).problem.find("torna tra le rifiutate, e la si può stampare su carta"),
              std::string::npos);
    EXPECT_EQ(view(*it).problem.find("elettronica"), std::string::npos);
    EXPECT_NE(view(*it).retry_question.find("torna tra le rifiutate"), std::string::npos);
    EXPECT_EQ(refusal(*it), "recipe-uncertain") << "pressed again";
  }
  work_all();
  EXPECT_TRUE(white_papers_.empty());
  // It was not printed.
  EXPECT_EQ(service_.on(doctor_.context(), Retry{again.recipes[0].id}).state, State::refused);
  EXPECT_EQ(view(again).problem, why);
  EXPECT_EQ(on_paper(again).state, State::printed);
  // It was: the sheet that the patient has is good, and no service is asked.
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{taken.recipes[0].id}).state, State::withdrawn);
  EXPECT_EQ(events_.back().state, State::withdrawn);
  EXPECT_NE(view(taken).problem.find("vale quel foglio"), std::string::npos);
  work_all();
  EXPECT_EQ(white_papers_.size(), 1u);
  EXPECT_EQ(channel_.submitted().size(), 2u);
  EXPECT_EQ(rows_of("paper"), 0);
}

TEST_F(WhitePaperTest, WhatWasAskedAfterInACopyIsNotSentBesideItsPaper) {
  const Prescription stored = white(/*electronic=*/true);
  channel_.answer({Outcome::uncertain});
  work();
  ASSERT_EQ(view(stored).state, State::checking);
  come_back();
  EXPECT_EQ(view(stored).state, State::attention);
  EXPECT_NE(view(stored).problem.find("ricettario personale"), std::string::npos);
  work_all();
  EXPECT_EQ(channel_.submitted().size(), 1u);
}

/// The wish came while it was tried, and then credentials were missing.
TEST_F(WhitePaperTest, OneThatIsWishedBackIsNotPrinted) {
  const Prescription stored = white(/*electronic=*/true);
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit& call) {
    service_.on(doctor_.context(), Withdraw{call.recipe.id});
    Receipt receipt;
    receipt.outcome = Outcome::needs_credentials;
    return receipt;
  };
  ASSERT_TRUE(work());
  ASSERT_EQ(view(stored).state, State::attention);
  ASSERT_EQ(rows_of("outbox where recalled_by is not null and not in_flight"), 1);
  try {
    on_paper(stored);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "recipe-not-printable");
    EXPECT_NE(e.message().find("annullamento"), std::string::npos);
    EXPECT_FALSE(e.remedy().empty());
  }
  EXPECT_EQ(view(stored).state, State::attention);
  EXPECT_EQ(rows_of("outbox where kind = 'submit'"), 1) << "the wish is kept";
}

/// Nobody could tell, when it was issued, whether the clock was right.
TEST_F(WhitePaperTest, WhileTheClockIsWrongOneItMayHaveDatedIsNotPrinted) {
  reading_.local_time = rome::text(reading_.now);
  const Prescription behind = white(/*electronic=*/true, 1), unlike = white(true, 2);
  sql("update recipe set day_unproven = true, database_time = '" + reading_.now.iso() + "'");
  const Prescription proven = white(/*electronic=*/true, 3);
  sent_ahead_ = Instant{reading_.now.ms + 2 * 86'400'000};
  EXPECT_EQ(refusal(behind), "clock-behind");
  EXPECT_EQ(on_paper(proven).state, State::printed) << "its day was seen to be right";
  sent_ahead_.reset();
  std::optional<Instant> server = Instant{reading_.now.ms + 86'400'000};
  neighbours_.clock_standing = [&](const CallContext&) {
    return sistema_ts::ClockStanding{reading_.now, sent_ahead_, server};
  };
  EXPECT_EQ(refusal(unlike), "clock-behind");
  for (const auto* it : {&behind, &unlike}) EXPECT_EQ(view(*it).state, State::waiting);
  EXPECT_EQ(rows_of("outbox where kind = 'submit'"), 2);

  server.reset();  // a person has declared that it is right
  EXPECT_EQ(on_paper(unlike).state, State::printed);
  reading_.now.ms += 2 * 86'400'000;  // or it was put right
  EXPECT_EQ(refusal(behind), "recipe-misdated");
  EXPECT_EQ(view(behind).state, State::waiting);
}

TEST_F(WhitePaperTest, LeavingTheOutboxLocksItBeforeTheRecipe) {
  const Prescription stored = in_outage();
  EXPECT_TRUE(free_while_waiting(
      "select 1 from outbox for update", [&] { on_paper(stored); }, "select 1 from recipe"));
  EXPECT_EQ(view(stored).state, State::printed);
}

}  // namespace curante::prescribing
