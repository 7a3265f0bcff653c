// SPDX-License-Identifier: Apache-2.0
#include "prescription_writer.hpp"

#include "curante/json.hpp"
#include "curante/postgres/prepared.hpp"
#include "handover_store.hpp"
#include "paper_document.hpp"
#include "paper_route.hpp"
#include "prepared_store.hpp"
#include "prescription_row.hpp"
#include "template_store.hpp"

namespace curante::prescribing {
namespace {

// What was not said is null (migration 004).
constexpr auto insert_prescription =
    "insert into prescription (practice_id, id, patient, doctor, author, issued, exemption,"
    " diagnosis_code, diagnosis_text, fingerprint, home_visit, obscured, suggested, patient_kind,"
    " foreign_cover, sasn_card, sasn_company, on_paper, delivery, hospital_stay)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, sha256(convert_to($10, 'UTF8')),"
    " nullif($11::boolean, false), nullif($12::boolean, false), nullif($13::boolean, false),"
    " nullif($14, ''), nullif($15, ''), nullif($16, ''), nullif($17, ''),"
    " nullif($18::boolean, false), nullif($19, ''), nullif($20::boolean, false))"
    " on conflict do nothing";

constexpr auto insert_recipe_row =
    "insert into recipe (practice_id, id, prescription, position, state, changed, kind, priority,"
    " exemption, day_unproven, database_time) values ($1, $2, $3, $4, $5, $6, nullif($7, ''),"
    " nullif($8, ''), nullif($9::text, $10::text), $11, clock_timestamp())";

constexpr auto insert_line =
    "insert into recipe_line (practice_id, recipe, position, aic, drug_text, atc, group_code,"
    " group_text, quantity, posology, aifa_note, not_replaceable, not_replaceable_reason_code,"
    " therapy, kind, service_code, service_text, catalogue_code, notes, first_access, televisit,"
    " sessions, therapeutic_plan, repeatable, repetitions, validity_days, dispensings,"
    " lea_note, lea_condition, lea_appropriateness, lea_pathology, other_access)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, nullif($15, ''), "
    "nullif($16, ''), nullif($17, ''),"
    " nullif($18, ''), nullif($19, ''), nullif($20::boolean, false), nullif($21::boolean, false),"
    " nullif($22::smallint, 0), nullif($23, ''), nullif($24::boolean, false),"
    " nullif($25::smallint, 0), nullif($26::smallint, 0), nullif($27::smallint, 0),"
    " nullif($28, ''), nullif($29, ''), nullif($30, ''), nullif($31, ''),"
    " nullif($32::boolean, false))";

constexpr auto insert_outbox =
    "insert into outbox (practice_id, recipe, kind, account, payload, patient, prescription)"
    " values ($1, $2, $3, $4, $5, $6, $7)";

constexpr auto insert_override =
    "insert into overridden_warning (practice_id, prescription, position, code, line, reason,"
    " author, at) values ($1, $2, $3, $4, $5, $6, $7, $8)";

}  // namespace

PrescriptionWriter::Written PrescriptionWriter::insert(const std::string& practice,
                                                       const NewPrescription& it) {
  const std::string issued = it.issued.iso();
  const std::string fingerprint = to_json(host_, it.asked ? *it.asked : it.draft);
  return pool_.write([&](pqxx::transaction_base& tx) {
    PreparedStore::take_turn(tx, practice, it.draft.id);
    const auto inserted = postgres::prepared(
        tx, insert_prescription, practice, it.draft.id.value(), it.draft.patient.value(),
        it.doctor.value(), it.author.value(), issued, it.draft.exemption, it.draft.diagnosis_code,
        it.draft.diagnosis_text, fingerprint, it.draft.home_visit, it.draft.obscured,
        it.draft.suggested, it.draft.patient_kind, foreign_text(host_, it.draft.foreign),
        it.draft.sasn_card, it.draft.sasn_company, it.draft.on_paper, it.draft.delivery,
        it.draft.hospital_stay);
    if (inserted.affected_rows() == 0) return there_already(tx, practice, it);
    // Its row's lock decides between who issues and who declines or withdraws it.
    const auto prepared =
        PreparedStore::issue(tx, practice, it.draft.id, it.draft.patient, it.author, it.issued);
    for (size_t i = 0; i < it.recipes.size(); ++i) insert_recipe(tx, practice, it, i);
    int position = 0;
    for (const Override& given : it.overrides) {
      postgres::prepared(tx, insert_override, practice, it.draft.id.value(), ++position, given.code,
                         given.line, given.reason, it.author.value(), issued);
    }
    TemplateStore::count_use(tx, practice, it.author, it.draft);
    return Written{true, prepared};
  });
}

PrescriptionWriter::Written PrescriptionWriter::there_already(pqxx::transaction_base& tx,
                                                              const std::string& practice,
                                                              const NewPrescription& it) {
  // The recipes' ids were made for this very prescription.
  const auto mine = postgres::prepared(
      tx, "select 1 from recipe where practice_id = $1 and id = $2 and prescription = $3", practice,
      it.recipes.at(0).sent.id.value(), it.draft.id.value());
  Written written{!mine.empty(), PreparedStore::settle_issued(tx, practice, it.draft.id)};
  if (written.now) written.prepared = PreparedStore::issued(tx, practice, it.draft.id);
  return written;
}

void PrescriptionWriter::insert_recipe(pqxx::transaction_base& tx, const std::string& practice,
                                       const NewPrescription& it, size_t index) const {
  const ComposedRecipe& recipe = it.recipes[index];
  const std::string& id = recipe.sent.id.value();
  postgres::prepared(tx, insert_recipe_row, practice, id, it.draft.id.value(), index + 1,
                     boost::describe::enum_to_string(recipe.first_state(), ""), it.issued.iso(),
                     kind_name(recipe.sent.kind), recipe.sent.priority, recipe.sent.exemption,
                     it.draft.exemption, it.day_unproven);
  int position = 0;
  for (const Line& line : recipe.lines) {
    postgres::prepared(
        tx, insert_line, practice, id, ++position, line.aic, line.drug_text, line.atc,
        line.group_code, line.group_text, line.quantity, line.posology, line.aifa_note,
        line.not_replaceable, line.not_replaceable_reason_code, line.therapy.value(),
        kind_name(line.kind), line.service_code, line.service_text, line.catalogue_code, line.notes,
        line.first_access, line.televisit, line.sessions, line.therapeutic_plan, line.repeatable,
        line.repetitions, line.validity_days, line.dispensings, line.lea_note, line.lea_condition,
        line.lea_appropriateness, line.lea_pathology, line.other_access);
  }
  // No service is asked about what stands on paper: a red form, or a white recipe made here and
  // now.
  if (it.draft.on_paper && recipe.sent.kind != recipe_transmitter::RecipeKind::white) {
    PaperRoute::begin(tx, practice, recipe.sent, to_json(host_, recipe.sent));
    return;
  }
  const bool printed = printed_at_once(recipe.sent, recipe.electronic);
  if (!recipe.electronic && !printed) return;
  if (!printed) {
    HandoverStore::begin(tx, practice, recipe.sent.id, recipe.delivery, recipe.sent.account);
  }
  postgres::prepared(tx, insert_outbox, practice, id, printed ? "document" : "submit",
                     recipe.sent.account.value(), to_json(host_, recipe.sent),
                     it.draft.patient.value(), it.draft.id.value());
}

PrescriptionWriter::Earlier PrescriptionWriter::earlier(const std::string& practice,
                                                        const Draft& draft) {
  const std::string content = to_json(host_, draft);
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    const auto found = postgres::prepared(
        tx,
        "select coalesce(fingerprint = sha256(convert_to($3, 'UTF8')), false) from prescription"
        " where practice_id = $1 and id = $2",
        practice, draft.id.value(), content);
    if (found.empty()) return Earlier::none;
    return found[0][0].as<bool>() ? Earlier::same : Earlier::different;
  });
}

}  // namespace curante::prescribing
