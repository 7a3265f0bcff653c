// SPDX-License-Identifier: Apache-2.0
#include "server_programs.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>

#include "curante/error.hpp"

namespace curante::database {

namespace {

const std::filesystem::path installed = "/usr/lib/postgresql";

int newest() {
  int found = 0;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(installed, missing)) {
    const std::string name = entry.path().filename();
    int version = 0;
    const auto result = std::from_chars(name.data(), name.data() + name.size(), version);
    const bool whole = result.ec == std::errc{} && result.ptr == name.data() + name.size();
    if (whole && version > found && exists(entry.path() / "bin/postgres")) found = version;
  }
  return found;
}

}  // namespace

std::string server_programs(const std::string& cluster) {
  int version = 0;
  std::ifstream(cluster + "/PG_VERSION") >> version;
  const int wanted = version != 0 ? version : newest();
  const std::string folder = installed / std::to_string(wanted) / "bin";
  if (wanted != 0 && std::filesystem::exists(folder + "/postgres")) return folder;
  const std::string package = "postgresql-" + std::to_string(wanted == 0 ? 15 : wanted);
  throw Error("postgres-missing",
              "PostgreSQL " + std::to_string(wanted == 0 ? 15 : wanted) +
                  " non è installato su questo computer",
              "installare il pacchetto " + package +
                  ", oppure indicare un server esterno con l'impostazione «connection»");
}

}  // namespace curante::database
