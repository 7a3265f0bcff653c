// SPDX-License-Identifier: Apache-2.0
#include "database_service.hpp"

#include <fstream>

#include "external_server.hpp"

namespace curante::database {

using namespace std::chrono_literals;

namespace {

constexpr const char* database_name = "curante";
constexpr const char* quiet = " options='-c client_min_messages=warning'";

[[noreturn]] void not_running() {
  throw Error("database-unavailable", "la base dati non è in funzione",
              "vedere lo stato dei componenti e riavviare il programma");
}

}  // namespace

DatabaseService::DatabaseService(ServerChoice choice, EmbeddedServer::Warn warn)
    : choice_(std::move(choice)), warn_(std::move(warn)) {}
DatabaseService::~DatabaseService() {
  stop();
}

void DatabaseService::start() {
  if (choice_.connection.empty()) {
    start_embedded();
  } else {
    start_external();
  }
  schemas_->prepare();
}

void DatabaseService::start_embedded() {
  server_ = std::make_unique<EmbeddedServer>(choice_.directory, warn_);
  server_->start();
  const std::string place =
      "host=" + quoted(server_->directory().socket()) + " dbname=" + database_name;
  const std::string owner = place + " user=" + owner_role + quiet;
  make_database(owner);
  owner_ = std::make_unique<postgres::Pool>(owner, 2);
  probe_ = std::make_unique<postgres::Pool>(owner, 1, 500ms);
  schemas_ = std::make_unique<PluginSchemas>(
      *owner_, place, RolePasswords(server_->directory().roles()), choice_.connections);
}

/// On a first start the database is not there yet.
void DatabaseService::make_database(const std::string& owner) {
  try {
    pqxx::connection attempt(owner);
  } catch (const pqxx::broken_connection&) {
    pqxx::connection first(server_->owner() + " dbname=postgres");
    pqxx::nontransaction tx(first);
    const auto found =
        tx.exec_params("select 1 from pg_database where datname = $1", database_name);
    if (found.empty()) tx.exec(std::string("create database ") + database_name);
  }
}

void DatabaseService::start_external() {
  std::string owner = choice_.connection;
  const std::string place = without_user(owner);
  if (!choice_.password_file.empty()) {
    std::string password;
    if (!std::getline(std::ifstream(choice_.password_file), password)) {
      throw Error(
          "setting-invalid", "il file " + choice_.password_file + " non si può leggere",
          "scrivervi la password del proprietario della base dati, leggibile solo a Curante");
    }
    owner = with_password(owner, password);
  }
  owner_ = std::make_unique<postgres::Pool>(owner, 2);
  probe_ = std::make_unique<postgres::Pool>(owner, 1, 500ms);
  schemas_ = std::make_unique<PluginSchemas>(
      *owner_, place, RolePasswords(choice_.directory + "/roles"), choice_.connections);
}

void DatabaseService::stop() {
  schemas_.reset();
  probe_.reset();
  owner_.reset();
  if (server_) server_->stop();
  server_.reset();
}

Connection DatabaseService::on(const CallContext& context, const Connect&) {
  if (!schemas_) not_running();
  return {schemas_->connect(context.caller()), choice_.connections};
}

Health DatabaseService::on(const CallContext&, const CheckHealth&) {
  if (!probe_) not_running();
  Health health;
  health.embedded = server_ != nullptr;
  if (server_) {
    health.restarts = server_->restarts();
    health.free_bytes = server_->directory().free_bytes();
  }
  try {
    health.server_version = probe_->read([](pqxx::transaction_base& tx) {
      return tx.exec1("select current_setting('server_version')")[0].as<std::string>();
    });
    health.reachable = true;
  } catch (const Error&) {
    health.reachable = false;  // that is the answer
  }
  return health;
}

}  // namespace curante::database
