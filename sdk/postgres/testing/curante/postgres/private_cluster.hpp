// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>

namespace curante::postgres {

/// A PostgreSQL of the test's own in a temporary directory, gone with the test program.
/// Runs as the user postgres when the test runs as root, since the server refuses root.
class PrivateCluster {
 public:
  PrivateCluster() {
    char name[] = "/tmp/curante-pg-XXXXXX";
    folder_ = mkdtemp(name);
    if (geteuid() == 0) {
      as_ = "setpriv --reuid=postgres --regid=postgres --clear-groups --pdeathsig INT -- ";
      run("chown postgres:postgres " + folder_);
    }
    const std::string bin = "/usr/lib/postgresql/15/bin/";
    run(as_ + bin + "initdb -N -D " + folder_ +
        "/data -U tester --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null");
    const std::string serve =
        "cd / && exec " + as_ + bin + "postgres -D " + folder_ + "/data -k " + folder_ +
        " -c listen_addresses= -c fsync=off -c logging_collector=off >" + folder_ + "/log 2>&1";
    server_ = fork();
    if (server_ == 0) {
      execl("/bin/sh", "sh", "-c", serve.c_str(), static_cast<char*>(nullptr));
      _exit(127);
    }
    wait_until_ready();
  }
  PrivateCluster(const PrivateCluster&) = delete;
  PrivateCluster& operator=(const PrivateCluster&) = delete;
  ~PrivateCluster() {
    kill(server_, SIGINT);
    waitpid(server_, nullptr, 0);
    std::filesystem::remove_all(folder_);
  }

  /// Takes away what an earlier test left. The extensions that the host gives every room are there.
  void empty() const {
    pqxx::connection fresh(uri());
    pqxx::work tx(fresh);
    tx.exec("set client_min_messages = warning");
    tx.exec("drop schema public cascade");
    tx.exec("create schema public");
    for (const char* name : {"pg_trgm", "unaccent", "btree_gist"}) {
      tx.exec(std::string("create extension ") + name);
    }
    tx.commit();
  }

  std::string uri() const { return "host=" + folder_ + " user=tester dbname=postgres"; }

 private:
  static void run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  }

  void wait_until_ready() const {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    for (;;) {
      try {
        pqxx::connection attempt(uri());
        return;
      } catch (const pqxx::broken_connection&) {
        if (waitpid(server_, nullptr, WNOHANG) != 0 || std::chrono::steady_clock::now() > limit) {
          throw;
        }
        poll(nullptr, 0, 10);
      }
    }
  }

  std::string folder_, as_;
  pid_t server_ = -1;
};

}  // namespace curante::postgres
