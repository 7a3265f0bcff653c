// SPDX-License-Identifier: Apache-2.0
#include "embedded_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>

#include "child_process.hpp"
#include "curante/error.hpp"
#include "curante/postgres/pool.hpp"
#include "curante/testing/caller.hpp"
#include "server_programs.hpp"
#include "temporary_folder.hpp"

namespace curante::database {
namespace {

namespace fs = std::filesystem;

void silent(const std::string&) {}

std::string one(const EmbeddedServer& server, const std::string& sql) {
  postgres::Pool pool(server.owner() + " dbname=postgres", 1);
  return pool.read(
      [&](pqxx::transaction_base& tx) { return std::string(tx.exec1(sql)[0].c_str()); });
}

Error start_error(EmbeddedServer& server) {
  try {
    server.start();
  } catch (const Error& e) {
    return e;
  }
  return {"", ""};
}

TEST(EmbeddedServer, MakesAClusterWithChecksumsAndListensOnNoNetwork) {
  const TemporaryFolder folder;
  EmbeddedServer server(folder.path() + "/data", silent);
  server.start();
  EXPECT_EQ(one(server, "show data_checksums"), "on");
  EXPECT_EQ(one(server, "show listen_addresses"), "");
  EXPECT_EQ(one(server, "show server_encoding"), "UTF8");
  EXPECT_EQ(one(server, "show fsync"), "on");
  struct stat cluster {};
  ASSERT_EQ(stat(server.directory().cluster().c_str(), &cluster), 0);
  EXPECT_EQ(cluster.st_mode & 0777, 0700U);
  EXPECT_EQ(cluster.st_uid, server_user().uid);
}

TEST(EmbeddedServer, KeepsItsDataAndStartsFastTheSecondTime) {
  const TemporaryFolder folder;
  {
    EmbeddedServer first(folder.path(), silent);
    first.start();
    postgres::Pool pool(first.owner() + " dbname=postgres", 1);
    pool.write([](pqxx::transaction_base& tx) { tx.exec("create table kept as select 42 as n"); });
  }
  EmbeddedServer second(folder.path(), silent);
  const auto begin = std::chrono::steady_clock::now();
  second.start();
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(one(second, "select n from kept"), "42");
  EXPECT_LT(took, std::chrono::milliseconds(400));
  RecordProperty(
      "second_start_ms",
      static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
}

/// Counts on to `n`. What the kill caught while it committed nobody knows the outcome of: it is
/// done again where it was not done.
void count_to(postgres::Pool& pool, int n) {
  const std::string step = "update kept set n = n + 1 where n = " + std::to_string(n - 1);
  try {
    pool.write([&](pqxx::transaction_base& tx) { tx.exec(step); });
  } catch (const Error& e) {
    if (e.code() != "outcome-unknown") throw;
    pool.write([&](pqxx::transaction_base& tx) { tx.exec(step); });
  }
}

TEST(EmbeddedServer, ComesBackWhenItIsKilledAndLosesNothing) {
  const TemporaryFolder folder;
  EmbeddedServer server(folder.path(), silent);
  server.start();
  postgres::Pool pool(server.owner() + " dbname=postgres", 2);
  pool.write([](pqxx::transaction_base& tx) { tx.exec("create table kept as select 42 as n"); });
  const pid_t before = server.pid();
  for (int times = 1; times <= 3; ++times) {
    // While it comes back there is none: -1 would mean every process there is.
    const pid_t now = server.pid();
    ASSERT_GT(now, 0);
    kill(now, SIGKILL);
    while (server.restarts() < times) std::this_thread::yield();
    count_to(pool, 42 + times);
    // An orphan of the one that was killed may have answered that; only a new one takes connections.
    EXPECT_EQ(one(server, "select n from kept"), std::to_string(42 + times));
  }
  EXPECT_EQ(one(server, "select n from kept"), "45");
  EXPECT_NE(server.pid(), before);
  EXPECT_EQ(server.restarts(), 3);
}

TEST(EmbeddedServer, EndsWhenItsProcessIsKilled) {
  const TemporaryFolder folder;
  EmbeddedServer probe(folder.path(), silent);
  probe.start();
  probe.stop();
  const pid_t host = fork();
  if (host == 0) {
    EmbeddedServer server(folder.path(), silent);
    server.start();
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(host, &status, 0), host);
  ASSERT_TRUE(WIFSIGNALED(status));
  EmbeddedServer next(folder.path(), silent);  // waits for the orphan to end
  next.start();
  EXPECT_EQ(one(next, "select 1"), "1");
}

TEST(EmbeddedServer, AStaleLockWithANumberThatLivesAgainIsNoHindrance) {
  const TemporaryFolder folder;
  EmbeddedServer first(folder.path(), silent);
  first.start();
  std::string lock;
  std::getline(std::ifstream(first.directory().cluster() + "/postmaster.pid"), lock, '\0');
  first.stop();
  // As after a crash in a container, where process 2 was the server and is something else now.
  const std::string parent = std::to_string(getppid());
  const std::string stale = parent + lock.substr(lock.find('\n'));
  std::ofstream(first.directory().cluster() + "/postmaster.pid") << stale;
  std::ofstream(first.directory().socket() + "/.s.PGSQL.5432.lock") << stale;
  EmbeddedServer second(folder.path(), silent);
  second.start();
  EXPECT_EQ(one(second, "select 1"), "1");
}

TEST(EmbeddedServer, AnUnfinishedFirstStartIsForgotten) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() + "/cluster.new/base");
  std::ofstream(folder.path() + "/cluster.new/PG_VERSION") << "15\n";
  EmbeddedServer server(folder.path(), silent);
  server.start();
  EXPECT_EQ(one(server, "select 1"), "1");
}

TEST(EmbeddedServer, ALongPathPutsTheSocketElsewhere) {
  const TemporaryFolder folder;
  const std::string deep = folder.path() + "/" + std::string(60, 'a') + "/" + std::string(60, 'b');
  EmbeddedServer server(deep, silent);
  server.start();
  EXPECT_EQ(one(server, "select 1"), "1");
  const std::string socket = server.directory().socket();
  EXPECT_LT(socket.size(), 90U);
  EXPECT_FALSE(socket.starts_with(deep));
  server.stop();
  fs::remove_all(socket);
}

TEST(EmbeddedServer, SaysWhatToDoAboutAFolderThatCannotBeWritten) {
  const TemporaryFolder folder;
  std::string closed = folder.path();
  if (geteuid() == 0) {
    if (mount("none", closed.c_str(), "tmpfs", MS_RDONLY, nullptr) != 0) {
      GTEST_SKIP() << "this machine lets root mount nothing";
    }
  } else {
    chmod(closed.c_str(), 0500);
    closed += "/data";
  }
  EmbeddedServer server(closed, silent);
  const Error error = start_error(server);
  if (geteuid() == 0) umount(closed.c_str());
  EXPECT_EQ(error.code(), "data-directory");
  EXPECT_THAT(error.message(), ::testing::HasSubstr(closed));
  EXPECT_FALSE(error.remedy().empty());
}

TEST(EmbeddedServer, SaysWhatToDoAboutAFullDisk) {
  const TemporaryFolder folder;
  if (geteuid() != 0 || mount("none", folder.path().c_str(), "tmpfs", 0, "size=8m") != 0) {
    GTEST_SKIP() << "needs root to mount a small disk";
  }
  EmbeddedServer server(folder.path(), silent);
  const Error error = start_error(server);
  umount(folder.path().c_str());
  EXPECT_EQ(error.code(), "disk-full");
  EXPECT_THAT(error.remedy(), ::testing::HasSubstr("liberare spazio"));
}

TEST(EmbeddedServer, ServerThatCannotStartSaysWhy) {
  const TemporaryFolder folder;
  EmbeddedServer first(folder.path(), silent);
  first.start();
  first.stop();
  fs::remove(first.directory().cluster() + "/global/pg_control");
  EmbeddedServer second(folder.path(), silent);
  const Error error = start_error(second);
  EXPECT_EQ(error.code(), "database-start");
  EXPECT_THAT(error.remedy(), ::testing::HasSubstr("server.log"));
}

TEST(ChildProcess, AProgramThatIsNotThereIsNamed) {
  const TemporaryFolder folder;
  // A folder cannot be written to as a log: the program is never begun.
  try {
    run_child({"true"}, folder.path());
    FAIL() << "it ran";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "program-missing");
    EXPECT_THAT(e.message(), ::testing::HasSubstr("true"));
  }
}

TEST(ClusterDirectory, AClusterOfAVersionThatIsNotInstalledNamesThePackage) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() + "/PG_VERSION") << "3\n";
  try {
    server_programs(folder.path());
    FAIL() << "PostgreSQL 3 is installed";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "postgres-missing");
    EXPECT_THAT(e.remedy(), ::testing::HasSubstr("postgresql-3"));
  }
}

TEST(ClusterDirectory, AFolderTheServerCannotReachIsTold) {
  if (geteuid() != 0) GTEST_SKIP() << "the server is this user, who made the folder";
  const TemporaryFolder folder;
  // Root may enter, the user postgres may not.
  chmod(folder.path().c_str(), 0700);
  ClusterDirectory directory(folder.path() + "/data");
  EXPECT_EQ(testing::code_of([&] { directory.prepare(); }), "database-initialisation");
  EXPECT_FALSE(fs::exists(directory.cluster()));
}

TEST(ClusterDirectory, AServerThatGoesOnKeepsItsCluster) {
  const TemporaryFolder folder;
  EmbeddedServer first(folder.path(), silent);
  first.start();
  ClusterDirectory again(folder.path());
  EXPECT_EQ(testing::code_of([&] { again.clear_stale_lock(std::chrono::milliseconds(0)); }),
            "database-in-use");
}

}  // namespace
}  // namespace curante::database
