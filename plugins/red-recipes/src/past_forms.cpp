// SPDX-License-Identifier: Apache-2.0
#include "past_forms.hpp"

#include "curante/postgres/prepared.hpp"
#include "form_rows.hpp"
#include "form_store.hpp"

namespace curante::red_recipes {
namespace {

using postgres::prepared;

const std::string select_records =
    "select " + form_columns + ", f.payload, f.account" + form_tables +
    " where f.practice_id = $1 and ($2 = '' or f.patient::text = $2) and f.code > $3"
    " order by f.code limit $4";

constexpr auto put_batch =
    "insert into batch (practice_id, account, file_name, state, made, protocol, outcome,"
    " outcome_text, settled) values ($1, $2, $3, 'sent', $4, $5, $6, $7, true)"
    " on conflict (practice_id, file_name) do update set file_name = excluded.file_name"
    " returning number";

constexpr auto put_form =
    "insert into form (practice_id, code, recipe, patient, doctor, account, printer, patient_name,"
    " fiscal_code, printed, payload, document, state, problem, spoilt, batch, remarks,"
    " put_on_paper)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12, '')::uuid, $13, $14, $15,"
    " nullif($16, 0::bigint), $17, nullif($18, '')::timestamptz)"
    " on conflict (practice_id, code) do update set recipe = $3,"
    " patient = $4, doctor = $5, account = $6, printer = $7, patient_name = $8, fiscal_code = $9,"
    " printed = $10, payload = $11, document = nullif($12, '')::uuid, state = $13, problem = $14,"
    " spoilt = $15, batch = nullif($16, 0::bigint), remarks = $17,"
    " put_on_paper = nullif($18, '')::timestamptz";

/// A cancellation names the file that its recipe was sent in.
constexpr auto put_entry =
    "insert into entry (practice_id, code, account, cancels, batch) select $1, $2, $3, false, $4"
    " where not exists (select from entry where practice_id = $1 and code = $2 and batch = $4)";

constexpr auto put_finding =
    "insert into finding (practice_id, code, at, by_account, by_name, there, found_as)"
    " select $1, $2, $3::timestamptz, $4, $5, $6::boolean, $7 where not exists"
    " (select from finding where practice_id = $1 and code = $2 and at = $3::timestamptz)";

const std::string select_here =
    "select f.recipe, f.patient, f.state," + std::string(under_way) +
    "from form f where f.practice_id = $1 and f.code = $2 for update of f";

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

/// A number is one recipe's for ever, and what was sent or voided here since the export is not
/// taken back.
std::optional<Error> stands_against(pqxx::transaction_base& tx, const std::string& practice,
                                    const FormRecord& record) {
  const Form& form = record.form;
  if (!record.spoilt && !prepared(tx,
                                  "select 1 from form where practice_id = $1 and recipe::text = $2"
                                  " and code <> $3 and not spoilt",
                                  practice, form.recipe.value(), form.code)
                             .empty()) {
    return Error("form-duplicate", "the recipe is on another form already",
                 "keep the one that is there");
  }
  const auto here = prepared(tx, select_here, practice, form.code);
  if (here.empty()) return std::nullopt;
  if (form.recipe.value() != here[0][0].c_str() || form.patient.value() != here[0][1].c_str()) {
    return Error("form-of-another", "the number is on the form of another recipe or patient",
                 "keep the one that is there");
  }
  const State stands = named<State>(here[0][2].c_str());
  const bool revived = (is_void(stands) && !is_void(form.state)) ||
                       (stands == State::sent && past_state(form.state) == State::attention);
  if (!revived && !here[0][3].as<bool>()) return std::nullopt;
  return Error("form-newer-here", "the form is on its way, or was sent or voided, since it was exported",
               "keep the one that is there");
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
    const std::string payload = row["payload"].c_str();
    if (!payload.empty()) record.recipe = surroundings_.recipe_of(payload);
    record.account = Id(row["account"].c_str());
    record.spoilt = record.form.spoilt;
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
           batch, remarks, form.put_on_paper ? form.put_on_paper->iso() : std::string());
  if (batch != 0 && !form.protocol.empty()) {
    prepared(tx, put_entry, practice, form.code, record.account.value(), batch);
  }
  if (const auto& it = form.finding) {
    prepared(tx, put_finding, practice, form.code, it->at.iso(), it->by.value(), it->by_name,
             it->there, name_of(it->found_as));
  }
}

std::vector<std::pair<size_t, Error>> PastForms::put(const std::string& practice,
                                                     const std::vector<FormRecord>& records) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    std::vector<std::pair<size_t, Error>> refused;
    for (size_t i = 0; i < records.size(); ++i) {
      auto error = unsound(records[i]);
      if (!error) error = stands_against(tx, practice, records[i]);
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
