// SPDX-License-Identifier: Apache-2.0
#include "state/state_file.hpp"

#include <exception>

namespace sistema_ts {
namespace {

constexpr const char* kSchema = R"sql(
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists lot (
  code      text primary key,   -- region, grouping, type and lot digits
  doctor    text not null,
  granted   text not null);
create table if not exists recipe (
  nre         text primary key,
  holder      text not null,
  substitute  text not null,
  state       integer not null,
  not_ssn     integer not null default 0,
  patient     text not null,
  kind        text not null,
  compiled    text not null,
  received    text not null,
  authentication text not null unique,
  lot         text not null,
  header      text not null,    -- JSON object of the request's header fields, pincode left out
  rows        text not null,    -- JSON array of objects, one a prescription row
  listed      integer not null default 1);  -- among the used numbers from the start
create index if not exists recipe_holder on recipe (holder, compiled);
create table if not exists white_recipe (
  number      text primary key,
  pin         text not null,
  doctor      text not null,
  patient     text not null,
  state       integer not null,
  compiled    text not null,
  received    text not null,
  transaction_code text not null,
  header      text not null,
  rows        text not null);
create table if not exists token (
  value       text primary key,
  user        text not null,
  application text not null,
  created     integer not null, -- seconds since 1970
  expires     integer not null,
  revoked     integer not null default 0);
create table if not exists mail (
  id     integer primary key,
  sent   text not null,
  user   text not null,
  mailbox text not null,
  token  text not null);
create table if not exists substitution (
  id         integer primary key,
  holder     text not null,
  substitute text not null,
  starts     text not null,
  ends       text not null,
  unit_told  text not null,
  received   text not null);
create table if not exists red_file (
  protocol  text primary key,
  user      text not null,
  name      text not null,
  received  text not null,
  state     text not null,
  xml       text not null);
create table if not exists red_entry (
  id           integer primary key,
  protocol     text not null,
  code         text not null,
  cancels      integer not null,
  cancelled_in text not null,
  patient      text not null,
  pieces       integer not null,
  rows         integer not null,
  problem      text not null,
  problem_text text not null,
  discarded    integer not null,
  abroad       text not null);
create index if not exists red_entry_protocol on red_entry (protocol);
create table if not exists red_live (
  code      text primary key,
  protocol  text not null,    -- of the file that brought it
  cancelled integer not null);
create table if not exists journal (
  id        integer primary key,
  at        text not null,
  operation text not null,
  user      text not null,
  nre       text not null,
  outcome   text not null);
create index if not exists journal_nre on journal (nre);
create table if not exists setting (name text primary key, value text not null);
create table if not exists counter (name text primary key, value integer not null);
)sql";

}  // namespace

StateFile::StateFile(const std::string& path) : database_(path) {
  database_.script(kSchema);
  // A state of an earlier version has no such column.
  auto known = database_.query("select 1 from pragma_table_info('red_file') where name = 'xml'");
  if (!known.next()) {
    database_.script("alter table red_file add column xml text not null default ''");
  }
}

void StateFile::reset() {
  transact([](Sqlite& database) {
    database.script(
        "delete from lot; delete from recipe; delete from white_recipe; delete from token; delete "
        "from mail;"
        "delete from substitution;"
        "delete from journal; delete from setting; delete from counter;"
        "delete from red_file; delete from red_entry; delete from red_live");
  });
}

StateFile::Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.script("rollback");
  } catch (const std::exception&) {
    // SQLite has already undone it, for instance because the disk is full.
  }
}

void StateFile::Transaction::commit() {
  database_.script("commit");
  open_ = false;
}

}  // namespace sistema_ts
