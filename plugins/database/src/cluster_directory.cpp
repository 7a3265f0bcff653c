// SPDX-License-Identifier: Apache-2.0
#include "cluster_directory.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "child_process.hpp"
#include "curante/error.hpp"
#include "server_programs.hpp"
#include "socket_directory.hpp"

namespace curante::database {

namespace fs = std::filesystem;

namespace {

// A new cluster takes 40 MB; a server on a full disk ends while it writes its log.
constexpr int64_t least_for_new = 128LL << 20;
constexpr int64_t least_for_old = 24LL << 20;
constexpr int64_t longest_log = 16LL << 20;

[[noreturn]] void not_writable(const std::string& folder, const std::string& reason) {
  throw Error(
      "data-directory", "la cartella della base dati " + folder + " non è scrivibile: " + reason,
      "renderla scrivibile per l'utente «" + server_user().name + "», oppure indicarne un'altra");
}

/// The lock file's number was given to some other program since.
bool names_a_stranger(const std::string& lock) {
  pid_t pid = 0;
  std::ifstream(lock) >> pid;
  return pid > 1 && (kill(pid, 0) == 0 || errno == EPERM);
}

/// A server that runs on this cluster, or 0.
pid_t living_server(const std::string& cluster) {
  pid_t pid = 0;
  std::ifstream(cluster + "/postmaster.pid") >> pid;
  if (pid <= 1) return 0;
  std::string name;
  std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/comm"), name);
  if (name != "postgres" && name != "setpriv") return 0;
  std::error_code denied;
  const fs::path works_in = fs::read_symlink("/proc/" + std::to_string(pid) + "/cwd", denied);
  // A zombie has no folder either: it holds nothing any more.
  if (denied) return denied == std::errc::permission_denied ? pid : 0;
  return works_in == fs::weakly_canonical(cluster) ? pid : 0;
}

}  // namespace

ClusterDirectory::ClusterDirectory(std::string directory)
    : directory_(fs::absolute(directory).lexically_normal().string()) {
  while (directory_.size() > 1 && directory_.back() == '/') directory_.pop_back();
}

void ClusterDirectory::prepare() {
  make_directory();
  const bool is_new = !fs::exists(cluster() + "/PG_VERSION");
  const int64_t left = free_bytes();
  if (left < (is_new ? least_for_new : least_for_old)) {
    throw Error(
        "disk-full",
        "sul disco di " + directory_ + " restano solo " + std::to_string(left >> 20) + " MB",
        "liberare spazio sul disco e riavviare: i dati già scritti sono al sicuro");
  }
  socket_ = socket_directory(directory_);
  if (is_new) initialise();
  write_access_rules();
}

void ClusterDirectory::make_directory() const {
  std::error_code failed;
  fs::create_directories(directory_, failed);
  if (failed) not_writable(directory_, failed.message());
  // As root the server is somebody else, who must be able to walk through.
  chmod(directory_.c_str(), geteuid() == 0 ? 0711 : 0700);
  if (access(directory_.c_str(), W_OK | X_OK) != 0) not_writable(directory_, std::strerror(errno));
  fs::create_directory(roles(), failed);
  if (failed) not_writable(roles(), failed.message());
  chmod(roles().c_str(), 0700);
  if (fs::exists(log()) && static_cast<int64_t>(fs::file_size(log(), failed)) > longest_log) {
    fs::rename(log(), log() + ".1", failed);
  }
}

void ClusterDirectory::initialise() const {
  const std::string unfinished = cluster() + ".new";
  std::error_code failed;
  fs::remove_all(unfinished, failed);
  fs::create_directory(unfinished, failed);
  if (failed) not_writable(unfinished, failed.message());
  chmod(unfinished.c_str(), 0700);
  give_to_server(unfinished);
  const int code = run_child({server_programs(cluster()) + "/initdb", "--pgdata=" + unfinished,
                              std::string("--username=") + owner_role, "--auth=peer",
                              "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"},
                             log());
  if (code != 0) {
    throw Error(
        "database-initialisation", "la base dati non si è potuta creare: " + last_words(),
        "controllare spazio e permessi di " + directory_ + "; i particolari sono in " + log());
  }
  fs::rename(unfinished, cluster(), failed);
  if (failed) not_writable(cluster(), failed.message());
}

void ClusterDirectory::write_access_rules() const {
  const auto write = [&](const std::string& name, const std::string& text) {
    const std::string path = cluster() + "/" + name, fresh = path + ".new";
    std::ofstream out(fresh, std::ios::trunc);
    out << text;
    out.close();
    if (!out) not_writable(fresh, std::strerror(errno));
    give_to_server(fresh);
    fs::rename(fresh, path);
  };
  write("pg_hba.conf", std::string("# written at each start\n") + "local all " + owner_role +
                           " peer map=host\nlocal all all scram-sha-256\n");
  std::set<std::string> users = {server_user().name};
  if (geteuid() == 0) users.insert("root");
  std::string map = "# written at each start\n";
  for (const std::string& user : users) map += "host \"" + user + "\" " + owner_role + "\n";
  write("pg_ident.conf", map);
}

void ClusterDirectory::clear_stale_lock(std::chrono::milliseconds patience) const {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (living_server(cluster()) != 0) {
    if (std::chrono::steady_clock::now() > give_up) {
      throw Error("database-in-use", "un altro programma sta usando la base dati in " + directory_,
                  "chiudere l'altro avvio di Curante, poi riprovare");
    }
    // Not our child: nobody tells us when it has ended.
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // A dead owner PostgreSQL sees by itself, and its children's memory too: the file stays for that.
  for (const std::string& lock : {cluster() + "/postmaster.pid", socket_ + "/.s.PGSQL.5432.lock"}) {
    std::error_code ignored;
    if (names_a_stranger(lock)) fs::remove(lock, ignored);
  }
}

bool ClusterDirectory::ready(pid_t server) const {
  // Lines of postmaster.pid: number, data directory, start, port, socket, address, memory, state.
  std::ifstream in(cluster() + "/postmaster.pid");
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (number == 1 && line != std::to_string(server)) return false;
    if (number == 8) return line.starts_with("ready");
  }
  return false;
}

int64_t ClusterDirectory::free_bytes() const {
  struct statvfs disk {};
  if (statvfs(directory_.c_str(), &disk) != 0) return 0;
  return static_cast<int64_t>(disk.f_bavail) * static_cast<int64_t>(disk.f_frsize);
}

std::string ClusterDirectory::last_words() const {
  std::ifstream in(log());
  std::string line, last;
  while (std::getline(in, line)) {
    if (!line.empty()) last = line;
  }
  return last.substr(0, 300);
}

}  // namespace curante::database
