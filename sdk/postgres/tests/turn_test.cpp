// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/turn.hpp"

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

#include "curante/postgres/pool.hpp"
#include "curante/postgres/test_cluster.hpp"

namespace curante::postgres {
namespace {

class TurnTest : public ::testing::Test {
 protected:
  TurnTest() {
    pool_.write([](pqxx::transaction_base& tx) {
      tx.exec(
          "create table turn (practice_id text not null, purpose text not null, slot int not null,"
          " primary key (practice_id, purpose, slot))");
      tx.exec("create table drawn (number int)");
    });
  }
  /// Two that do not take turns both see the same highest number.
  int draw(pqxx::transaction_base& tx, const std::string& key = "") {
    take_turn(tx, "practice", "draw", key);
    return tx
        .exec1(
            "insert into drawn select coalesce(max(number), 0) + 1 from drawn"
            " returning number")[0]
        .as<int>();
  }
  /// Whether somebody waits for another's transaction to end.
  static void wait_for_waiter() {
    pqxx::connection watch(TestCluster::shared().superuser());
    for (bool waits = false; !waits; std::this_thread::yield()) {
      pqxx::nontransaction look(watch);
      waits = look.exec1("select exists (select from pg_locks where not granted)")[0].as<bool>();
    }
  }
  std::string uri_ = TestCluster::shared().fresh();
  Pool pool_{uri_, 8, std::chrono::seconds(60)};
  /// Gives up when it has to wait.
  Pool hasty_{uri_ + " options='-c lock_timeout=50'", 1};
};

TEST_F(TurnTest, WhoWaitedSeesWhatWasWrittenInTheTurnBefore) {
  for (const bool row_is_there : {false, true}) {
    std::future<int> second;
    const int first = pool_.write([&](pqxx::transaction_base& tx) {
      const int number = draw(tx);
      second = std::async(std::launch::async, [&] {
        return pool_.write([&](pqxx::transaction_base& other) { return draw(other); });
      });
      wait_for_waiter();
      return number;
    });
    EXPECT_EQ(second.get(), first + 1) << row_is_there;
  }
}

TEST_F(TurnTest, ATurnThatCameToNothingIsTheNextOnes) {
  std::future<int> second;
  EXPECT_THROW(pool_.write([&](pqxx::transaction_base& tx) {
    draw(tx);
    second = std::async(std::launch::async, [&] {
      return pool_.write([&](pqxx::transaction_base& other) { return draw(other); });
    });
    wait_for_waiter();
    throw Error("refused", "no");
  }),
               Error);
  EXPECT_EQ(second.get(), 1);
}

TEST_F(TurnTest, ManyAtOnceTakeTurns) {
  constexpr int threads = 8, turns = 25;
  std::vector<std::future<std::vector<int>>> all;
  for (int i = 0; i < threads; ++i) {
    all.push_back(std::async(std::launch::async, [&] {
      std::vector<int> mine;
      for (int turn = 0; turn < turns; ++turn) {
        mine.push_back(pool_.write([&](pqxx::transaction_base& tx) { return draw(tx, "pad"); }));
      }
      return mine;
    }));
  }
  std::set<int> numbers;
  for (auto& one : all) {
    for (const int number : one.get()) numbers.insert(number);
  }
  EXPECT_EQ(numbers.size(), size_t(threads * turns));
}

TEST_F(TurnTest, OtherPracticesAndPurposesDoNotWait) {
  pool_.write([&](pqxx::transaction_base& tx) {
    take_turn(tx, "practice", "draw");
    take_turn(tx, "practice", "draw");  // one's own is no wait
    hasty_.write([](pqxx::transaction_base& other) {
      take_turn(other, "another practice", "draw");
      take_turn(other, "practice", "another purpose");
      take_turn(other, "practice", "draw", "a key");
    });
    try {
      hasty_.write([](pqxx::transaction_base& other) { take_turn(other, "practice", "draw"); });
      ADD_FAILURE() << "two had one turn";
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "database-unavailable");
    }
  });
}

TEST_F(TurnTest, KeysShareAFewRows) {
  pool_.write([](pqxx::transaction_base& tx) {
    for (int i = 0; i < 1000; ++i) take_turn(tx, "practice", "draw", std::to_string(i));
    EXPECT_EQ(
        tx.exec1("select count(*), min(slot), max(slot) from turn where slot > 0")[0].as<int>(),
        64);
  });
}

TEST_F(TurnTest, NoOtherRoleCanHoldOne) {
  pool_.write([](pqxx::transaction_base& tx) { take_turn(tx, "practice", "draw"); });
  pqxx::connection own(uri_), other(TestCluster::shared().fresh());
  const std::string schema = pqxx::work(own).exec1("select current_schema()")[0].c_str();
  for (const char* how : {"select 1 from %.turn for update", "lock table %.turn"}) {
    std::string statement = how;
    statement.replace(statement.find('%'), 1, schema);
    EXPECT_THROW(pqxx::work(other).exec(statement), pqxx::insufficient_privilege) << how;
  }
}

}  // namespace
}  // namespace curante::postgres
