// SPDX-License-Identifier: Apache-2.0
#include "plugin_schemas.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"
#include "temporary_folder.hpp"

namespace curante::database {
namespace {

using postgres::Pool;
using postgres::TestCluster;
using testing::code_of;

class PluginSchemasTest : public ::testing::Test {
 protected:
  static std::string place() {
    return "host=" + TestCluster::shared().folder() + " dbname=postgres";
  }
  PluginSchemas schemas() { return {owner_, place(), RolePasswords(folder_.path() + "/roles"), 3}; }

  TemporaryFolder folder_;
  Pool owner_{TestCluster::shared().superuser(), 2};
};

TEST_F(PluginSchemasTest, EachPluginOwnsASchemaAndReadsNoOther) {
  PluginSchemas all = schemas();
  all.prepare();
  Pool chart(all.connect("test.chart"), 1), studio(all.connect("test.studio"), 1);
  chart.write([](pqxx::transaction_base& tx) { tx.exec("create table patient (id integer)"); });
  chart.write([](pqxx::transaction_base& tx) { tx.exec("insert into patient values (1)"); });
  EXPECT_THROW(
      studio.read([](pqxx::transaction_base& tx) { tx.exec("select * from test_chart.patient"); }),
      pqxx::insufficient_privilege);
  EXPECT_THROW(studio.write([](pqxx::transaction_base& tx) {
    tx.exec("create table test_chart.intruder (id integer)");
  }),
               pqxx::insufficient_privilege);
  EXPECT_THROW(studio.write([](pqxx::transaction_base& tx) {
    tx.exec("create table public.shared (i int)");
  }),
               pqxx::insufficient_privilege);
}

TEST_F(PluginSchemasTest, TheRoleMayDoNothingElse) {
  PluginSchemas all = schemas();
  all.prepare();
  Pool room(all.connect("test.modest"), 1);
  for (const char* sql : {"create role intruder", "create schema intruder", "set role postgres",
                          "copy (select 1) to program 'true'"}) {
    EXPECT_THROW(room.write([&](pqxx::transaction_base& tx) { tx.exec(sql); }), pqxx::failure)
        << sql;
  }
}

TEST_F(PluginSchemasTest, NoPluginCanHoldUpWhatMakesRoles) {
  PluginSchemas all = schemas();
  all.prepare();
  Pool stranger(all.connect("test.stranger"), 1);
  EXPECT_THROW(stranger.write([](pqxx::transaction_base& tx) {
    tx.exec("lock table rolemaking.turn in access share mode");
  }),
               pqxx::insufficient_privilege);
  stranger.write([&](pqxx::transaction_base& tx) {
    tx.exec("select pg_advisory_lock(hashtext('curante.plugin_schemas'))");
    Pool other(all.connect("test.other"), 1);
    EXPECT_EQ(other.read([](pqxx::transaction_base& own) {
      return own.exec1("show lock_timeout")[0].as<std::string>();
    }),
              "30s");
  });
}

TEST_F(PluginSchemasTest, TheExtensionsAreThere) {
  PluginSchemas all = schemas();
  all.prepare();
  Pool room(all.connect("test.searcher"), 1);
  const auto found = room.read([](pqxx::transaction_base& tx) {
    return std::string(
        tx.exec1("select unaccent('Nicolò') || similarity('rossi', 'rossi')")[0].c_str());
  });
  EXPECT_EQ(found, "Nicolo1");
}

TEST_F(PluginSchemasTest, ThePasswordIsKeptInAFileOfOurOwnAndUsedAgain) {
  const std::string first = schemas().connect("test.keeper");
  EXPECT_EQ(schemas().connect("test.keeper"), first);
  struct stat file {};
  ASSERT_EQ(stat((folder_.path() + "/roles/test_keeper").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600U);
  EXPECT_EQ(file.st_uid, geteuid());
}

TEST_F(PluginSchemasTest, TheServerHoldsAScramVerifierOfThatPassword) {
  schemas().connect("test.scram");
  std::ifstream file(folder_.path() + "/roles/test_scram");
  std::string password, verifier;
  std::getline(file, password);
  std::getline(file, verifier);
  EXPECT_EQ(password.size(), 64U);
  EXPECT_TRUE(verifier.starts_with("SCRAM-SHA-256$"));
  const auto held = owner_.read([](pqxx::transaction_base& tx) {
    return std::string(
        tx.exec1("select rolpassword from pg_authid where rolname = 'test_scram'")[0].c_str());
  });
  EXPECT_EQ(held, verifier);
}

TEST_F(PluginSchemasTest, APasswordTheServerForgotIsSetAgain) {
  schemas().connect("test.restored");
  owner_.write([](pqxx::transaction_base& tx) {
    tx.exec("alter role test_restored password 'of an older backup'");
  });
  schemas().connect("test.restored");
  std::ifstream file(folder_.path() + "/roles/test_restored");
  std::string password, verifier;
  std::getline(file, password);
  std::getline(file, verifier);
  const auto held = owner_.read([](pqxx::transaction_base& tx) {
    return std::string(
        tx.exec1("select rolpassword from pg_authid where rolname = 'test_restored'")[0].c_str());
  });
  EXPECT_EQ(held, verifier);
}

TEST_F(PluginSchemasTest, ConnectionsAreLimited) {
  schemas().connect("test.limited");
  const int limit = owner_.read([](pqxx::transaction_base& tx) {
    return tx.exec1("select rolconnlimit from pg_roles where rolname = 'test_limited'")[0]
        .as<int>();
  });
  EXPECT_EQ(limit, 6);
}

TEST_F(PluginSchemasTest, TwoPluginsNeverShareASchema) {
  PluginSchemas all = schemas();
  all.connect("test.a-b");
  EXPECT_EQ(code_of([&] { all.connect("test.a.b"); }), "role-taken");
}

TEST_F(PluginSchemasTest, OnlyAPluginsIdMakesARole) {
  PluginSchemas all = schemas();
  for (const char* id : {"", "nodot", "pg_catalog.x", "a.b; drop role c", "A.b", "curante.owner"}) {
    EXPECT_EQ(code_of([&] { all.connect(id); }), "plugin-unknown") << id;
  }
}

}  // namespace
}  // namespace curante::database
