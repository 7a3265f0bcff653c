// SPDX-License-Identifier: Apache-2.0
#include "chart_service.hpp"

#include <algorithm>

#include "record_check.hpp"
#include "rules/rome_time.hpp"

namespace curante::chart {

namespace {

constexpr int32_t first_contacts = 20, most_contacts = 200, most_of_asl = 2000;

[[noreturn]] void unknown_patient() {
  throw Error("patient-unknown", "l'assistito non esiste in questo studio",
              "cercarlo di nuovo: potrebbe essere stato cancellato");
}

/// The window's open chart and the record's patient must be the same person.
void check_open_chart(const CallContext& context, const Id& patient) {
  if (patient.empty()) {
    throw Error("record-incomplete", "manca l'assistito a cui si riferisce la voce",
                "riaprire la cartella");
  }
  if (context.patient().empty() || context.patient() == patient.value()) return;
  throw Error("patient-mismatch", "nella finestra è aperta la cartella di un altro assistito",
              "controllare il nome in alto e ripetere l'operazione nella cartella giusta");
}

}  // namespace

void ChartService::open(postgres::Pool& pool, const std::string& practice) {
  parts_.reset(new Parts{pool, PatientStore(practice), PatientSearch(practice),
                         ClinicalStore(practice), AslStore(practice), AslTrail(practice, audit_)});
}

PatientList ChartService::on(const CallContext&, const SearchPatients& call) {
  return parts_->pool.read(
      [&](pqxx::transaction_base& tx) { return parts_->search.find(tx, call); });
}

PatientList ChartService::on(const CallContext&, const GetSummaries& call) {
  return parts_->pool.read(
      [&](pqxx::transaction_base& tx) { return parts_->search.by_ids(tx, call.patients); });
}

Patient ChartService::on(const CallContext&, const GetPatient& call) {
  auto patient = parts_->pool.read(
      [&](pqxx::transaction_base& tx) { return parts_->patients.find(tx, call.patient); });
  if (!patient) unknown_patient();
  return std::move(*patient);
}

ChartView ChartService::on(const CallContext& context, const GetChart& call) {
  const Date today = rome::date(now_(context));
  return parts_->pool.read([&](pqxx::transaction_base& tx) {
    auto patient = parts_->patients.find(tx, call.patient);
    if (!patient) unknown_patient();
    ChartView view;
    view.patient = std::move(*patient);
    view.allergies = parts_->clinical.allergies(tx, call.patient);
    view.problems = parts_->clinical.problems(tx, call.patient);
    view.therapies = parts_->clinical.therapies(tx, call.patient, today);
    if (call.without_diary) return view;
    view.contacts = parts_->clinical.contacts(tx, call.patient, "", first_contacts);
    if (view.contacts.size() > first_contacts) view.contacts.pop_back();
    view.contact_count = parts_->clinical.contact_count(tx, call.patient);
    return view;
  });
}

Id ChartService::new_id() const {
  return parts_->pool.read([](pqxx::transaction_base& tx) {
    return Id(tx.exec1("select gen_random_uuid()")[0].c_str());
  });
}

Patient ChartService::on(const CallContext& context, const SavePatient& call) {
  Patient it = call.patient;
  check(it);
  check_exemptions(it);
  if (!call.confirmed) check_fiscal_code(it);
  if (it.id.empty()) it.id = new_id();
  if (it.version > 0) check_open_chart(context, it.id);
  it =
      parts_->pool.write([&](pqxx::transaction_base& tx) { return parts_->patients.save(tx, it); });
  changed_(context, it.id);
  return it;
}

template <class Record>
Record ChartService::save(const CallContext& context, Record record) {
  check_open_chart(context, record.patient);
  check(record);
  if (record.id.empty()) record.id = new_id();
  [[maybe_unused]] int64_t written = 0;
  try {
    parts_->pool.write([&](pqxx::transaction_base& tx) {
      if constexpr (requires { record.version; }) {
        written = parts_->clinical.save(tx, record);
      } else {
        parts_->clinical.save(tx, record);
      }
    });
  } catch (const pqxx::foreign_key_violation&) {
    unknown_patient();
  }
  if constexpr (requires { record.version; }) record.version = written;
  changed_(context, record.patient);
  return record;
}

Allergy ChartService::on(const CallContext& context, const SaveAllergy& call) {
  return save(context, call.allergy);
}
Problem ChartService::on(const CallContext& context, const SaveProblem& call) {
  return save(context, call.problem);
}
Contact ChartService::on(const CallContext& context, const SaveContact& call) {
  Contact contact = call.contact;
  if (contact.author.empty()) contact.author = context.user_name();
  if (contact.at.ms == 0) contact.at = now_(context);
  return save(context, std::move(contact));
}
Therapy ChartService::on(const CallContext& context, const SaveTherapy& call) {
  return save(context, call.therapy);
}

ContactList ChartService::on(const CallContext&, const ListContacts& call) {
  const int32_t limit = std::clamp(call.limit, 1, most_contacts);
  ContactList list;
  list.contacts = parts_->pool.read([&](pqxx::transaction_base& tx) {
    return parts_->clinical.contacts(tx, call.patient, call.cursor, limit);
  });
  if (list.contacts.size() > static_cast<size_t>(limit)) {
    list.contacts.pop_back();
    list.next = cursor_after(list.contacts.back());
  }
  return list;
}

AslCountList ChartService::on(const CallContext&, const ListAslCodes&) {
  return parts_->pool.read([&](pqxx::transaction_base& tx) { return parts_->asl.codes(tx); });
}

PatientList ChartService::on(const CallContext& context, const ListPatientsOfAsl& call) {
  const int32_t limit = std::clamp(call.limit, 1, most_of_asl);
  PatientList list = parts_->pool.read(
      [&](pqxx::transaction_base& tx) { return parts_->search.of_asl(tx, call.asl, limit); });
  if (context.may(SearchPatients::permission)) return list;
  // An administrator must tell one from another to choose, and opens no chart.
  for (PatientSummary& it : list.patients) it.fiscal_code = FiscalCode();
  if (!audit_.is_there()) return list;
  audit::Append entry;
  entry.action = "chart/1 ListPatientsOfAsl, names of " + std::to_string(list.patients.size()) +
                 " without " + std::string(SearchPatients::permission);
  entry.outcome = "ok";
  audit_.append(context, entry);
  return list;
}

AslReplacement ChartService::on(const CallContext& context, const ReplaceAsl& call) {
  check(call);
  AslReplacement it;
  it.id = call.id;
  it.from = call.from;
  it.to = call.to;
  it.at = now_(context);
  it.author = context.user_name();
  return for_many(
      context, "chart/1 ReplaceAsl " + call.id.value(),
      [&](pqxx::transaction_base& tx) { return parts_->asl.replace(tx, it, call.patients); });
}

AslReplacement ChartService::on(const CallContext& context, const UndoAslReplacement& call) {
  const Instant now = now_(context);
  return for_many(context, "chart/1 UndoAslReplacement " + call.id.value(),
                  [&](pqxx::transaction_base& tx) { return parts_->asl.undo(tx, call.id, now); });
}

AslReplacementList ChartService::on(const CallContext&, const ListAslReplacements&) {
  return parts_->pool.read(
      [&](pqxx::transaction_base& tx) { return parts_->asl.replacements(tx); });
}

/// What `change` does to many, with its trail in one transaction, and who is told of it.
template <class Change>
AslReplacement ChartService::for_many(const CallContext& context, const std::string& action,
                                      const Change& change) {
  const AslStore::Done done = parts_->pool.write([&](pqxx::transaction_base& tx) {
    AslStore::Done it = change(tx);
    parts_->trail.add(tx, context, action, it.patients);
    return it;
  });
  for (const Id& patient : done.patients) changed_(context, patient);
  try {
    parts_->trail.tell(parts_->pool, context, action);
  } catch (const Error&) {
    // What was replaced is replaced: failing now would be a lie.
    audit_.retry_later();
  }
  return done.replacement;
}

void ChartService::tell_audit(const CallContext& context) const {
  parts_->trail.tell(parts_->pool, context, "");
}

}  // namespace curante::chart
