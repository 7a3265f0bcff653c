// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/test_cluster.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <pqxx/pqxx>
#include <stdexcept>

namespace curante::postgres {

namespace {
const std::string programs = "/usr/lib/postgresql/15/bin/";
}

TestCluster& TestCluster::shared() {
  static TestCluster cluster;
  return cluster;
}

TestCluster::TestCluster() {
  char name[] = "/tmp/curante-test-XXXXXX";
  if (mkdtemp(name) == nullptr) throw std::runtime_error("no folder under /tmp");
  folder_ = name;
  // pdeathsig: the server ends with the test program, also when that is killed.
  as_ = "setpriv --pdeathsig INT ";
  if (geteuid() == 0) {
    as_ += "--reuid=postgres --regid=postgres --clear-groups ";
    run("chown postgres:postgres " + folder_);
  }
  run(as_ + "-- " + programs + "initdb -N -D " + folder_ +
      "/data -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >" + folder_ +
      "/initdb.log");
  start();
  pqxx::connection connection(superuser());
  pqxx::work tx(connection);
  tx.exec("revoke all on schema public from public");
  tx.exec("grant usage on schema public to public");
  for (const char* extension : {"pg_trgm", "unaccent", "btree_gist"}) {
    tx.exec(std::string("create extension ") + extension + " schema public");
  }
  tx.commit();
}

TestCluster::~TestCluster() {
  if (server_ > 0) {
    kill(server_, SIGQUIT);  // at once: nothing needs to be saved
    waitpid(server_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string TestCluster::superuser() const {
  return "host=" + folder_ + " user=postgres dbname=postgres";
}

std::string TestCluster::fresh() {
  const std::string name = "room_" + std::to_string(++made_);
  pqxx::connection connection(superuser());
  pqxx::work tx(connection);
  tx.exec("create role " + name + " login");
  tx.exec("create schema authorization " + name);
  tx.exec("alter role " + name + " set search_path = " + name + ", public");
  tx.commit();
  return "host=" + folder_ + " user=" + name +
         " dbname=postgres options='-c client_min_messages=warning'";
}

bool TestCluster::anyone_waits() const {
  pqxx::connection connection(superuser());
  return pqxx::nontransaction(connection)
      .exec1("select exists (select from pg_locks where not granted)")[0]
      .as<bool>();
}

void TestCluster::crash() {
  kill(server_, SIGKILL);
  waitpid(server_, nullptr, 0);
  server_ = -1;
}

void TestCluster::start() {
  const std::string serve = "cd / && exec " + as_ + "-- " + programs + "postgres -D " + folder_ +
                            "/data -k " + folder_ +
                            " -c listen_addresses= -c fsync=off -c full_page_writes=off"
                            " -c shared_buffers=32MB"
                            // Plans as those of the embedded server.
                            " -c random_page_cost=1.1 -c jit=off"
                            " -c logging_collector=off >>" +
                            folder_ + "/server.log 2>&1";
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (;;) {
    server_ = fork();
    if (server_ == 0) {
      execl("/bin/sh", "sh", "-c", serve.c_str(), static_cast<char*>(nullptr));
      _exit(127);
    }
    if (wait_until_ready()) return;
    // After a crash its children hold the shared memory for a moment: the new server gives up.
    if (std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("PostgreSQL does not start: see " + folder_ + "/server.log");
    }
  }
}

void TestCluster::run(const std::string& command) const {
  if (std::system(("cd / && " + command).c_str()) != 0) {
    throw std::runtime_error("failed: " + command);
  }
}

bool TestCluster::wait_until_ready() const {
  for (;;) {
    try {
      pqxx::connection attempt(superuser());
      return true;
    } catch (const pqxx::broken_connection&) {
      if (waitpid(server_, nullptr, WNOHANG) != 0) return false;
      poll(nullptr, 0, 10);  // the server tells nobody when it is ready
    }
  }
}

}  // namespace curante::postgres
