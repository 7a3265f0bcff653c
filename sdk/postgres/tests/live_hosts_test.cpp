// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/live_hosts.hpp"

#include <gtest/gtest.h>

#include "curante/postgres/test_cluster.hpp"

namespace curante::postgres {
namespace {

TEST(LiveHosts, KnowOthersWhileTheyLive) {
  const std::string uri = TestCluster::shared().fresh();
  LiveHosts here(uri, "1"), elsewhere(uri, "1"), another_practice(uri, "2");
  here.join();
  another_practice.join();
  EXPECT_FALSE(here.any_other());
  elsewhere.join();
  EXPECT_TRUE(here.any_other());
  elsewhere.leave();
  EXPECT_FALSE(here.any_other());
}

/// A stranger that calls itself so is no host, and whatever it locks hides none.
TEST(LiveHosts, AreOfTheirOwnRoleAndNobodyHidesThem) {
  const std::string uri = TestCluster::shared().fresh(), stranger = TestCluster::shared().fresh();
  pqxx::connection own(uri), other(stranger);
  const std::string schema = pqxx::work(own).exec1("select current_schema()")[0].c_str();
  pqxx::work abusing(other);
  abusing.exec_params(
      "select set_config('application_name',"
      " 'live host ' || hashtextextended($1 || ' 1', 0), false)",
      schema);
  LiveHosts here(uri, "1");
  EXPECT_FALSE(here.any_other());
  abusing.exec_params("select pg_advisory_lock(hashtextextended($1 || ' 1', 0))", schema);
  LiveHosts joins(uri, "1");
  joins.join();
  EXPECT_TRUE(here.any_other());
}

/// Said again after its connection was lost.
TEST(LiveHosts, ComeBackWithTheirConnection) {
  const std::string uri = TestCluster::shared().fresh();
  LiveHosts here(uri, "1"), joins(uri, "1");
  joins.join();
  pqxx::connection own(uri);
  const auto end_all = [&] {
    pqxx::work tx(own);
    tx.exec(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
        " where usename = current_user and application_name like 'live host %'");
  };
  end_all();
  EXPECT_FALSE(here.any_other());
  joins.join();
  EXPECT_TRUE(here.any_other());
}

}  // namespace
}  // namespace curante::postgres
