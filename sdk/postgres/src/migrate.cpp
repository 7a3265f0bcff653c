// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/migrate.hpp"

#include <fmt/format.h>

#include "curante/fault.hpp"
#include "curante/layout.hpp"

namespace curante::postgres {

namespace {

constexpr const char* create_table = R"sql(
create table if not exists migration (
  name    text primary key,
  hash    text not null,
  run_at  timestamptz not null default now()
)
)sql";

/// One host at a time. A lock that only who owns the schema can take: an advisory one is anybody's,
/// and any plugin's role could hold it for ever.
/// Another host's migration of a large practice may take longer than a call may wait for a lock.
void take_turn(pqxx::transaction_base& tx, std::chrono::milliseconds patience) {
  tx.exec("set local lock_timeout = " + std::to_string(patience.count()));
  tx.exec("lock table migration in exclusive mode");
}

/// Two that make it at once: the one that comes second finds it made.
void make_table(Pool& pool) {
  try {
    pool.write([](pqxx::transaction_base& tx) {
      if (tx.exec1("select to_regclass(quote_ident(current_schema()) || '.migration')")[0]
              .is_null()) {
        tx.exec(create_table);
      }
    });
  } catch (const pqxx::sql_error& e) {
    // By whom of two it was made first is told by the index, the table or its row type.
    const std::string& state = e.sqlstate();
    if (state != "23505" && state != "42P07" && state != "42710") throw;
  }
}

std::string hash_of(std::string_view content) {
  LayoutHash hash;
  hash.text(content);
  return fmt::format("{:016x}", hash.value());
}

void check_known(pqxx::transaction_base& tx, EmbeddedFiles files) {
  for (const auto& row : tx.exec("select name, hash from migration order by name")) {
    const std::string name = row[0].c_str();
    const EmbeddedFile* file = nullptr;
    for (const EmbeddedFile& candidate : files) {
      if (candidate.name == name) file = &candidate;
    }
    if (file == nullptr) {
      throw Error(
          "migration-newer",
          "the database was brought further, to " + name + ", by a newer version of this plugin",
          "install the newer version again, or restore a backup of the time before it");
    }
    if (hash_of(file->content) != row[1].c_str()) {
      throw Error("migration-changed", name + " was changed after it had run",
                  "put it back as it was and write the change as a new numbered file");
    }
  }
}

void run_one(Pool& pool, const EmbeddedFile& file, std::chrono::milliseconds patience) {
  try {
    pool.write([&](pqxx::transaction_base& tx) {
      take_turn(tx, patience);
      if (!tx.exec_params("select 1 from migration where name = $1", std::string(file.name))
               .empty()) {
        return;
      }
      tx.exec(std::string(file.content));
      tx.exec_params("insert into migration (name, hash) values ($1, $2)", std::string(file.name),
                     hash_of(file.content));
    });
  } catch (const pqxx::sql_error& e) {
    // Class 42: what is wrong stands in our own file. Of all else the text may quote rows.
    const std::string text = e.what();
    const bool ours = e.sqlstate().starts_with("42");
    throw Error(
        "migration-failed",
        std::string(file.name) + ": " + (ours ? text.substr(0, text.find('\n')) : fault_of(e)),
        "mend the file; nothing of it was applied");
  }
}

}  // namespace

void migrate(Pool& pool, EmbeddedFiles files, std::chrono::milliseconds patience) {
  make_table(pool);
  pool.write([&](pqxx::transaction_base& tx) {
    take_turn(tx, patience);
    check_known(tx, files);
  });
  for (const EmbeddedFile& file : files) run_one(pool, file, patience);
}

}  // namespace curante::postgres
