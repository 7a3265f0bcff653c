// SPDX-License-Identifier: Apache-2.0
#include "signer_store.hpp"

#include "curante/error.hpp"
#include "curante/postgres/prepared.hpp"
#include "curante/postgres/turn.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

constexpr auto columns =
    "select s.id, s.doctor, s.signer, s.first_day, s.last_day, s.set_by, s.set_by_name"
    " from signer s where s.practice_id = $1 and s.removed is null";

constexpr auto who_settled_it =
    " (s.signer = q.handled_by and s.at <= q.handled"
    " and (s.removed is null or s.removed > q.handled)"
    " and (q.handled at time zone 'Europe/Rome')::date between s.first_day and s.last_day)";

std::string join_where(const std::string& condition) {
  return " left join lateral (select s.signer from signer s where s.practice_id = q.practice_id"
         " and s.doctor = q.doctor and not q.named and (" +
         condition + ") limit 1) g on true";
}

Signer signer_of(const pqxx::row& row) {
  return {id_of(row[0]),
          id_of(row[1]),
          id_of(row[2]),
          Date::parse(row[3].c_str()),
          Date::parse(row[4].c_str()),
          id_of(row[5]),
          row[6].c_str()};
}

/// What stands on some of the days of `it` already.
void refuse_others_days(pqxx::transaction_base& tx, const std::string& practice, const Signer& it) {
  const auto rows = postgres::prepared(tx,
                                       "select doctor = $2 from signer where practice_id = $1"
                                       " and removed is null and first_day <= $5 and last_day >= $4"
                                       " and ($2 in (doctor, signer) or doctor = $3)"
                                       " order by doctor = $2 desc limit 1",
                                       practice, it.doctor.value(), it.signer.value(),
                                       it.from.iso(), it.until.iso());
  if (rows.empty()) return;
  if (rows[0][0].as<bool>()) {
    throw Error("signer-overlaps", "in questi giorni il medico ha già un firmatario",
                "rimuovere prima quello, o scegliere altri giorni");
  }
  throw Error(
      "signer-absent",
      "in questi giorni il firmatario scelto è assente, o chi si assenta firma per un altro",
      "scegliere un altro firmatario, o rimuovere prima l'altra sostituzione");
}

}  // namespace

SignerList SignerStore::list(const std::string& practice, Date today) const {
  return pool_.read([&](pqxx::transaction_base& tx) {
    SignerList list;
    list.today = today;
    for (const auto& row : postgres::prepared(
             tx,
             std::string(columns) + " and s.last_day >= $2 order by s.first_day, s.doctor, s.id",
             practice, today.iso())) {
      list.signers.push_back(signer_of(row));
    }
    return list;
  });
}

void SignerStore::set(const std::string& practice, const Signer& it, Instant at) {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::take_turn(tx, practice, "signer");
    const auto before = postgres::prepared(
        tx,
        "select doctor = $3 and signer = $4 and first_day = $5 and last_day = $6 from signer"
        " where practice_id = $1 and id = $2",
        practice, it.id.value(), it.doctor.value(), it.signer.value(), it.from.iso(),
        it.until.iso());
    if (!before.empty()) {
      if (before[0][0].as<bool>()) return;
      throw Error("signer-differs", "questa sostituzione è già stata impostata, con altri dati",
                  "controllare l'elenco: rimuovere quella impostata, o ripetere la nuova");
    }
    refuse_others_days(tx, practice, it);
    postgres::prepared(tx,
                       "insert into signer (practice_id, id, doctor, signer, first_day, last_day,"
                       " set_by, set_by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                       practice, it.id.value(), it.doctor.value(), it.signer.value(), it.from.iso(),
                       it.until.iso(), it.set_by.value(), it.set_by_name, at.iso());
  });
}

std::optional<Signer> SignerStore::find(const std::string& practice, const Id& id) const {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<Signer> {
    const auto rows =
        postgres::prepared(tx, std::string(columns) + " and s.id = $2", practice, id.value());
    if (rows.empty()) return std::nullopt;
    return signer_of(rows[0]);
  });
}

void SignerStore::remove(const std::string& practice, const Id& id, Instant at) {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx,
                       "update signer set removed = $3 where practice_id = $1 and id = $2"
                       " and removed is null",
                       practice, id.value(), at.iso());
  });
}

std::string SignerStore::join(Date today) {
  return join_where("(q.state = 'waiting' and s.removed is null and date '" + today.iso() +
                    "' between s.first_day and s.last_day) or" + who_settled_it);
}

std::string SignerStore::join_of_settled() {
  return join_where(who_settled_it);
}

}  // namespace curante::prescribing
