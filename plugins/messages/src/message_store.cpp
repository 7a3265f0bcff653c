// SPDX-License-Identifier: Apache-2.0
#include "message_store.hpp"

#include "back_off.hpp"
#include "curante/postgres/prepared.hpp"
#include "heartbeat.hpp"
#include "message_rows.hpp"

namespace curante::messages {
namespace {

using postgres::prepared;

/// What may leave as far as order goes: a password only after what it opens.
constexpr auto may_leave =
    "m.practice_id = $1 and m.state = 'queued' and (m.part = 1 or exists (select 1 from message f"
    " where f.practice_id = m.practice_id and f.key = m.key and f.part = 1 and f.state = 'sent'))";

/// When a message that somebody took may be taken by another; nothing when nobody has it. A session
/// of that name and of this role is nobody else's.
const std::string free_at =
    " (case when m.lease_until is null then null"
    " when m.holder is null or exists (select from pg_stat_activity a where a.usename = "
    "current_user"
    "   and a.datname = current_database() and a.application_name = m.holder) then m.lease_until"
    " else least(m.lease_until, m.held + " +
    std::to_string(Heartbeat::silence_ms) + " * interval '1 millisecond') end)";

const std::string claim_sql =
    std::string(
        "with head as (select m.id, m.expires <= clock_timestamp() as late, m.lease is not null"
        " as abandoned from message m"
        " where ") +
    may_leave + " and m.due <= clock_timestamp() and coalesce(" + free_at +
    " <= clock_timestamp(), true)"
    " order by m.position limit 1 for update of m skip locked)"
    " update message m set lease = gen_random_uuid(), attempts = m.attempts + 1, in_flight = true,"
    // Whoever held it before has never told what came of it.
    " doubts = m.doubts + head.abandoned::integer,"
    " lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond',"
    " holder = nullif($3, ''), held = clock_timestamp()"
    " from head where m.practice_id = $1 and m.id = head.id"
    " returning m.id, m.key, m.channel, m.patient, m.recipient,"
    " (extract(epoch from m.queued) * 1000)::bigint, m.payload, m.lease, m.attempts, head.late,"
    " m.doubts";

const std::string next_due_sql =
    std::string("select ceil(extract(epoch from min(greatest(m.due,") + free_at +
    ")) - clock_timestamp()) * 1000)::bigint from message m where " + may_leave;

constexpr auto queue_sql =
    "insert into message (practice_id, id, key, part, channel, patient, recipient, payload,"
    " encrypted, queued, expires) values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, $9,"
    " clock_timestamp() + $10::bigint * interval '1 millisecond')"
    " on conflict (practice_id, key, part) do nothing";

constexpr auto sent_sql =
    "update message set state = 'sent', payload = '', problem = '', settled = $4, in_flight = "
    "false,"
    " lease = null, lease_until = null, holder = null where practice_id = $1 and id = $2 and lease "
    "= $3";

constexpr auto failed_sql =
    "update message set state = 'failed', problem = $5, settled = $4, in_flight = false,"
    " lease = null, lease_until = null, holder = null where practice_id = $1 and id = $2 and lease "
    "= $3";

constexpr auto later_sql =
    "update message set problem = $4, doubts = $5::integer, in_flight = $5::integer > 0,"
    " lease = null, lease_until = null, holder = null,"
    " due = clock_timestamp() + $6::bigint * interval '1 millisecond'"
    " where practice_id = $1 and id = $2 and lease = $3";

/// A password without what it opens is of no use to anybody.
constexpr auto password_fails =
    "update message set state = 'failed', settled = $3,"
    " problem = 'il messaggio che questa password apre non è partito'"
    " where practice_id = $1 and key = $2 and part = 2 and state = 'queued'";

Error unknown() {
  return Error("message-unknown", "il messaggio non esiste",
               "aggiornare l'elenco: può essere stato cancellato");
}

}  // namespace

MessageStore::MessageStore(postgres::Pool& pool, const Surroundings& surroundings,
                           std::string practice, int64_t lease_ms, int64_t give_up_ms,
                           std::string holder)
    : pool_(pool),
      surroundings_(surroundings),
      practice_(std::move(practice)),
      holder_(std::move(holder)),
      lease_ms_(lease_ms),
      give_up_ms_(give_up_ms) {}

Message MessageStore::queue(const std::vector<NewMessage>& messages, Instant at) {
  pool_.write([&](pqxx::transaction_base& tx) {
    for (const NewMessage& it : messages) {
      const auto queued =
          prepared(tx, queue_sql, practice_, it.key.value(), it.carries_password ? 2 : 1,
                   name_of(it.channel), it.patient.value(), it.to,
                   surroundings_.to_text(it.content), it.encrypted, at.iso(), give_up_ms_);
      if (queued.affected_rows() == 0) return;
    }
  });
  const auto there = of_key(messages.at(0).key);
  if (!there) throw unknown();
  return *there;
}

std::optional<Message> MessageStore::of_key(const Id& key) {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<Message> {
    static const std::string sql = std::string("select ") + message_columns +
                                   " from message m where m.practice_id = $1 and m.key = $2"
                                   " and m.part = 1";
    const auto rows = prepared(tx, sql, practice_, key.value());
    if (rows.empty()) return std::nullopt;
    return message_of(rows[0]);
  });
}

std::optional<Claimed> MessageStore::claim() {
  return pool_.write([&](pqxx::transaction_base& tx) -> std::optional<Claimed> {
    const auto rows = prepared(tx, claim_sql, practice_, lease_ms_, holder_);
    if (rows.empty()) return std::nullopt;
    const auto& row = rows[0];
    Claimed claimed;
    claimed.letter.id = Id(row[0].c_str());
    claimed.key = Id(row[1].c_str());
    claimed.letter.channel = channel_of(row[2].c_str());
    claimed.patient = Id(row[3].c_str());
    claimed.letter.to = row[4].c_str();
    claimed.letter.queued = Instant{row[5].as<int64_t>()};
    claimed.payload = row[6].c_str();
    claimed.lease = row[7].c_str();
    claimed.attempts = row[8].as<int32_t>();
    claimed.last = row[9].as<bool>();
    claimed.doubts = row[10].as<int32_t>();
    return claimed;
  });
}

std::optional<int64_t> MessageStore::next_due_ms() {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<int64_t> {
    const auto rows = prepared(tx, next_due_sql, practice_);
    if (rows[0][0].is_null()) return std::nullopt;
    return rows[0][0].as<int64_t>();
  });
}

std::optional<State> MessageStore::settle(const Claimed& claimed, const Attempt& attempt,
                                          Instant at) {
  const std::string& id = claimed.letter.id.value();
  return pool_.write([&](pqxx::transaction_base& tx) -> std::optional<State> {
    if (attempt.verdict == Attempt::Verdict::sent) {
      const auto rows = prepared(tx, sent_sql, practice_, id, claimed.lease, at.iso());
      return rows.affected_rows() == 0 ? std::nullopt : std::optional(State::sent);
    }
    const int32_t doubts = claimed.doubts + (attempt.may_have_left ? 1 : 0);
    const bool again = attempt.verdict == Attempt::Verdict::later && !claimed.last;
    if (again && doubts < most_doubts) {
      const int64_t wait =
          attempt.may_have_left ? doubt_wait_ms(doubts) : wait_ms(claimed.attempts);
      const auto rows = prepared(tx, later_sql, practice_, id, claimed.lease,
                                 attempt.problem + "; si riprova da sé", doubts, wait);
      return rows.affected_rows() == 0 ? std::nullopt : std::optional(State::queued);
    }
    const std::string problem =
        doubts == 0 ? attempt.problem
                    : "potrebbe essere arrivato: chiedere al paziente prima di rimandarlo (" +
                          attempt.problem + ")";
    const auto rows = prepared(tx, failed_sql, practice_, id, claimed.lease, at.iso(), problem);
    if (rows.affected_rows() == 0) return std::nullopt;
    prepared(tx, password_fails, practice_, claimed.key.value(), at.iso());
    return State::failed;
  });
}

std::vector<Message> MessageStore::get(const std::vector<Id>& ids, const std::vector<Id>& keys) {
  static const std::string sql = std::string("select ") + message_columns +
                                 " from message m where m.practice_id = $1 and"
                                 " (m.id = any($2::uuid[]) or m.key = any($3::uuid[]))"
                                 " order by m.position";
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, sql, practice_, uuid_array(ids), uuid_array(keys));
  });
  std::vector<Message> found;
  for (const auto& row : rows) found.push_back(message_of(row));
  return found;
}

std::vector<Message> MessageStore::failed(int32_t limit) {
  static const std::string sql = std::string("select ") + message_columns +
                                 " from message m where m.practice_id = $1 and m.state = 'failed'"
                                 " order by m.queued desc, m.position desc limit $2";
  const auto rows = pool_.look_up(
      [&](pqxx::transaction_base& tx) { return prepared(tx, sql, practice_, limit); });
  std::vector<Message> found;
  for (const auto& row : rows) found.push_back(message_of(row));
  return found;
}

Message MessageStore::one(pqxx::transaction_base& tx, const Id& id) const {
  static const std::string sql = std::string("select ") + message_columns +
                                 " from message m where m.practice_id = $1 and m.id = $2";
  const auto rows = prepared(tx, sql, practice_, id.value());
  if (rows.empty()) throw unknown();
  return message_of(rows[0]);
}

Message MessageStore::retry(const Id& id) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    // A protected e-mail and its password go together: neither is of use without the other, and a
    // password waits until what it opens has left.
    const auto rows = prepared(
        tx,
        "update message m set state = 'queued', problem = '', attempts = 0, doubts = 0,"
        " settled = null,"
        " due = clock_timestamp(),"
        " expires = clock_timestamp() + $3::bigint * interval '1 millisecond'"
        " from message asked where asked.practice_id = $1 and asked.id = $2"
        " and m.practice_id = $1 and m.key = asked.key"
        " and m.state in ('queued', 'failed') and m.payload <> ''",
        practice_, id.value(), give_up_ms_);
    const Message now = one(tx, id);
    if (rows.affected_rows() == 0 || now.state != State::queued) {
      throw Error("message-settled", "il messaggio è già partito, o non va più inviato",
                  "se il paziente non l'ha ricevuto, consegnare di nuovo la ricetta");
    }
    return now;
  });
}

Message MessageStore::cancel(const Id& id, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "with gone as (update message set state = 'cancelled', payload = '', settled = $3,"
             "   problem = '' where practice_id = $1 and id = $2 and state in ('queued', 'failed')"
             "   and not in_flight returning key, part)"
             " update message m set state = 'cancelled', payload = '', settled = $3, problem = ''"
             " from gone where m.practice_id = $1 and m.key = gone.key and m.part > gone.part"
             " and m.state in ('queued', 'failed') and not m.in_flight",
             practice_, id.value(), at.iso());
    return one(tx, id);
  });
}

}  // namespace curante::messages
