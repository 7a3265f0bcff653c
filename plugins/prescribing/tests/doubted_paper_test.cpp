// SPDX-License-Identifier: Apache-2.0
#include "paper_room.hpp"
#include "restore_follower.hpp"

namespace curante::prescribing {

/// The database comes back from a copy in which recipes were on their way to a form.
class DoubtedPaperTest : public PaperRoomTest {
 protected:
  /// In the copy it left the outbox, and nobody knows of a form.
  Prescription on_its_way(const Draft& draft) {
    failure_ = "outcome-unknown";
    const Prescription issued = issue(draft);
    if (!draft.on_paper) {
      EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "outcome-unknown");
    }
    failure_.clear();
    EXPECT_EQ(view(issued).state, State::printed);
    return issued;
  }
  static Draft red(Draft draft) {
    draft.on_paper = true;
    return draft;
  }
  void come_back() {
    pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
    service_.go_on_with_paper();
  }
  void red_forms_are_used() {
    sql("insert into red_step (practice_id, position) values ('prova', 1)");
  }
  bool follow(int64_t later_ms = 0) {
    return RestoreFollower(host_, neighbours_, pool_)
        .follow(Instant{reading_.now.ms + later_ms}, RestoreFinder::transmitter);
  }
  Prescription refused(int number = 1) {
    channel_.answer({Outcome::refused});
    Prescription issued = issue(draft(number));
    work();
    EXPECT_EQ(view(issued).state, State::refused);
    return issued;
  }
  RecipeView withdraw(const Prescription& it) {
    return service_.on(doctor_.context(), Withdraw{view(it).id});
  }
  RecipeView retry(const Prescription& it) {
    return service_.on(doctor_.context(), Retry{view(it).id});
  }
};

TEST_F(DoubtedPaperTest, APersonIsAskedBeforeAnythingIsPrintedOrSent) {
  const Prescription electronic = on_its_way(draft(1)), paper = on_its_way(red(draft(2)));
  come_back();
  const int asked = asked_;
  for (const auto* it : {&electronic, &paper}) {
    EXPECT_EQ(view(*it).state, State::attention);
    EXPECT_NE(view(*it).problem.find("già stata stampata su ricetta rossa?"), std::string::npos);
    // As its buttons are called.
    EXPECT_NE(view(*it).problem.find("Sì: «Ritira»"), std::string::npos);
    EXPECT_NE(view(*it).problem.find("No: «Riprova ora»"), std::string::npos);
    EXPECT_EQ(code_of([&] { go_on(view(*it).id); }), "recipe-uncertain");
    EXPECT_NE(message_.find("già stata stampata"), std::string::npos) << message_;
    EXPECT_EQ(view(*it).state, State::attention) << "pressing print again changes nothing";
  }
  outbox_.resume(Id(), reading_.now);  // a host that starts, or an access that is mended
  service_.go_on_with_paper();
  work_all();
  EXPECT_TRUE(channel_.submitted().empty());
  EXPECT_EQ(asked_, asked) << "nothing is printed";
  EXPECT_EQ(view(electronic).state, State::attention);
}

TEST_F(DoubtedPaperTest, OnlyOfOneThatIsHeldDoesTryingAgainSayWhatAPersonMustKnow) {
  const Prescription electronic = on_its_way(draft(1)), paper = on_its_way(red(draft(2)));
  const Prescription waiting = issue(draft(3));
  const auto questions = [&] {
    std::vector<std::string> all;
    for (const auto& it : service_.on(doctor_.context(), ListForDay{}).prescriptions) {
      for (const RecipeView& recipe : it.recipes) {
        if (recipe.retry_question.empty()) continue;
        EXPECT_EQ(recipe.retry_question, view(it).retry_question);
        all.push_back(recipe.retry_question);
      }
    }
    return all;
  };
  EXPECT_TRUE(questions().empty());
  come_back();
  ASSERT_EQ(questions().size(), 2u) << "not of the one that never left the outbox";
  EXPECT_TRUE(view(waiting).retry_question.empty());
  EXPECT_NE(view(electronic).retry_question.find("parte come elettronica"), std::string::npos);
  EXPECT_NE(view(paper).retry_question.find("la si può stampare su ricetta rossa"),
            std::string::npos);
  for (const auto* it : {&electronic, &paper}) {
    EXPECT_NE(view(*it).retry_question.find("ne avrebbe due"), std::string::npos);
    EXPECT_TRUE(retry(*it).retry_question.empty()) << "answered";
  }
}

TEST_F(DoubtedPaperTest, NotPrintedItIsLookedForAndGoesItsWay) {
  const Prescription electronic = on_its_way(draft(1)), paper = on_its_way(red(draft(2)));
  come_back();
  EXPECT_EQ(retry(electronic).state, State::checking);
  work_all();
  EXPECT_EQ(view(electronic).state, State::accepted);
  EXPECT_EQ(retry(paper).state, State::printed);
  EXPECT_EQ(view(paper).paper_code, "");
  EXPECT_EQ(go_on(view(paper).id).paper_code, "120261234567008");
  EXPECT_EQ(channel_.held.size(), 1u);
}

TEST_F(DoubtedPaperTest, PrintedAlreadyItIsTakenBack) {
  const Prescription electronic = on_its_way(draft(1)), paper = on_its_way(red(draft(2)));
  come_back();
  EXPECT_EQ(withdraw(paper).state, State::withdrawn);
  EXPECT_NE(view(paper).problem.find("vale quel foglio"), std::string::npos);
  EXPECT_EQ(withdraw(electronic).state, State::withdrawing) << "it may have left all the same";
  work_all();
  EXPECT_NE(view(electronic).state, State::accepted);
  EXPECT_EQ(asked_, 2) << "before the copy";
}

TEST_F(DoubtedPaperTest, AWishToTakeItBackHoldsThoughTheHostEndsRightThen) {
  const Prescription electronic = on_its_way(draft(1));
  come_back();
  int asked = 0;
  neighbours_.now = [&](const CallContext&) {
    if (++asked > 1) throw Error("host-ends", "interrotto", "riprovare");
    return reading_;
  };
  EXPECT_EQ(code_of([&] { withdraw(electronic); }), "host-ends");
  neighbours_.now = [this](const CallContext&) { return reading_; };
  EXPECT_EQ(view(electronic).state, State::withdrawing);
  EXPECT_NE(view(electronic).problem.find("annullamento richiesto"), std::string::npos);
  work_all();
  EXPECT_TRUE(channel_.submitted().empty()) << "it is not sent";
  EXPECT_EQ(view(electronic).state, State::withdrawn);
}

TEST_F(DoubtedPaperTest, WhatWaitedInTheCopyIsNotSentBesideAFormOfWhichNobodyKnows) {
  red_forms_are_used();
  channel_.answer({Outcome::unreachable});
  const Prescription waiting = issue(draft(2)), other = issue(draft(3));
  work();
  ASSERT_EQ(view(waiting).state, State::waiting);
  const size_t sent = channel_.submitted().size();
  EXPECT_TRUE(follow());
  for (const auto* it : {&waiting, &other}) {
    EXPECT_EQ(view(*it).state, State::attention);
    EXPECT_NE(view(*it).problem.find("già stata stampata su ricetta rossa?"), std::string::npos);
    EXPECT_EQ(code_of([&] { go_on(view(*it).id); }), "recipe-uncertain");
  }
  work_all();
  EXPECT_EQ(channel_.submitted().size(), sent);
  EXPECT_EQ(retry(waiting).state, State::checking);
  work_all();
  EXPECT_EQ(view(waiting).state, State::accepted);
  EXPECT_EQ(view(other).state, State::attention);
}

TEST_F(DoubtedPaperTest, WhatWasBeingTriedInTheCopyIsNotSentBesideAFormEither) {
  red_forms_are_used();
  const Prescription tried = issue(draft(1));
  ASSERT_TRUE(outbox_.claim());  // the service was down, and it was printed instead since
  EXPECT_TRUE(follow());
  EXPECT_EQ(view(tried).state, State::attention);
  EXPECT_NE(view(tried).problem.find("già stata stampata su ricetta rossa?"), std::string::npos);
  work_all();
  EXPECT_TRUE(channel_.submitted().empty());
  EXPECT_EQ(retry(tried).state, State::checking);
  work_all();
  EXPECT_EQ(view(tried).state, State::accepted);
  EXPECT_EQ(channel_.held.size(), 1u);
}

/// The service refused it since the copy, and it was printed then.
TEST_F(DoubtedPaperTest, WhatWasAskedAfterInTheCopyIsNotSentBesideAFormEither) {
  red_forms_are_used();
  channel_.answer({Outcome::uncertain});
  const Prescription checking = issue(draft(1));
  work();
  ASSERT_EQ(view(checking).state, State::checking);
  const Prescription parked = issue(draft(2));
  const auto row = outbox_.claim();
  ASSERT_TRUE(row);
  Progress asked;
  asked.state = State::attention;
  asked.at = reading_.now;
  asked.nre = Nre("1200A4999999999");
  asked.undecided = true;
  ASSERT_TRUE(outbox_.park(*row, asked, /*doubt=*/true));
  ASSERT_TRUE(view(parked).undecided);
  const size_t sent = channel_.submitted().size();
  EXPECT_TRUE(follow());
  for (const auto* it : {&checking, &parked}) {
    EXPECT_EQ(view(*it).state, State::attention);
    EXPECT_NE(view(*it).problem.find("già stata stampata su ricetta rossa?"), std::string::npos);
    EXPECT_NE(view(*it).retry_question, "");
    EXPECT_FALSE(view(*it).undecided) << "that is asked again when it is looked for";
  }
  EXPECT_TRUE(view(parked).nre.empty()) << "which may be another recipe's";
  outbox_.resume(Id(), reading_.now);
  work_all();
  EXPECT_EQ(channel_.submitted().size(), sent);
  EXPECT_EQ(retry(checking).state, State::checking);
  EXPECT_EQ(withdraw(parked).state, State::withdrawing);
  work_all();
  EXPECT_EQ(view(checking).state, State::accepted);
  EXPECT_EQ(view(parked).state, State::withdrawn);
  EXPECT_EQ(channel_.held.size(), 1u);
}

TEST_F(DoubtedPaperTest, OneThatAnEarlierRestorePutInDoubtIsAskedAboutAfterTheNext) {
  red_forms_are_used();
  const Prescription issued = issue(draft(1));
  EXPECT_TRUE(follow());
  EXPECT_EQ(retry(issued).state, State::checking);
  // It is copied so, refused and printed, and the copy comes back.
  EXPECT_FALSE(follow()) << "the same restore";
  EXPECT_EQ(view(issued).state, State::checking);
  EXPECT_TRUE(follow(3'600'000));
  EXPECT_EQ(view(issued).state, State::attention);
  work_all();
  EXPECT_TRUE(channel_.submitted().empty());
}

TEST_F(DoubtedPaperTest, WhatWasRefusedInTheCopyIsAskedAboutBeforeItIsPrinted) {
  const Prescription issued = refused();
  const std::string why = view(issued).problem;
  come_back();
  EXPECT_EQ(view(issued).state, State::refused) << "nobody wants it yet";
  EXPECT_TRUE(view(issued).retry_question.empty());
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "recipe-uncertain");
  EXPECT_EQ(asked_, 0) << "nothing is printed";
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_EQ(events_.back().state, State::attention);
  EXPECT_NE(view(issued).problem.find("guardare il blocchetto"), std::string::npos);
  EXPECT_NE(view(issued).retry_question.find("torna tra le rifiutate"), std::string::npos);
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "recipe-uncertain") << "pressed again";
  service_.go_on_with_paper();
  work_all();
  EXPECT_EQ(retry(issued).state, State::refused);
  EXPECT_EQ(view(issued).problem, why);
  EXPECT_EQ(go_on(view(issued).id).state, State::printed);
  EXPECT_EQ(asked_, 1);
}

TEST_F(DoubtedPaperTest, WhatWasRefusedInTheCopyAndPrintedSinceIsTakenBackHere) {
  const Prescription issued = refused();
  come_back();
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "recipe-uncertain");
  EXPECT_EQ(withdraw(issued).state, State::withdrawn);
  EXPECT_NE(view(issued).problem.find("vale quel foglio"), std::string::npos);
  EXPECT_EQ(asked_, 0);
}

TEST_F(DoubtedPaperTest, WhatIsRefusedSinceTheCopyIsPrintedUnasked) {
  come_back();
  const Prescription issued = refused();
  EXPECT_EQ(go_on(view(issued).id).state, State::printed);
}

TEST_F(DoubtedPaperTest, ARefusedOneWhoseFormIsKnownAfterAllIsPrinted) {
  const Prescription issued = refused();
  come_back();
  printed_.insert(view(issued).id.value());
  EXPECT_EQ(go_on(view(issued).id).paper_code, "120261234567008");
  EXPECT_EQ(view(issued).state, State::printed);
  EXPECT_EQ(rows_of("paper"), 0);
}

TEST_F(DoubtedPaperTest, OneThatIsPrintedJustThenIsOnItsForm) {
  const Prescription issued = issue(draft(1));
  const auto print = neighbours_.print_red;
  neighbours_.print_red = [&](const CallContext& context, const red_recipes::Print& call) {
    come_back();
    EXPECT_EQ(view(issued).state, State::attention);
    return print(context, call);
  };
  EXPECT_EQ(go_on(view(issued).id).paper_code, "120261234567008");
  EXPECT_EQ(view(issued).state, State::printed);
  EXPECT_TRUE(cancelled_.empty());
}

TEST_F(DoubtedPaperTest, WhereNoRedFormIsUsedNobodyIsAsked) {
  const Prescription waiting = issue(draft(1));
  EXPECT_TRUE(follow());
  EXPECT_EQ(view(waiting).state, State::waiting);
  work_all();
  EXPECT_EQ(view(waiting).state, State::accepted);
}

TEST_F(DoubtedPaperTest, OneThatWasRefusedBeforeIsRefusedAgain) {
  channel_.answer({Outcome::refused});
  const Prescription issued = issue(draft(1));
  work();
  ASSERT_EQ(view(issued).state, State::refused);
  const std::string why = view(issued).problem;
  failure_ = "outcome-unknown";
  EXPECT_EQ(code_of([&] { go_on(view(issued).id); }), "outcome-unknown");
  failure_.clear();
  come_back();
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_EQ(retry(issued).state, State::refused);
  EXPECT_EQ(view(issued).problem, why);
  EXPECT_EQ(go_on(view(issued).id).state, State::printed);
}

/// The usual way on from a refusal, which the copy may know or not.
TEST_F(DoubtedPaperTest, OneThatWasPrescribedAgainIsNotPrintedWhateverAPersonAnswers) {
  const Prescription asked_first = refused(1);
  const Instant when = view(asked_first).changed;
  come_back();
  EXPECT_EQ(code_of([&] { go_on(view(asked_first).id); }), "recipe-uncertain");
  EXPECT_NE(view(asked_first).problem.find("o prescritta di nuovo?"), std::string::npos);
  EXPECT_NE(view(asked_first).problem.find("sito di Sistema TS"), std::string::npos);
  EXPECT_NE(view(asked_first).retry_question.find("o prescritta di nuovo?"), std::string::npos);
  reading_.now.ms += 60'000;
  issue(draft(2));
  reading_.now.ms += 60'000;
  EXPECT_EQ(retry(asked_first).state, State::refused);
  EXPECT_EQ(view(asked_first).changed, when) << "it was refused when it was refused";
  EXPECT_TRUE(view(asked_first).repeated);
  EXPECT_EQ(code_of([&] { go_on(view(asked_first).id); }), "recipe-not-printable");
  EXPECT_EQ(asked_, 0);
}

TEST_F(DoubtedPaperTest, OfOneThatWasPrescribedAgainNobodyIsAsked) {
  const Prescription it = refused(1);
  reading_.now.ms += 60'000;
  issue(draft(2));
  come_back();
  EXPECT_EQ(code_of([&] { go_on(view(it).id); }), "recipe-not-printable");
  EXPECT_EQ(view(it).state, State::refused);
}

TEST_F(DoubtedPaperTest, OneThatSomebodyHasSeenIsToBeSeenAgainOnceItIsNotOnPaper) {
  const Prescription it = refused(1);
  service_.on(doctor_.context(), MarkSeen{view(it).id, true, {}});
  ASSERT_FALSE(view(it).needs_hand);
  come_back();
  EXPECT_EQ(code_of([&] { go_on(view(it).id); }), "recipe-uncertain");
  EXPECT_EQ(retry(it).state, State::refused);
  EXPECT_TRUE(view(it).needs_hand);
}

/// Who prescribed it may have left the practice, and no service has it.
TEST_F(DoubtedPaperTest, ARefusedOneIsTakenBackByWhoeverItConcerns) {
  const Prescription it = refused(1);
  sql("update prescription set author = '33333333-3333-4333-8333-333333333333'");
  come_back();
  EXPECT_EQ(code_of([&] { withdraw(it); }), "recipe-not-withdrawable") << "not held yet";
  EXPECT_EQ(code_of([&] { go_on(view(it).id); }), "recipe-uncertain");
  Caller stranger = doctor_;
  stranger.fields["user"] = "99999999-9999-4999-8999-999999999999";
  EXPECT_EQ(code_of([&] { service_.on(stranger.context(), Withdraw{view(it).id}); }),
            "recipe-of-another");
  EXPECT_EQ(withdraw(it).state, State::withdrawn);
}

/// The red room did not say at the restore whether it has a form.
TEST_F(DoubtedPaperTest, OneThatCouldNotBeAskedAboutIsNotCalledUnprinted) {
  const Prescription paper = on_its_way(red(draft(1)));
  away_ = "contract-unavailable";
  come_back();
  ASSERT_EQ(view(paper).state, State::printed);
  EXPECT_TRUE(service_.is_paper_unasked());
  away_.clear();
  EXPECT_EQ(withdraw(paper).state, State::withdrawn);
  EXPECT_NE(view(paper).problem.find("se prima del ripristino è stata stampata"),
            std::string::npos);
  EXPECT_FALSE(service_.is_paper_unasked());
}

TEST_F(DoubtedPaperTest, OneThatCouldNotBeAskedAboutIsAskedAboutOnceTheRedRoomIsBack) {
  const Prescription paper = on_its_way(red(draft(1)));
  away_ = "contract-unavailable";
  come_back();
  away_.clear();
  service_.go_on_with_paper();
  EXPECT_EQ(view(paper).state, State::attention);
  EXPECT_FALSE(service_.is_paper_unasked());
}

TEST_F(DoubtedPaperTest, OneWhoseFormIsKnownAfterAllIsPrinted) {
  const Prescription issued = on_its_way(draft(1));
  come_back();
  ASSERT_EQ(view(issued).state, State::attention);
  printed_.insert(view(issued).id.value());
  EXPECT_EQ(go_on(view(issued).id).paper_code, "120261234567008");
  EXPECT_EQ(view(issued).state, State::printed);
}

}  // namespace curante::prescribing
