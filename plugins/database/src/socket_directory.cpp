// SPDX-License-Identifier: Apache-2.0
#include "socket_directory.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "child_process.hpp"
#include "curante/error.hpp"
#include "curante/layout.hpp"

namespace curante::database {

namespace {

constexpr size_t longest_path = 106;  // sun_path has 108 octets; one for the end, one to spare
constexpr std::string_view socket_name = "/.s.PGSQL.5432.lock";

bool fits(const std::string& folder) {
  return folder.size() + socket_name.size() <= longest_path;
}

/// Makes it, or takes it as it is when it is a real folder of ours that nobody else can enter:
/// under /tmp somebody else may have been first.
bool make_private(const std::string& folder) {
  if (mkdir(folder.c_str(), 0700) == 0) {
    give_to_server(folder);
    return true;
  }
  struct stat found {};
  return lstat(folder.c_str(), &found) == 0 && S_ISDIR(found.st_mode) &&
         found.st_uid == server_user().uid && (found.st_mode & 0077) == 0;
}

}  // namespace

std::string socket_directory(const std::string& directory) {
  const std::string inside = directory + "/socket";
  if (fits(inside) && make_private(inside)) return inside;
  LayoutHash hash;
  hash.text(directory);
  const std::string name = fmt::format("/curante-{:016x}", hash.value());
  std::vector<std::string> places;
  for (const char* variable : {"RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR"}) {
    if (const char* place = std::getenv(variable)) places.emplace_back(place);
  }
  places.insert(places.end(), {"/run", "/tmp"});
  for (const std::string& place : places) {
    // The server's own user must be able to walk there: as root, only into the public places.
    const bool walkable = geteuid() != 0 || place == "/run" || place == "/tmp";
    if (walkable && fits(place + name) && make_private(place + name)) return place + name;
  }
  throw Error("socket-directory",
              "non c'è una cartella adatta al socket della base dati: il percorso " + directory +
                  " è troppo lungo o " + places.back() + name + " appartiene ad altri",
              "scegliere una cartella dei dati con un percorso più corto");
}

}  // namespace curante::database
