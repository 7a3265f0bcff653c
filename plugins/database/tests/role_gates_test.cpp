// SPDX-License-Identifier: Apache-2.0
#include "role_gates.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <filesystem>
#include <future>

#include "curante/postgres/pool.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"
#include "startup_in_test.hpp"
#include "temporary_folder.hpp"

namespace curante::database {
namespace {

using namespace std::string_literals;
using namespace std::chrono_literals;
using postgres::Pool;
using postgres::TestCluster;
using ::testing::HasSubstr;

constexpr int patience_ms = 20'000;

/// A client that says what a test wants.
class RawClient {
 public:
  explicit RawClient(const std::string& folder) : stream_(ServerPlace(folder, "5432").connect()) {}

  RawClient& say(const std::string& bytes) {
    send(stream_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return *this;
  }
  /// What comes until it ends with `end`, or the other side ends.
  std::string hear(const std::string& end = "") {
    std::string heard;
    std::vector<char> part(1 << 16);
    pollfd it = {stream_.get(), POLLIN, 0};
    while ((end.empty() || !heard.ends_with(end)) && poll(&it, 1, patience_ms) == 1) {
      const ssize_t got = recv(stream_.get(), part.data(), part.size(), 0);
      if (got < 0 && errno == EAGAIN) continue;
      if (got <= 0) break;
      heard.append(part.data(), static_cast<size_t>(got));
    }
    return heard;
  }

 private:
  Descriptor stream_;
};

/// A role of the shared cluster, whose server asks no password, and the gate that it comes through.
class RoleGatesTest : public ::testing::Test {
 protected:
  static constexpr int most = 3;

  RoleGatesTest() { gates_.open(folder_.path(), {role_, "postgres"}, most); }

  std::string uri(const std::string& more = "") const {
    return "host=" + folder_.path() + " user=" + role_ +
           " dbname=postgres options='-c client_min_messages=warning -c lock_timeout=30000' " + more;
  }
  /// Why a connection with these words fails; empty when it does not.
  static std::string refusal(const std::string& uri) {
    try {
      pqxx::connection attempt(uri);
      return "";
    } catch (const pqxx::broken_connection& e) {
      return e.what();
    }
  }
  static std::string fresh_role() {
    const std::string uri = TestCluster::shared().fresh();
    const size_t at = uri.find("user=") + 5;
    const std::string role = uri.substr(at, uri.find(' ', at) - at);
    Pool superuser(TestCluster::shared().superuser(), 1);  // as database/1 does
    superuser.write([&](pqxx::transaction_base& tx) {
      tx.exec("grant connect, temporary on database postgres to " + role);
    });
    return role;
  }
  static std::string startup(const std::string& role) {
    return packet(protocol_3_0, "user\0"s + role + "\0database\0postgres\0\0"s);
  }

  TemporaryFolder folder_;
  const std::string role_ = fresh_role();
  RoleGates gates_{ServerPlace(TestCluster::shared().folder(), "5432")};
};

TEST_F(RoleGatesTest, TheOwnRoleWorksAsIfThereWereNoGate) {
  pqxx::connection connection(uri());
  pqxx::work tx(connection);
  EXPECT_EQ(tx.exec1("select current_user")[0].as<std::string>(), role_);
  tx.exec("create table note (id integer, text text)");
  const std::string large(8 << 20, 'x');
  tx.exec_params("insert into note values (1, $1)", large);
  EXPECT_EQ(tx.exec1("select text from note")[0].as<std::string>(), large);
  tx.exec("truncate note");
  pqxx::stream_to in(tx, "note", std::vector<std::string>{"id", "text"});
  for (int id = 0; id < 50'000; ++id)
    in << std::make_tuple(id, "a line of some length, number by number");
  in.complete();
  int64_t sum = 0;
  pqxx::stream_from out(tx, "note", std::vector<std::string>{"id"});
  for (std::string line; out.get_raw_line(line);) sum += std::stoi(line);
  EXPECT_EQ(sum, 50'000LL * 49'999 / 2);
  tx.commit();
}

TEST_F(RoleGatesTest, ManyComeAndGo) {
  for (int i = 0; i < 200; ++i) {
    pqxx::connection connection(uri());
    pqxx::nontransaction tx(connection);
    ASSERT_EQ(tx.exec1("select " + std::to_string(i))[0].as<int>(), i);
  }
}

TEST_F(RoleGatesTest, NobodyElseComesThrough) {
  const std::string place = "host=" + folder_.path() + " ";
  const std::string only = "only role \"" + role_ + "\" may connect here";
  EXPECT_THAT(refusal(place + "user=postgres dbname=postgres"), HasSubstr(only));
  EXPECT_THAT(refusal(place + "dbname=postgres user=" + fresh_role()), HasSubstr(only));
  EXPECT_THAT(refusal(place + "dbname=template1 user=" + role_),
              HasSubstr("only database \"postgres\" may be reached here"));
  EXPECT_THAT(refusal(uri("replication=database")), HasSubstr("\"replication\" is not allowed"));
  EXPECT_THAT(refusal(uri("options='-c role=postgres'")), HasSubstr("\"options\" is not allowed"));
  EXPECT_EQ(refusal(uri()), "");
}

TEST_F(RoleGatesTest, SaysNoToEncryptionAndGoesOn) {
  RawClient client(folder_.path());
  EXPECT_EQ(client.say(packet(80877103, "")).hear("N"), "N");
  EXPECT_EQ(client.say(packet(80877104, "")).hear("N"), "N");
  EXPECT_THAT(client.say(startup(role_)).hear("Z\0\0\0\5I"s), HasSubstr("server_version"));
  RawClient asker(folder_.path());
  for (int i = 0; i < 3; ++i) asker.say(packet(80877103, ""));
  EXPECT_THAT(asker.hear(), HasSubstr("too many requests for encryption"));
}

TEST_F(RoleGatesTest, GarbageIsAnsweredAndEnded) {
  EXPECT_THAT(RawClient(folder_.path()).say("GET / HTTP/1.1\r\n\r\n").hear(), HasSubstr("C08P01"));
  EXPECT_THAT(RawClient(folder_.path()).say(std::string(1 << 16, '\0')).hear(),
              HasSubstr("C08P01"));
  EXPECT_EQ(refusal(uri()), "");
}

TEST_F(RoleGatesTest, WhoSaysNothingIsSentAway) {
  RoleGates hasty(ServerPlace(TestCluster::shared().folder(), "5432"), 50ms);
  hasty.open(folder_.path(), {role_, "postgres"}, 1);
  std::vector<RawClient> silent;
  for (int i = 0; i < 5; ++i) silent.emplace_back(folder_.path());
  silent.back().say(startup(role_).substr(0, 9));
  EXPECT_EQ(refusal(uri()), "");  // waits outside until they are gone
  for (RawClient& client : silent) EXPECT_THAT(client.hear(), HasSubstr("did not come in time"));
}

TEST_F(RoleGatesTest, NoMoreConnectionsThanAnnounced) {
  std::vector<std::unique_ptr<pqxx::connection>> open;
  for (int i = 0; i < most; ++i) open.push_back(std::make_unique<pqxx::connection>(uri()));
  EXPECT_THAT(refusal(uri()), HasSubstr("no more than 3 connections at once"));
  open.pop_back();
  std::string last = "not tried";
  for (int i = 0; i < 10'000 && !last.empty(); ++i) last = refusal(uri());
  EXPECT_EQ(last, "");
}

TEST_F(RoleGatesTest, ASlowReaderHoldsUpOnlyItself) {
  RawClient slow(folder_.path());
  slow.say(startup(role_)).hear("Z\0\0\0\5I"s);
  const std::string query = "select repeat('x', 1000) from generate_series(1, 20000)\0"s;
  slow.say("Q" + number(query.size() + 4) + query);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(refusal(uri()), "");
  EXPECT_GT(slow.hear("Z\0\0\0\5I"s).size(), 20'000'000u);
}

TEST_F(RoleGatesTest, CancelsItsOwnQueriesAlone) {
  const TemporaryFolder other;
  gates_.open(other.path(), {fresh_role(), "postgres"}, most);
  RawClient client(folder_.path());
  const std::string greeting = client.say(startup(role_)).hear("Z\0\0\0\5I"s);
  const size_t at = greeting.find("K\0\0\0\x0c"s);
  ASSERT_NE(at, greeting.npos);
  const std::string key = greeting.substr(at + 5, 8);
  const std::string query = "select pg_sleep(600)\0"s;
  client.say("Q" + number(query.size() + 4) + query);

  Pool superuser(TestCluster::shared().superuser(), 1);
  const auto sleepers = [&] {
    return superuser.read([](pqxx::transaction_base& tx) {
      return tx.exec1("select count(*) from pg_stat_activity where wait_event = 'PgSleep'")[0]
          .as<int>();
    });
  };
  while (sleepers() == 0) {
  }
  std::string wrong = key;
  wrong.back() = static_cast<char>(wrong.back() + 1);
  EXPECT_EQ(RawClient(other.path()).say(packet(80877102, key)).hear(), "");
  EXPECT_EQ(RawClient(folder_.path()).say(packet(80877102, wrong)).hear(), "");
  EXPECT_EQ(sleepers(), 1);
  EXPECT_EQ(RawClient(folder_.path()).say(packet(80877102, key)).hear(), "");
  EXPECT_THAT(client.hear("Z\0\0\0\5I"s), HasSubstr("C57014"));
}

TEST_F(RoleGatesTest, LibpqsOwnCancelWorks) {
  pqxx::connection connection(uri());
  auto outcome = std::async(std::launch::async, [&] {
    try {
      pqxx::nontransaction(connection).exec("select pg_sleep(600)");
      return "ended"s;
    } catch (const pqxx::sql_error& e) {
      return e.sqlstate();
    }
  });
  while (outcome.wait_for(1ms) != std::future_status::ready) connection.cancel_query();
  EXPECT_EQ(outcome.get(), "57014");
}

TEST_F(RoleGatesTest, OutlivesItsServer) {
  Pool pool(uri(), 2);
  const auto one = [&] {
    return pool.read([](pqxx::transaction_base& tx) { return tx.exec1("select 1")[0].as<int>(); });
  };
  EXPECT_EQ(one(), 1);
  TestCluster::shared().crash();
  EXPECT_THAT(refusal(uri()), HasSubstr("the database server is not there now"));
  TestCluster::shared().start();
  EXPECT_EQ(one(), 1);
}

TEST_F(RoleGatesTest, ItsSocketsAreItsUsersAndGoWithIt) {
  const TemporaryFolder folder;
  const std::string path = socket_path(folder.path());
  {
    RoleGates killed(ServerPlace(TestCluster::shared().folder(), "5432"));
    killed.open(folder.path(), {role_, "postgres"}, 1);
    std::filesystem::rename(path, path + ".kept");
  }
  std::filesystem::rename(path + ".kept", path);  // as a killed host leaves it: nobody listens
  {
    RoleGates gates(ServerPlace(TestCluster::shared().folder(), "5432"));
    gates.open(folder.path(), {role_, "postgres"}, 1);
    gates.open(folder.path(), {role_, "postgres"}, 1);
    struct stat file {};
    ASSERT_EQ(lstat(path.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode, S_IFSOCK | 0600u);
    const std::string here = "host=" + folder.path() + " dbname=postgres user=" + role_;
    EXPECT_EQ(refusal(here), "");
    std::filesystem::remove(path);  // as when the folder is made anew
    gates.open(folder.path(), {role_, "postgres"}, 1);
    EXPECT_EQ(refusal(here), "");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(RoleGatesTest, AFolderThatTakesNoSocketIsAnError) {
  const auto opens = [&](const std::string& folder) {
    return testing::code_of([&] { gates_.open(folder, {role_, "postgres"}, 1); });
  };
  EXPECT_EQ(opens(folder_.path() + "/missing"), "socket-directory");
  EXPECT_EQ(opens("/tmp/" + std::string(100, 'x')), "socket-directory");
}

}  // namespace
}  // namespace curante::database
