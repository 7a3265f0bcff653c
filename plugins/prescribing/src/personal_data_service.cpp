// SPDX-License-Identifier: Apache-2.0
#include "personal_data_service.hpp"

#include <algorithm>
#include <map>

#include "curante/json.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

constexpr auto section_name = "prescribing.prescriptions";
/// After the chart's sections: prescriptions refer to patients, and patients to nothing here.
constexpr int32_t section_order = 60;

void check_section(const std::string& section) {
  if (section == section_name) return;
  throw Error("section-unknown", "la sezione «" + section + "» non è di questo modulo",
              "chiedere l'elenco delle sezioni con Enumerate");
}

PastPrescription record_of(const pqxx::row& row) {
  PastPrescription it;
  it.id = id_of(row[0]);
  it.prescription = id_of(row[1]);
  it.patient = id_of(row[2]);
  it.doctor = id_of(row[3]);
  it.author = id_of(row[4]);
  it.issued = instant_of(row[5]);
  it.exemption = row[6].c_str();
  it.diagnosis_code = row[7].c_str();
  it.diagnosis_text = row[8].c_str();
  boost::describe::enum_from_string(row[9].c_str(), it.state);
  it.nre = Nre(std::string(row[10].c_str()));
  it.authentication_code = row[11].c_str();
  if (it.prescription == it.id) it.prescription = Id();
  if (it.author == it.doctor) it.author = Id();
  return it;
}

/// What is on its way to the service must arrive first: erasing it would lose its outcome.
void refuse_unsettled(pqxx::transaction_base& tx, const std::string& practice, const Id& patient) {
  const auto open = tx.exec_params(
      "select 1 from prescription p join outbox o on o.practice_id = p.practice_id"
      " join recipe r on r.practice_id = o.practice_id and r.id = o.recipe and r.prescription = "
      "p.id"
      " where p.practice_id = $1 and p.patient = $2 limit 1",
      practice, patient.value());
  if (open.empty()) return;
  throw Error("prescription-unsettled", "una ricetta di questo paziente attende ancora l'esito",
              "attendere l'esito, o annullare la ricetta, e ripetere");
}

}  // namespace

personal_data::SectionList PersonalDataService::on(const CallContext& context,
                                                   const personal_data::Enumerate& call) {
  const int64_t records = pool_.read([&](pqxx::transaction_base& tx) {
    if (call.patient.empty()) {
      return tx
          .exec_params("select count(*) from recipe where practice_id = $1",
                       context.practice())[0][0]
          .as<int64_t>();
    }
    return tx
        .exec_params(
            "select count(*) from prescription p join recipe r on"
            " r.practice_id = p.practice_id and r.prescription = p.id"
            " where p.practice_id = $1 and p.patient = $2",
            context.practice(), call.patient.value())[0][0]
        .as<int64_t>();
  });
  return {{{section_name, section_order, records}}};
}

personal_data::Records PersonalDataService::on(const CallContext& context,
                                               const personal_data::Export& call) {
  check_section(call.section);
  const auto limit = static_cast<size_t>(std::clamp(call.limit, 1, 10'000));
  const std::string after =
      call.cursor.empty() ? "00000000-0000-0000-0000-000000000000" : Id(call.cursor).value();
  static const std::string sql =
      "select r.id, p.id, p.patient, p.doctor, p.author, " + millis("p.issued") +
      ", p.exemption, p.diagnosis_code, p.diagnosis_text, r.state, r.nre, r.authentication_code"
      " from recipe r join prescription p on p.practice_id = r.practice_id"
      " and p.id = r.prescription where r.practice_id = $1 and r.id > $2";
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows =
        call.patient.empty()
            ? tx.exec_params(sql + " order by r.id limit $3", context.practice(), after, limit)
            : tx.exec_params(sql + " and p.patient = $4 order by r.id limit $3", context.practice(),
                             after, limit, call.patient.value());
    std::vector<PastPrescription> recipes;
    for (const auto& row : rows) recipes.push_back(record_of(row));
    add_lines(tx, context.practice(), recipes);
    personal_data::Records page;
    for (const auto& recipe : recipes) page.records.push_back(to_json(host_, recipe));
    if (recipes.size() == limit) page.next = recipes.back().id.value();
    return page;
  });
}

void PersonalDataService::add_lines(pqxx::transaction_base& tx, const std::string& practice,
                                    std::vector<PastPrescription>& recipes) const {
  std::map<std::string, PastPrescription*> by_id;
  std::vector<Id> ids;
  for (PastPrescription& recipe : recipes) {
    by_id[recipe.id.value()] = &recipe;
    ids.push_back(recipe.id);
  }
  for (const auto& row : tx.exec_params(
           "select recipe, aic, drug_text, atc, group_code, group_text, quantity, posology,"
           " aifa_note, not_replaceable, not_replaceable_reason_code, therapy from recipe_line"
           " where practice_id = $1 and recipe = any($2::uuid[]) order by recipe, position",
           practice, uuid_array(ids))) {
    Line& line = by_id.at(row[0].c_str())->lines.emplace_back();
    line.aic = row[1].c_str();
    line.drug_text = row[2].c_str();
    line.atc = row[3].c_str();
    line.group_code = row[4].c_str();
    line.group_text = row[5].c_str();
    line.quantity = row[6].as<int32_t>();
    line.posology = row[7].c_str();
    line.aifa_note = row[8].c_str();
    line.not_replaceable = row[9].as<bool>();
    line.not_replaceable_reason_code = row[10].c_str();
    line.therapy = id_of(row[11]);
  }
}

personal_data::Imported PersonalDataService::on(const CallContext& context,
                                                const personal_data::Import& call) {
  check_section(call.section);
  return import_.run(context.practice(), call.records);
}

personal_data::Erased PersonalDataService::on(const CallContext& context,
                                              const personal_data::Erase& call) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    refuse_unsettled(tx, context.practice(), call.patient);
    const auto recipes = tx.exec_params(
        "select count(*) from prescription p join recipe r on r.practice_id = p.practice_id"
        " and r.prescription = p.id where p.practice_id = $1 and p.patient = $2",
        context.practice(), call.patient.value());
    tx.exec_params(
        "delete from recipe_line l using recipe r, prescription p where p.practice_id = $1"
        " and p.patient = $2 and r.practice_id = p.practice_id and r.prescription = p.id"
        " and l.practice_id = r.practice_id and l.recipe = r.id",
        context.practice(), call.patient.value());
    tx.exec_params("delete from prescription where practice_id = $1 and patient = $2",
                   context.practice(), call.patient.value());
    return personal_data::Erased{recipes[0][0].as<int64_t>()};
  });
}

personal_data::Erased PersonalDataService::on(const CallContext& context,
                                              const personal_data::Anonymise& call) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    refuse_unsettled(tx, context.practice(), call.patient);
    // Numbers that the state can trace go, and every text that a person typed; drugs, quantities,
    // month and doctor stay for statistics.
    const auto recipes = tx.exec_params(
        "update recipe r set nre = '', authentication_code = '', reasons = '', problem = '',"
        " document = null, changed = date_trunc('month', r.changed) from prescription p"
        " where p.practice_id = $1 and p.patient = $2 and r.practice_id = p.practice_id"
        " and r.prescription = p.id",
        context.practice(), call.patient.value());
    tx.exec_params(
        "update recipe_line l set posology = '', therapy = '' from recipe r, prescription p"
        " where p.practice_id = $1 and p.patient = $2 and r.practice_id = p.practice_id"
        " and r.prescription = p.id and l.practice_id = r.practice_id and l.recipe = r.id",
        context.practice(), call.patient.value());
    tx.exec_params(
        "update overridden_warning w set reason = '' from prescription p where p.practice_id = $1"
        " and p.patient = $2 and w.practice_id = p.practice_id and w.prescription = p.id",
        context.practice(), call.patient.value());
    tx.exec_params(
        "with stranger as materialized (select gen_random_uuid() as id)"
        " update prescription p set patient = stranger.id, diagnosis_text = '',"
        " issued = date_trunc('month', issued), fingerprint = case when fingerprint is null then"
        " null else '\\x00'::bytea end from stranger"
        " where p.practice_id = $1 and p.patient = $2",
        context.practice(), call.patient.value());
    return personal_data::Erased{static_cast<int64_t>(recipes.affected_rows())};
  });
}

}  // namespace curante::prescribing
