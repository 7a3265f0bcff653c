// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/migrate.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "curante/postgres/test_cluster.hpp"
#include "parcels.hpp"

namespace curante::postgres {
namespace {

int count(Pool& pool, const std::string& table) {
  return pool.read([&](pqxx::transaction_base& tx) {
    return tx.exec1("select count(*) from " + table)[0].as<int>();
  });
}

std::string code_of_migrate(Pool& pool, EmbeddedFiles files) {
  try {
    migrate(pool, files);
  } catch (const Error& e) {
    return e.code();
  }
  return "";
}

TEST(Migrate, RunsEachFileOnce) {
  Pool pool(TestCluster::shared().fresh(), 2);
  migrate(pool, embedded::parcels());
  migrate(pool, embedded::parcels());
  EXPECT_EQ(count(pool, "migration"), 2);
  EXPECT_EQ(count(pool, "parcel"), 1);
}

TEST(Migrate, GoesOnWhereItWas) {
  Pool pool(TestCluster::shared().fresh(), 2);
  migrate(pool, embedded::parcels().first(1));
  EXPECT_EQ(count(pool, "parcel"), 0);
  migrate(pool, embedded::parcels());
  EXPECT_EQ(count(pool, "parcel"), 1);
}

TEST(Migrate, RefusesAFileThatChangedAfterItRan) {
  Pool pool(TestCluster::shared().fresh(), 2);
  migrate(pool, embedded::parcels());
  const EmbeddedFile edited[] = {{"001_first.sql", "create table parcel (id integer)"},
                                 embedded::parcels()[1]};
  EXPECT_EQ(code_of_migrate(pool, edited), "migration-changed");
}

TEST(Migrate, RefusesASchemaOfANewerVersion) {
  Pool pool(TestCluster::shared().fresh(), 2);
  migrate(pool, embedded::parcels());
  EXPECT_EQ(code_of_migrate(pool, embedded::parcels().first(1)), "migration-newer");
}

TEST(Migrate, LeavesNothingOfAFileThatFails) {
  Pool pool(TestCluster::shared().fresh(), 2);
  const EmbeddedFile broken[] = {{"001_broken.sql", "create table half (id integer); select 1/0"}};
  EXPECT_EQ(code_of_migrate(pool, broken), "migration-failed");
  EXPECT_EQ(count(pool, "pg_tables where tablename = 'half'"), 0);
}

TEST(Migrate, WaitsForNoLockThatAnotherRoleCanTake) {
  const std::string uri = TestCluster::shared().fresh();
  pqxx::connection other(uri);
  pqxx::work holds(other);
  holds.exec("select pg_advisory_lock(hashtext(current_schema()))");
  Pool pool(uri + " options='-c lock_timeout=5000'", 2);
  migrate(pool, embedded::parcels());
  EXPECT_EQ(count(pool, "parcel"), 1);
}

TEST(Migrate, DoesNotWaitForEver) {
  const std::string uri = TestCluster::shared().fresh();
  Pool pool(uri, 2);
  migrate(pool, embedded::parcels());
  pqxx::connection other(uri);
  pqxx::work holds(other);
  holds.exec("lock table migration in exclusive mode");
  try {
    migrate(pool, embedded::parcels(), std::chrono::milliseconds(100));
    FAIL() << "it did not wait";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "database-unavailable");
  }
}

TEST(Migrate, TwoHostsMayStartAtOnce) {
  const std::string uri = TestCluster::shared().fresh();
  std::vector<std::thread> hosts;
  std::atomic<int> failures = 0;
  for (int i = 0; i < 4; ++i) {
    hosts.emplace_back([&] {
      Pool pool(uri, 1);
      failures += code_of_migrate(pool, embedded::parcels()).empty() ? 0 : 1;
    });
  }
  for (auto& host : hosts) host.join();
  Pool pool(uri, 1);
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(count(pool, "parcel"), 1);
}

}  // namespace
}  // namespace curante::postgres
