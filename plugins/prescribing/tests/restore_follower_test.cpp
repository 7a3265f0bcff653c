// SPDX-License-Identifier: Apache-2.0
#include "restore_follower.hpp"

#include "prepared_room.hpp"

namespace curante::prescribing {

/// A database that came back from a copy: what waits in it may have left since.
class RestoreFollowerTest : public PreparedTest {
 protected:
  RestoreFollowerTest() {
    neighbours_.last_restored = [this](const CallContext&) {
      if (!away_.empty()) throw Error(away_, "il canale non c'è", "riprovare");
      return recipe_transmitter::Restoration{last_};
    };
  }
  /// As it is after a start: nothing is in memory.
  void follow() { RestoreFollower(host_, neighbours_, pool_).follow(); }
  bool doubted(const Prepared& it) { return now(it.id).doubtful; }
  bool doubted(const Prescription& it) {
    return pool_.read([&](pqxx::transaction_base& tx) {
      return tx
          .exec_params1("select in_flight from outbox where prescription = $1", it.id.value())[0]
          .as<bool>();
    });
  }

  int64_t held() { return rows_of("paper where stage = 'printing' and doubted"); }

  std::optional<Instant> last_;
  std::string away_;
};

TEST_F(RestoreFollowerTest, WhatWaitsIsDoubtedOnceForEachRestore) {
  const Prepared prepared = prepare(draft(1));
  const Prescription issued = issue(draft(2));
  follow();
  EXPECT_FALSE(doubted(prepared));
  EXPECT_FALSE(doubted(issued));
  last_ = reading_.now;
  follow();
  EXPECT_TRUE(doubted(prepared));
  EXPECT_TRUE(doubted(issued));
  const Prepared since = prepare(draft(3));
  follow();
  RestoreFollower(host_, neighbours_, pool_).follow(*last_, RestoreFinder::transmitter);
  EXPECT_FALSE(doubted(since)) << "that restore was followed";
  last_->ms += 1;
  follow();
  EXPECT_TRUE(doubted(since));
}

TEST_F(RestoreFollowerTest, OneThatWasToldWhileTheDatabaseFailedIsFollowedLater) {
  const Prescription issued = issue(draft(1));
  last_ = reading_.now;
  sql("alter table prepared rename to away");
  EXPECT_ANY_THROW(
      RestoreFollower(host_, neighbours_, pool_).follow(*last_, RestoreFinder::transmitter));
  EXPECT_NO_THROW(follow());
  EXPECT_FALSE(doubted(issued)) << "all or nothing, or it would be taken for followed";
  sql("alter table away rename to prepared");
  follow();
  EXPECT_TRUE(doubted(issued));
}

/// Somebody's printing begins or fails just then.
TEST_F(RestoreFollowerTest, OneThatMovesBetweenPaperAndOutboxJustThenIsDoubtedToo) {
  const std::string to_paper =
      "with gone as (delete from outbox returning practice_id, recipe, account, payload)"
      " insert into paper (practice_id, recipe, account, payload, stage, before)"
      " select practice_id, recipe, account, payload, 'printing', 'waiting' from gone";
  const std::string back =
      "with gone as (delete from paper returning practice_id, recipe, account, payload)"
      " insert into outbox (practice_id, recipe, kind, account, payload, patient, prescription)"
      " select gone.practice_id, gone.recipe, 'submit', gone.account, gone.payload, p.patient, p.id"
      " from gone join recipe r on r.id = gone.recipe join prescription p on p.id = r.prescription";
  issue(draft(1));
  last_ = reading_.now;
  for (const auto& [move, table] : {std::pair(to_paper, "paper"), std::pair(back, "outbox")}) {
    std::thread following;
    pool_.write([&](pqxx::transaction_base& tx) {
      tx.exec(move);
      following = std::thread([&] { follow(); });
      await_waiters(tx, 1);
    });
    following.join();
    EXPECT_EQ(rows_of(std::string(table) + " where doubted"), 1) << table;
    sql("update " + std::string(table) + " set doubted = false");
    last_->ms += 1;
  }
}

TEST_F(RestoreFollowerTest, OneThatOnlyTheRedPadsFoundIsFollowedToo) {
  const Prepared prepared = prepare(draft(1));
  const Prescription issued = issue(draft(2));
  red_restoration_.found = reading_.now;
  follow();
  EXPECT_TRUE(doubted(prepared));
  // Forms were used since, though by this copy the practice never used one.
  EXPECT_EQ(held(), 1);
  const Prescription since = issue(draft(3));
  follow();
  RestoreFollower(host_, neighbours_, pool_).follow(reading_.now, RestoreFinder::red_pads);
  EXPECT_FALSE(doubted(since)) << "that restore was followed";
  EXPECT_EQ(held(), 1);
  EXPECT_NE(view(issued).retry_question, "");
}

/// Forms were used for the first time since the copy, and the transmitter tells of it first.
TEST_F(RestoreFollowerTest, OfOneThatTheTransmitterTellsOfThePadsAreAskedFirst) {
  const Prescription issued = issue(draft(1));
  red_restoration_.found = Instant{reading_.now.ms + 2000};  // they find it a little later
  EXPECT_TRUE(
      RestoreFollower(host_, neighbours_, pool_).follow(reading_.now, RestoreFinder::transmitter));
  EXPECT_EQ(held(), 1) << "else it is sent beside its form";
  EXPECT_EQ(view(issued).state, State::attention);
  EXPECT_EQ(rows_of("followed_restore"), 2);
}

/// What may be on a form is not sent because nobody could be asked.
TEST_F(RestoreFollowerTest, WhereThePadsCannotSayWhatWaitsIsHeld) {
  const Prescription issued = issue(draft(1));
  neighbours_.red_restored = [](const CallContext&) -> recipe_transmitter::Restoration {
    throw Error("red-ledger-file", "il registro non si legge", "riprovare");
  };
  last_ = reading_.now;
  follow();
  EXPECT_EQ(held(), 1);
  EXPECT_EQ(view(issued).state, State::attention);
  const Prescription since = issue(draft(2));
  neighbours_.red_restored = [](const CallContext&) { return recipe_transmitter::Restoration{}; };
  follow();
  EXPECT_FALSE(doubted(since)) << "it was followed";
}

/// The transmitter names its last restore for ever.
TEST_F(RestoreFollowerTest, PadsThatAreSilentForAMomentMakeNoOldRestoreANewOne) {
  issue(draft(1));
  last_ = reading_.now;
  follow();
  ASSERT_EQ(held(), 0) << "by the copy no form is used here";
  const Prescription since = issue(draft(2));
  neighbours_.red_restored = [](const CallContext&) -> recipe_transmitter::Restoration {
    throw Error("plugin-died", "i blocchetti non ci sono", "riprovare");
  };
  follow();
  RestoreFollower(host_, neighbours_, pool_).follow(*last_, RestoreFinder::transmitter);
  EXPECT_EQ(held(), 0);
  EXPECT_FALSE(doubted(since));
  EXPECT_EQ(view(since).state, State::waiting);
}

TEST_F(RestoreFollowerTest, WhereThereAreNoPadsNothingIsHeldForThem) {
  const Prescription issued = issue(draft(1));
  neighbours_.red_restored = [](const CallContext&) -> recipe_transmitter::Restoration {
    throw Error("contract-unavailable", "la stanza non c'è", "");
  };
  EXPECT_TRUE(
      RestoreFollower(host_, neighbours_, pool_).follow(reading_.now, RestoreFinder::transmitter));
  EXPECT_EQ(held(), 0);
  EXPECT_TRUE(doubted(issued));
}

/// The pads may find it at the moment that the transmitter did.
TEST_F(RestoreFollowerTest, OneThatThePadsTellOfAtTheSameMomentIsHeldToo) {
  issue(draft(1));
  EXPECT_TRUE(
      RestoreFollower(host_, neighbours_, pool_).follow(reading_.now, RestoreFinder::transmitter));
  EXPECT_TRUE(
      RestoreFollower(host_, neighbours_, pool_).follow(reading_.now, RestoreFinder::red_pads));
  EXPECT_EQ(held(), 1);
}

TEST_F(RestoreFollowerTest, WhatThePadsTellOnlyAfterwardsIsHeldThen) {
  issue(draft(1));
  EXPECT_TRUE(
      RestoreFollower(host_, neighbours_, pool_).follow(reading_.now, RestoreFinder::transmitter));
  EXPECT_EQ(held(), 0) << "by the copy no form is used here";
  EXPECT_TRUE(RestoreFollower(host_, neighbours_, pool_)
                  .follow(Instant{reading_.now.ms + 2000}, RestoreFinder::red_pads));
  EXPECT_EQ(held(), 1);
}

TEST_F(RestoreFollowerTest, OneThatBothFoundIsFollowedOnce) {
  issue(draft(1));
  red_restoration_.found = last_ = reading_.now;
  follow();
  EXPECT_EQ(held(), 1) << "as the red pads know it";
  EXPECT_EQ(rows_of("followed_restore"), 1);
}

TEST_F(RestoreFollowerTest, WhatAPersonAnsweredIsNotAskedAgainOfTheSameRestore) {
  sql("insert into red_step (practice_id, position) values ('prova', 1)");
  neighbours_.red_form = [](const CallContext&, const red_recipes::GetForm&) -> red_recipes::Form {
    throw Error("red-form-unknown", "non stampata", "");
  };
  Draft red = draft(2);
  red.on_paper = true;
  neighbours_.print_red = [](const CallContext&, const red_recipes::Print&) -> red_recipes::Form {
    throw Error("outcome-unknown", "interrotta", "riprovare");
  };
  const Prescription electronic = issue(draft(1)), paper = issue(red);
  last_ = reading_.now;
  follow();
  service_.go_on_with_paper();
  for (const auto* it : {&electronic, &paper}) {
    ASSERT_NE(view(*it).retry_question, "");
    service_.on(doctor_.context(), Retry{view(*it).id});
  }
  red_restoration_.found = last_;  // the pads tell what the transmitter told
  follow();
  RestoreFollower(host_, neighbours_, pool_).follow(*last_, RestoreFinder::red_pads);
  service_.go_on_with_paper();
  EXPECT_EQ(held(), 0);
  EXPECT_EQ(view(electronic).state, State::checking);
  EXPECT_EQ(view(paper).state, State::printed);
}

TEST_F(RestoreFollowerTest, WithoutRedPadsThatTellTheTransmittersIsFollowed) {
  const Prescription issued = issue(draft(1));
  last_ = reading_.now;
  for (const char* code : {"contract-unavailable", "call-unknown"}) {
    neighbours_.red_restored = [&](const CallContext&) -> recipe_transmitter::Restoration {
      throw Error(code, "i blocchetti non ci sono", "riprovare");
    };
    follow();
    EXPECT_TRUE(doubted(issued)) << code;
    sql("update outbox set in_flight = false, doubted = false");
    last_->ms += 1;
  }
}

TEST_F(RestoreFollowerTest, WithoutAChannelThereIsNothingToFollow) {
  const Prescription issued = issue(draft(1));
  last_ = reading_.now;
  for (const char* code : {"contract-unavailable", "call-unknown", "plugin-died"}) {
    away_ = code;
    EXPECT_NO_THROW(follow());
  }
  EXPECT_FALSE(doubted(issued));
  away_.clear();
  follow();
  EXPECT_TRUE(doubted(issued));
}

}  // namespace curante::prescribing
