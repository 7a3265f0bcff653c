// SPDX-License-Identifier: Apache-2.0
#include "prepared_room.hpp"

namespace curante::prescribing {

class PrepareTest : public PreparedTest {};

TEST_F(PrepareTest, KeepsADraftForTheDoctorAndSendsNothing) {
  const Prepared it = prepare(draft(1, 3), "la chiede per lunedì");
  EXPECT_EQ(it.state, PreparedState::waiting);
  EXPECT_EQ(it.doctor, sample::doctor_id) << "the patient's";
  EXPECT_EQ(it.preparer, secretary_id);
  EXPECT_EQ(it.preparer_name, "segreteria");
  EXPECT_EQ(it.at, reading_.now);
  EXPECT_EQ(it.note, "la chiede per lunedì");
  EXPECT_EQ(it.texts, std::vector<std::string>{"CARDIOASPIRIN 100 mg, 30 compresse"});
  EXPECT_EQ(it.recipes, 2) << "as the rules split three packs";
  EXPECT_TRUE(it.can_issue);
  EXPECT_EQ(it.findings.at(0).severity, Severity::info);
  EXPECT_EQ(outbox_rows(), 0);
  EXPECT_EQ(prescriptions(), 0);
  EXPECT_EQ(wakes_, 0);
  ASSERT_EQ(prepared_events_.size(), 1u);
  EXPECT_EQ(prepared_events_[0].prepared, it.id);
  EXPECT_EQ(prepared_events_[0].doctor, sample::doctor_id);
  EXPECT_EQ(prepared_events_[0].state, PreparedState::waiting);
}

TEST_F(PrepareTest, SaysWhichLinesGoOnAWhiteRecipeAlsoAfterwards) {
  Draft mixed = draft(1);
  mixed.lines.push_back(mixed.lines[0]);
  mixed.lines[1].aic = sample::amoxicillin().aic.value();
  neighbours_.drug = [drug = neighbours_.drug](const CallContext& context, const Aic& aic) {
    formulary::Drug it = drug(context, aic);
    if (aic == sample::amoxicillin().aic) it.drug_class = formulary::DrugClass::C;
    return it;
  };
  const Prepared it = prepare(mixed);
  const auto white = [&] { return now(it.id).white_lines; };
  ASSERT_EQ(white().size(), 1u);
  EXPECT_EQ(white()[0].line, 2);
  EXPECT_TRUE(white()[0].repeatable);
  EXPECT_EQ(validate(now(it.id)).outcome, Outcome::issued);
  ASSERT_EQ(white().size(), 1u) << "nobody judges it any more";
  EXPECT_EQ(white()[0].line, 2);
}

TEST_F(PrepareTest, PreparedTwiceIsPreparedOnce) {
  const Prepared first = prepare(draft(1));
  reading_.now.ms += 5'000;
  EXPECT_EQ(prepare(draft(1)).at, first.at);
  EXPECT_EQ(prepared_events_.size(), 1u);
  EXPECT_EQ(prepared_.on(doctor_.context(), ListPrepared{}).waiting, 1);
  EXPECT_EQ(code_of([&] { prepare(draft(1, 2)); }), "draft-already-prepared");
  EXPECT_EQ(now(first.id).draft.lines.at(0).quantity, 1) << "what a doctor saw never changes";
}

TEST_F(PrepareTest, ARetryAfterItWasValidatedTellsSo) {
  EXPECT_EQ(validate(prepare(draft(1))).outcome, Outcome::issued);
  EXPECT_EQ(prepare(draft(1)).state, PreparedState::issued);
  EXPECT_EQ(prescriptions(), 1);
}

TEST_F(PrepareTest, WhatADoctorIssuedIsNotPrepared) {
  service_.on(doctor_.context(), Issue{draft(1)});
  EXPECT_EQ(code_of([&] { prepare(draft(1)); }), "draft-already-issued");
}

TEST_F(PrepareTest, PassingWarningsOverIsTheDoctorsAlone) {
  chart::Allergy allergy;
  allergy.substance = "aspirina";
  facts_.chart.allergies = {allergy};
  Draft risky = draft(1);
  risky.overrides = {{"allergy", 1, "la segretaria dice di sì"}};
  const Prepared it = prepare(risky);
  EXPECT_TRUE(it.draft.overrides.empty());
  EXPECT_FALSE(it.can_issue);
  ASSERT_EQ(it.findings.size(), 1u);
  EXPECT_EQ(it.findings[0].severity, Severity::confirm);
  EXPECT_FALSE(it.seen.empty());
}

TEST_F(PrepareTest, KeepsWhatOnlyADoctorCanAnswer) {
  Draft statin = draft(1);
  statin.lines[0].aic = sample::statin().aic.value();
  const Prepared it = prepare(statin);
  EXPECT_FALSE(it.can_issue) << "its AIFA note is missing";
  EXPECT_EQ(it.findings.at(0).severity, Severity::block);
}

TEST_F(PrepareTest, WantsAWholeDraft) {
  Draft bad = draft(1);
  bad.id = Id();
  EXPECT_EQ(code_of([&] { prepare(bad); }), "draft-without-id");
  bad = draft(1);
  bad.lines.clear();
  EXPECT_EQ(code_of([&] { prepare(bad); }), "prepared-empty");
  bad.lines.emplace_back();
  EXPECT_EQ(code_of([&] { prepare(bad); }), "prepared-line-empty");
  bad.lines[0].aic = sample::ceftriaxone_vial().aic.value();
  EXPECT_EQ(code_of([&] { prepare(bad); }), "drug-unknown");
  bad.lines[0].kind = LineKind::service;
  bad.lines[0].service_code = "99.99";
  EXPECT_EQ(code_of([&] { prepare(bad); }), "code-unknown");
  EXPECT_EQ(prepared_.on(doctor_.context(), ListPrepared{}).waiting, 0);
}

TEST_F(PrepareTest, WantsAPersonAndTheOpenPatient) {
  secretary_.fields["user"] = "";
  EXPECT_EQ(code_of([&] { prepare(draft(1)); }), "preparer-missing");
  secretary_.fields["user"] = secretary_id.value();
  secretary_.fields["patient"] = "99999999-9999-4999-8999-999999999999";
  EXPECT_EQ(code_of([&] { prepare(draft(1)); }), "patient-mismatch");
}

TEST_F(PrepareTest, WantsADoctorWhoCanSign) {
  facts_.chart.patient.doctor = Id();
  EXPECT_EQ(code_of([&] { prepare(draft(1)); }), "prepared-without-doctor");
  neighbours_.doctor = [](const CallContext&, const Id&) -> accounts::Doctor {
    throw Error("doctor-unknown", "nessun dato professionale", "completarli");
  };
  const Prepare call{draft(1), secretary_id, ""};
  EXPECT_EQ(code_of([&] { prepared_.on(secretary_.context(), call); }), "doctor-unknown");
}

TEST_F(PrepareTest, ListsInOrderAndInPages) {
  for (int i = 1; i <= 5; ++i) {
    reading_.now.ms += 1'000;
    prepared_.on(secretary_.context(),
                 Prepare{draft(i), i == 3 ? colleague_id : sample::doctor_id, ""});
  }
  ListPrepared call;
  call.doctor = sample::doctor_id;
  call.limit = 3;
  const auto first = prepared_.on(doctor_.context(), call);
  ASSERT_EQ(first.prepared.size(), 3u);
  EXPECT_EQ(first.waiting, 4);
  EXPECT_EQ(first.prepared[2].id, draft(4).id) << "not the colleague's";
  call.cursor = first.next;
  const auto second = prepared_.on(doctor_.context(), call);
  ASSERT_EQ(second.prepared.size(), 1u);
  EXPECT_EQ(second.prepared[0].id, draft(5).id);
  EXPECT_EQ(second.next, "");
  call.cursor = "no cursor";
  EXPECT_EQ(code_of([&] { prepared_.on(doctor_.context(), call); }), "cursor-invalid");
}

TEST_F(PrepareTest, ListsWhatBecameOfAPreparersOwn) {
  const Prepared sent = prepare(draft(1)), no = prepare(draft(2)), open = prepare(draft(3));
  validate(sent);
  ASSERT_TRUE(work());
  prepared_.on(doctor_.context(), DeclinePrepared{no.id, "prima gli esami"});
  ListPrepared call;
  call.preparer = secretary_id;
  call.states = {PreparedState::issued, PreparedState::declined};
  call.from = reading_.today;
  const auto list = prepared_.on(secretary_.context(), call);
  ASSERT_EQ(list.prepared.size(), 2u);
  EXPECT_EQ(list.waiting, 1);
  EXPECT_EQ(list.prepared[0].accepted, 1);
  EXPECT_EQ(list.prepared[0].moving, 0);
  EXPECT_EQ(list.prepared[0].handled_by, sample::doctor_id);
  EXPECT_EQ(list.prepared[1].reason, "prima gli esami");
  EXPECT_EQ(list.prepared[1].handled, reading_.now);
  call.from = Date{reading_.today.days + 1};
  EXPECT_TRUE(prepared_.on(secretary_.context(), call).prepared.empty());
  call.from.reset();
  call.patient = secretary_id;
  EXPECT_TRUE(prepared_.on(secretary_.context(), call).prepared.empty()) << "of another patient";
}

TEST_F(PrepareTest, JudgesAnewWhenAsked) {
  const Prepared it = prepare(draft(1));
  facts_.chart.patient.revoked_on = Date{reading_.today.days - 1};
  ListPrepared call;
  EXPECT_TRUE(prepared_.on(doctor_.context(), call).prepared.at(0).can_issue) << "as it was kept";
  call.judged = true;
  const auto list = prepared_.on(doctor_.context(), call);
  EXPECT_FALSE(list.prepared.at(0).can_issue);
  EXPECT_EQ(list.prepared[0].findings.at(0).code, "patient-revoked");
  neighbours_.chart = [](const CallContext&, const Id&) -> chart::ChartView {
    throw Error("patient-unknown", "paziente sconosciuto", "cercarlo di nuovo");
  };
  EXPECT_EQ(now(it.id).findings.at(0).code, "patient-unknown") << "and the list stays readable";
}

TEST_F(PrepareTest, AnotherDoctorCanTakeItOver) {
  const Prepared it = prepare(draft(1));
  const auto turned = prepared_.on(colleague_.context(), AssignPrepared{it.id, colleague_id});
  EXPECT_EQ(turned.doctor, colleague_id);
  EXPECT_EQ(prepared_events_.size(), 2u);
  EXPECT_EQ(validate(turned).outcome, Outcome::not_yours);
  const auto done = prepared_.on(colleague_.context(), approvals({turned})).outcomes.at(0);
  EXPECT_EQ(done.outcome, Outcome::issued);
  EXPECT_EQ(service_.on(doctor_.context(), Get{it.id}).author, colleague_id);
  EXPECT_EQ(code_of([&] {
              prepared_.on(doctor_.context(), AssignPrepared{it.id, sample::doctor_id});
            }),
            "prepared-settled");
}

TEST_F(PrepareTest, WhatIsBeingIssuedMeanwhileIsNotPreparedToo) {
  std::thread issuing, preparing;
  std::atomic<bool> prepared = false;
  std::string refusal;
  pool_.write([&](pqxx::transaction_base& tx) {
    // Issuing stands still before it writes the prescription.
    tx.exec("lock table prescription in share mode");
    issuing = std::thread([&] { issue(draft(1)); });
    await_waiters(tx, 1);
    preparing = std::thread([&] {
      refusal = code_of([&] { prepare(draft(1)); });
      prepared = true;
    });
    await_waiters(tx, 2, [&] { return prepared.load(); });
  });
  issuing.join();
  preparing.join();
  EXPECT_EQ(prescriptions(), 1);
  EXPECT_EQ(prepared_.on(doctor_.context(), ListPrepared{}).waiting, 0);
  EXPECT_EQ(refusal, "draft-already-issued");
}

TEST_F(PrepareTest, WithdrawsWhatStillWaits) {
  const Prepared it = prepare(draft(1)), sent = prepare(draft(2));
  const auto gone = prepared_.on(secretary_.context(), WithdrawPrepared{it.id});
  EXPECT_EQ(gone.state, PreparedState::withdrawn);
  EXPECT_EQ(gone.handled_by, secretary_id);
  const auto again = prepared_.on(secretary_.context(), WithdrawPrepared{it.id});
  EXPECT_EQ(again.handled, gone.handled);
  validate(sent);
  EXPECT_EQ(code_of([&] { prepared_.on(secretary_.context(), WithdrawPrepared{sent.id}); }),
            "prepared-settled");
  EXPECT_EQ(code_of([&] { now(Id("99999999-9999-4999-8999-999999999999")); }), "prepared-unknown");
}

TEST_F(PrepareTest, DeclinesWithAReason) {
  const Prepared it = prepare(draft(1));
  const auto decline = [&](const Caller& who, const std::string& reason) {
    return prepared_.on(who.context(), DeclinePrepared{it.id, reason});
  };
  EXPECT_EQ(code_of([&] { decline(colleague_, "no"); }), "prepared-of-another");
  EXPECT_EQ(code_of([&] { decline(doctor_, " \n"); }), "reason-missing");
  EXPECT_EQ(decline(doctor_, "prima gli esami").state, PreparedState::declined);
  EXPECT_EQ(decline(doctor_, "altro").reason, "prima gli esami");
  EXPECT_EQ(code_of([&] { prepared_.on(secretary_.context(), WithdrawPrepared{it.id}); }),
            "prepared-settled");
  EXPECT_EQ(prepared_events_.back().state, PreparedState::declined);
}

TEST_F(PrepareTest, GoesWithThePatientsData) {
  PersonalDataService data(host_, pool_);
  const auto context = doctor_.context();
  const Prepared it = prepare(draft(1), "nota");
  personal_data::Enumerate of_patient;
  of_patient.patient = sample::patient_id;
  EXPECT_EQ(data.on(context, of_patient).sections.at(1).records, 1);
  personal_data::Export wanted;
  wanted.section = "prescribing.prepared";
  wanted.patient = sample::patient_id;
  const auto records = data.on(context, wanted).records;
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(data.on(context, personal_data::Erase{sample::patient_id}).records, 1);
  EXPECT_EQ(code_of([&] { now(it.id); }), "prepared-unknown");
  personal_data::Import import;
  import.section = "prescribing.prepared";
  import.records = records;
  import.records.emplace_back("{}");
  const auto imported = data.on(context, import);
  EXPECT_EQ(imported.accepted, 1);
  EXPECT_EQ(imported.refused.at(0).code, "id-missing");
  EXPECT_EQ(now(it.id).note, "nota");
  EXPECT_EQ(validate(now(it.id)).code, "prepared-before-restore");
  EXPECT_EQ(data.on(context, personal_data::Anonymise{sample::patient_id}).records, 1);
  EXPECT_EQ(code_of([&] { now(it.id); }), "prepared-unknown");
}

}  // namespace curante::prescribing
