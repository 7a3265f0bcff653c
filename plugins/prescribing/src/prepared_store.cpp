// SPDX-License-Identifier: Apache-2.0
#include "prepared_store.hpp"

#include <algorithm>

#include "curante/json.hpp"
#include "curante/postgres/prepared.hpp"
#include "curante/postgres/turn.hpp"
#include "page_cursor.hpp"
#include "signer_store.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

/// Columns of prepared as q, with what became of its recipes. `signers`: a join that finds who
/// signs, as g.
std::string selection(const std::string& signers) {
  return "select q.id, q.patient, q.doctor, q.preparer, q.preparer_name, " + millis("q.at") +
         ", q.state, q.note, q.draft, q.texts, q.findings, q.can_issue, q.recipes, q.reason, " +
         millis("q.handled") +
         ", q.handled_by, sent.accepted, sent.refused, sent.moving, q.doubtful, q.white_lines,"
         " g.signer, q.named from prepared q" +
         signers +
         " left join lateral (select"
         " count(*) filter (where r.state in ('accepted', 'printed')) as accepted,"
         " count(*) filter (where r.state = 'refused') as refused,"
         " count(*) filter (where r.state in ('waiting', 'checking', 'attention', 'withdrawing'))"
         " as moving from recipe r where r.practice_id = q.practice_id and r.prescription = q.id"
         " and q.state = 'issued') sent on true where q.practice_id = $1";
}

/// Where it is kept, nobody signs for anybody.
constexpr auto as_kept = " cross join (select null::uuid as signer) g";

constexpr auto insert_row =
    "insert into prepared (practice_id, id, patient, doctor, preparer, preparer_name, at, state,"
    " note, draft, texts, findings, can_issue, recipes, reason, handled, handled_by, doubtful,"
    " white_lines, named)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
    " nullif($16, '')::timestamptz, nullif($17, '')::uuid, $18, $19, $20) on conflict do nothing";

std::string name_of(PreparedState state) {
  return boost::describe::enum_to_string(state, "");
}

/// Names of an enum only: nothing that came from outside.
std::string in_states(const std::vector<PreparedState>& states) {
  if (states.empty()) return " and q.state = 'waiting'";
  std::string text = " and q.state in (";
  for (const PreparedState state : states) {
    text += (text.back() == '(' ? "'" : ", '") + name_of(state) + "'";
  }
  return text + ")";
}

constexpr auto of_those =
    " and ($2 = '' or coalesce(g.signer, q.doctor) = nullif($2, '')::uuid)"
    " and ($3 = '' or q.preparer = nullif($3, '')::uuid)"
    " and ($4 = '' or q.patient = nullif($4, '')::uuid)";

}  // namespace

int64_t PreparedStore::insert(pqxx::transaction_base& tx, const std::string& practice,
                              const Prepared& it) const {
  return postgres::prepared(
             tx, insert_row, practice, it.id.value(), it.patient.value(), it.doctor.value(),
             it.preparer.value(), it.preparer_name, it.at.iso(), name_of(it.state), it.note,
             to_json(host_, it.draft), to_json(host_, it.texts), to_json(host_, it.findings),
             it.can_issue, it.recipes, it.reason, it.handled ? it.handled->iso() : "",
             it.handled_by.value(), it.doubtful, to_json(host_, it.white_lines), it.named)
      .affected_rows();
}

bool PreparedStore::put(const std::string& practice, const Prepared& it) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    take_turn(tx, practice, it.id);
    const auto issued =
        postgres::prepared(tx, "select 1 from prescription where practice_id = $1 and id = $2",
                           practice, it.id.value());
    return issued.empty() && insert(tx, practice, it) > 0;
  });
}

std::optional<Prepared> PreparedStore::find(const std::string& practice, const Id& id, Date today) {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<Prepared> {
    const auto rows = postgres::prepared(tx, selection(SignerStore::join(today)) + " and q.id = $2",
                                         practice, id.value());
    if (rows.empty()) return std::nullopt;
    return prepared_of(rows[0]);
  });
}

PreparedList PreparedStore::list(const std::string& practice, const ListPrepared& call,
                                 Date today) {
  const PageCursor cursor = PageCursor::parse(call.cursor, PageCursor::oldest());
  const auto limit = static_cast<size_t>(std::clamp(call.limit, 1, 500));
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows = tx.exec_params(
        selection(SignerStore::join(today)) + of_those + in_states(call.states) +
            " and ($5 = '' or q.at >= nullif($5, '')::date::timestamp at time zone 'Europe/Rome')"
            " and (q.at, q.id) > ($6::timestamptz, $7::uuid) order by q.at, q.id limit $8",
        practice, call.doctor.value(), call.preparer.value(), call.patient.value(),
        call.from ? call.from->iso() : "", cursor.at, cursor.id, limit + 1);
    PreparedList list;
    for (const auto& row : rows) {
      if (list.prepared.size() == limit) {
        list.next = PageCursor::text(list.prepared.back().at, list.prepared.back().id);
        break;
      }
      list.prepared.push_back(prepared_of(row));
    }
    list.waiting =
        postgres::prepared(tx,
                           "select count(*) from prepared q" + SignerStore::join(today) +
                               " where q.practice_id = $1 and q.state = 'waiting'" + of_those,
                           practice, call.doctor.value(), call.preparer.value(),
                           call.patient.value())[0][0]
            .as<int64_t>();
    return list;
  });
}

Prepared PreparedStore::prepared_of(const pqxx::row& row) const {
  const auto json = [&](int at) { return std::string_view(row[at].c_str()); };
  Prepared it;
  it.id = id_of(row[0]);
  it.patient = id_of(row[1]);
  it.doctor = id_of(row[2]);
  it.preparer = id_of(row[3]);
  it.preparer_name = row[4].c_str();
  it.at = instant_of(row[5]);
  boost::describe::enum_from_string(row[6].c_str(), it.state);
  it.note = row[7].c_str();
  it.draft = from_json<Draft>(host_, json(8));
  it.texts = from_json<std::vector<std::string>>(host_, json(9));
  it.findings = from_json<std::vector<Finding>>(host_, json(10));
  it.can_issue = row[11].as<bool>();
  it.recipes = row[12].as<int32_t>();
  it.reason = row[13].c_str();
  if (!row[14].is_null()) it.handled = instant_of(row[14]);
  it.handled_by = id_of(row[15]);
  it.accepted = row[16].as<int32_t>(0);
  it.refused = row[17].as<int32_t>(0);
  it.moving = row[18].as<int32_t>(0);
  it.doubtful = row[19].as<bool>();
  it.white_lines = from_json<std::vector<WhiteLine>>(host_, json(20));
  if (!row[21].is_null()) {
    it.substituted = it.doctor;
    it.doctor = id_of(row[21]);
  }
  it.named = row[22].as<bool>();
  return it;
}

bool PreparedStore::settle(const std::string& practice, const Id& id, PreparedState state,
                           const Id& by, Instant at, const std::string& reason) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    return postgres::prepared(tx,
                              "update prepared set state = $3, handled_by = nullif($4, '')::uuid,"
                              " handled = $5, reason = $6"
                              " where practice_id = $1 and id = $2 and state = 'waiting'",
                              practice, id.value(), name_of(state), by.value(), at.iso(), reason)
               .affected_rows() > 0;
  });
}

bool PreparedStore::assign(const std::string& practice, const Id& id, const Id& doctor) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    return postgres::prepared(tx,
                              "update prepared set doctor = $3, named = true"
                              " where practice_id = $1 and id = $2 and state = 'waiting'",
                              practice, id.value(), doctor.value())
               .affected_rows() > 0;
  });
}

void PreparedStore::keep(const std::string& practice, const Id& id, const Assessment& assessment) {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx,
                       "update prepared set findings = $3, can_issue = $4, recipes = $5,"
                       " white_lines = $6"
                       " where practice_id = $1 and id = $2 and state = 'waiting'",
                       practice, id.value(), to_json(host_, assessment.findings),
                       assessment.can_issue, assessment.recipes.size(),
                       to_json(host_, assessment.white_lines));
  });
}

void PreparedStore::doubt_all(pqxx::transaction_base& tx, const std::string& practice) {
  postgres::prepared(
      tx, "update prepared set doubtful = true where practice_id = $1 and state = 'waiting'",
      practice);
}

void PreparedStore::take_turn(pqxx::transaction_base& tx, const std::string& practice,
                              const Id& id) {
  postgres::take_turn(tx, practice, "draft", id.value());
}

std::optional<PreparedChanged> PreparedStore::issue(pqxx::transaction_base& tx,
                                                    const std::string& practice, const Id& id,
                                                    const Id& patient, const Id& by, Instant at) {
  const auto taken =
      postgres::prepared(tx,
                         "update prepared set state = 'issued', handled_by = $4, handled = $5"
                         " where practice_id = $1 and id = $2 and patient = $3"
                         " and state = 'waiting'",
                         practice, id.value(), patient.value(), by.value(), at.iso());
  if (taken.affected_rows() > 0) return issued(tx, practice, id);
  const auto kept =
      postgres::prepared(tx,
                         "select state, patient = $3 from prepared where practice_id = $1"
                         " and id = $2 and state <> 'issued'",
                         practice, id.value(), patient.value());
  if (kept.empty()) return std::nullopt;
  if (!kept[0][1].as<bool>()) {
    throw Error("patient-mismatch",
                "con questo identificativo è stata preparata una prescrizione di un altro paziente",
                "chiudere la prescrizione e ricominciarla dalla cartella giusta");
  }
  const bool declined = std::string_view(kept[0][0].c_str()) == "declined";
  throw Error("prepared-settled",
              declined ? "questa prescrizione preparata è stata rifiutata da un medico"
                       : "questa prescrizione preparata è stata ritirata da chi l'aveva preparata",
              "se serve ancora, iniziarne una nuova");
}

std::optional<PreparedChanged> PreparedStore::settle_issued(pqxx::transaction_base& tx,
                                                            const std::string& practice,
                                                            const Id& id) {
  const auto settled =
      postgres::prepared(tx,
                         "update prepared q set state = 'issued', handled_by = p.author,"
                         " handled = p.issued from prescription p where q.practice_id = $1"
                         " and q.id = $2 and q.state = 'waiting' and p.practice_id = q.practice_id"
                         " and p.id = q.id and p.patient = q.patient",
                         practice, id.value());
  if (settled.affected_rows() == 0) return std::nullopt;
  return issued(tx, practice, id);
}

std::optional<PreparedChanged> PreparedStore::settle_issued(const std::string& practice,
                                                            const Id& id) {
  return pool_.write([&](pqxx::transaction_base& tx) { return settle_issued(tx, practice, id); });
}

std::optional<PreparedChanged> PreparedStore::issued(pqxx::transaction_base& tx,
                                                     const std::string& practice, const Id& id) {
  static const std::string select =
      "select q.patient, q.doctor, q.preparer, coalesce(g.signer, q.doctor) from prepared q" +
      SignerStore::join_of_settled() +
      " where q.practice_id = $1 and q.id = $2 and q.state = 'issued'";
  const auto rows = postgres::prepared(tx, select, practice, id.value());
  if (rows.empty()) return std::nullopt;
  return PreparedChanged{id,
                         id_of(rows[0][0]),
                         id_of(rows[0][1]),
                         id_of(rows[0][2]),
                         PreparedState::issued,
                         id_of(rows[0][3])};
}

std::vector<Prepared> PreparedStore::page(const std::string& practice, const Id& patient,
                                          const std::string& after, size_t limit) {
  return pool_.read([&](pqxx::transaction_base& tx) {
    std::vector<Prepared> found;
    for (const auto& row :
         tx.exec_params(selection(as_kept) + " and ($2 = '' or q.patient = nullif($2, '')::uuid)"
                                             " and q.id > $3 order by q.id limit $4",
                        practice, patient.value(), after, limit)) {
      found.push_back(prepared_of(row));
    }
    return found;
  });
}

int64_t PreparedStore::count(const std::string& practice, const Id& patient) {
  return pool_.read([&](pqxx::transaction_base& tx) {
    return tx
        .exec_params(
            "select count(*) from prepared where practice_id = $1"
            " and ($2 = '' or patient = nullif($2, '')::uuid)",
            practice, patient.value())[0][0]
        .as<int64_t>();
  });
}

void PreparedStore::restore(const std::string& practice, const Prepared& it) {
  if (it.id.empty() || it.patient.empty() || it.doctor.empty() || it.preparer.empty()) {
    throw Error("id-missing", "la prescrizione preparata non dice di chi è",
                "esportare di nuovo dal sistema di partenza");
  }
  pool_.write([&](pqxx::transaction_base& tx) {
    Prepared back = it;
    back.doubtful = it.state == PreparedState::waiting;
    take_turn(tx, practice, it.id);
    insert(tx, practice, back);
    settle_issued(tx, practice, it.id);
  });
}

int64_t PreparedStore::erase(pqxx::transaction_base& tx, const std::string& practice,
                             const Id& patient) {
  return tx
      .exec_params("delete from prepared where practice_id = $1 and patient = $2", practice,
                   patient.value())
      .affected_rows();
}

}  // namespace curante::prescribing
