// SPDX-License-Identifier: Apache-2.0
#include "embedded_cluster.hpp"

#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>

#include "child_process.hpp"
#include "curante/error.hpp"

namespace curante::database {

namespace {

constexpr const char* admin = "curante_admin";
constexpr size_t longest_socket_directory = 80;  // a socket's path may have 107 octets in all

std::string user_name() {
  const passwd* entry = getpwuid(geteuid());
  if (entry != nullptr) return entry->pw_name;
  throw Error("user-missing", "the host's user has no name on this system",
              "run the host as a user that /etc/passwd knows");
}

void make_directory(const std::string& directory) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed || access(directory.c_str(), W_OK | X_OK) != 0) {
    throw Error("data-directory", "the directory " + directory + " cannot be written",
                "make it writable for the host's user; check that the disk is neither full nor read-only");
  }
  chmod(directory.c_str(), 0700);
}

}  // namespace

EmbeddedCluster::EmbeddedCluster(Options options)
    : options_(std::move(options)),
      cluster_(options_.directory + "/cluster"),
      socket_directory_(options_.directory + "/socket"),
      log_file_(options_.directory + "/postgres.log") {
  if (socket_directory_.size() > longest_socket_directory) {
    socket_directory_ =
        "/tmp/curante-db-" + std::to_string(std::hash<std::string>{}(options_.directory));
  }
}

EmbeddedCluster::~EmbeddedCluster() { stop(); }

std::string EmbeddedCluster::admin_uri() const {
  return "host=" + socket_directory_ + " dbname=postgres user=" + admin;
}

void EmbeddedCluster::start() {
  make_directory(options_.directory);
  make_directory(socket_directory_);
  if (!std::filesystem::exists(cluster_ + "/PG_VERSION")) make_cluster();
  write_configuration();
  // The child's end is tied to the thread that starts it; this one lives as long as the cluster.
  supervisor_ = std::thread([this] { supervise(); });
  wait_until_up();
}

void EmbeddedCluster::make_cluster() {
  // What a broken-off first start left is no cluster; a whole one is never touched.
  const std::string fresh = cluster_ + ".new";
  std::filesystem::remove_all(fresh);
  run_to_end({options_.postgres_directory + "/initdb", "-D", fresh, "-U", admin, "--auth=peer",
              "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"},
             options_.directory + "/initdb.log");
  std::filesystem::rename(fresh, cluster_);
}

void EmbeddedCluster::write_configuration() {
  const auto write = [&](const std::string& file, const std::string& text) {
    std::ofstream out(cluster_ + "/" + file, std::ios::trunc);
    out << text << std::flush;
    if (!out) {
      throw Error("data-directory", cluster_ + "/" + file + " cannot be written",
                  "free some space on the disk");
    }
  };
  write("postgresql.auto.conf",
        "listen_addresses = ''\nunix_socket_directories = '" + socket_directory_ +
            "'\nunix_socket_permissions = 0700\nshared_buffers = '128MB'\nmax_connections = 120\n"
            "password_encryption = 'scram-sha-256'\nlog_min_messages = 'warning'\n"
            "log_statement = 'none'\nlog_min_error_statement = 'panic'\nmax_wal_size = '2GB'\n"
            "random_page_cost = 1.1\njit = off\n");
  // The administrator is this process's user and nobody else; everybody else needs a password.
  write("pg_hba.conf", std::string("local all ") + admin + " peer map=host\nlocal all all scram-sha-256\n");
  write("pg_ident.conf", "host " + user_name() + " " + admin + "\n");
}

void EmbeddedCluster::launch() {
  const pid_t child =
      start_child({options_.postgres_directory + "/postgres", "-D", cluster_}, log_file_);
  const std::lock_guard lock(mutex_);
  child_ = child;
  changed_.notify_all();
}

void EmbeddedCluster::supervise() {
  int quick_ends = 0;
  for (;;) {
    const auto began = std::chrono::steady_clock::now();
    try {
      launch();
    } catch (const Error& e) {
      const std::lock_guard lock(mutex_);
      problem_ = e.message();
      changed_.notify_all();
      return;
    }
    int status = 0;
    while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    std::unique_lock lock(mutex_);
    child_ = -1;
    if (stopping_) return;
    const bool quick = std::chrono::steady_clock::now() - began < std::chrono::seconds(2);
    quick_ends = quick ? quick_ends + 1 : 0;
    if (quick_ends >= 5) {
      problem_ = last_line(log_file_);
      changed_.notify_all();
      options_.report("the database does not stay up: " + problem_);
      // The reason (a full disk, most often) may pass: keep trying, but give it time.
      if (changed_.wait_for(lock, std::chrono::seconds(5), [&] { return stopping_; })) return;
    }
    lock.unlock();
    ++restarts_;
    options_.report("the database ended and is started again");
  }
}

void EmbeddedCluster::wait_until_up() {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  std::string reason;
  while (std::chrono::steady_clock::now() < give_up) {
    try {
      pqxx::connection probe(admin_uri());
      return;
    } catch (const pqxx::broken_connection& e) {
      reason = e.what();
    }
    std::unique_lock lock(mutex_);
    // PostgreSQL tells nobody when it is ready: ask again shortly, unless it has given up.
    changed_.wait_for(lock, std::chrono::milliseconds(10), [&] { return !problem_.empty(); });
    if (!problem_.empty()) reason = problem_;
    if (!problem_.empty()) break;
  }
  stop();
  throw Error("database-start", "the database does not start: " + reason.substr(0, reason.find('\n')),
              "see " + log_file_);
}

void EmbeddedCluster::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (child_ > 0) kill(child_, SIGINT);
    changed_.notify_all();
  }
  if (supervisor_.joinable()) supervisor_.join();
}

}  // namespace curante::database
