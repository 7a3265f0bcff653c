// SPDX-License-Identifier: Apache-2.0
#include "role_passwords.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "curante/error.hpp"

namespace curante::database {

namespace {

std::string random_password() {
  unsigned char octets[32];
  randombytes_buf(octets, sizeof octets);
  char text[sizeof octets * 2 + 1];
  return sodium_bin2hex(text, sizeof text, octets, sizeof octets);
}

[[noreturn]] void refuse(const std::string& file) {
  throw Error("data-directory", "non è possibile scrivere " + file + ": " + std::strerror(errno),
              "controllare spazio e permessi della cartella dei dati");
}

}  // namespace

RolePasswords::RolePasswords(std::string folder) : folder_(std::move(folder)) {
  if (sodium_init() < 0) throw Error("random-source", "the system gives no random numbers", "");
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  if (failed) refuse(folder_);
  chmod(folder_.c_str(), 0700);
}

RolePassword RolePasswords::get(const std::string& role) const {
  RolePassword found;
  std::ifstream in(folder_ + "/" + role);
  std::getline(in, found.password);
  std::getline(in, found.verifier);
  if (found.password.size() == 64) return found;
  return {random_password(), ""};
}

void RolePasswords::keep(const std::string& role, const RolePassword& password) const {
  const std::string file = folder_ + "/" + role, fresh = file + ".new";
  const std::string text = password.password + "\n" + password.verifier + "\n";
  const int out = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
  if (out < 0) refuse(fresh);
  const bool written =
      write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(out) == 0;
  close(out);
  if (!written || std::rename(fresh.c_str(), file.c_str()) != 0) refuse(file);
}

}  // namespace curante::database
