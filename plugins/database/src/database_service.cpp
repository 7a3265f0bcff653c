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
  {
    const std::lock_guard lock(mutex_);
    gates_.reset();
  }
  schemas_.reset();
  probe_.reset();
  owner_.reset();
  if (server_) server_->stop();
  server_.reset();
}

Connection DatabaseService::on(const CallContext& context, const Connect&) {
  if (!schemas_) not_running();
  const std::string folder = context.caller_folder();
  return {folder.empty() ? schemas_->connect(context.caller())
                         : connect_isolated(context.caller(), folder),
          choice_.connections};
}

std::string DatabaseService::connect_isolated(const std::string& caller,
                                              const std::string& folder) {
  const std::lock_guard lock(mutex_);
  if (!gates_) open_gates();
  const std::string uri = schemas_->connect(
      caller, "host=" + quoted(folder) + " port=5432 dbname=" + quoted(database_));
  gates_->open(folder, {role_name(caller), database_}, choice_.connections);
  return uri;
}

/// Where the owner's own connections lead, there the gates lead.
void DatabaseService::open_gates() {
  struct Place {
    std::string host, port, database;
    bool encrypted;
  };
  const Place place = owner_->read([](pqxx::transaction_base& tx) {
    const bool encrypted =
        tx.exec1("select ssl from pg_stat_ssl where pid = pg_backend_pid()")[0].as<bool>();
    pqxx::connection_base& it = tx.conn();
    return Place{it.hostname(), it.port(), it.dbname(), encrypted};
  });
  if (place.encrypted) {
    throw Error("database-encrypted",
                "i componenti isolati non raggiungono una base dati dietro TLS",
                "indicare in «connection» un socket locale (per esempio di pgbouncer o stunnel), "
                "che cifri verso il server");
  }
  database_ = place.database;
  gates_ = std::make_unique<RoleGates>(ServerPlace(place.host, place.port));
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
