// SPDX-License-Identifier: Apache-2.0
#include "patient_store.hpp"

#include "column.hpp"
#include "curante/postgres/prepared.hpp"
#include "patient_search.hpp"

namespace curante::chart {

namespace {

// Exemptions ride along as rows of the same result, so that a chart costs one statement less.
constexpr const char* select_patient = R"sql(
select p.id, p.doctor, p.fiscal_code, p.last_name, p.first_name, p.sex, p.birth_date, p.birth_place,
       p.street, p.postal_code, p.municipality, p.province, p.region_code, p.asl_code, p.phone,
       p.email, p.notes, p.revoked_on, p.version, e.code, e.valid_from, e.valid_to
from patient p left join exemption e on e.practice_id = p.practice_id and e.patient = p.id
where p.practice_id = $1 and p.id = $2 order by e.code
)sql";

constexpr const char* insert_patient = R"sql(
insert into patient (practice_id, id, doctor, fiscal_code, last_name, first_name, sex, birth_date,
  birth_place, street, postal_code, municipality, province, region_code, asl_code, phone, email,
  notes, revoked_on, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
)sql";

constexpr const char* update_patient = R"sql(
update patient set doctor = $3, fiscal_code = $4, last_name = $5, first_name = $6, sex = $7,
  birth_date = $8, birth_place = $9, street = $10, postal_code = $11, municipality = $12,
  province = $13, region_code = $14, asl_code = $15, phone = $16, email = $17, notes = $18,
  revoked_on = $19, search = $20, version = version + 1
where practice_id = $1 and id = $2 and version = $21
)sql";

Patient read(const pqxx::row& row) {
  Patient it;
  it.id = id_of(row[0]);
  it.doctor = id_of(row[1]);
  it.fiscal_code = FiscalCode(row[2].c_str());
  it.last_name = row[3].c_str();
  it.first_name = row[4].c_str();
  it.sex = enum_of<Sex>(row[5]);
  it.birth_date = Date::parse(row[6].c_str());
  it.birth_place = row[7].c_str();
  it.address = {row[8].c_str(), row[9].c_str(), row[10].c_str(), row[11].c_str()};
  it.region_code = row[12].c_str();
  it.asl_code = row[13].c_str();
  it.phone = row[14].c_str();
  it.email = row[15].c_str();
  it.notes = row[16].c_str();
  it.revoked_on = date_of(row[17]);
  it.version = row[18].as<int64_t>();
  return it;
}

}  // namespace

std::optional<Patient> PatientStore::find(pqxx::transaction_base& tx, const Id& id) const {
  if (id.empty()) return std::nullopt;
  const auto rows = postgres::prepared(tx, select_patient, practice_, id.value());
  if (rows.empty()) return std::nullopt;
  Patient it = read(rows[0]);
  for (const auto& row : rows) {
    if (!row[19].is_null())
      it.exemptions.push_back({row[19].c_str(), date_of(row[20]), date_of(row[21])});
  }
  return it;
}

Patient PatientStore::save(pqxx::transaction_base& tx, Patient it) const {
  const auto write = [&](const char* statement, auto... more) {
    return postgres::prepared(tx, statement, practice_, it.id.value(), text_of(it.doctor),
                              it.fiscal_code.value(), it.last_name, it.first_name, name_of(it.sex),
                              it.birth_date.iso(), it.birth_place, it.address.street,
                              it.address.postal_code, it.address.municipality, it.address.province,
                              it.region_code, it.asl_code, it.phone, it.email, it.notes,
                              text_of(it.revoked_on), searched_name(it), more...);
  };
  try {
    if (it.version == 0) {
      write(insert_patient);
    } else if (write(update_patient, it.version).affected_rows() == 0) {
      throw Error("record-changed",
                  "la scheda è stata modificata nel frattempo da un'altra postazione",
                  "ricaricare la scheda e ripetere la modifica");
    }
  } catch (const pqxx::unique_violation& e) {
    if (std::string(e.what()).find("patient_fiscal_code") != std::string::npos) {
      throw Error("fiscal-code-taken", "un altro assistito ha già questo codice fiscale",
                  "cercare il paziente per codice fiscale prima di registrarlo");
    }
    throw Error("record-changed", "la scheda esiste già", "ricaricare la scheda");
  }
  save_exemptions(tx, it);
  ++it.version;
  return it;
}

void PatientStore::save_exemptions(pqxx::transaction_base& tx, const Patient& it) const {
  postgres::prepared(tx, "delete from exemption where practice_id = $1 and patient = $2", practice_,
                     it.id.value());
  for (const Exemption& exemption : it.exemptions) {
    postgres::prepared(tx,
                       "insert into exemption (practice_id, patient, code, valid_from, valid_to) "
                       "values ($1, $2, $3, $4, $5) on conflict do nothing",
                       practice_, it.id.value(), exemption.code, text_of(exemption.valid_from),
                       text_of(exemption.valid_to));
  }
}

}  // namespace curante::chart
