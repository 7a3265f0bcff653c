// SPDX-License-Identifier: Apache-2.0
#include "file_store.hpp"

#include "curante/postgres/prepared.hpp"
#include "doubted_files.hpp"
#include "form_rows.hpp"

namespace curante::red_recipes {
namespace {

using postgres::prepared;

/// What was turned away once goes again at once, when a person asks; the more often, the later. So
/// whoever asks for ever fills neither the ministry's desk nor that of its account.
const std::string paused_until =
    "(select max(b.due) + case count(*) when 1 then interval '0' when 2 then interval '15 seconds'"
    "   when 3 then interval '1 minute' when 4 then interval '5 minutes'"
    "   else interval '30 minutes' end from entry x join batch b on b.practice_id = x.practice_id"
    "   and b.number = x.batch where x.practice_id = e.practice_id and x.code = e.code"
    "   and x.cancels = e.cancels and b.settled"
    "   and (b.state = 'refused' or b.outcome in ('errors', 'discarded'))) ";

/// A cancellation names the protocol that its recipe was sent in, and waits for it.
const std::string ready =
    "e.practice_id = $1 and e.batch is null and (not e.cancels or exists (select 1 from entry i"
    "   join batch b on b.practice_id = i.practice_id and b.number = i.batch and b.state = 'sent'"
    "   where i.practice_id = e.practice_id and i.code = e.code and not i.cancels))"
    " and coalesce(" +
    paused_until + "<= clock_timestamp(), true) ";

/// Of a form that was there when the database came back: it may have been told of since the copy.
/// After a month what is still to be told of it is new.
const std::string doubted =
    "(not e.looked and exists (select from restore r join form f on f.practice_id = r.practice_id"
    "   and f.printed <= r.doubted_until where r.practice_id = e.practice_id and f.code = e.code"
    "   and r.noticed > clock_timestamp() - interval '30 days')) ";

const std::string pick_account =
    "select e.account, " + doubted + "from entry e where " + ready +
    "and not exists (select 1 from batch b where b.practice_id = e.practice_id"
    "   and b.account = e.account and b.state in ('open', 'sending', 'uncertain', 'parked'))"
    " order by e.position limit 1";

/// The name is on disk before anything leaves; the random part keeps a practice that was restored
/// from a backup from using a name again.
constexpr auto insert_batch =
    "insert into batch (practice_id, account, file_name, made, doubted, state, uncertain_since)"
    " values ($1, $2, 'MIR_' || to_char($3::timestamptz at time zone 'Europe/Rome', 'YYYYMMDD')"
    "   || '_' || substr(md5(gen_random_uuid()::text), 1, 12), $3, $4::boolean,"
    "   case when $4::boolean then 'uncertain' else 'open' end, case when $4::boolean"
    "     then (select max(noticed) from restore where practice_id = $1) end)"
    " on conflict do nothing returning number";

const std::string fill_batch =
    "update entry set batch = $3 where practice_id = $1 and position in (select e.position"
    " from entry e where " +
    ready + "and e.account = $2 and $4::boolean = " + doubted +
    "order by e.position limit $5 for update of e skip locked)";
/// A doubted file is never uploaded as it is; all of it is accounted for at once.
constexpr int32_t most_sent = 200, most_looked_for = 1'000'000;

constexpr auto claim_sql =
    "with head as (select number, state from batch where practice_id = $1 and not settled"
    "   and state in ('open', 'sending', 'uncertain', 'sent') and due <= clock_timestamp()"
    "   and (lease_until is null or lease_until <= clock_timestamp())"
    "   order by due limit 1 for update skip locked)"
    " update batch b set lease = gen_random_uuid(), attempts = b.attempts + 1,"
    "   lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond',"
    // Found as `sending`, its sender ended before it wrote what came of it.
    "   state = case b.state when 'open' then 'sending' when 'sending' then 'uncertain'"
    "     else b.state end,"
    "   uncertain_since = case when b.state = 'sending'"
    "     then coalesce(b.uncertain_since, clock_timestamp()) else b.uncertain_since end,"
    "   departure = case b.state when 'open' then nextval('departure') else b.departure end"
    " from head where b.practice_id = $1 and b.number = head.number"
    " returning b.number, b.lease, head.state, b.account, b.file_name, b.protocol,"
    "   (b.made at time zone 'Europe/Rome')::date, b.attempts,"
    "   coalesce(extract(epoch from clock_timestamp() - b.uncertain_since) * 1000, 0)::bigint,"
    "   b.doubted, case when b.doubted then (select min(copied) from restore"
    "     where practice_id = $1 and noticed > (select max(noticed) from restore"
    "       where practice_id = $1) - interval '30 days') end,"
    "   coalesce(extract(epoch from clock_timestamp() - b.unlisted_since) * 1000, 0)::bigint";

const std::string next_due_sql =
    "select ceil(extract(epoch from least((select min(greatest(due, coalesce(lease_until, due)))"
    "   from batch where practice_id = $1 and not settled and due < 'infinity'"
    "   and state in ('open', 'sending', 'uncertain', 'sent')),"
    " (select min(paused.until) from (select " +
    paused_until +
    "as until from entry e where e.practice_id = $1 and e.batch is null) paused"
    "   where paused.until > clock_timestamp())) - clock_timestamp()) * 1000)::bigint";

constexpr auto accept_sql =
    "update batch set state = 'sent', protocol = $4, received_at = $5, problem = '', attempts = 0,"
    " due = clock_timestamp(), lease = null, lease_until = null"
    " where practice_id = $1 and number = $2 and lease = $3";
constexpr auto refuse_sql =
    "update batch set state = 'refused', settled = true, problem = $4, lease = null,"
    " due = clock_timestamp()"
    " where practice_id = $1 and number = $2 and lease = $3 and $5 = ''";
constexpr auto nothing_taken_sql =
    "update batch set state = 'open', problem = $4, uncertain_since = null,"
    " due = clock_timestamp() + $5::bigint * interval '1 millisecond',"
    " lease = null, lease_until = null where practice_id = $1 and number = $2 and lease = $3";
constexpr auto unknown_sql =
    "update batch set state = 'uncertain', problem = $4,"
    " uncertain_since = coalesce(uncertain_since, clock_timestamp()),"
    " due = clock_timestamp() + $5::bigint * interval '1 millisecond',"
    " lease = null, lease_until = null where practice_id = $1 and number = $2 and lease = $3";
constexpr auto park_sql =
    "update batch set state = 'parked', problem = $4, lease = null, lease_until = null"
    " where practice_id = $1 and number = $2 and lease = $3 and $5 = ''";
constexpr auto postpone_sql =
    "update batch set due = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    " lease = null, lease_until = null, unlisted_since = case $5 when 'no'"
    "   then coalesce(unlisted_since, clock_timestamp()) when 'yes' then null"
    "   else unlisted_since end"
    " where practice_id = $1 and number = $2 and lease = $3";

const std::string never_taken =
    "with gone as (update form f set state = 'cancelled', problem = '' from entry e"
    "   where f.practice_id = $1 and e.practice_id = f.practice_id and e.code = f.code"
    "   and e.batch = $2 and not e.cancels and f.state = 'cancelling' and not" +
    std::string(may_be_there) +
    "   returning f.code) delete from entry c using gone where c.practice_id = $1"
    " and c.code = gone.code and c.cancels and c.batch is null";

/// Forms of a file: those it brings, or those it cancels.
void set_forms(pqxx::transaction_base& tx, const std::string& practice, int64_t number,
               bool cancels, const std::string& from, const std::string& to,
               const std::string& problem) {
  prepared(tx,
           "update form f set state = $5, problem = $6 from entry e where f.practice_id = $1"
           " and e.practice_id = f.practice_id and e.code = f.code and e.batch = $2"
           " and e.cancels = $3 and ($4 = '' or f.state = any(string_to_array($4, ',')))",
           practice, number, cancels, from, to, problem);
}

Error unknown_file() {
  return Error("red-file-unknown", "questo invio di ricette rosse non esiste",
               "aggiornare l'elenco degli invii");
}

Errand errand_of(const std::string& state) {
  if (state == "open") return Errand::send;
  return state == "sent" ? Errand::ask_after : Errand::look_for;
}

}  // namespace

bool FileStore::gather(Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) { return gather(tx, practice_, at); });
}

bool FileStore::gather(pqxx::transaction_base& tx, const std::string& practice, Instant at) {
  const auto head = prepared(tx, pick_account, practice);
  if (head.empty()) return false;
  const std::string account = head[0][0].c_str();
  const bool is_doubted = head[0][1].as<bool>();
  const auto made = prepared(tx, insert_batch, practice, account, at.iso(), is_doubted);
  if (made.empty()) return false;  // another host was faster
  const auto number = made[0][0].as<int64_t>();
  const auto filled = prepared(tx, fill_batch, practice, account, number, is_doubted,
                               is_doubted ? most_looked_for : most_sent)
                          .affected_rows();
  if (filled == 0) {
    prepared(tx, "delete from batch where practice_id = $1 and number = $2", practice, number);
    return false;
  }
  prepared(tx,
           "update form f set batch = $2, state = case f.state when 'queued' then 'sending'"
           "   else f.state end from entry e where f.practice_id = $1"
           " and e.practice_id = f.practice_id and e.code = f.code and e.batch = $2"
           " and not e.cancels",
           practice, number);
  return true;
}

std::optional<ClaimedFile> FileStore::claim() {
  return pool_.write([&](pqxx::transaction_base& tx) -> std::optional<ClaimedFile> {
    const auto rows = prepared(tx, claim_sql, practice_, lease_ms_);
    if (rows.empty()) return std::nullopt;
    const auto& row = rows[0];
    ClaimedFile file;
    file.number = row[0].as<int64_t>();
    file.lease = row[1].c_str();
    file.errand = errand_of(row[2].c_str());
    file.account = Id(row[3].c_str());
    file.file_name = row[4].c_str();
    file.protocol = row[5].c_str();
    file.made = Date::parse(row[6].c_str());
    file.attempts = row[7].as<int32_t>();
    file.uncertain_for_ms = row[8].as<int64_t>();
    file.doubted = row[9].as<bool>();
    file.looked_from = row[10].is_null() ? file.made : Date::parse(row[10].c_str());
    file.unlisted_for_ms = row[11].as<int64_t>();
    return file;
  });
}

std::optional<int64_t> FileStore::next_due_ms() {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<int64_t> {
    const auto rows = prepared(tx, next_due_sql, practice_);
    if (rows[0][0].is_null()) return std::nullopt;
    return rows[0][0].as<int64_t>();
  });
}

std::vector<channel::Entry> FileStore::entries(const ClaimedFile& file) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx,
                    "select e.code, e.cancels, f.payload, (select b.protocol from entry i"
                    "   join batch b on b.practice_id = i.practice_id and b.number = i.batch"
                    "   where i.practice_id = e.practice_id and i.code = e.code and not i.cancels"
                    "     and b.state = 'sent' order by b.outcome = 'discarded', b.number desc"
                    "     limit 1)"
                    " from entry e join form f on f.practice_id = e.practice_id and f.code = e.code"
                    " where e.practice_id = $1 and e.batch = $2 order by e.position",
                    practice_, file.number);
  });
  std::vector<channel::Entry> entries;
  for (const auto& row : rows) {
    channel::Entry& entry = entries.emplace_back();
    entry.code = row[0].c_str();
    if (row[1].as<bool>()) {
      entry.cancelled_in = row[3].is_null() ? "" : row[3].c_str();
    } else {
      // One that is gone is looked for by its code like any other.
      if (row[2].size() > 0) entry.recipe = surroundings_.recipe_of(row[2].c_str());
    }
  }
  return entries;
}

std::set<std::string> FileStore::protocols(const ClaimedFile& file) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx,
                    "select protocol from batch where practice_id = $1 and account = $2"
                    " and protocol <> '' and not (adopted and $3::boolean)",
                    practice_, file.account.value(), file.doubted);
  });
  std::set<std::string> all;
  for (const auto& row : rows) all.insert(row[0].c_str());
  return all;
}

template <class Then>
bool FileStore::set(const ClaimedFile& file, const char* sql, const std::string& first,
                    const std::string& second, Then&& then) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto changed =
        prepared(tx, sql, practice_, file.number, file.lease, first, second).affected_rows();
    if (changed == 0) return false;
    then(tx);
    return true;
  });
}

void FileStore::take_over(pqxx::transaction_base& tx, int64_t number) {
  set_forms(tx, practice_, number, false, "queued,sending,attention", "sent", "");
  set_forms(tx, practice_, number, true, "cancelling", "cancelled", "");
}

Content FileStore::set_gone_aside(const ClaimedFile& file) {
  constexpr auto hold =
      "select 1 from batch where practice_id = $1 and number = $2 and lease = $3 for update";
  constexpr auto take_out =
      "delete from entry e using form f where e.practice_id = $1 and e.batch = $2"
      " and not e.cancels and f.practice_id = e.practice_id and f.code = e.code"
      " and f.payload = '' returning e.code";
  static const std::string set_aside =
      "update form f set problem = case f.state when 'cancelling' then '' else $3 end,"
      " state = case when f.state <> 'cancelling' then 'attention' when" +
      std::string(may_be_there) +
      "then 'cancelling' else 'cancelled' end where f.practice_id = $1 and f.code = $2"
      " returning f.state";
  constexpr auto close_if_empty =
      "update batch b set state = 'refused', settled = true, problem = $4, lease = null"
      " where practice_id = $1 and number = $2 and lease = $3 and not exists"
      " (select from entry e where e.practice_id = $1 and e.batch = $2)";
  return pool_.write([&](pqxx::transaction_base& tx) {
    // Who found that the database came back took it apart: what was in it is looked for.
    if (prepared(tx, hold, practice_, file.number, file.lease).empty()) return Content::lost;
    const std::string problem =
        "i dati della ricetta non ci sono più e non può essere inviata: verificare sul foglio e "
        "sul "
        "sito Sistema TS";
    for (const auto& row : prepared(tx, take_out, practice_, file.number)) {
      const std::string code = row[0].c_str();
      const auto left = prepared(tx, set_aside, practice_, code, problem);
      if (left.empty() || std::string_view(left[0][0].c_str()) != "cancelled") continue;
      // Nothing of it was ever taken.
      prepared(tx,
               "delete from entry where practice_id = $1 and code = $2 and cancels"
               " and batch is null",
               practice_, code);
    }
    const auto closed =
        prepared(tx, close_if_empty, practice_, file.number, file.lease, problem).affected_rows();
    return closed == 0 ? Content::some : Content::none;
  });
}

bool FileStore::accepted(const ClaimedFile& file, const std::string& protocol,
                         const std::string& received_at) {
  return set(file, accept_sql, protocol, received_at,
             [&](pqxx::transaction_base& tx) { take_over(tx, file.number); });
}

bool FileStore::refused(const ClaimedFile& file, const std::string& problem) {
  return set(file, refuse_sql, problem, "", [&](pqxx::transaction_base& tx) {
    set_forms(tx, practice_, file.number, false, "queued,sending,attention", "refused", problem);
    // What was to be cancelled was never taken, unless by an earlier file.
    prepared(tx, never_taken, practice_, file.number);
    set_forms(tx, practice_, file.number, true, "cancelling", "not_cancelled",
              "l'annullamento è stato respinto: " + problem);
  });
}

bool FileStore::nothing_taken(const ClaimedFile& file, const std::string& problem,
                              int64_t wait_ms) {
  return set(
      file, nothing_taken_sql, problem, std::to_string(wait_ms), [&](pqxx::transaction_base& tx) {
        set_forms(tx, practice_, file.number, false, "queued,sending,attention", "queued", problem);
      });
}

bool FileStore::unknown(const ClaimedFile& file, const std::string& problem, int64_t wait_ms) {
  return set(file, unknown_sql, problem, std::to_string(wait_ms), [&](pqxx::transaction_base& tx) {
    set_forms(tx, practice_, file.number, false, "queued,sending,attention", "sending", problem);
  });
}

bool FileStore::parked(const ClaimedFile& file, const std::string& problem) {
  return set(file, park_sql, problem, "", [&](pqxx::transaction_base& tx) {
    set_forms(tx, practice_, file.number, false, "queued,sending,attention", "attention", problem);
  });
}

bool FileStore::postponed(const ClaimedFile& file, Listed listed, int64_t wait_ms) {
  const std::string said = listed == Listed::yes ? "yes" : listed == Listed::no ? "no" : "";
  return set(file, postpone_sql, std::to_string(wait_ms), said, [](pqxx::transaction_base&) {});
}

int64_t FileStore::resume(const Id& account) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto rows = prepared(tx,
                               "update batch set state = 'open', problem = '', due ="
                               " clock_timestamp() where practice_id = $1 and state = 'parked'"
                               " and uncertain_since is null and ($2 = '' or account::text = $2)"
                               " returning number",
                               practice_, account.value());
    for (const auto& row : rows) {
      set_forms(tx, practice_, row[0].as<int64_t>(), false, "attention", "queued", "");
    }
    return static_cast<int64_t>(rows.size());
  });
}

int64_t FileStore::hurry(const std::string& protocol) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    return static_cast<int64_t>(
        prepared(tx,
                 "update batch set due = clock_timestamp() where practice_id = $1 and not settled"
                 " and state <> 'parked' and ($2 = '' or protocol = $2)",
                 practice_, protocol)
            .affected_rows());
  });
}

Id FileStore::account_of(const std::string& file_name) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, "select account from batch where practice_id = $1 and file_name = $2",
                    practice_, file_name);
  });
  if (rows.empty()) throw unknown_file();
  return Id(rows[0][0].c_str());
}

Settled FileStore::settle(const std::string& file_name, const std::string& protocol) {
  constexpr auto select_parked =
      "select b.number, b.state = 'parked' and b.uncertain_since is not null, b.doubted,"
      " (select count(*) from entry e where e.practice_id = $1 and e.batch = b.number),"
      " (select coalesce(string_agg(e.code, ','), '') from entry e where e.practice_id = $1"
      "   and e.batch = b.number)"
      " from batch b where b.practice_id = $1 and b.file_name = $2 for update";
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto rows = prepared(tx, select_parked, practice_, file_name);
    if (rows.empty()) throw unknown_file();
    if (!rows[0][1].as<bool>()) {
      throw Error("red-file-settled", "di questo invio si sa già che cosa ne è stato",
                  "aggiornare l'elenco degli invii");
    }
    auto number = rows[0][0].as<int64_t>();
    const bool doubted = rows[0][2].as<bool>(), several = rows[0][3].as<int64_t>() > 1;
    if (doubted && several && !protocol.empty()) {
      number = DoubtedFiles::set_beside(tx, practice_, number, protocol);
    } else {
      settle_whole(tx, number, protocol);
    }
    Settled settled;
    settled.file = file_of(
        prepared(tx, std::string(select_files) + "where b.practice_id = $1 and b.number = $2",
                 practice_, number)[0]);
    if (doubted && protocol.empty()) DoubtedFiles::release(tx, practice_, number);
    const auto forms = prepared(tx,
                                select_forms +
                                    "where f.practice_id = $1"
                                    " and f.code = any(string_to_array($2, ','))",
                                practice_, rows[0][4].c_str());
    for (const auto& row : forms) settled.forms.push_back(form_of(row, surroundings_));
    return settled;
  });
}

/// Of two files with one protocol, one did not arrive, and its recipes would count as sent.
void FileStore::demand_free(pqxx::transaction_base& tx, int64_t number,
                            const std::string& protocol) {
  const auto other = prepared(tx,
                              "select file_name from batch where practice_id = $1 and number <> $2"
                              " and protocol = $3 and not adopted limit 1",
                              practice_, number, protocol);
  if (other.empty()) return;
  throw Error("red-protocol-taken",
              "il protocollo " + protocol + " è di un altro invio (" + other[0][0].c_str() + ")",
              "ricopiare il protocollo dell'invio giusto; se nel sito non ce n'è un altro, "
              "l'invio non è arrivato");
}

void FileStore::settle_whole(pqxx::transaction_base& tx, int64_t number,
                             const std::string& protocol) {
  if (protocol.empty()) {
    prepared(tx,
             "update batch set state = 'open', problem = '', uncertain_since = null,"
             " doubted = false, due = clock_timestamp() where practice_id = $1 and number = $2",
             practice_, number);
    set_forms(tx, practice_, number, false, "attention", "queued", "");
    return;
  }
  demand_free(tx, number, protocol);
  prepared(tx,
           "update batch set state = 'sent', protocol = $3, problem = '', attempts = 0,"
           " due = clock_timestamp() where practice_id = $1 and number = $2",
           practice_, number, protocol);
  take_over(tx, number);
}

}  // namespace curante::red_recipes
