// SPDX-License-Identifier: Apache-2.0
#include "role_store.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>

namespace curante::database {

namespace {

constexpr const char* database = "curante";

/// A later keyword of a libpq string wins over an earlier one.
std::string with(const std::string& uri, const std::string& more) { return uri + " " + more; }

std::string random_text() {
  unsigned char octets[24];
  RAND_bytes(octets, sizeof octets);
  return to_base64({octets, octets + sizeof octets});
}

}  // namespace

std::string role_name(const std::string& plugin) {
  std::string role;
  for (char c : plugin) role += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
  return role;
}

RoleStore::RoleStore(std::string admin_uri, std::string password_directory, int connections)
    : admin_uri_(std::move(admin_uri)),
      password_directory_(std::move(password_directory)),
      connections_(connections) {
  std::filesystem::create_directories(password_directory_);
  chmod(password_directory_.c_str(), 0700);
}

std::string RoleStore::practice_uri(const std::string& credentials) const {
  return with(admin_uri_, std::string("dbname=") + database + " " + credentials);
}

void RoleStore::prepare() {
  {
    pqxx::connection admin(admin_uri_);
    pqxx::nontransaction tx(admin);
    if (tx.exec_params("select 1 from pg_database where datname = $1", database).empty()) {
      tx.exec(std::string("create database ") + database + " encoding 'UTF8' template template0");
    }
  }
  pqxx::connection admin(practice_uri(""));
  pqxx::work tx(admin);
  tx.exec("select pg_advisory_xact_lock(4711)");
  for (const char* extension : {"pg_trgm", "unaccent", "btree_gist"}) {
    tx.exec(std::string("create extension if not exists ") + extension + " schema public");
  }
  tx.exec(std::string("revoke all on database ") + database + " from public");
  tx.exec("revoke create on schema public from public");
  tx.commit();
}

std::string RoleStore::password_of(const std::string& role) {
  const std::string file = password_directory_ + "/" + role;
  std::ifstream in(file);
  std::string password;
  if (in && std::getline(in, password) && !password.empty()) return password;
  password = random_text();
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool kept = fd >= 0 && write(fd, password.data(), password.size()) ==
                                   static_cast<ssize_t>(password.size()) && fsync(fd) == 0;
  if (fd >= 0) close(fd);
  if (kept) return password;
  throw Error("data-directory", file + " cannot be written", "free some space on the disk");
}

Connection RoleStore::connection_of(const std::string& plugin) {
  const std::lock_guard lock(mutex_);
  const std::string role = role_name(plugin);
  const std::string password = password_of(role);
  pqxx::connection admin(practice_uri(""));
  pqxx::work tx(admin);
  const std::string name = tx.quote_name(role);
  if (tx.exec_params("select 1 from pg_roles where rolname = $1", role).empty()) {
    tx.exec("create role " + name + " login");
  }
  tx.exec("alter role " + name + " password " + tx.quote(password) + " connection limit " +
          std::to_string(connections_ + 2));
  tx.exec("alter role " + name + " set search_path to " + name + ", public");
  tx.exec("create schema if not exists " + name);
  tx.exec("alter schema " + name + " owner to " + name);
  tx.exec(std::string("grant connect on database ") + database + " to " + name);
  tx.commit();
  return {practice_uri("user=" + role + " password='" + password + "' application_name=" + role),
          connections_};
}

std::string RoleStore::server_version() const {
  try {
    pqxx::connection admin(admin_uri_);
    pqxx::nontransaction tx(admin);
    return tx.exec1("show server_version")[0].c_str();
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace curante::database
