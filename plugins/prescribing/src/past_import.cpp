// SPDX-License-Identifier: Apache-2.0
#include "past_import.hpp"

#include <algorithm>

#include "curante/json.hpp"
#include "past_copy.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

void check(const PastPrescription& it) {
  const auto refuse = [](const char* code, const char* message) {
    throw Error(code, message, "correggere il record");
  };
  if (it.id.empty()) refuse("id-missing", "la ricetta non ha un identificativo");
  if (it.patient.empty()) refuse("patient-missing", "la ricetta non ha un paziente");
  if (it.doctor.empty()) refuse("doctor-missing", "la ricetta non ha un medico");
  if (it.issued.ms == 0) refuse("issued-missing", "la ricetta non ha una data");
  if (it.lines.empty()) refuse("lines-missing", "la ricetta non ha righe");
  if (it.state != State::past && it.state != State::accepted && it.state != State::refused &&
      it.state != State::withdrawn && it.state != State::printed) {
    refuse("recipe-unsettled", "una ricetta senza esito non si importa: attenderlo dove è partita");
  }
  for (const Line& line : it.lines) {
    if (line.quantity < 1 || line.quantity > 99) {
      refuse("quantity-out-of-range", "la quantità di una riga va da 1 a 99");
    }
  }
}

template <class Value>
std::vector<Id> ids_of(const std::vector<PastPrescription>& records, Value&& value) {
  std::vector<Id> ids;
  ids.reserve(records.size());
  for (const PastPrescription& it : records) ids.push_back(value(it));
  return ids;
}

std::unordered_set<std::string> ids_in(pqxx::transaction_base& tx, const std::string& sql,
                                       const std::string& practice, const std::string& ids) {
  std::unordered_set<std::string> found;
  for (const auto& row : tx.exec_params(sql, practice, ids)) found.insert(row[0].c_str());
  return found;
}

}  // namespace

personal_data::Imported PastImport::run(const std::string& practice,
                                        const std::vector<std::string>& records) {
  personal_data::Imported imported;
  std::vector<PastPrescription> good = accepted(records, imported);
  // In the order of the indexes, so that neighbours land on pages that are in memory.
  std::sort(good.begin(), good.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  if (!good.empty()) {
    pool_.write([&](pqxx::transaction_base& tx) { copy(tx, practice, good); });
  }
  imported.accepted = static_cast<int64_t>(good.size());
  return imported;
}

std::vector<PastPrescription> PastImport::accepted(const std::vector<std::string>& records,
                                                   personal_data::Imported& imported) const {
  std::vector<PastPrescription> good;
  good.reserve(records.size());
  std::unordered_set<std::string> seen;
  for (size_t i = 0; i < records.size(); ++i) {
    try {
      auto record = from_json<PastPrescription>(host_, records[i]);
      check(record);
      if (!seen.insert(record.id.value()).second) {
        throw Error("duplicate-id", "un altro record dello stesso invio ha questo identificativo");
      }
      good.push_back(std::move(record));
    } catch (const Error& e) {
      imported.refused.push_back({static_cast<int64_t>(i), e.code(), e.message()});
    }
  }
  return good;
}

void PastImport::copy(pqxx::transaction_base& tx, const std::string& practice,
                      const std::vector<PastPrescription>& records) const {
  // A few thousand ids against millions of rows: looked up one by one, whatever the statistics say.
  tx.exec(
      "set local enable_seqscan = off; set local enable_hashjoin = off;"
      " set local enable_mergejoin = off");
  const auto ours = replace(tx, practice, records);
  std::vector<PastPrescription> incoming;
  const std::vector<PastPrescription>* to_write = &records;
  if (!ours.empty()) {
    std::copy_if(records.begin(), records.end(), std::back_inserter(incoming),
                 [&](const auto& it) { return ours.count(it.id.value()) == 0; });
    to_write = &incoming;
  }
  const auto there =
      ids_in(tx, "select id from prescription where practice_id = $1 and id = any($2::uuid[])",
             practice, uuid_array(ids_of(*to_write, prescription_of)));
  copy_prescriptions(host_, tx, practice, *to_write, there);
  copy_recipes(tx, practice, *to_write);
  copy_lines(tx, practice, *to_write);
}

std::unordered_set<std::string> PastImport::replace(
    pqxx::transaction_base& tx, const std::string& practice,
    const std::vector<PastPrescription>& records) const {
  const auto recipes = uuid_array(ids_of(records, [](const auto& it) { return it.id; }));
  const auto known =
      ids_in(tx, "select id from recipe where practice_id = $1 and id = any($2::uuid[])", practice,
             recipes);
  if (known.empty()) return {};
  // Ours stay as they are: they carry reasons, documents and perhaps an outbox row.
  const auto ours = ids_in(tx,
                           "select r.id from recipe r join prescription p on"
                           " p.practice_id = r.practice_id and p.id = r.prescription"
                           " where r.practice_id = $1 and r.id = any($2::uuid[])"
                           " and p.fingerprint is not null",
                           practice, recipes);
  const auto owners = ids_in(tx,
                             "with gone as (delete from recipe r using prescription p"
                             "   where r.practice_id = $1 and r.id = any($2::uuid[])"
                             "   and p.practice_id = r.practice_id and p.id = r.prescription"
                             "   and p.fingerprint is null returning r.id, p.id as prescription),"
                             " lines as (delete from recipe_line l using gone"
                             "   where l.practice_id = $1 and l.recipe = gone.id)"
                             " select prescription from gone",
                             practice, recipes);
  std::vector<Id> emptied;
  for (const std::string& id : owners) emptied.push_back(Id(id));
  tx.exec_params(
      "delete from prescription p where p.practice_id = $1 and p.id = any($2::uuid[])"
      " and not exists (select from recipe r where r.practice_id = p.practice_id"
      " and r.prescription = p.id)",
      practice, uuid_array(emptied));
  return ours;
}

}  // namespace curante::prescribing
