// SPDX-License-Identifier: Apache-2.0
#include "personal_data_service.hpp"

#include <algorithm>
#include <unordered_set>

#include "bulk_table.hpp"
#include "curante/json.hpp"
#include "record_check.hpp"

namespace curante::chart {

namespace {

using personal_data::Imported;

/// Rows go by COPY into a table of the transaction's own, and from there over what exists.
template <class Record>
void copy_in(pqxx::transaction_base& tx, const std::string& practice,
             const std::vector<Record>& records) {
  using Bulk = BulkTable<Record>;
  const std::string table = Bulk::table;
  std::string names, updates;
  for (const std::string& column : Bulk::columns()) {
    names += ", " + column;
    if (column == "id" || column == "patient") continue;
    // Whoever has the old record open must not save over the new one.
    const std::string value = column == "version" ? table + ".version + 1" : "excluded." + column;
    updates += (updates.empty() ? "" : ", ") + column + " = " + value;
  }
  tx.exec("create temp table bulk (like " + table + ") on commit drop");
  std::vector<std::string> columns = Bulk::columns();
  columns.insert(columns.begin(), "practice_id");
  pqxx::stream_to stream(tx, "bulk", columns);
  for (const Record& record : records) {
    stream << std::tuple_cat(std::make_tuple(practice), Bulk::row(record));
  }
  stream.complete();
  const std::string same_patient = std::is_same_v<Record, Patient>
                                       ? std::string()
                                       : " where " + table + ".patient = excluded.patient";
  const auto written =
      tx.exec("insert into " + table + " (practice_id" + names + ") select practice_id" + names +
              " from bulk on conflict (practice_id, id) do update set " + updates + same_patient);
  if (written.affected_rows() == records.size()) return;
  throw Error("patient-mismatch", "una voce ha l'identificativo di una voce di un altro assistito",
              "correggere i dati: non è stato importato nulla");
}

void copy_exemptions(pqxx::transaction_base& tx, const std::string& practice,
                     const std::vector<Patient>& patients) {
  tx.exec(
      "delete from exemption e using bulk b where e.practice_id = b.practice_id and e.patient = "
      "b.id");
  pqxx::stream_to stream(
      tx, "exemption",
      std::vector<std::string>{"practice_id", "patient", "code", "valid_from", "valid_to"});
  for (const Patient& patient : patients) {
    std::unordered_set<std::string> seen;
    for (const Exemption& it : patient.exemptions) {
      if (!seen.insert(it.code).second) continue;
      stream << std::make_tuple(practice, patient.id.value(), it.code, text_of(it.valid_from),
                                text_of(it.valid_to));
    }
  }
  stream.complete();
}

template <class Record>
Imported import_records(const Host& host, postgres::Pool& pool, const std::string& practice,
                        const std::vector<std::string>& texts) {
  Imported result;
  std::vector<Record> records;
  records.reserve(texts.size());
  std::unordered_set<std::string> seen;
  for (size_t i = 0; i < texts.size(); ++i) {
    try {
      Record record = from_json<Record>(host, texts[i]);
      if (record.id.empty()) throw Error("record-incomplete", "manca l'identificativo", "");
      check(record);
      if (!seen.insert(record.id.value()).second) {
        throw Error("record-repeated", "la stessa voce è già in questo gruppo", "");
      }
      records.push_back(std::move(record));
    } catch (const Error& e) {
      result.refused.push_back({static_cast<int64_t>(i), e.code(), e.message()});
    }
  }
  if (records.empty()) return result;
  pool.write([&](pqxx::transaction_base& tx) {
    copy_in(tx, practice, records);
    if constexpr (std::is_same_v<Record, Patient>) copy_exemptions(tx, practice, records);
  });
  result.accepted = static_cast<int64_t>(records.size());
  return result;
}

constexpr const char* before_all = "00000000-0000-0000-0000-000000000000";

/// A page of ids in their order, through the primary key or the patient's index.
std::string ids_statement(const RecordSection& section, bool one_patient) {
  const std::string person(section.person);
  return "select id, " + person + " from " + std::string(section.table) +
         " where practice_id = $1 and id > $2" + (one_patient ? " and " + person + " = $4" : "") +
         " order by id limit $3";
}

template <class Record>
const Record* with_id(const std::vector<Record>& records, const Id& id) {
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const Record& it) { return it.id == id; });
  return found == records.end() ? nullptr : &*found;
}

}  // namespace

void PersonalDataService::open(postgres::Pool& pool, const std::string& practice) {
  parts_.reset(new Parts{pool, practice, PatientStore(practice), ClinicalStore(practice)});
}

personal_data::SectionList PersonalDataService::on(const CallContext&,
                                                   const personal_data::Enumerate& call) {
  return parts_->pool.read([&](pqxx::transaction_base& tx) {
    personal_data::SectionList list;
    int32_t order = 0;
    for (const RecordSection& section : record_sections) {
      const std::string count = "select count(*) from " + std::string(section.table) +
                                " where practice_id = $1 and ($2 = '' or " +
                                std::string(section.person) + "::text = $2)";
      list.sections.push_back(
          {std::string(section.name), ++order,
           tx.exec_params1(count, parts_->practice, call.patient.value())[0].as<int64_t>()});
    }
    return list;
  });
}

std::string PersonalDataService::record(pqxx::transaction_base& tx, const RecordSection& section,
                                        const Id& id, const Id& patient) const {
  const ClinicalStore& store = parts_->clinical;
  if (section.table == "patient") return to_json(host_, parts_->patients.find(tx, id).value());
  if (section.table == "allergy")
    return to_json(host_, *with_id(store.all_allergies(tx, patient), id));
  if (section.table == "problem") return to_json(host_, *with_id(store.problems(tx, patient), id));
  if (section.table == "therapy")
    return to_json(host_, *with_id(store.all_therapies(tx, patient), id));
  return to_json(host_, store.contact(tx, id).value());
}

personal_data::Records PersonalDataService::on(const CallContext&,
                                               const personal_data::Export& call) {
  const RecordSection& section = section_of(call.section);
  const int32_t limit = std::clamp(call.limit, 1, 5000);
  const std::string after = call.cursor.empty() ? before_all : Id(call.cursor).value();
  return parts_->pool.read([&](pqxx::transaction_base& tx) {
    personal_data::Records out;
    const bool one = !call.patient.empty();
    const std::string statement = ids_statement(section, one);
    const auto rows =
        one ? tx.exec_params(statement, parts_->practice, after, limit, call.patient.value())
            : tx.exec_params(statement, parts_->practice, after, limit);
    for (const auto& row : rows) {
      out.records.push_back(record(tx, section, id_of(row[0]), id_of(row[1])));
      out.next = row[0].c_str();
    }
    if (rows.size() < static_cast<size_t>(limit)) out.next.clear();
    return out;
  });
}

Imported PersonalDataService::on(const CallContext&, const personal_data::Import& call) {
  const RecordSection& section = section_of(call.section);
  const auto run = [&]<class Record>() {
    return import_records<Record>(host_, parts_->pool, parts_->practice, call.records);
  };
  try {
    if (section.table == "patient") return run.operator()<Patient>();
    if (section.table == "allergy") return run.operator()<Allergy>();
    if (section.table == "problem") return run.operator()<Problem>();
    if (section.table == "contact") return run.operator()<Contact>();
    return run.operator()<Therapy>();
  } catch (const pqxx::foreign_key_violation&) {
    throw Error("patient-unknown", "una voce si riferisce a un assistito che non c'è",
                "importare prima la sezione chart.patients");
  } catch (const pqxx::unique_violation&) {
    throw Error("fiscal-code-taken", "due assistiti avrebbero lo stesso codice fiscale",
                "correggere i dati: non è stato importato nulla");
  } catch (const pqxx::integrity_constraint_violation&) {
    // What PostgreSQL says names the person: it goes no further.
    throw Error("record-conflict", "una voce contraddice le regole dell'archivio",
                "correggere i dati: non è stato importato nulla");
  }
}

personal_data::Erased PersonalDataService::on(const CallContext&,
                                              const personal_data::Erase& call) {
  return parts_->pool.write([&](pqxx::transaction_base& tx) {
    int64_t records = 0;
    for (auto section = record_sections.rbegin(); section != record_sections.rend(); ++section) {
      records += static_cast<int64_t>(tx.exec_params("delete from " + std::string(section->table) +
                                                         " where practice_id = $1 and " +
                                                         std::string(section->person) + " = $2",
                                                     parts_->practice, call.patient.value())
                                          .affected_rows());
    }
    return personal_data::Erased{records};
  });
}

personal_data::Erased PersonalDataService::on(const CallContext&,
                                              const personal_data::Anonymise& call) {
  // Kept: sex, year of birth, region, diagnoses, drugs. Free text can name anybody, so it goes too.
  return parts_->pool.write([&](pqxx::transaction_base& tx) {
    const auto run = [&](const char* statement) {
      return static_cast<int64_t>(
          tx.exec_params(statement, parts_->practice, call.patient.value()).affected_rows());
    };
    int64_t records =
        run("update patient set fiscal_code = '', last_name = 'ANONIMO', first_name = 'ANONIMO', "
            "birth_date = date_trunc('year', birth_date), birth_place = '', street = '', "
            "postal_code = '', "
            "municipality = '', province = '', asl_code = '', phone = '', email = '', notes = '', "
            "search = 'anonimo anonimo', version = version + 1 where practice_id = $1 and id = $2");
    records +=
        run("update contact set text = 'anonimizzato', author = '' where practice_id = $1 and "
            "patient = $2");
    records +=
        run("update problem set notes = '', text = case when icd9 = '' then 'anonimizzato' else "
            "text end "
            "where practice_id = $1 and patient = $2");
    records += run("update allergy set reaction = '' where practice_id = $1 and patient = $2");
    return personal_data::Erased{records};
  });
}

}  // namespace curante::chart
