// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/pool.hpp"

#include "curante/fault.hpp"
#include "curante/postgres/prepared.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "curante/postgres/test_cluster.hpp"

namespace curante::postgres {
namespace {

class PoolTest : public ::testing::Test {
 protected:
  PoolTest() {
    pool_.write([](pqxx::transaction_base& tx) { tx.exec("create table note (id integer)"); });
  }
  int notes() {
    return pool_.read([](pqxx::transaction_base& tx) {
      return tx.exec1("select count(*) from note")[0].as<int>();
    });
  }
  std::string uri_ = TestCluster::shared().fresh();
  Pool pool_{uri_, 2};
};

TEST_F(PoolTest, CommitsWhatItWrites) {
  pool_.write(
      [](pqxx::transaction_base& tx) { tx.exec_params("insert into note values ($1)", 7); });
  EXPECT_EQ(notes(), 1);
}

TEST_F(PoolTest, RollsBackWhatThrows) {
  EXPECT_THROW(pool_.write([](pqxx::transaction_base& tx) {
    tx.exec("insert into note values (1)");
    throw Error("refused", "no");
  }),
               Error);
  EXPECT_EQ(notes(), 0);
}

/// A row that PostgreSQL refuses stands in the text of what is thrown, and must not in a log.
TEST_F(PoolTest, WhatMayBeLoggedOfARefusalQuotesNoRow) {
  pool_.write([](pqxx::transaction_base& tx) {
    tx.exec("create table person (fiscal_code text primary key, name text check (name <> ''))");
    tx.exec("insert into person values ('PNIMRA70A01H501P', 'PINI')");
  });
  const auto fault = [&](const char* code, const char* name) {
    try {
      pool_.write([&](pqxx::transaction_base& tx) {
        tx.exec_params("insert into person values ($1, $2)", code, name);
      });
    } catch (const std::exception& e) {
      EXPECT_NE(std::string(e.what()).find("PNIMRA70A01H501"), std::string::npos);
      return fault_of(e);
    }
    return std::string("nothing was refused");
  };
  EXPECT_EQ(fault("PNIMRA70A01H501P", "PINI"), "pqxx::unique_violation 23505");
  EXPECT_EQ(fault("PNIMRA70A01H501Q", ""), "pqxx::check_violation 23514");
  EXPECT_EQ(fault_of(Error("some-code", "PINI MARIO")), "some-code");
  EXPECT_EQ(fault_of(std::runtime_error("PINI MARIO")), "std::runtime_error");
}

TEST_F(PoolTest, ReadsCannotWrite) {
  EXPECT_THROW(
      pool_.read([](pqxx::transaction_base& tx) { tx.exec("insert into note values (1)"); }),
      pqxx::sql_error);
  EXPECT_EQ(notes(), 0);
}

TEST_F(PoolTest, ManyThreadsShareFewConnections) {
  std::vector<std::thread> threads;
  std::atomic<int> most = 0, now = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 10; ++turn) {
        pool_.write([&](pqxx::transaction_base& tx) {
          const int at_once = ++now;
          int seen = most;
          while (seen < at_once && !most.compare_exchange_weak(seen, at_once)) {
          }
          tx.exec("insert into note values (1)");
          --now;
        });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(notes(), 80);
  EXPECT_LE(most, 2);
}

TEST_F(PoolTest, ATransactionThatLostItsConnectionRunsAgain) {
  int runs = 0;
  pool_.write([&](pqxx::transaction_base& tx) {
    if (++runs == 1) {
      pqxx::connection other(TestCluster::shared().superuser());
      pqxx::work kill(other);
      kill.exec_params("select pg_terminate_backend($1::integer)",
                       tx.exec1("select pg_backend_pid()")[0].as<int>());
    }
    tx.exec("insert into note values (1)");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(notes(), 1);
}

TEST_F(PoolTest, AnswersAgainAfterTheServerCrashed) {
  pool_.write([](pqxx::transaction_base& tx) { tx.exec("insert into note values (1)"); });
  TestCluster::shared().crash();
  std::future<int> count = std::async(std::launch::async, [&] { return notes(); });
  TestCluster::shared().start();
  EXPECT_EQ(count.get(), 1);
}

TEST_F(PoolTest, ASerialisationFailureRunsAgain) {
  int runs = 0;
  pool_.write([&](pqxx::transaction_base& tx) {
    if (++runs == 1) tx.exec("do $$ begin raise exception using errcode = '40001'; end $$");
    tx.exec("insert into note values (1)");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(notes(), 1);
}

TEST_F(PoolTest, AStatementIsPreparedOnceAConnection) {
  constexpr auto add = "insert into note values ($1)";
  constexpr auto count = "select count(*) from note where $1 = 'all'";
  for (int i = 0; i < 3; ++i) {
    pool_.write([&](pqxx::transaction_base& tx) { prepared(tx, add, i); });
  }
  const auto counted = [&](pqxx::transaction_base& tx) {
    return prepared(tx, count, "all")[0][0].as<int>();
  };
  EXPECT_EQ(pool_.look_up(counted), 3);
  EXPECT_EQ(pool_.read(counted), 3);
  const auto kept = pool_.look_up([](pqxx::transaction_base& tx) {
    return tx.exec("select count(*) from pg_prepared_statements")[0][0].as<int>();
  });
  EXPECT_EQ(kept, 2);
}

TEST_F(PoolTest, ALookUpGoesOnWithANewConnectionWhenTheServerWasKilled) {
  const auto one = [](pqxx::transaction_base& tx) {
    return prepared(tx, "select $1::int", 1)[0][0].as<int>();
  };
  EXPECT_EQ(pool_.look_up(one), 1);
  TestCluster::shared().crash();
  TestCluster::shared().start();
  EXPECT_EQ(pool_.look_up(one), 1);
}

class ExecuteTest : public PoolTest {
 protected:
  static int process_of(pqxx::transaction_base& tx) {
    return tx.exec1("select pg_backend_pid()")[0].as<int>();
  }
  static void end(int process) {
    pqxx::connection other(TestCluster::shared().superuser());
    pqxx::nontransaction kill(other);
    // The second argument waits for its end.
    kill.exec_params("select pg_terminate_backend($1::integer, 5000)", process);
  }
};

TEST_F(ExecuteTest, OneStatementIsThereAtOnce) {
  pool_.execute([](pqxx::transaction_base& tx) { tx.exec("insert into note values (1)"); });
  EXPECT_EQ(notes(), 1);
}

TEST_F(ExecuteTest, ItsCommitNeedNotWaitForTheDisk) {
  const auto seen = pool_.execute([](pqxx::transaction_base& tx) {
    const std::string sql = std::string("insert into note values (1) returning") + unsynced;
    return prepared(tx, sql)[0][0].as<std::string>();
  });
  EXPECT_EQ(seen, "off");
  const auto after = pool_.look_up([](pqxx::transaction_base& tx) {
    return tx.exec1("show synchronous_commit")[0].as<std::string>();
  });
  EXPECT_EQ(after, "on") << "that statement's alone";
  EXPECT_EQ(notes(), 1);
}

TEST_F(ExecuteTest, AConnectionThatDiedWhileItWasIdleIsNotUsed) {
  end(pool_.look_up([](pqxx::transaction_base& tx) { return process_of(tx); }));
  pool_.execute([](pqxx::transaction_base& tx) { tx.exec("insert into note values (1)"); });
  EXPECT_EQ(notes(), 1);
}

TEST_F(ExecuteTest, AConnectionThatDiesMeanwhileLeavesTheOutcomeUnknown) {
  try {
    pool_.execute([](pqxx::transaction_base& tx) {
      end(process_of(tx));
      tx.exec("insert into note values (1)");
    });
    FAIL() << "nobody knows";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "outcome-unknown");
  }
}

TEST_F(PoolTest, AFullDiskSaysSoAndAFullServerAsksForPatience) {
  const auto code_of = [&](const std::string& state) {
    try {
      pool_.write([&](pqxx::transaction_base& tx) {
        tx.exec("insert into note values (1)");
        tx.exec("do $$ begin raise exception using errcode = '" + state + "'; end $$");
      });
    } catch (const Error& e) {
      EXPECT_FALSE(e.remedy().empty());
      return e.code();
    }
    return std::string();
  };
  EXPECT_EQ(code_of("53100"), "database-full");
  EXPECT_EQ(code_of("53200"), "database-unavailable");
  EXPECT_EQ(notes(), 0);
}

TEST(PoolWithoutServer, SaysThatTheDatabaseIsUnavailable) {
  Pool pool("host=/nonexistent user=nobody dbname=none", 1, std::chrono::milliseconds(50));
  try {
    pool.read([](pqxx::transaction_base& tx) { tx.exec("select 1"); });
    FAIL() << "there is no server";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "database-unavailable");
    EXPECT_FALSE(e.remedy().empty());
  }
}

}  // namespace
}  // namespace curante::postgres
