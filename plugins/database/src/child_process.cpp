// SPDX-License-Identifier: Apache-2.0
#include "child_process.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "curante/error.hpp"

namespace curante::database {

namespace {

/// What posix_spawn needs, freed at the end of the scope.
struct SpawnPlan {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;

  explicit SpawnPlan(const std::string& log) {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addchdir_np(&files, "/");
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
};

std::vector<std::string> wrapped(const std::vector<std::string>& command) {
  std::vector<std::string> out = {"setpriv", "--pdeathsig", "INT"};
  if (geteuid() == 0) {
    const ServerUser user = server_user();
    out.insert(out.end(), {"--reuid=" + std::to_string(user.uid),
                           "--regid=" + std::to_string(user.gid), "--clear-groups"});
  }
  out.push_back("--");
  out.insert(out.end(), command.begin(), command.end());
  return out;
}

/// Only what the server needs: nothing of the host's environment leaks into it.
std::vector<char*> environment() {
  static char path[] = "PATH=/usr/bin:/bin", locale[] = "LC_ALL=C.UTF-8", zone[] = "TZ=UTC";
  return {path, locale, zone, nullptr};
}

}  // namespace

ServerUser server_user() {
  const passwd* entry = geteuid() == 0 ? getpwnam("postgres") : getpwuid(geteuid());
  if (entry == nullptr) {
    throw Error("user-missing",
                geteuid() == 0 ? "non c'è l'utente di sistema «postgres»"
                               : "l'utente di sistema di questo programma non ha un nome",
                geteuid() == 0 ? "installare il pacchetto postgresql-15"
                               : "avviare il programma con un utente elencato in /etc/passwd");
  }
  return {entry->pw_uid, entry->pw_gid, entry->pw_name};
}

void give_to_server(const std::string& path) {
  if (geteuid() != 0) return;
  const ServerUser user = server_user();
  if (lchown(path.c_str(), user.uid, user.gid) == 0) return;
  throw Error("data-directory", "non è possibile affidare " + path + " all'utente " + user.name,
              "controllare i permessi della cartella dei dati");
}

pid_t start_child(const std::vector<std::string>& command, const std::string& log) {
  const std::vector<std::string> words = wrapped(command);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::vector<char*> variables = environment();
  const SpawnPlan plan(log);
  pid_t child = -1;
  const int failure = posix_spawnp(&child, arguments[0], &plan.files, &plan.attributes,
                                   arguments.data(), variables.data());
  if (failure == 0) return child;
  throw Error("program-missing",
              "non è possibile avviare " + command.front() + ": " + std::strerror(failure),
              "controllare che i pacchetti util-linux e postgresql-15 siano installati e che la "
              "cartella dei dati sia scrivibile");
}

int run_child(const std::vector<std::string>& command, const std::string& log) {
  const pid_t child = start_child(command, log);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace curante::database
