// SPDX-License-Identifier: Apache-2.0
#include "plugin_schemas.hpp"

#include "external_server.hpp"
#include "startup_packet.hpp"

namespace curante::database {

namespace {

/// One host at a time makes roles: two may start at once on one server. A table that no plugin's
/// role can reach, since an advisory lock is anybody's. (No plugin's schema has a name without «_».)
constexpr const char* make_turn =
    "create schema if not exists rolemaking; create table if not exists rolemaking.turn ()";
constexpr const char* lock =
    "set local lock_timeout = '30s'; lock table rolemaking.turn in exclusive mode";

/// Two that make it at once: the one that comes second finds it made.
void make_turn_table(postgres::Pool& owner) {
  try {
    owner.write([](pqxx::transaction_base& tx) {
      if (tx.exec1("select to_regclass('rolemaking.turn')")[0].is_null()) tx.exec(make_turn);
    });
  } catch (const pqxx::sql_error& e) {
    const std::string& state = e.sqlstate();
    if (state != "23505" && state != "42P06" && state != "42P07" && state != "42710") throw;
  }
}

constexpr const char* find_role =
    "select coalesce(shobj_description(oid, 'pg_authid'), ''), rolconnlimit"
    " from pg_roles where rolname = $1";

bool is_superuser(pqxx::transaction_base& tx) {
  return tx.exec1("select current_setting('is_superuser')")[0].as<std::string>() == "on";
}

}  // namespace

std::string role_name(const std::string& plugin) {
  std::string name;
  for (const char c : plugin) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    const bool mark = c == '.' || c == '-';
    if (!plain && !mark) name.clear();
    if (!plain && !mark) break;
    name += mark ? '_' : c;
  }
  if (!name.empty() && name.size() <= 63 && plugin.find('.') != std::string::npos &&
      !name.starts_with("pg_") && name != "curante_owner") {
    return name;
  }
  throw Error("plugin-unknown", "«" + plugin + "» non può avere uno schema nella base dati",
              "chiamare Connect da un plugin");
}

PluginSchemas::PluginSchemas(postgres::Pool& owner, std::string place, RolePasswords passwords,
                             int connections_per_plugin)
    : owner_(owner),
      place_(std::move(place)),
      passwords_(std::move(passwords)),
      connections_(connections_per_plugin) {}

void PluginSchemas::prepare() {
  make_turn_table(owner_);
  owner_.write([](pqxx::transaction_base& tx) {
    tx.exec(lock);
    // Asked first: on a prepared server this is one look, and needs no rights over the database.
    for (const std::string extension : {"pg_trgm", "unaccent", "btree_gist"}) {
      if (tx.exec_params("select 1 from pg_extension where extname = $1", extension).empty()) {
        tx.exec("create extension " + extension + " schema public");
      }
    }
    const auto open = tx.exec1(
        "select has_schema_privilege('public', 'public', 'create'),"
        " exists (select from pg_database d, aclexplode(coalesce(datacl,"
        "   acldefault('d', datdba))) a where datname = current_database() and a.grantee = 0),"
        " pg_has_role((select datdba from pg_database where datname = current_database()), "
        "'usage'),"
        " quote_ident(current_database())");
    if (!open[2].as<bool>()) return;  // not ours to close; the schemas themselves are closed
    if (open[0].as<bool>()) tx.exec("revoke create on schema public from public");
    if (open[1].as<bool>()) {
      tx.exec("revoke all on database " + open[3].as<std::string>() + " from public");
    }
  });
}

std::string PluginSchemas::connect(const std::string& plugin, const std::string& place) {
  const std::lock_guard guard(mutex_);
  auto known = made_.find(plugin);
  if (known == made_.end()) known = made_.emplace(plugin, make(plugin)).first;
  return place + known->second;
}

std::string PluginSchemas::make(const std::string& plugin) {
  const std::string role = role_name(plugin);
  make_turn_table(owner_);
  RolePassword password = passwords_.get(role);
  owner_.write([&](pqxx::transaction_base& tx) {
    tx.exec(lock);
    make_role(tx, role, plugin, password);
    if (tx.exec_params("select 1 from pg_namespace where nspname = $1", role).empty()) {
      if (!is_superuser(tx)) tx.exec("grant " + role + " to current_user");
      tx.exec("create schema " + role + " authorization " + role);
      tx.exec("alter role " + role + " set search_path = " + role + ", public");
    }
  });
  // Written last: a file without a role makes a new password's role again, never a lasting refusal.
  passwords_.keep(role, password);
  return " user=" + role + " password=" + password.password +
         " connect_timeout=5 application_name=" + quoted(plugin) +
         " options=" + quoted(std::string(connection_options));
}

void PluginSchemas::make_role(pqxx::transaction_base& tx, const std::string& role,
                              const std::string& plugin, RolePassword& password) {
  // Twice the pool: after a crash the server may still count connections that are gone.
  const int limit = connections_ * 2;
  const auto found = tx.exec_params(find_role, role);
  if (found.empty()) {
    tx.exec("create role " + role + " login");
    tx.exec("comment on role " + role + " is " + tx.quote(plugin));
    tx.exec("grant connect, temporary on database " +
            tx.exec1("select quote_ident(current_database())")[0].as<std::string>() + " to " +
            role);
  } else if (const std::string owner = found[0][0].c_str(); owner != plugin) {
    throw Error("role-taken",
                "lo schema «" + role + "» appartiene già a " + (owner.empty() ? "altri" : owner),
                "dare al plugin un altro nome");
  }
  const bool sees = is_superuser(tx);
  const auto verifier = [&] {
    if (!sees) return std::string();
    return std::string(
        tx.exec_params1("select rolpassword from pg_authid where rolname = $1", role)[0].c_str());
  };
  const bool agreed = !password.verifier.empty() && verifier() == password.verifier;
  if (agreed && !found.empty() && found[0][1].as<int>() == limit) return;
  tx.exec("set local password_encryption = 'scram-sha-256'");
  if (sees) tx.exec("set local log_statement = 'none'");
  tx.exec("alter role " + role + " password " + tx.quote(password.password) + " connection limit " +
          std::to_string(limit));
  password.verifier = verifier();
}

}  // namespace curante::database
