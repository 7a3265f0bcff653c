// SPDX-License-Identifier: Apache-2.0
#include "embedded_server.hpp"

#include <signal.h>
#include <sys/wait.h>

#include "child_process.hpp"
#include "curante/error.hpp"
#include "server_programs.hpp"

namespace curante::database {

using namespace std::chrono_literals;

EmbeddedServer::EmbeddedServer(std::string directory, Warn warn)
    : directory_(std::move(directory)), warn_(std::move(warn)) {}

std::string EmbeddedServer::owner() const {
  return "host='" + directory_.socket() + "' user=" + owner_role;
}

pid_t EmbeddedServer::pid() const {
  const std::lock_guard lock(mutex_);
  return server_;
}

void EmbeddedServer::start() {
  directory_.prepare();
  directory_.clear_stale_lock();
  std::promise<void> started;
  std::future<void> up = started.get_future();
  // The kernel ends the server with the *thread* that started it: this one does nothing else.
  supervisor_ = std::thread([this, started = std::move(started)]() mutable { supervise(started); });
  try {
    up.get();
  } catch (...) {
    stop();
    throw;
  }
}

void EmbeddedServer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (!supervisor_.joinable()) return;
  for (const int signal : {SIGINT, SIGQUIT, SIGKILL}) {  // fast, immediate, none left
    signal_server(signal);
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, 10s, [&] { return server_ == -1; })) break;
  }
  supervisor_.join();
}

void EmbeddedServer::signal_server(int signal) {
  const std::lock_guard lock(mutex_);
  if (server_ > 0) kill(server_, signal);
}

void EmbeddedServer::supervise(std::promise<void>& started) {
  try {
    if (!bring_up()) {
      throw Error("database-start", "la base dati non si avvia: " + directory_.last_words(),
                  "i particolari sono in " + directory_.log());
    }
    started.set_value();
  } catch (...) {
    started.set_exception(std::current_exception());
    return;
  }
  while (await_end()) {
    ++restarts_;
    warn_("the database server died; starting it again");
    for (auto wait = 10ms; !bring_up(); wait = std::min<std::chrono::milliseconds>(wait * 2, 2s)) {
      if (!pause(wait)) return;
      warn_("the database server does not start: " + directory_.last_words());
    }
  }
}

/// Starts the server and waits for it. Children of one that was killed hold its memory for a
/// moment, and a new server gives up when it sees that: hence several tries.
bool EmbeddedServer::bring_up() {
  const auto give_up = std::chrono::steady_clock::now() + 3s;
  do {
    spawn();
    if (wait_until_ready()) return true;
  } while (pause(10ms) && std::chrono::steady_clock::now() < give_up);
  return false;
}

void EmbeddedServer::spawn() {
  const std::string cluster = directory_.cluster();
  std::vector<std::string> command = {server_programs(cluster) + "/postgres", "-D", cluster};
  for (const char* setting :
       {"listen_addresses=", "unix_socket_permissions=0700", "max_connections=200",
        "shared_buffers=128MB", "password_encryption=scram-sha-256", "timezone=UTC",
        "log_timezone=UTC", "logging_collector=off", "jit=off",
        // A practice's tables lie in memory: what is found by its key is not read from end to end,
        // either when the planner last saw its table nearly empty.
        "random_page_cost=1.1",
        // A table that fills in a minute (an import, a queue after an outage) is counted in that
        // minute: until then its plans are those of an empty one.
        "autovacuum_naptime=10s",
        // Statements and the details of what they broke hold personal data: they stay out.
        "log_min_error_statement=panic", "log_error_verbosity=terse",
        "log_parameter_max_length_on_error=0", "log_min_messages=warning"}) {
    command.insert(command.end(), {"-c", setting});
  }
  command.insert(command.end(), {"-c", "unix_socket_directories=\"" + directory_.socket() + "\""});
  const pid_t child = start_child(command, directory_.log());
  const std::lock_guard lock(mutex_);
  server_ = child;
  if (stopping_) kill(server_, SIGINT);
}

bool EmbeddedServer::wait_until_ready() {
  for (;;) {
    int status = 0;
    const pid_t child = pid();
    if (directory_.ready(child)) return true;
    if (waitpid(child, &status, WNOHANG) == child) {
      const std::lock_guard lock(mutex_);
      server_ = -1;
      changed_.notify_all();
      return false;
    }
    std::unique_lock lock(mutex_);  // its lock file is all the server says; recovery may take long
    changed_.wait_for(lock, 3ms);
  }
}

/// Waits for the end of the server; false when that was wanted.
bool EmbeddedServer::await_end() {
  siginfo_t ended{};
  // Left as a zombie until `server_` says so: nobody may signal a number that is somebody else's.
  while (waitid(P_PID, static_cast<id_t>(pid()), &ended, WEXITED | WNOWAIT) != 0 &&
         errno == EINTR) {
  }
  const std::lock_guard lock(mutex_);
  waitpid(server_, nullptr, 0);
  server_ = -1;
  changed_.notify_all();
  return !stopping_;
}

bool EmbeddedServer::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [&] { return stopping_; });
}

}  // namespace curante::database
