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
    neighbours_.clock_standing =
        [this](const CallContext&) -> std::optional<sistema_ts::ClockStanding> {
      if (room_away_) return std::nullopt;
      return sistema_ts::ClockStanding{reading_.now, channel_ahead_, server_, {}, overruled_};
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
  /// The database's clock is this computer's, unless a test says otherwise.
  Prescription issue(const Draft& draft) {
    Prescription issued = RoomTest::issue(draft);
    database_says(reading_.now.iso());
    return issued;
  }
  void database_says(const std::string& time) {
    sql("update recipe set database_time = nullif('" + time + "', '')::timestamptz");
  }
  /// It comes back from a copy, so that what waits may have left.
  void come_back() {
    pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
  }
  Prescription doubted_unseen(int64_t behind_ms, int number = 1) {
    go_back(behind_ms);
    Prescription issued = issued_unseen(draft(number));
    come_back();
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
  std::optional<Instant> channel_ahead_, server_, overruled_;
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

TEST_F(WrongDayTest, OneThatWaitedWhileTheClockHadGoneBackKeepsItsDay) {
  channel_.answer({Outcome::unreachable});
  const Prescription issued = issue(draft(1));
  work();
  // The others were sent on: a day later the clock goes back by some hours.
  clock_at(Instant{right_.ms + 20 * hour_ms});
  channel_ahead_ = Instant{right_.ms + day_ms};
  make_due();
  work();
  EXPECT_EQ(view(issued).state, State::waiting);
  correct(2 * day_ms);
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted) << view(issued).problem;
}

TEST_F(WrongDayTest, OneOfWhichNobodyCouldTellButThatWasWrittenAfterTheLastSendingKeepsItsDay) {
  room_away_ = true;
  const Prescription issued = issue(draft(1));
  room_away_ = false;
  clock_at(Instant{right_.ms + 20 * hour_ms - day_ms});
  channel_ahead_ = right_;  // just before it was written
  make_due();
  work();
  correct(2 * day_ms);
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted) << view(issued).problem;
}

TEST_F(WrongDayTest, OneThatNobodyTriedSinceTheClockWasDeclaredRightKeepsItsDay) {
  go_back(2 * day_ms);
  const Prescription electronic = issued_unseen(draft(1));
  failure_ = "clock-behind";
  room_away_ = true;
  const Prescription paper = issue(red(draft(2)));
  room_away_ = false;
  EXPECT_EQ(code_of([&] { go_on(paper.recipes.at(0).id); }), "clock-behind");
  failure_.clear();
  channel_ahead_.reset();  // declared
  wrong_day::follow(host_, neighbours_, pool_);
  clock_at(Instant{right_.ms + day_ms});  // what was wrong is past
  work_all();
  EXPECT_EQ(view(electronic).state, State::accepted) << view(electronic).problem;
  EXPECT_EQ(go_on(paper.recipes.at(0).id).state, State::printed);
}

TEST_F(WrongDayTest, OneThatIsStillSuspectWhenOthersAreClearedIsNotCleared) {
  go_back(40 * day_ms);
  const Prescription issued = issued_unseen(draft(1));
  wrong_day::follow(host_, neighbours_, pool_);
  correct(day_ms);
  wrong_day::follow(host_, neighbours_, pool_);
  work_all();
  EXPECT_EQ(view(issued).state, State::attention);
}

TEST_F(WrongDayTest, OneWhoseDayWasRightStaysRightWhileTheServiceIsAway) {
  go_back(2 * hour_ms);
  const Prescription issued = issued_unseen(draft(1));
  correct(hour_ms);
  channel_.answer({Outcome::unreachable});
  work();
  EXPECT_EQ(view(issued).state, State::waiting);
  clock_at(Instant{right_.ms + 2 * day_ms});
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted) << view(issued).problem;
  EXPECT_EQ(days_.back(), "2026-11-23");
}

/// The channel that looks for one sends it where it is not there.
TEST_F(WrongDayTest, OneThatMayHaveLeftWaitsForAPersonWhoTakesItBack) {
  const Prescription issued = doubted_unseen(40 * day_ms);
  const size_t given = days_.size();
  correct(day_ms);
  work_all();
  EXPECT_EQ(view(issued).state, State::attention);
  for (const char* word : {"14/10/2026", "può essere già partita", "«Ritira»"}) {
    EXPECT_NE(view(issued).problem.find(word), std::string::npos) << view(issued).problem;
  }
  retry(issued.recipes.at(0).id);
  work_all();
  EXPECT_EQ(view(issued).state, State::attention) << "asked again it stays";
  EXPECT_EQ(days_.size(), given);
  // What the channel was asked to take back it looks for, and does not send.
  restoration_.found = reading_.now;
  neighbours_.withdraw = [](const CallContext&,
                            const recipe_transmitter::Withdraw&) -> recipe_transmitter::Receipt {
    throw Error("recipe-unknown", "mai vista", "cercarla altrove");
  };
  channel_.answer({Outcome::withdrawn});
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{issued.recipes.at(0).id}).state,
            State::withdrawing);
  work_all();
  EXPECT_EQ(view(issued).state, State::withdrawn);
  EXPECT_EQ(days_.size(), given + 1);
}

TEST_F(WrongDayTest, OneOfWhichTheChannelHasTheReceiptIsAskedAfter) {
  int number = 0;
  for (const Outcome outcome : {Outcome::accepted, Outcome::refused, Outcome::withdrawn}) {
    const Prescription issued = doubted_unseen(40 * day_ms, ++number);
    channel_.settled[issued.recipes.at(0).id.value()] = outcome;
    channel_.answer({outcome});
    correct(day_ms);
    work_all();
    EXPECT_EQ(view(issued).state, outcome == Outcome::accepted  ? State::accepted
                                  : outcome == Outcome::refused ? State::refused
                                                                : State::withdrawn);
  }
}

TEST_F(WrongDayTest, OneThatMayHaveLeftIsNotGivenToTheChannelWhileTheClockIsBehind) {
  const Prescription issued = doubted_unseen(40 * day_ms);
  const size_t given = days_.size();
  make_due();
  work();
  EXPECT_EQ(days_.size(), given);
  EXPECT_EQ(view(issued).state, State::checking);
  EXPECT_NE(view(issued).problem.find("orologio"), std::string::npos) << view(issued).problem;
}

TEST_F(WrongDayTest, OneThatMayHaveLeftWithTheRightDayIsAskedAfter) {
  const Prescription issued = doubted_unseen(2 * hour_ms);
  correct(hour_ms);
  work_all();
  EXPECT_EQ(view(issued).state, State::accepted);
}

TEST_F(WrongDayTest, ByAClockApartFromTheDatabasesNothingIsIssued) {
  clock_at(Instant{right_.ms + day_ms});
  server_ = right_;
  for (const Draft& it : {draft(1), red(draft(2))}) {
    EXPECT_EQ(code_of([&] { issue(it); }), "clock-behind");
  }
  EXPECT_EQ(rows_of("prescription"), 0);
  clock_at(right_);
  server_.reset();
  EXPECT_EQ(issue(draft(1)).recipes.size(), 1u);
}

TEST_F(WrongDayTest, OneThatIsDatedTomorrowWaitsForItsDoctor) {
  clock_at(Instant{right_.ms + day_ms});
  room_away_ = true;
  const Prescription issued = issue(draft(1));
  clock_at(right_);
  room_away_ = false;
  make_due();
  work_all();
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_NE(view(issued).problem.find("data sbagliata"), std::string::npos) << view(issued).problem;
  EXPECT_TRUE(days_.empty());
}

TEST_F(WrongDayTest, OneThatMayHaveLeftWaitsUntilTheChannelSaysWhatItKnows) {
  const Prescription issued = doubted_unseen(40 * day_ms);
  const auto status = neighbours_.status;
  neighbours_.status = [](const CallContext&,
                          const recipe_transmitter::Status&) -> recipe_transmitter::Receipt {
    throw Error("plugin-died", "il canale non c'è", "riprovare");
  };
  correct(day_ms);
  work();
  EXPECT_EQ(view(issued).state, State::checking);
  neighbours_.status = status;
  work_all();
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_TRUE(channel_.submitted().empty());
}

TEST_F(WrongDayTest, OneWhoseHostEndedBeforeItWasGivenToTheChannelDoesNotLeaveEither) {
  go_back(40 * day_ms);
  const Prescription issued = issued_unseen(draft(1));
  make_due();
  ASSERT_TRUE(outbox_.claim());
  sql("update outbox set lease = null, lease_until = null");
  correct(day_ms);
  work_all();
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_TRUE(channel_.submitted().empty());
}

/// Two hosts, of which this one's clock is right.
TEST_F(WrongDayTest, OneThatAnotherHostDatedByAClockThatWasBehindNeverLeaves) {
  clock_at(Instant{right_.ms - 2 * day_ms});
  room_away_ = true;
  const Prescription first = issue(draft(1)), second = issue(draft(2)), old = issue(draft(3));
  room_away_ = false;
  database_says(right_.iso());
  sql("update recipe set database_time = null where prescription = '" + old.id.value() + "'");
  clock_at(Instant{right_.ms + hour_ms});
  EXPECT_EQ(code_of([&] { go_on(second.recipes.at(0).id); }), "recipe-misdated");
  work_all();
  for (const auto* it : {&first, &second}) {
    EXPECT_EQ(view(*it).state, State::attention);
    EXPECT_NE(view(*it).problem.find("21/11/2026"), std::string::npos) << view(*it).problem;
  }
  EXPECT_EQ(view(old).state, State::accepted) << "of an earlier release nobody can say";
  EXPECT_EQ(channel_.held.size(), 1u);
}

/// It says nothing of this clock's day what a clock showed that a person declared wrong.
TEST_F(WrongDayTest, OneDatedByAClockThatIsDeclaredRightBesideTheDatabasesLeaves) {
  clock_at(right_);
  room_away_ = true;
  failure_ = "clock-behind";
  const Prescription electronic = issue(draft(1)), paper = issue(red(draft(2)));
  room_away_ = false;
  failure_.clear();
  database_says(Instant{right_.ms + 2 * day_ms}.iso());
  overruled_ = Instant{right_.ms + 2 * day_ms};
  make_due();
  work_all();
  EXPECT_EQ(view(electronic).state, State::accepted) << view(electronic).problem;
  EXPECT_EQ(days_, std::vector<std::string>{"2026-11-23"});
  EXPECT_EQ(go_on(paper.recipes.at(0).id).state, State::printed);
}

TEST_F(WrongDayTest, TheDatabasesTimeIsKeptWithWhatIsIssued) {
  RoomTest::issue(draft(1));
  EXPECT_EQ(rows_of("recipe where database_time between clock_timestamp() - interval '1 minute'"
                    " and clock_timestamp()"),
            1);
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

/// What is known, and what follows of it. All times are days from the 1 November; what was sent
/// last was sent on the 20th.
struct DayCase {
  const char* name;
  bool told_at_issue;  ///< somebody could tell that the clock was not behind
  double written;
  std::optional<int> suspected;  ///< noted before, behind this sending
  std::optional<double> database;  ///< the database's clock when it was written; none: not known
  bool told_now;
  bool behind_now;
  int now;
  wrong_day::Judgement::Verdict verdict;
  std::optional<double> overruled = {};  ///< the database's clock now, which a person said is wrong
};

class WrongDayTableTest : public ::testing::TestWithParam<DayCase> {
 protected:
  static Instant day(double number) {
    const auto past_ms = static_cast<int64_t>((number - 1) * static_cast<double>(day_ms));
    return Instant{Instant::parse("2026-11-01T10:00:00Z").ms + past_ms};
  }
};

TEST_P(WrongDayTableTest, IsJudged) {
  const DayCase& it = GetParam();
  recipe_transmitter::Recipe recipe;
  recipe.written_at = rome::text(day(it.written));
  wrong_day::Day known{!it.told_at_issue, std::nullopt};
  if (it.suspected) known.behind = day(*it.suspected);
  if (it.database) known.database = day(*it.database);
  std::optional<sistema_ts::ClockStanding> standing;
  if (it.told_now) standing = sistema_ts::ClockStanding{day(it.now), std::nullopt};
  if (it.behind_now) standing->ahead = day(20);
  if (it.overruled) standing->overruled = day(*it.overruled);
  const auto found = wrong_day::judge(recipe, known, standing, day(it.now));
  EXPECT_EQ(found.verdict, it.verdict);
  EXPECT_EQ(found.behind.has_value(), found.verdict == wrong_day::Judgement::Verdict::suspect);
}

using Verdict = wrong_day::Judgement::Verdict;
INSTANTIATE_TEST_SUITE_P(
    Days, WrongDayTableTest,
    ::testing::Values(
        // Written before the clock went back.
        DayCase{"told_and_behind_now", true, 15, {}, {}, true, true, 16, Verdict::unknown},
        DayCase{"told_and_right_days_later", true, 15, {}, {}, true, false, 25, Verdict::unknown},
        DayCase{"dated_later_than_now", false, 19, {}, {}, true, true, 10, Verdict::unknown},
        DayCase{
            "dated_after_the_last_sending", false, 20, {}, {}, true, true, 12, Verdict::unknown},
        // Written while it was behind and nobody could tell.
        DayCase{"behind_now", false, 10, {}, {}, true, true, 10, Verdict::suspect},
        DayCase{"still_behind", false, 10, 20, {}, true, true, 11, Verdict::suspect},
        DayCase{"corrected_to_another_day", false, 10, 20, {}, true, false, 21, Verdict::wrong},
        DayCase{
            "corrected_while_nobody_tells", false, 10, 20, {}, false, false, 21, Verdict::wrong},
        DayCase{"corrected_to_the_same_day", false, 20, 20, {}, true, false, 20, Verdict::right},
        DayCase{"nobody_tells_yet", false, 10, {}, {}, false, false, 10, Verdict::unknown},
        DayCase{"never_seen_behind", false, 10, {}, {}, true, false, 21, Verdict::right},
        // The clock was declared right.
        DayCase{"declared_right", false, 10, 20, {}, true, false, 11, Verdict::right},
        // Written while it was ahead and nobody could tell.
        DayCase{"dated_after_the_right_clock", false, 15, {}, {}, true, false, 14, Verdict::wrong},
        DayCase{"told_and_dated_later", true, 15, {}, {}, true, false, 14, Verdict::unknown},
        // What the database's clock showed when it was written.
        DayCase{"database_agrees", false, 10, {}, 10, true, false, 21, Verdict::right},
        DayCase{"database_a_little_ahead", false, 10, {}, 10.005, true, false, 21, Verdict::right},
        DayCase{"database_a_little_ahead_at_midnight",
                false,
                10.54,
                {},
                10.545,
                true,
                false,
                21,
                Verdict::right},
        DayCase{"database_hours_ahead", false, 10, {}, 10.2, true, false, 21, Verdict::right},
        DayCase{"another_host_behind", false, 10, {}, 12, true, false, 12, Verdict::wrong},
        DayCase{"another_host_behind_over_midnight",
                false,
                10,
                {},
                10.6,
                true,
                false,
                11,
                Verdict::wrong},
        DayCase{"another_host_ahead", false, 12, {}, 10, true, false, 12, Verdict::wrong},
        DayCase{"another_host_behind_told_at_issue",
                true,
                10,
                {},
                12,
                true,
                false,
                12,
                Verdict::unknown},
        DayCase{"another_host_behind_nobody_tells",
                false,
                10,
                {},
                12,
                false,
                false,
                12,
                Verdict::unknown},
        DayCase{"another_host_behind_and_this_too",
                false,
                10,
                {},
                12,
                true,
                true,
                12,
                Verdict::suspect},
        // This clock was declared right beside the database's.
        DayCase{"the_database_ahead", false, 10, 20, 20, true, false, 11, Verdict::unknown, 21},
        DayCase{"the_database_behind", false, 10, {}, 8, true, false, 11, Verdict::unknown, 9},
        DayCase{"the_database_right_then", false, 10, {}, 10, true, false, 11, Verdict::unknown, 9},
        DayCase{
            "the_database_hours_ahead", false, 10, {}, 10, true, false, 11, Verdict::right, 11.1},
        DayCase{"and_another_host_behind", false, 8, {}, 20, true, false, 11, Verdict::wrong, 21},
        DayCase{"the_database_right_again", false, 10, 20, 20, true, false, 11, Verdict::wrong}),
    [](const auto& info) { return std::string(info.param.name); });

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
