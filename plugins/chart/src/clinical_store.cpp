// SPDX-License-Identifier: Apache-2.0
#include "clinical_store.hpp"

#include "column.hpp"
#include "curante/postgres/prepared.hpp"

namespace curante::chart {

namespace {

constexpr const char* save_allergy = R"sql(
insert into allergy (practice_id, id, patient, kind, atc, substance, reaction, severe, noted_on, active)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (practice_id, id) do update set kind = excluded.kind, atc = excluded.atc,
  substance = excluded.substance, reaction = excluded.reaction, severe = excluded.severe,
  noted_on = excluded.noted_on, active = excluded.active,
  version = allergy.version + ($11::bigint > 0)::int
where allergy.patient = excluded.patient
  and (allergy.version = $11::bigint or ($11::bigint = 0 and
    (allergy.kind, allergy.atc, allergy.substance, allergy.reaction, allergy.severe,
     allergy.noted_on, allergy.active)
    is not distinct from
    (excluded.kind, excluded.atc, excluded.substance, excluded.reaction, excluded.severe,
     excluded.noted_on, excluded.active)))
returning version
)sql";

constexpr const char* save_problem = R"sql(
insert into problem (practice_id, id, patient, icd9, text, onset, active, chronic, notes)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (practice_id, id) do update set icd9 = excluded.icd9, text = excluded.text,
  onset = excluded.onset, active = excluded.active, chronic = excluded.chronic, notes = excluded.notes,
  version = problem.version + ($10::bigint > 0)::int
where problem.patient = excluded.patient
  and (problem.version = $10::bigint or ($10::bigint = 0 and
    (problem.icd9, problem.text, problem.onset, problem.active, problem.chronic, problem.notes)
    is not distinct from
    (excluded.icd9, excluded.text, excluded.onset, excluded.active, excluded.chronic,
     excluded.notes)))
returning version
)sql";

// A visit is written once: the same again is a repeated request, another text another visit.
constexpr const char* save_contact = R"sql(
insert into contact (practice_id, id, patient, at, kind, author, text, problem)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (practice_id, id) do update set text = contact.text
where contact.patient = excluded.patient
  and (contact.kind, contact.text, contact.problem) is not distinct from
      (excluded.kind, excluded.text, excluded.problem)
)sql";

constexpr const char* save_therapy = R"sql(
insert into therapy (practice_id, id, patient, aic, drug_text, atc, group_code, packs, posology, problem,
  aifa_note, started_on, stopped_on, last_prescribed_on)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (practice_id, id) do update set aic = excluded.aic, drug_text = excluded.drug_text,
  atc = excluded.atc, group_code = excluded.group_code, packs = excluded.packs,
  posology = excluded.posology, problem = excluded.problem, aifa_note = excluded.aifa_note,
  started_on = excluded.started_on, stopped_on = excluded.stopped_on,
  last_prescribed_on = excluded.last_prescribed_on,
  version = therapy.version + ($15::bigint > 0)::int
where therapy.patient = excluded.patient
  and (therapy.version = $15::bigint or ($15::bigint = 0 and
    (therapy.aic, therapy.drug_text, therapy.atc, therapy.group_code, therapy.packs,
     therapy.posology, therapy.problem, therapy.aifa_note, therapy.started_on, therapy.stopped_on,
     therapy.last_prescribed_on)
    is not distinct from
    (excluded.aic, excluded.drug_text, excluded.atc, excluded.group_code, excluded.packs,
     excluded.posology, excluded.problem, excluded.aifa_note, excluded.started_on,
     excluded.stopped_on, excluded.last_prescribed_on)))
returning version
)sql";

constexpr const char* newest_contacts = R"sql(
select id, patient, (extract(epoch from at) * 1000)::bigint, kind, author, text, problem
from contact
where practice_id = $1 and patient = $2
  and ($3::bigint is null or (at, id) < (to_timestamp($3 / 1000.0), $4::uuid))
order by at desc, id desc limit $5
)sql";

Contact read_contact(const pqxx::row& row) {
  return {id_of(row[0]),  id_of(row[1]),  instant_of(row[2]), enum_of<ContactKind>(row[3]),
          row[4].c_str(), row[5].c_str(), id_of(row[6])};
}

/// A record's id that belongs to another patient is a mistake that must not overwrite theirs; an
/// old version must not undo what another window wrote, such as the end of a therapy.
void check_saved(pqxx::transaction_base& tx, const pqxx::result& result, const std::string& table,
                 const std::string& practice, const Id& id, const Id& patient) {
  if (result.affected_rows() == 1) return;
  const auto owners = tx.exec_params(
      "select patient from " + table + " where practice_id = $1 and id = $2", practice, id.value());
  if (!owners.empty() && id_of(owners[0][0]) == patient) {
    throw Error("record-changed", "la voce è stata modificata nel frattempo in un'altra finestra",
                "chiudere, ricontrollare la cartella e ripetere la modifica");
  }
  throw Error("patient-mismatch", "la voce appartiene a un altro assistito",
              "ricaricare la cartella");
}

}  // namespace

int64_t ClinicalStore::save(pqxx::transaction_base& tx, const Allergy& it) const {
  const auto rows = postgres::prepared(
      tx, save_allergy, practice_, it.id.value(), it.patient.value(), name_of(it.kind), it.atc,
      it.substance, it.reaction, it.severe, text_of(it.noted_on), it.active, it.version);
  check_saved(tx, rows, "allergy", practice_, it.id, it.patient);
  return rows[0][0].as<int64_t>();
}

int64_t ClinicalStore::save(pqxx::transaction_base& tx, const Problem& it) const {
  const auto rows =
      postgres::prepared(tx, save_problem, practice_, it.id.value(), it.patient.value(), it.icd9,
                         it.text, text_of(it.onset), it.active, it.chronic, it.notes, it.version);
  check_saved(tx, rows, "problem", practice_, it.id, it.patient);
  return rows[0][0].as<int64_t>();
}

void ClinicalStore::save(pqxx::transaction_base& tx, const Contact& it) const {
  const auto rows =
      postgres::prepared(tx, save_contact, practice_, it.id.value(), it.patient.value(),
                         it.at.iso(), name_of(it.kind), it.author, it.text, text_of(it.problem));
  check_saved(tx, rows, "contact", practice_, it.id, it.patient);
}

int64_t ClinicalStore::save(pqxx::transaction_base& tx, const Therapy& it) const {
  const auto rows = postgres::prepared(
      tx, save_therapy, practice_, it.id.value(), it.patient.value(), it.aic, it.drug_text, it.atc,
      it.group_code, it.packs, it.posology, text_of(it.problem), it.aifa_note,
      text_of(it.started_on), text_of(it.stopped_on), text_of(it.last_prescribed_on), it.version);
  check_saved(tx, rows, "therapy", practice_, it.id, it.patient);
  return rows[0][0].as<int64_t>();
}

std::vector<Allergy> ClinicalStore::all_allergies(pqxx::transaction_base& tx,
                                                  const Id& patient) const {
  std::vector<Allergy> out;
  for (const auto& row : postgres::prepared(
           tx,
           "select id, kind, atc, substance, reaction, severe, noted_on, active, version from "
           "allergy "
           "where practice_id = $1 and patient = $2 order by severe desc, substance, id",
           practice_, patient.value())) {
    out.push_back({id_of(row[0]), patient, enum_of<AllergyKind>(row[1]), row[2].c_str(),
                   row[3].c_str(), row[4].c_str(), row[5].as<bool>(), date_of(row[6]),
                   row[7].as<bool>(), row[8].as<int64_t>()});
  }
  return out;
}

std::vector<Allergy> ClinicalStore::allergies(pqxx::transaction_base& tx, const Id& patient) const {
  std::vector<Allergy> out = all_allergies(tx, patient);
  std::erase_if(out, [](const Allergy& it) { return !it.active; });
  return out;
}

std::vector<Problem> ClinicalStore::problems(pqxx::transaction_base& tx, const Id& patient) const {
  std::vector<Problem> out;
  for (const auto& row : postgres::prepared(
           tx,
           "select id, icd9, text, onset, active, chronic, notes, version from problem "
           "where practice_id = $1 and patient = $2 order by active desc, chronic desc, onset, id",
           practice_, patient.value())) {
    out.push_back({id_of(row[0]), patient, row[1].c_str(), row[2].c_str(), date_of(row[3]),
                   row[4].as<bool>(), row[5].as<bool>(), row[6].c_str(), row[7].as<int64_t>()});
  }
  return out;
}

std::vector<Therapy> ClinicalStore::all_therapies(pqxx::transaction_base& tx,
                                                  const Id& patient) const {
  std::vector<Therapy> out;
  for (const auto& row : postgres::prepared(
           tx,
           "select id, aic, drug_text, atc, group_code, packs, posology, problem, aifa_note, "
           "started_on, stopped_on, last_prescribed_on, version from therapy "
           "where practice_id = $1 and patient = $2 order by drug_text, id",
           practice_, patient.value())) {
    out.push_back({id_of(row[0]), patient, row[1].c_str(), row[2].c_str(), row[3].c_str(),
                   row[4].c_str(), row[5].as<int32_t>(), row[6].c_str(), id_of(row[7]),
                   row[8].c_str(), date_of(row[9]), date_of(row[10]), date_of(row[11]),
                   row[12].as<int64_t>()});
  }
  return out;
}

std::vector<Therapy> ClinicalStore::therapies(pqxx::transaction_base& tx, const Id& patient,
                                              Date today) const {
  std::vector<Therapy> out = all_therapies(tx, patient);
  std::erase_if(out, [&](const Therapy& it) { return it.stopped_on && *it.stopped_on <= today; });
  return out;
}

std::optional<Contact> ClinicalStore::contact(pqxx::transaction_base& tx, const Id& id) const {
  const auto rows = postgres::prepared(
      tx,
      "select id, patient, (extract(epoch from at) * 1000)::bigint, kind, author, text, problem "
      "from contact where practice_id = $1 and id = $2",
      practice_, id.value());
  if (rows.empty()) return std::nullopt;
  return read_contact(rows[0]);
}

std::vector<Contact> ClinicalStore::contacts(pqxx::transaction_base& tx, const Id& patient,
                                             const std::string& cursor, int32_t limit) const {
  std::optional<std::string> at, after;
  const size_t colon = cursor.find(':');
  if (colon != std::string::npos) {
    at = cursor.substr(0, colon);
    after = Id(cursor.substr(colon + 1)).value();
    if (at->find_first_not_of("-0123456789") != std::string::npos) {
      throw Error("cursor-invalid", "la pagina richiesta non esiste", "ricominciare dalla prima");
    }
  }
  std::vector<Contact> out;
  for (const auto& row :
       postgres::prepared(tx, newest_contacts, practice_, patient.value(), at, after, limit + 1)) {
    out.push_back(read_contact(row));
  }
  return out;
}

int64_t ClinicalStore::contact_count(pqxx::transaction_base& tx, const Id& patient) const {
  return tx
      .exec_params1("select count(*) from contact where practice_id = $1 and patient = $2",
                    practice_, patient.value())[0]
      .as<int64_t>();
}

std::string cursor_after(const Contact& contact) {
  return std::to_string(contact.at.ms) + ":" + contact.id.value();
}

}  // namespace curante::chart
