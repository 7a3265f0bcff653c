// SPDX-License-Identifier: Apache-2.0
#include "database_service.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>

#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"
#include "temporary_folder.hpp"

namespace curante::database {
namespace {

using postgres::Pool;
using postgres::TestCluster;
using testing::Caller;
using testing::code_of;

void silent(const std::string&) {}
const Caller chart(Caller::Fields{{"caller", "curante.chart"}});

int count(Pool& pool, const std::string& table) {
  return pool.read([&](pqxx::transaction_base& tx) {
    return tx.exec1("select count(*) from " + table)[0].as<int>();
  });
}

TEST(DatabaseService, GivesEachCallerItsOwnSchemaAndKeepsItOverARestart) {
  const TemporaryFolder folder;
  for (int start = 1; start <= 2; ++start) {
    DatabaseService service({folder.path(), "", "", 4}, silent);
    service.start();
    const Connection connection = service.on(chart.context(), Connect{});
    EXPECT_EQ(connection.max_connections, 4);
    Pool pool(connection.uri, connection.max_connections);
    pool.write([](pqxx::transaction_base& tx) {
      tx.exec("create table if not exists note (id integer)");
      tx.exec("insert into note values (1)");
    });
    EXPECT_EQ(count(pool, "curante_chart.note"), start);
    EXPECT_EQ(count(pool, "pg_database where datname = current_database() and datname = 'curante'"),
              1);
  }
}

TEST(DatabaseService, APluginCannotComeInWithoutItsPassword) {
  const TemporaryFolder folder;
  DatabaseService service({folder.path(), "", "", 4}, silent);
  service.start();
  std::string uri = service.on(chart.context(), Connect{}).uri;
  const size_t at = uri.find("password=") + 9;
  uri.replace(at, 8, "00000000");
  EXPECT_THROW(pqxx::connection wrong(uri), pqxx::broken_connection);
}

TEST(DatabaseService, AnIsolatedCallerComesThroughASocketInItsFolder) {
  const TemporaryFolder folder, seen;
  std::string uri;
  const Caller isolated(Caller::Fields{{"caller", "site.wounds"}, {"caller_folder", seen.path()}});
  {
    DatabaseService service({folder.path(), "", "", 4}, silent);
    service.start();
    uri = service.on(isolated.context(), Connect{}).uri;
    EXPECT_EQ(service.on(isolated.context(), Connect{}).uri, uri);
    EXPECT_TRUE(uri.starts_with("host='" + seen.path() + "'")) << uri;
    Pool pool(uri, 2);
    pool.write([](pqxx::transaction_base& tx) { tx.exec("create table note (id integer)"); });
    EXPECT_EQ(count(pool, "site_wounds.note"), 0);
    // The host's own user is the owner to PostgreSQL, and the gate runs as that user.
    EXPECT_THROW(pqxx::connection("host=" + seen.path() + " dbname=curante user=curante_owner"),
                 pqxx::broken_connection);
    const size_t at = uri.find("password=") + 9;
    EXPECT_THROW(pqxx::connection(uri.substr(0, at) + "0" + uri.substr(at)),
                 pqxx::broken_connection);
  }
  EXPECT_THROW(pqxx::connection gone(uri), pqxx::broken_connection);
}

TEST(DatabaseService, TellsItsHealthAlsoAfterACrash) {
  const TemporaryFolder folder;
  DatabaseService service({folder.path(), "", "", 4}, silent);
  EXPECT_EQ(code_of([&] { service.on(chart.context(), CheckHealth{}); }), "database-unavailable");
  service.start();
  Health health = service.on(chart.context(), CheckHealth{});
  EXPECT_TRUE(health.reachable);
  EXPECT_TRUE(health.embedded);
  EXPECT_EQ(health.restarts, 0);
  EXPECT_GT(health.free_bytes, 0);
  EXPECT_TRUE(health.server_version.starts_with("15"));

  Pool pool(service.on(chart.context(), Connect{}).uri, 2);
  pid_t server = 0;
  std::ifstream(folder.path() + "/cluster/postmaster.pid") >> server;
  ASSERT_GT(server, 0);
  kill(server, SIGKILL);
  EXPECT_EQ(count(pool, "pg_namespace where nspname = 'curante_chart'"), 1);
  while (health.restarts == 0) health = service.on(chart.context(), CheckHealth{});
  EXPECT_EQ(health.restarts, 1);
}

TEST(DatabaseService, AnExternalServersOwnerNeedNotBeSuperuser) {
  const TemporaryFolder folder;
  Pool superuser(TestCluster::shared().superuser(), 1);
  superuser.write([](pqxx::transaction_base& tx) {
    tx.exec("create role site_owner login createrole password 'unused'");
    tx.exec("grant create, connect on database postgres to site_owner with grant option");
    tx.exec("grant temporary on database postgres to site_owner with grant option");
  });
  std::ofstream(folder.path() + "/password") << "unused\n";
  const std::string place = "host=" + TestCluster::shared().folder() + " dbname=postgres";
  DatabaseService service(
      {folder.path(), place + " user=site_owner", folder.path() + "/password", 4}, silent);
  service.start();
  const Caller room(Caller::Fields{{"caller", "site.room"}});
  Pool pool(service.on(room.context(), Connect{}).uri, 1);
  pool.write([](pqxx::transaction_base& tx) { tx.exec("create table note (id integer)"); });
  EXPECT_EQ(count(pool, "site_room.note"), 0);
  const Health health = service.on(room.context(), CheckHealth{});
  EXPECT_TRUE(health.reachable);
  EXPECT_FALSE(health.embedded);
}

}  // namespace
}  // namespace curante::database
