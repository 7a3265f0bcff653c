// SPDX-License-Identifier: Apache-2.0
#include "studio_service.hpp"

#include <algorithm>
#include <set>

#include "curante/error.hpp"

namespace curante::studio {

using prescribing::State;

Day StudioService::on(const CallContext& context, const GetDay& call) const {
  Day day;
  day.day = call.day ? *call.day : neighbours_.now(context).today;
  day.rows = rows_of(context, call, day.day);
  name_patients(context, day.rows);
  sort(day.rows);
  for (const Row& row : day.rows) {
    const bool on_its_way = row.state == State::waiting || row.state == State::checking ||
                            row.state == State::withdrawing;
    day.waiting += on_its_way;
    day.attention += row.needs_hand;
    day.refused += is_refused(row);
    day.accepted += row.state == State::accepted;
    day.to_deliver += needs_delivery(row);
  }
  return day;
}

std::vector<Row> StudioService::rows_of(const CallContext& context, const GetDay& call,
                                        Date day) const {
  std::map<Id, std::string> authors = doctors(context);
  std::vector<Row> rows;
  prescribing::ListForDay list{day, call.doctor, "", 500};
  do {
    const auto page = neighbours_.prescriptions(context, list);
    add_rows(page.prescriptions, authors, rows);
    list.cursor = page.next;
  } while (!list.cursor.empty());
  return rows;
}

void StudioService::add_rows(const std::vector<prescribing::Prescription>& prescriptions,
                             std::map<Id, std::string>& authors, std::vector<Row>& rows) {
  for (const auto& prescription : prescriptions) {
    for (const auto& recipe : prescription.recipes) {
      rows.push_back(row_of(prescription, recipe));
      rows.back().author = authors[prescription.author];
    }
  }
}

History StudioService::on(const CallContext& context, const GetHistory& call) const {
  if (call.from && call.until && *call.until < *call.from) {
    throw Error("history-days", "l'ultimo giorno viene prima del primo", "correggere le date");
  }
  std::map<Id, std::string> authors = doctors(context);
  const auto page =
      neighbours_.period(context, {call.from, call.until, call.doctor, call.patient, call.cursor,
                                   call.limit, call.states, call.or_needs_hand});
  History history;
  add_rows(page.prescriptions, authors, history.rows);
  // A prescription is found by one of its recipes, and comes with all of them.
  if (!call.states.empty()) {
    std::erase_if(history.rows, [&](const Row& row) {
      if (call.or_needs_hand && row.needs_hand) return false;
      return std::find(call.states.begin(), call.states.end(), row.state) == call.states.end();
    });
  }
  name_patients(context, history.rows);
  history.next = page.next;
  return history;
}

Open StudioService::on(const CallContext& context, const GetOpen& call) const {
  std::map<Id, std::string> authors = doctors(context);
  const auto list = neighbours_.open(context, prescribing::ListOpen{call.concerns});
  Open open;
  add_rows(list.prescriptions, authors, open.rows);
  std::erase_if(open.rows, [](const Row& row) { return !row.needs_hand; });
  std::stable_sort(open.rows.begin(), open.rows.end(),
                   [](const Row& a, const Row& b) { return b.changed < a.changed; });
  name_patients(context, open.rows);
  open.needs_hand = list.needs_hand;
  return open;
}

PreparedRows StudioService::on(const CallContext& context, const GetPrepared& call) const {
  std::map<Id, std::string> names = doctors(context);
  PreparedRows all;
  prescribing::ListPrepared list{call.doctor,
                                 call.preparer,
                                 Id(),
                                 call.states,
                                 call.from,
                                 /*judged=*/true,
                                 "",
                                 500};
  do {
    auto page = neighbours_.prepared(context, list);
    for (prescribing::Prepared& it : page.prepared) {
      PreparedRow& row = all.rows.emplace_back();
      row.patient.id = it.patient;
      row.doctor = names[it.doctor];
      if (!it.substituted.empty()) row.substituted = names[it.substituted];
      row.prepared = std::move(it);
    }
    all.waiting = page.waiting;
    list.cursor = page.next;
  } while (!list.cursor.empty());
  name_patients(context, all.rows);
  return all;
}

std::map<Id, std::string> StudioService::doctors(const CallContext& context) const {
  std::map<Id, std::string> names;
  for (const accounts::Doctor& doctor : neighbours_.doctors(context).doctors) {
    names[doctor.account] = doctor.last_name + " " + doctor.first_name;
  }
  return names;
}

template <class AnyRow>
void StudioService::name_patients(const CallContext& context, std::vector<AnyRow>& rows) const {
  std::set<Id> wanted;
  for (const AnyRow& row : rows) wanted.insert(row.patient.id);
  if (wanted.empty()) return;
  const auto known =
      neighbours_.summaries(context, chart::GetSummaries{{wanted.begin(), wanted.end()}});
  std::map<Id, const chart::PatientSummary*> by_id;
  for (const auto& patient : known.patients) by_id[patient.id] = &patient;
  for (AnyRow& row : rows) {
    const auto found = by_id.find(row.patient.id);
    if (found != by_id.end()) row.patient = *found->second;
  }
}

}  // namespace curante::studio
