// SPDX-License-Identifier: Apache-2.0
#include "past_forms.hpp"

#include "curante/postgres/prepared.hpp"
#include "form_rows.hpp"

namespace curante::red_recipes {
namespace {

using postgres::prepared;

constexpr auto select_records =
    "select f.recipe, f.code, f.patient, f.doctor, f.patient_name, f.fiscal_code,"
    " (extract(epoch from f.printed) * 1000)::bigint, f.printer, f.document, f.state, f.problem,"
    " f.remarks, b.file_name, b.protocol, b.outcome, b.outcome_text, f.payload, f.account, f.spoilt"
    " from form f left join batch b on b.practice_id = f.practice_id and b.number = f.batch"
    " where f.practice_id = $1 and ($2 = '' or f.patient::text = $2) and f.code > $3"
    " order by f.code limit $4";

constexpr auto put_batch =
    "insert into batch (practice_id, account, file_name, state, made, protocol, outcome,"
    " outcome_text, settled) values ($1, $2, $3, 'sent', $4, $5, $6, $7, true)"
    " on conflict (practice_id, file_name) do update set file_name = excluded.file_name"
    " returning number";

constexpr auto put_form =
    "insert into form (practice_id, code, recipe, patient, doctor, account, printer, patient_name,"
    " fiscal_code, printed, payload, document, state, problem, spoilt, batch, remarks)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12, '')::uuid, $13, $14, $15,"
    " nullif($16, 0::bigint), $17) on conflict (practice_id, code) do update set recipe = $3,"
    " patient = $4, doctor = $5, account = $6, printer = $7, patient_name = $8, fiscal_code = $9,"
    " printed = $10, payload = $11, document = nullif($12, '')::uuid, state = $13, problem = $14,"
    " spoilt = $15, batch = nullif($16, 0::bigint), remarks = $17";

/// What was on its way elsewhere is not sent from here: whether it arrived, a person finds out.
State past_state(State state) {
  if (state == State::cancelling) return State::not_cancelled;
  return state == State::queued || state == State::sending ? State::attention : state;
}

std::optional<Error> unsound(const FormRecord& record) {
  const Form& form = record.form;
  const bool whole = form.code.size() == 15 && !form.recipe.empty() && !form.patient.empty() &&
                     !form.doctor.empty() && !record.account.empty();
  if (whole) return std::nullopt;
  return Error("record-incomplete",
               "a form needs its code, its recipe, patient, doctor and account", "complete it");
}

/// What is still to be told needs who it is of: taken from it, it would be neither told nor
/// cancelled.
void demand_told(pqxx::transaction_base& tx, const std::string& practice, const Id& patient) {
  const auto open = prepared(tx,
                             "select 1 from form f join entry e on e.practice_id = f.practice_id"
                             "   and e.code = f.code left join batch b"
                             "   on b.practice_id = e.practice_id and b.number = e.batch"
                             " where f.practice_id = $1 and f.patient = $2"
                             "   and (b.number is null or not b.settled) limit 1",
                             practice, patient.value());
  if (open.empty()) return;
  throw Error("red-forms-open",
              "una ricetta rossa di questo paziente, o il suo annullamento, è ancora da comunicare "
              "a Sistema TS, o non se ne conosce l'esito",
              "in «Ricette rosse» attendere l'esito o decidere che cosa farne; poi ripetere");
}

}  // namespace

int64_t PastForms::count(const std::string& practice, const Id& patient) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx,
                    "select count(*) from form where practice_id = $1"
                    " and ($2 = '' or patient::text = $2)",
                    practice, patient.value());
  });
  return rows[0][0].as<int64_t>();
}

std::vector<FormRecord> PastForms::records(const std::string& practice, const Id& patient,
                                           const std::string& after, int32_t limit) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, select_records, practice, patient.value(), after, limit);
  });
  std::vector<FormRecord> records;
  for (const auto& row : rows) {
    FormRecord& record = records.emplace_back();
    record.form = form_of(row, surroundings_);
    if (row[16].size() > 0) record.recipe = surroundings_.recipe_of(row[16].c_str());
    record.account = Id(row[17].c_str());
    record.spoilt = row[18].as<bool>();
  }
  return records;
}

void PastForms::put_one(pqxx::transaction_base& tx, const std::string& practice,
                        const FormRecord& record) {
  const Form& form = record.form;
  int64_t batch = 0;
  if (!form.file_name.empty()) {
    batch =
        prepared(tx, put_batch, practice, record.account.value(), form.file_name,
                 form.printed.iso(), form.protocol, name_of(form.outcome), form.outcome_text)[0][0]
            .as<int64_t>();
  }
  const std::string remarks =
      form.remarks.empty() ? std::string() : surroundings_.remarks_to_text(form.remarks);
  prepared(tx, put_form, practice, form.code, form.recipe.value(), form.patient.value(),
           form.doctor.value(), record.account.value(), form.printer, form.patient_name,
           form.fiscal_code.value(), form.printed.iso(), surroundings_.to_text(record.recipe),
           form.document.value(), name_of(past_state(form.state)), form.problem, record.spoilt,
           batch, remarks);
}

std::vector<std::pair<size_t, Error>> PastForms::put(const std::string& practice,
                                                     const std::vector<FormRecord>& records) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    std::vector<std::pair<size_t, Error>> refused;
    for (size_t i = 0; i < records.size(); ++i) {
      auto error = unsound(records[i]);
      const auto twin = prepared(tx,
                                 "select 1 from form where practice_id = $1 and recipe::text = $2"
                                 " and code <> $3 and not spoilt",
                                 practice, records[i].form.recipe.value(), records[i].form.code);
      if (!error && !records[i].spoilt && !twin.empty()) {
        error = Error("form-duplicate", "the recipe is on another form already",
                      "keep the one that is there");
      }
      if (error) {
        refused.emplace_back(i, *error);
      } else {
        put_one(tx, practice, records[i]);
      }
    }
    return refused;
  });
}

int64_t PastForms::erase(const std::string& practice, const Id& patient) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    demand_told(tx, practice, patient);
    prepared(tx,
             "delete from form_change where practice_id = $1 and recipe in (select recipe from form"
             "   where practice_id = $1 and patient = $2)",
             practice, patient.value());
    const auto gone = prepared(tx, "delete from form where practice_id = $1 and patient = $2",
                               practice, patient.value());
    return static_cast<int64_t>(gone.affected_rows());
  });
}

int64_t PastForms::anonymise(const std::string& practice, const Id& patient) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    demand_told(tx, practice, patient);
    const auto changed = prepared(tx,
                                  "update form set patient_name = '', fiscal_code = '',"
                                  " payload = '' where practice_id = $1 and patient = $2"
                                  " and payload <> ''",
                                  practice, patient.value());
    return static_cast<int64_t>(changed.affected_rows());
  });
}

}  // namespace curante::red_recipes
