// SPDX-License-Identifier: Apache-2.0
#include "personal_data_service.hpp"

#include <algorithm>
#include <map>

#include "curante/json.hpp"
#include "prescription_row.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

constexpr auto section_name = "prescribing.prescriptions";
/// After the chart's sections: prescriptions refer to patients, and patients to nothing here.
constexpr int32_t section_order = 60;

constexpr auto templates_name = "prescribing.templates";
constexpr int32_t templates_order = 61;

constexpr auto prepared_name = "prescribing.prepared";
constexpr int32_t prepared_order = 62;

constexpr auto usual_name = "prescribing.usual_deliveries";
constexpr int32_t usual_order = 63;

void check_section(const std::string& section) {
  for (const char* one : {section_name, templates_name, prepared_name, usual_name}) {
    if (section == one) return;
  }
  throw Error("section-unknown", "la sezione «" + section + "» non è di questo modulo",
              "chiedere l'elenco delle sezioni con Enumerate");
}

/// The id behind which a page begins.
std::string begins_after(const personal_data::Export& call) {
  return call.cursor.empty() ? "00000000-0000-0000-0000-000000000000" : Id(call.cursor).value();
}

PastPrescription record_of(const Host& host, const pqxx::row& row) {
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
  read_kind(row, 12, it);
  read_circumstances(host, row, 17, it);
  if (it.prescription == it.id) it.prescription = Id();
  if (it.author == it.doctor) it.author = Id();
  return it;
}

constexpr auto recipes_of_patient =
    " from prescription p join recipe r on r.practice_id = p.practice_id and r.prescription = p.id"
    " where p.practice_id = $1 and p.patient = $2";

/// What is on its way to the service, the printer or the patient must arrive first: erasing it
/// would lose its outcome.
void refuse_unsettled(pqxx::transaction_base& tx, const std::string& practice, const Id& patient) {
  const auto any = [&](const char* what) {
    return !tx.exec_params(std::string("select 1") + recipes_of_patient + what + " limit 1",
                           practice, patient.value())
                .empty();
  };
  if (any(" and (exists (select 1 from outbox o where o.practice_id = r.practice_id"
          " and o.recipe = r.id) or exists (select 1 from paper a where"
          " a.practice_id = r.practice_id and a.recipe = r.id and a.stage = 'printing'))")) {
    throw Error("prescription-unsettled", "una ricetta di questo paziente attende ancora l'esito",
                "attendere l'esito, o annullare la ricetta, e ripetere");
  }
  // One that will never be delivered is dropped at the next turn: it keeps nobody waiting.
  if (any(" and exists (select 1 from delivery d where d.practice_id = r.practice_id"
          " and d.recipe = r.id and (d.state = 'handed' or (d.state = 'due'"
          " and r.state not in ('withdrawn', 'refused', 'printed', 'past'))))")) {
    throw Error("prescription-unsettled", "una ricetta sta per essere consegnata a questo paziente",
                "attendere che sia consegnata, o stamparla con «Consegna…», e ripetere");
  }
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
  personal_data::SectionList list{{{section_name, section_order, records}}};
  // No patient's: a doctor's own.
  if (call.patient.empty()) {
    list.sections.push_back(
        {templates_name, templates_order, templates_.count(context.practice())});
    list.sections.push_back({usual_name, usual_order, usual_.count(context.practice())});
  }
  list.sections.push_back(
      {prepared_name, prepared_order, prepared_.count(context.practice(), call.patient)});
  return list;
}

personal_data::Records PersonalDataService::on(const CallContext& context,
                                               const personal_data::Export& call) {
  check_section(call.section);
  if (call.section == templates_name) return exported_templates(context, call);
  if (call.section == prepared_name) return exported_prepared(context, call);
  if (call.section == usual_name) return exported_usual(context, call);
  const auto limit = static_cast<size_t>(std::clamp(call.limit, 1, 10'000));
  const std::string after = begins_after(call);
  static const std::string sql =
      "select r.id, p.id, p.patient, p.doctor, p.author, " + millis("p.issued") +
      ", coalesce(r.exemption, p.exemption), p.diagnosis_code, p.diagnosis_text, r.state, r.nre, "
      "r.authentication_code, " +
      kind_columns + ", " + circumstance_columns +
      " from recipe r join prescription p on p.practice_id = r.practice_id"
      " and p.id = r.prescription where r.practice_id = $1 and r.id > $2";
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows =
        call.patient.empty()
            ? tx.exec_params(sql + " order by r.id limit $3", context.practice(), after, limit)
            : tx.exec_params(sql + " and p.patient = $4 order by r.id limit $3", context.practice(),
                             after, limit, call.patient.value());
    std::vector<PastPrescription> recipes;
    for (const auto& row : rows) recipes.push_back(record_of(host_, row));
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
           "select l.recipe, " + line_columns +
               " from recipe_line l where l.practice_id = $1 and l.recipe = any($2::uuid[])"
               " order by l.recipe, l.position",
           practice, uuid_array(ids))) {
    by_id.at(row[0].c_str())->lines.push_back(line_of(row, 1));
  }
}

template <class Record, class Put>
personal_data::Imported PersonalDataService::import_each(const personal_data::Import& call,
                                                         Put&& put) const {
  personal_data::Imported imported;
  for (size_t i = 0; i < call.records.size(); ++i) {
    try {
      put(from_json<Record>(host_, call.records[i]));
      ++imported.accepted;
    } catch (const Error& e) {
      imported.refused.push_back({static_cast<int64_t>(i), e.code(), e.message()});
    }
  }
  return imported;
}

personal_data::Imported PersonalDataService::on(const CallContext& context,
                                                const personal_data::Import& call) {
  check_section(call.section);
  if (call.section == templates_name) {
    return import_each<DoctorTemplate>(
        call, [&](const DoctorTemplate& it) { templates_.restore(context.practice(), it); });
  }
  if (call.section == prepared_name) {
    return import_each<Prepared>(
        call, [&](const Prepared& it) { prepared_.restore(context.practice(), it); });
  }
  if (call.section == usual_name) {
    return import_each<DoctorUsualDelivery>(
        call, [&](const DoctorUsualDelivery& it) { usual_.restore(context.practice(), it); });
  }
  return import_.run(context.practice(), call.records);
}

personal_data::Records PersonalDataService::exported_templates(const CallContext& context,
                                                               const personal_data::Export& call) {
  personal_data::Records page;
  if (!call.patient.empty()) return page;
  const auto limit = static_cast<size_t>(std::clamp(call.limit, 1, 10'000));
  const auto found = templates_.page(context.practice(), call.cursor, limit);
  for (const DoctorTemplate& it : found) page.records.push_back(to_json(host_, it));
  if (found.size() == limit) page.next = TemplateStore::cursor_of(found.back());
  return page;
}

personal_data::Records PersonalDataService::exported_prepared(const CallContext& context,
                                                              const personal_data::Export& call) {
  const auto limit = static_cast<size_t>(std::clamp(call.limit, 1, 10'000));
  const auto found = prepared_.page(context.practice(), call.patient, begins_after(call), limit);
  personal_data::Records page;
  for (const Prepared& it : found) page.records.push_back(to_json(host_, it));
  if (found.size() == limit) page.next = found.back().id.value();
  return page;
}

personal_data::Records PersonalDataService::exported_usual(const CallContext& context,
                                                           const personal_data::Export& call) {
  personal_data::Records page;
  if (!call.patient.empty()) return page;
  const auto limit = static_cast<size_t>(std::clamp(call.limit, 1, 10'000));
  const auto found = usual_.page(context.practice(), begins_after(call), limit);
  for (const DoctorUsualDelivery& it : found) page.records.push_back(to_json(host_, it));
  if (found.size() == limit) page.next = found.back().account.value();
  return page;
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
    const int64_t prepared = PreparedStore::erase(tx, context.practice(), call.patient);
    return personal_data::Erased{recipes[0][0].as<int64_t>() + prepared};
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
        " document = null, changed = date_trunc('month', r.changed),"
        " seen = date_trunc('month', r.changed), white_number = null,"
        " white_pin = null, paper_code = null, database_time = null, clock_behind = null,"
        " put_on_paper = null"
        " from prescription p"
        " where p.practice_id = $1 and p.patient = $2 and r.practice_id = p.practice_id"
        " and r.prescription = p.id",
        context.practice(), call.patient.value());
    tx.exec_params(
        "update recipe_line l set posology = '', therapy = '', notes = null,"
        " therapeutic_plan = null from recipe r, prescription p"
        " where p.practice_id = $1 and p.patient = $2 and r.practice_id = p.practice_id"
        " and r.prescription = p.id and l.practice_id = r.practice_id and l.recipe = r.id",
        context.practice(), call.patient.value());
    // What was sent, to whom and why not, and what stood on paper, names the patient throughout.
    for (const char* table : {"delivery", "paper"}) {
      tx.exec_params(std::string("delete from ") + table +
                         " gone where gone.practice_id = $1 and gone.recipe in (select r.id" +
                         recipes_of_patient + ")",
                     context.practice(), call.patient.value());
    }
    tx.exec_params(
        "update overridden_warning w set reason = '' from prescription p where p.practice_id = $1"
        " and p.patient = $2 and w.practice_id = p.practice_id and w.prescription = p.id",
        context.practice(), call.patient.value());
    tx.exec_params(
        "with stranger as materialized (select gen_random_uuid() as id)"
        " update prescription p set patient = stranger.id, diagnosis_text = '',"
        " foreign_cover = null, sasn_card = null, sasn_company = null, delivery = null,"
        " issued = date_trunc('month', issued), fingerprint = case when fingerprint is null then"
        " null else '\\x00'::bytea end from stranger"
        " where p.practice_id = $1 and p.patient = $2",
        context.practice(), call.patient.value());
    // Of what was prepared nothing is for statistics: what was issued of it stands above.
    const int64_t prepared = PreparedStore::erase(tx, context.practice(), call.patient);
    return personal_data::Erased{static_cast<int64_t>(recipes.affected_rows()) + prepared};
  });
}

}  // namespace curante::prescribing
