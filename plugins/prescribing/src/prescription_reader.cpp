// SPDX-License-Identifier: Apache-2.0
#include "prescription_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "curante/json.hpp"
#include "curante/postgres/prepared.hpp"
#include "handover_store.hpp"
#include "held_paper.hpp"
#include "late_arrivals.hpp"
#include "open_recipes.hpp"
#include "page_cursor.hpp"
#include "prescription_row.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

const std::string& columns() {
  static const std::string text = "p.id, p.patient, p.doctor, p.author, " + millis("p.issued") +
                                  ", p.exemption, p.diagnosis_code, p.diagnosis_text, " +
                                  circumstance_columns +
                                  ", (select q.preparer_name from prepared q where"
                                  " q.practice_id = p.practice_id and q.id = p.id) as prepared_by";
  return text;
}

const std::string& recipe_columns() {
  static const std::string text =
      "r.prescription, r.id, r.state, r.nre, r.authentication_code, r.reasons, r.problem,"
      " r.document, " +
      millis("r.changed") + ", " + kind_columns + ", " + delivery_columns +
      ", r.exemption, r.red_trouble, r.late_numbers, r.undecided, " + held_paper::column + ", " +
      open_recipes::columns;
  return text;
}

std::vector<std::string> names_of(const std::vector<State>& states) {
  std::vector<std::string> names;
  for (const State state : states) names.emplace_back(boost::describe::enum_to_string(state, ""));
  return names;
}

size_t bounded(int32_t limit) {
  return static_cast<size_t>(std::clamp(limit, 1, 500));
}

}  // namespace

Prescription PrescriptionReader::get(const std::string& practice, const Id& id) {
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows = postgres::prepared(
        tx, "select " + columns() + " from prescription p where p.practice_id = $1 and p.id = $2",
        practice, id.value());
    if (rows.empty()) {
      throw Error("prescription-unknown", "la prescrizione non esiste",
                  "aggiornare l'elenco: può essere stata cancellata");
    }
    return page(tx, practice, rows, 1).prescriptions.at(0);
  });
}

PrescriptionList PrescriptionReader::of_patient(const std::string& practice,
                                                const ListForPatient& call) {
  const PageCursor cursor = PageCursor::parse(call.cursor, PageCursor::newest());
  const size_t limit = bounded(call.limit);
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows =
        postgres::prepared(tx,
                           "select " + columns() +
                               " from prescription p where p.practice_id = $1 and"
                               " p.patient = $2 and (p.issued, p.id) <"
                               " ($3::timestamptz, $4::uuid)"
                               " order by p.issued desc, p.id desc limit $5",
                           practice, call.patient.value(), cursor.at, cursor.id, limit + 1);
    return page(tx, practice, rows, limit);
  });
}

PrescriptionList PrescriptionReader::of_day(const std::string& practice, const ListForDay& call,
                                            Date day) {
  const PageCursor cursor = PageCursor::parse(call.cursor, PageCursor::newest());
  const size_t limit = bounded(call.limit);
  static const std::string sql =
      "with bounds as (select $2::date::timestamp at time zone 'Europe/Rome' as since,"
      " ($2::date + 1)::timestamp at time zone 'Europe/Rome' as until),"
      " found as (select p.id as prescription from prescription p, bounds where p.practice_id = $1"
      " and p.issued >= bounds.since and p.issued < bounds.until"
      " union " +
      open_recipes::prescriptions +
      ")"
      " select " +
      columns() +
      " from found join prescription p on p.practice_id = $1 and p.id = found.prescription, bounds"
      " where p.issued < bounds.until and ($3 = '' or p.doctor::text = $3)"
      " and (p.issued, p.id) < ($4::timestamptz, $5::uuid)"
      " order by p.issued desc, p.id desc limit $6";
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows = postgres::prepared(tx, sql, practice, day.iso(), call.doctor.value(),
                                         cursor.at, cursor.id, limit + 1);
    return page(tx, practice, rows, limit);
  });
}

PrescriptionList PrescriptionReader::of_period(const std::string& practice,
                                               const ListForPeriod& call) {
  const PageCursor cursor = PageCursor::parse(call.cursor, PageCursor::newest());
  const size_t limit = bounded(call.limit);
  // One patient's are found by the patient's index, which a condition for any patient would not
  // use.
  const std::string whose = call.patient.empty() ? "$5 = ''" : "p.patient = $5::uuid";
  const std::string sql =
      "select " + columns() + " from prescription p where p.practice_id = $1 and " + whose +
      " and p.issued >= coalesce(nullif($2, '')::date::timestamp at time zone 'Europe/Rome',"
      " '-infinity')"
      " and p.issued < coalesce((nullif($3, '')::date + 1)::timestamp at time zone 'Europe/Rome',"
      " 'infinity')"
      " and ($4 = '' or p.doctor = nullif($4, '')::uuid)"
      " and (p.issued, p.id) < ($6::timestamptz, $7::uuid)"
      " and ($9 = '{}' or exists (select from recipe r where r.practice_id = p.practice_id"
      " and r.prescription = p.id and r.state = any($9::text[])) or ($10 and p.id in (" +
      open_recipes::needing_hand() +
      ")))"
      " order by p.issued desc, p.id desc limit $8";
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows = postgres::prepared(tx, sql, practice, call.from ? call.from->iso() : "",
                                         call.until ? call.until->iso() : "", call.doctor.value(),
                                         call.patient.value(), cursor.at, cursor.id, limit + 1,
                                         text_array(names_of(call.states)), call.or_needs_hand);
    return page(tx, practice, rows, limit);
  });
}

OpenList PrescriptionReader::open(const std::string& practice, const ListOpen& call) {
  const auto limit = std::clamp(call.limit, 0, 500);
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto counted = open_recipes::count(tx, practice, call.concerns);
    OpenList list;
    list.needs_hand = counted.needs_hand;
    list.moving = counted.moving;
    if (limit == 0 || counted.needs_hand == 0) return list;
    const auto ids = open_recipes::newest(tx, practice, call.concerns, limit);
    const auto rows = postgres::prepared(
        tx,
        "select " + columns() +
            " from unnest($2::uuid[]) with ordinality as found (id, place)"
            " join prescription p on p.practice_id = $1 and p.id = found.id order by found.place",
        practice, uuid_array(ids));
    list.prescriptions = page(tx, practice, rows, ids.size()).prescriptions;
    return list;
  });
}

PrescriptionList PrescriptionReader::page(pqxx::transaction_base& tx, const std::string& practice,
                                          const pqxx::result& rows, size_t limit) const {
  PrescriptionList list;
  for (const auto& row : rows) {
    if (list.prescriptions.size() == limit) {
      const Prescription& last = list.prescriptions.back();
      list.next = PageCursor::text(last.issued, last.id);
      break;
    }
    Prescription& one = list.prescriptions.emplace_back();
    one.id = id_of(row[0]);
    one.patient = id_of(row[1]);
    one.doctor = id_of(row[2]);
    one.author = id_of(row[3]);
    one.issued = instant_of(row[4]);
    one.exemption = row[5].c_str();
    one.diagnosis_code = row[6].c_str();
    one.diagnosis_text = row[7].c_str();
    read_circumstances(host_, row, 8, one);
    one.prepared_by = row["prepared_by"].c_str();
  }
  if (!list.prescriptions.empty()) add_recipes(tx, practice, list.prescriptions);
  return list;
}

void PrescriptionReader::add_recipes(pqxx::transaction_base& tx, const std::string& practice,
                                     std::vector<Prescription>& prescriptions) const {
  std::map<std::string, Prescription*> by_id;
  std::vector<Id> ids;
  for (Prescription& prescription : prescriptions) {
    by_id[prescription.id.value()] = &prescription;
    ids.push_back(prescription.id);
  }
  const auto recipes =
      postgres::prepared(tx,
                         "select " + recipe_columns() +
                             " from recipe r join prescription p on p.practice_id = r.practice_id"
                             " and p.id = r.prescription" +
                             delivery_join +
                             " where r.practice_id = $1 and r.prescription = any($2::uuid[])"
                             " order by r.prescription, r.position",
                         practice, uuid_array(ids));
  std::map<std::string, std::pair<Prescription*, size_t>> place;
  ids.clear();
  for (const auto& row : recipes) {
    Prescription* owner = by_id.at(row[0].c_str());
    place[row[1].c_str()] = {owner, owner->recipes.size()};
    owner->recipes.push_back(view_of(row, owner->exemption));
    ids.push_back(owner->recipes.back().id);
  }
  const auto lines = postgres::prepared(
      tx,
      "select l.recipe, " + line_columns +
          " from recipe_line l where l.practice_id = $1 and l.recipe = any($2::uuid[])"
          " order by l.recipe, l.position",
      practice, uuid_array(ids));
  for (const auto& row : lines) {
    const auto& [owner, index] = place.at(row[0].c_str());
    owner->recipes[index].lines.push_back(line_of(row, 1));
  }
}

RecipeView PrescriptionReader::view_of(const pqxx::row& row,
                                       const std::string& exemption_of_prescription) const {
  RecipeView view;
  view.id = id_of(row[1]);
  boost::describe::enum_from_string(row[2].c_str(), view.state);
  view.nre = Nre(std::string(row[3].c_str()));
  view.authentication_code = row[4].c_str();
  if (row[5].size() > 0) {
    view.reasons =
        from_json<std::vector<recipe_transmitter::Reason>>(host_, std::string_view(row[5].c_str()));
  }
  view.problem = row[6].c_str();
  view.document = id_of(row[7]);
  view.changed = instant_of(row[8]);
  read_kind(row, 9, view);
  read_delivery(row, 14, view);
  const auto own = row["exemption"];
  view.exemption = own.is_null() ? exemption_of_prescription : own.c_str();
  boost::describe::enum_from_string(row["red_trouble"].c_str(), view.red_trouble);
  view.undecided = view.state == State::attention && row["undecided"].as<bool>();
  const auto held = row["held_before"];
  if (!held.is_null()) {
    const bool white = view.kind == recipe_transmitter::RecipeKind::white;
    view.retry_question = held_paper::retry_question(held.c_str(), white);
  }
  open_recipes::read(row, view);
  const std::string late = late_text(row["late_numbers"].c_str(), view.state);
  if (!late.empty()) view.problem += (view.problem.empty() ? "" : "; ") + late;
  return view;
}

std::vector<RecentLine> PrescriptionReader::recent(const std::string& practice, const Id& patient,
                                                   Date since) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    // The day stands in a subselect, where no plan can depend on it: else PostgreSQL plans three
    // tables anew for each day it is asked for, which takes four times as long as the reading.
    const auto rows = postgres::prepared(
        tx,
        "select l.aic, l.atc, l.group_code, l.drug_text,"
        " (p.issued at time zone 'Europe/Rome')::date,"
        " r.state in ('waiting', 'checking', 'attention', 'withdrawing')"
        " from prescription p" +
            std::string(recipes_and_lines) +
            " where p.practice_id = $1 and p.patient = $2 and p.issued >= (select $3::date)"
            " and r.state not in ('refused', 'withdrawn') and l.kind is null"
            " order by p.issued desc limit 500",
        practice, patient.value(), since.iso());
    std::vector<RecentLine> lines;
    for (const auto& row : rows) {
      lines.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].c_str(),
                       Date::parse(row[4].c_str()), row[5].as<bool>()});
    }
    return lines;
  });
}

std::map<std::string, Date> PrescriptionReader::plans_since(const std::string& practice,
                                                            const Id& patient,
                                                            const std::vector<std::string>& plans) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    const auto rows = postgres::prepared(
        tx,
        "select l.therapeutic_plan, (min(p.issued) at time zone 'Europe/Rome')::date"
        " from prescription p" +
            std::string(recipes_and_lines) +
            " where p.practice_id = $1 and p.patient = $2 and l.therapeutic_plan = any($3::text[])"
            " and r.state not in ('refused', 'withdrawn') group by l.therapeutic_plan",
        practice, patient.value(), text_array(plans));
    std::map<std::string, Date> since;
    for (const auto& row : rows) since[row[0].c_str()] = Date::parse(row[1].c_str());
    return since;
  });
}

PrescriptionReader::Found PrescriptionReader::recipe(const std::string& practice, const Id& id) {
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows =
        postgres::prepared(tx,
                           "select " + recipe_columns() +
                               ", p.patient, p.exemption as of_prescription from recipe r"
                               " join prescription p on"
                               " p.practice_id = r.practice_id and p.id = r.prescription" +
                               delivery_join + " where r.practice_id = $1 and r.id = $2",
                           practice, id.value());
    if (rows.empty()) {
      throw Error("recipe-unknown", "la ricetta non esiste",
                  "aggiornare l'elenco: può essere stata cancellata");
    }
    Found found{view_of(rows[0], rows[0]["of_prescription"].c_str()), id_of(rows[0][0]),
                id_of(rows[0]["patient"])};
    const auto lines = postgres::prepared(tx,
                                          "select " + line_columns +
                                              " from recipe_line l where l.practice_id = $1 and"
                                              " l.recipe = $2 order by l.position",
                                          practice, id.value());
    for (const auto& row : lines) found.view.lines.push_back(line_of(row, 0));
    return found;
  });
}

}  // namespace curante::prescribing
