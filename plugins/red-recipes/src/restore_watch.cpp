// SPDX-License-Identifier: Apache-2.0
#include "restore_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "block_store.hpp"
#include "curante/fault.hpp"
#include "curante/postgres/prepared.hpp"
#include "file_store.hpp"

namespace curante::red_recipes {
namespace {

using postgres::prepared;

/// Names in the file beside those of runs.
constexpr const char* followed = "followed";  // a database knows this file by its name
constexpr const char* departures = "departures";

constexpr auto select_runs =
    "select prefix || lpad(first::text, 2, '0') || case when descending then '-' else '+' end,"
    " max(used), bool_or(open) from block where practice_id = $1 group by 1";

constexpr auto select_standing =
    "select greatest((select coalesce(max(departure), 0) from batch where practice_id = $1),"
    " (select coalesce(max(departures), 0) from restore where practice_id = $1)),"
    " exists (select from ledger_file where practice_id = $1 and id = $2),"
    " exists (select from ledger_file where practice_id = $1),"
    " exists (select from past_restore where practice_id = $1)";

/// What the transmitter found no longer ago than this may concern what this room did.
constexpr int64_t recent_ms = 24 * 3'600'000;

constexpr auto insert_past =
    "insert into past_restore (practice_id, until) values ($1, $2::timestamptz)"
    " on conflict do nothing";
constexpr auto insert_file =
    "insert into ledger_file (practice_id, id, since) values ($1, $2, $3) on conflict do nothing";

constexpr auto insert_restore =
    "insert into restore (practice_id, found, forms_used, doubted_until, copied, departures)"
    " select $1, $2::timestamptz, $4::boolean, greatest($2::timestamptz, newest_form),"
    "   (least($2::timestamptz, greatest(newest_form, newest_file)) at time zone"
    "     'Europe/Rome')::date,"
    // Other hosts' departures are not in this one's file, and their files do not go back.
    "   greatest($3::bigint, (select max(departure) from batch where practice_id = $1))"
    " from (select (select max(printed) from form where practice_id = $1) newest_form,"
    "   (select max(made) from batch where practice_id = $1) newest_file) known"
    " on conflict (practice_id, found) do update set noticed = clock_timestamp(),"
    " doubted_until = excluded.doubted_until,"
    " forms_used = restore.forms_used or excluded.forms_used,"
    " departures = greatest(restore.departures, excluded.departures)";

/// Who asks for the newest hears of it, also where the clock went back since the one before.
constexpr auto select_later =
    "select greatest($2::bigint, (extract(epoch from max(found)) * 1000)::bigint + 2)"
    " from restore where practice_id = $1";

/// A restore that this room found later than the transmitter did is the same one.
constexpr auto select_heeded =
    "select exists (select from restore where practice_id = $1 and found >= $2::timestamptz)"
    " or exists (select from past_restore where practice_id = $1 and until >= $2::timestamptz)";

/// Of a run that the file alone knows, nothing else is known; it keeps its numbers from being used.
constexpr auto raise_run =
    "with raised as (update block set used = greatest(used, $5::int) where practice_id = $1"
    "   and prefix = $2 and first = $3 and descending = $4 returning 1)"
    " insert into block (practice_id, doctor, printer, prefix, first, descending, used, open,"
    "   entered) select $1, '00000000-0000-0000-0000-000000000000', '', $2, $3::int, $4::boolean,"
    "   $5::int, false, $6::timestamptz"
    " where not exists (select from raised)";

constexpr auto close_pads =
    "update block set open = false, restored = true where practice_id = $1 and open";

/// Files that did not leave by what the copy knows are taken apart: each recipe is looked for.
constexpr auto take_forms_out =
    "update form f set state = case when f.state in ('sending', 'attention') then 'queued'"
    "   else f.state end, problem = '', batch = null from entry e join batch b"
    "   on b.practice_id = e.practice_id and b.number = e.batch where f.practice_id = $1"
    " and e.practice_id = f.practice_id and e.code = f.code and not e.cancels"
    " and b.state in ('open', 'sending', 'uncertain', 'parked')";
constexpr auto take_entries_out =
    "update entry e set batch = null from batch b where e.practice_id = $1"
    " and b.practice_id = e.practice_id and b.number = e.batch"
    " and b.state in ('open', 'sending', 'uncertain', 'parked')";
constexpr auto drop_files =
    "delete from batch where practice_id = $1"
    " and state in ('open', 'sending', 'uncertain', 'parked')";
constexpr auto look_again =
    "update entry set looked = false where practice_id = $1 and batch is null";

/// "120261234567" "08" "+": prefix of the pad, first counter, direction.
struct RunName {
  static constexpr size_t prefix_size = 12, size = 15;
  std::string prefix;
  int first = 0;
  bool descending = false;
};

std::optional<RunName> run_of(const std::string& name) {
  const bool sound = name.size() == RunName::size && (name.back() == '+' || name.back() == '-') &&
                     std::isdigit(static_cast<unsigned char>(name[12])) &&
                     std::isdigit(static_cast<unsigned char>(name[13]));
  if (!sound) return std::nullopt;
  return RunName{name.substr(0, RunName::prefix_size), (name[12] - '0') * 10 + (name[13] - '0'),
                 name.back() == '-'};
}

}  // namespace

bool RestoreWatch::look() {
  // The file first: what is noted there is in the database already, unless that came back.
  const auto noted = shadow_.all();
  const Known before = known();
  const Instant now = surroundings_.now(host_.background()).now;
  const auto told = news(before, now);
  const bool copied = behind(before, noted) || is_stranger(before, noted);
  const bool restored = copied || told.has_value();
  std::optional<Instant> forms_used;
  if (copied) {
    forms_used = doubt(told ? std::max(*told, now) : now, Finder::file, noted);
  } else if (told) {
    doubt(*told, Finder::transmitter, noted);
  } else if (left_behind(before, noted)) {
    pool_.write([&](pqxx::transaction_base& tx) {
      BlockStore::take_turn(tx, practice_);
      raise(tx, noted, now);
    });
  }
  note(restored ? known() : before, now);
  if (restored) {
    host_.error(
        "the database came back from a copy: the pads are closed until their next number is "
        "entered, and what waits is looked for before it is sent");
  }
  if (forms_used) surroundings_.tell_restored(host_.background(), DatabaseRestored{*forms_used});
  return restored;
}

std::optional<Instant> RestoreWatch::forms_used() const {
  return pool_.read([&](pqxx::transaction_base& tx) -> std::optional<Instant> {
    const auto newest = prepared(tx,
                                 "select (extract(epoch from found) * 1000)::bigint"
                                 " from restore where practice_id = $1 and forms_used"
                                 " order by found desc limit 1",
                                 practice_);
    if (newest.empty()) return std::nullopt;
    return Instant{newest[0][0].as<int64_t>()};
  });
}

void RestoreWatch::demand_current(pqxx::transaction_base& tx) const {
  const auto noted = shadow_.all();
  const Known now = known(tx);
  if (now.file && !behind(now, noted)) return;
  throw Error("red-restored", "il database è stato appena ripristinato da una copia",
              "riprovare: viene chiesto il codice della prossima ricetta non ancora usata");
}

RestoreWatch::Known RestoreWatch::known() const {
  return pool_.read([&](pqxx::transaction_base& tx) { return known(tx); });
}

RestoreWatch::Known RestoreWatch::known(pqxx::transaction_base& tx) const {
  Known known;
  for (const auto& row : prepared(tx, select_runs, practice_)) {
    known.runs[row[0].c_str()] = {row[1].as<int64_t>(), row[2].as<bool>()};
  }
  const auto row = prepared(tx, select_standing, practice_, shadow_.id())[0];
  known.departures = row[0].as<int64_t>();
  known.file = row[1].as<bool>();
  known.files = row[2].as<bool>();
  known.asked = row[3].as<bool>();
  return known;
}

bool RestoreWatch::behind(const Known& known, const Noted& noted) const {
  return std::any_of(noted.begin(), noted.end(), [&](const auto& it) {
    const auto& [name, reach] = it;
    if (name == departures) return known.departures < reach;
    if (!run_of(name)) return false;
    const auto run = known.runs.find(name);
    if (run == known.runs.end()) return true;
    // A closed run gives no number, however far this database says it came.
    return run->second.open && run->second.used < reach;
  });
}

/// Files are new when a practice begins, when this room first keeps one, and when a host joins. The
/// database knows a file before that is marked: a marked one that it does not know was forgotten.
bool RestoreWatch::is_stranger(const Known& known, const Noted& noted) {
  if (known.file || known.runs.empty()) return false;
  if (!known.files && !noted.contains(followed)) return false;
  return !hosts_.any_other();
}

/// What another host used of a pad that is closed by now.
bool RestoreWatch::left_behind(const Known& known, const Noted& noted) const {
  return std::any_of(noted.begin(), noted.end(), [&](const auto& it) {
    const auto run = known.runs.find(it.first);
    return run != known.runs.end() && run->second.used < it.second;
  });
}

/// When the transmitter found a restore that this room did not heed yet. What it found long before
/// it was first asked is past: pads were in use since.
std::optional<Instant> RestoreWatch::news(const Known& known, Instant now) const {
  const auto told = last_told();
  if (!told) return std::nullopt;
  const auto found = told->found;
  const bool past = !known.asked && found && now.ms - found->ms > recent_ms;
  if (!known.asked) {
    pool_.write([&](pqxx::transaction_base& tx) {
      prepared(tx, insert_past, practice_, past ? found->iso() : "-infinity");
    });
  }
  if (!found || past) return std::nullopt;
  return is_heeded(*found) ? std::nullopt : found;
}

/// Without a channel nobody else looks for restores; one that cannot say now is asked the next
/// time.
std::optional<recipe_transmitter::Restoration> RestoreWatch::last_told() const {
  try {
    return surroundings_.last_restored(host_.background());
  } catch (const std::exception& e) {
    const std::string fault = fault_of(e);
    if (fault != "contract-unavailable" && fault != "call-unknown") {
      host_.warning(fmt::format("whether the database came back is not known: {}", fault));
    }
    return std::nullopt;
  }
}

bool RestoreWatch::is_heeded(Instant found) const {
  return pool_
      .look_up([&](pqxx::transaction_base& tx) {
        return prepared(tx, select_heeded, practice_, found.iso());
      })[0][0]
      .as<bool>();
}

/// When it is found, by what is written.
Instant RestoreWatch::doubt(Instant found, Finder finder, const Noted& noted) {
  const auto left = noted.find(departures);
  const int64_t departed = left == noted.end() ? 0 : left->second;
  pool_.write([&](pqxx::transaction_base& tx) {
    BlockStore::take_turn(tx, practice_);
    const bool forms_used = finder == Finder::file;
    if (forms_used)
      found = Instant{prepared(tx, select_later, practice_, found.ms)[0][0].as<int64_t>()};
    prepared(tx, insert_restore, practice_, found.iso(), departed, forms_used);
    raise(tx, noted, found);
    prepared(tx, close_pads, practice_);
    prepared(tx,
             "select setval('departure', greatest((select last_value from departure),"
             " (select max(departures) from restore where practice_id = $1)))",
             practice_);
    prepared(tx, insert_file, practice_, shadow_.id(), found.iso());
    prepared(tx, take_forms_out, practice_);
    prepared(tx, take_entries_out, practice_);
    prepared(tx, drop_files, practice_);
    prepared(tx, look_again, practice_);
    while (FileStore::gather(tx, practice_, found)) {
    }
  });
  return found;
}

void RestoreWatch::raise(pqxx::transaction_base& tx, const Noted& noted, Instant at) const {
  for (const auto& [name, used] : noted) {
    if (const auto run = run_of(name)) {
      prepared(tx, raise_run, practice_, run->prefix, run->first, run->descending, used, at.iso());
    }
  }
}

void RestoreWatch::note(const Known& known, Instant at) {
  if (!known.file) {
    pool_.write([&](pqxx::transaction_base& tx) {
      prepared(tx, insert_file, practice_, shadow_.id(), at.iso());
    });
  }
  for (const auto& [name, run] : known.runs) {
    if (run.used > 0) shadow_.reached(name, run.used);
  }
  shadow_.reached(departures, known.departures);
  shadow_.reached(followed, 1);
  shadow_.sync();
  hosts_.join();
}

std::string RestoreWatch::fresh_name(postgres::Pool& pool) {
  return pool.look_up([](pqxx::transaction_base& tx) -> std::string {
    return tx.exec1("select gen_random_uuid()::text")[0].c_str();
  });
}

}  // namespace curante::red_recipes
