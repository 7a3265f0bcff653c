// SPDX-License-Identifier: Apache-2.0
// The day on a recipe, and a clock that is behind what was sent.
#include "paper_room.hpp"
#include "prepared_room.hpp"
#include "rules/rome_time.hpp"

namespace curante::prescribing {

constexpr int64_t hour_ms = 3'600'000;
constexpr int64_t day_ms = 24 * hour_ms;

class WrongDayTest : public PaperRoomTest {
 protected:
  WrongDayTest() {
    neighbours_.submit = [this](const CallContext&, const recipe_transmitter::Submit& call) {
      days_.push_back(call.recipe.written_at.substr(0, 10));
      if (!channel_ahead_) return channel_.submit(call.recipe);
      recipe_transmitter::Receipt receipt;
      receipt.reasons.push_back(
          {"clock-behind", "l'orologio è tornato indietro", "rimettere l'orologio", 0, true});
      return receipt;
    };
    neighbours_.sent_ahead = [this](const CallContext&) {
      return room_away_ ? std::nullopt : channel_ahead_;
    };
  }
  void clock_at(Instant now) { reading_ = {now, rome::date(now), rome::text(now)}; }
  void go_back(int64_t by_ms) {
    clock_at(Instant{right_.ms - by_ms});
    channel_ahead_ = right_;
  }
  /// The clock is right, `after_ms` since the last sending.
  void correct(int64_t after_ms) {
    clock_at(Instant{right_.ms + after_ms});
    channel_ahead_.reset();
    make_due();
  }
  /// Issued by the clock as it is while nobody could tell that it is behind, and kept back then.
  Prescription issued_unseen(const Draft& draft) {
    room_away_ = true;
    const Prescription issued = issue(draft);
    room_away_ = false;
    work();
    return issued;
  }
  std::string retry(const Id& recipe) {
    return boost::describe::enum_to_string(service_.on(doctor_.context(), Retry{recipe}).state, "");
  }
  static Draft red(Draft draft) {
    draft.on_paper = true;
    return draft;
  }

  const Instant right_ = reading_.now;
  std::optional<Instant> channel_ahead_;
  bool room_away_ = false;         ///< the one that knows of the last sending
  std::vector<std::string> days_;  ///< of what the channel was given
};

TEST_F(WrongDayTest, NothingIsIssuedByAClockThatIsBehind) {
  go_back(40 * day_ms);
  for (const Draft& it : {draft(1), red(draft(1))}) {
    EXPECT_EQ(code_of([&] { issue(it); }), "clock-behind");
    EXPECT_NE(message_.find("orologio"), std::string::npos) << message_;
  }
  for (const char* table : {"prescription", "recipe", "outbox", "paper"}) {
    EXPECT_EQ(rows_of(table), 0) << table;
  }
  EXPECT_FALSE(work());
  EXPECT_EQ(asked_, 0) << "no form";
  EXPECT_TRUE(events_.empty());
  correct(hour_ms);
  const Prescription issued = issue(draft(1));
  EXPECT_TRUE(work());
  EXPECT_EQ(view(issued).state, State::accepted) << "the very draft, as soon as the clock is right";
  EXPECT_EQ(days_, std::vector<std::string>{"2026-11-23"});
  EXPECT_EQ(issue(red(draft(2))).recipes.at(0).state, State::printed);
}

TEST_F(WrongDayTest, WhatWasIssuedBeforeIsStillAnswered) {
  const Prescription issued = issue(draft(1));
  go_back(day_ms);
  EXPECT_EQ(issue(draft(1)).recipes.at(0).id, issued.recipes.at(0).id);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(WrongDayTest, OneThatWasIssuedUnseenNeverLeavesWithThatDay) {
  go_back(40 * day_ms);
  const Prescription issued = issued_unseen(draft(1));
  const Id recipe = issued.recipes.at(0).id;
  EXPECT_EQ(view(issued).state, State::waiting);
  correct(day_ms);
  work();
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_NE(view(issued).problem.find("14/10/2026"), std::string::npos) << view(issued).problem;
  EXPECT_NE(view(issued).problem.find("prescrivere di nuovo"), std::string::npos);
  EXPECT_EQ(events_.back().state, State::attention);
  EXPECT_EQ(retry(recipe), "waiting");
  work_all();
  EXPECT_EQ(view(issued).state, State::attention) << "asked again it stays";
  EXPECT_TRUE(channel_.submitted().empty());
  const RecipeView gone = service_.on(doctor_.context(), Withdraw{recipe});
  EXPECT_EQ(gone.state, State::withdrawn);
  EXPECT_EQ(outbox_rows(), 0);
  const Prescription anew = issue(draft(2));
  work_all();
  EXPECT_EQ(view(anew).state, State::accepted);
  EXPECT_EQ(days_.back(), "2026-11-24");
}

TEST_F(WrongDayTest, ItHoldsNobodyUp) {
  go_back(40 * day_ms);
  issued_unseen(draft(1));
  correct(day_ms);
  const Prescription behind = issue(draft(2));
  work_all();
  EXPECT_EQ(view(behind).state, State::accepted);
}

TEST_F(WrongDayTest, OneWrittenBeforeTheClockWentBackKeepsItsDay) {
  channel_.answer({Outcome::unreachable});
  const Prescription issued = issue(draft(1));
  work();
  go_back(40 * day_ms);
  make_due();
  work();
  EXPECT_EQ(view(issued).state, State::waiting);
  correct(3 * day_ms);
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted);
  EXPECT_EQ(days_.back(), "2026-11-23");
}

TEST_F(WrongDayTest, ByAClockThatWasDeclaredRightItKeepsItsDay) {
  go_back(40 * day_ms);
  const Prescription issued = issued_unseen(draft(1));
  channel_ahead_.reset();
  clock_at(Instant{reading_.now.ms + 2 * day_ms});
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted);
}

TEST_F(WrongDayTest, OneWhoseDayIsRightAllTheSameLeaves) {
  go_back(2 * hour_ms);
  const Prescription issued = issued_unseen(draft(1));
  correct(hour_ms);
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted);
}

TEST_F(WrongDayTest, OneThatMayHaveLeftIsAskedAfter) {
  go_back(40 * day_ms);
  const Prescription issued = issued_unseen(draft(1));
  pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
  correct(day_ms);
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted);
}

TEST_F(WrongDayTest, NoFormIsSpentOnIt) {
  go_back(40 * day_ms);
  const Prescription electronic = issued_unseen(draft(1));
  failure_ = "clock-behind";
  room_away_ = true;
  const Prescription paper = issue(red(draft(2)));
  room_away_ = false;
  const Id written_red = paper.recipes.at(0).id;
  EXPECT_EQ(code_of([&] { go_on(written_red); }), "clock-behind");
  failure_.clear();
  asked_ = 0;
  correct(day_ms);
  EXPECT_EQ(code_of([&] { go_on(written_red); }), "recipe-misdated");
  EXPECT_EQ(code_of([&] { go_on(electronic.recipes.at(0).id); }), "recipe-misdated");
  EXPECT_EQ(asked_, 0);
  EXPECT_TRUE(printed_.empty());
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{written_red}).state, State::withdrawn);
}

class WrongDayPreparedTest : public PreparedTest {};

TEST_F(WrongDayPreparedTest, WhatWasPreparedWaitsForTheRightClock) {
  const Prepared it = prepare(draft(1));
  sent_ahead_ = Instant{reading_.now.ms + day_ms};
  const Validated failed = validate(it);
  EXPECT_EQ(failed.outcome, ValidationOutcome::failed);
  EXPECT_EQ(failed.code, "clock-behind");
  EXPECT_FALSE(failed.remedy.empty());
  EXPECT_EQ(now(it.id).state, PreparedState::waiting);
  EXPECT_EQ(prescriptions(), 0);
  sent_ahead_.reset();
  EXPECT_EQ(validate(it).outcome, ValidationOutcome::issued);
}

}  // namespace curante::prescribing
