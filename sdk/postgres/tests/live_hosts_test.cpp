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

/// An advisory lock is anybody's: a stranger that takes this one is no host.
TEST(LiveHosts, AreOfTheirOwnRole) {
  const std::string uri = TestCluster::shared().fresh(), stranger = TestCluster::shared().fresh();
  pqxx::connection own(uri), other(stranger);
  const std::string schema = pqxx::work(own).exec1("select current_schema()")[0].c_str();
  pqxx::work holding(other);
  holding.exec_params("select pg_advisory_lock_shared(hashtextextended($1 || ' 1', 0))", schema);
  EXPECT_FALSE(LiveHosts(uri, "1").any_other());
}

}  // namespace
}  // namespace curante::postgres
