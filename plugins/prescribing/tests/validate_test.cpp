// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <thread>

#include "curante/testing/broken_openssl.hpp"
#include "prepared_room.hpp"
#include "restore_follower.hpp"

namespace curante::prescribing {

class ValidateTest : public PreparedTest {
 protected:
  static DraftLine antibiotic() {
    DraftLine line;
    line.aic = sample::amoxicillin().aic.value();
    return line;
  }
  bool died_ = false;
};

TEST_F(ValidateTest, IssuesAsIssueDoes) {
  const Prepared it = prepare(draft(1, 3));
  const Validated done = validate(it);
  EXPECT_EQ(done.outcome, Outcome::issued);
  EXPECT_EQ(done.recipes, 2);
  EXPECT_EQ(done.code, "");
  EXPECT_EQ(outbox_rows(), 2);
  EXPECT_EQ(wakes_, 1);
  const Prescription issued = service_.on(doctor_.context(), Get{it.id});
  EXPECT_EQ(issued.doctor, sample::doctor_id);
  EXPECT_EQ(issued.author, sample::doctor_id);
  EXPECT_EQ(issued.recipes.size(), 2u);
  const Prepared after = now(it.id);
  EXPECT_EQ(after.state, PreparedState::issued);
  EXPECT_EQ(after.handled_by, sample::doctor_id);
  EXPECT_EQ(after.moving, 2);
  EXPECT_EQ(prepared_events_.back().state, PreparedState::issued);
  ASSERT_EQ(entries_.size(), 1u);
  EXPECT_EQ(entries_[0].action, "prescribing/1 Validate " + it.id.value());
  EXPECT_EQ(entries_[0].patient, sample::patient_id.value());
  EXPECT_EQ(entries_[0].outcome, "ok");
}

TEST_F(ValidateTest, ValidatedAgainIsNotIssuedAgain) {
  const Prepared it = prepare(draft(1));
  validate(it);
  const Validation twice = validate({it, it});
  EXPECT_EQ(twice.outcomes.at(0).outcome, Outcome::already_issued);
  EXPECT_EQ(twice.outcomes.at(1).outcome, Outcome::already_issued);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(ValidateTest, ManyWindowsAtOnceIssueOnce) {
  std::vector<Prepared> all;
  for (int i = 1; i <= 10; ++i) {
    facts_.chart.patient.id = sample::patient_id;
    Draft one = draft(i);
    one.patient = Id(fmt::format("11111111-1111-4111-8111-{:012}", i));
    secretary_.fields["patient"] = one.patient.value();
    all.push_back(prepare(one));
  }
  std::atomic<int> issued = 0, already = 0;
  std::vector<std::thread> windows;
  for (int i = 0; i < 6; ++i) {
    windows.emplace_back([&] {
      for (const Validated& one : validate(all).outcomes) {
        issued += one.outcome == Outcome::issued;
        already += one.outcome == Outcome::already_issued;
      }
    });
  }
  for (auto& window : windows) window.join();
  EXPECT_EQ(issued, 10);
  EXPECT_EQ(already, 50);
  EXPECT_EQ(prescriptions(), 10);
  EXPECT_EQ(outbox_rows(), 10);
}

TEST_F(ValidateTest, ValidatingDecliningWithdrawingAndIssuingAtOnceEndsInOneOfThem) {
  for (int round = 1; round <= 12; ++round) {
    Draft one = draft(round);
    one.patient = Id(fmt::format("11111111-1111-4111-8111-{:012}", round));
    secretary_.fields["patient"] = one.patient.value();
    const Prepared it = prepare(one);
    const auto quietly = [](const std::function<void()>& deed) {
      return std::thread([deed] {
        try {
          deed();
        } catch (const Error& e) {
          // Who comes second may also meet the first's prescription of the same pack.
          EXPECT_TRUE(e.code() == "prepared-settled" || e.code() == "draft-unconfirmed")
              << e.code() << " " << e.message();
        }
      });
    };
    std::thread deeds[] = {
        quietly([&] { validate(it); }), quietly([&] {
          prepared_.on(doctor_.context(), DeclinePrepared{it.id, "no"});
        }),
        quietly([&] { prepared_.on(secretary_.context(), WithdrawPrepared{it.id}); }),
        quietly([&] { service_.on(doctor_.context(), Issue{it.draft}); })};
    for (auto& deed : deeds) deed.join();
    const Prepared after = now(it.id);
    const auto count = pool_.read([&](pqxx::transaction_base& tx) {
      return tx.exec_params("select count(*) from prescription where id = $1", it.id.value())[0][0]
          .as<int>();
    });
    EXPECT_NE(after.state, PreparedState::waiting);
    EXPECT_EQ(count, after.state == PreparedState::issued ? 1 : 0);
  }
}

TEST_F(ValidateTest, OneThatIsBlockedStopsNoOther) {
  const Id dead("11111111-1111-4111-8111-000000000002");
  const auto chart = neighbours_.chart;
  neighbours_.chart = [&, chart](const CallContext& context, const Id& patient) {
    auto view = chart(context, patient);
    if (patient == dead && died_) view.patient.revoked_on = reading_.today;
    return view;
  };
  std::vector<Prepared> all;
  for (int i = 1; i <= 3; ++i) {
    Draft one = draft(i);
    one.patient = Id(fmt::format("11111111-1111-4111-8111-{:012}", i));
    secretary_.fields["patient"] = one.patient.value();
    all.push_back(prepare(one));
  }
  died_ = true;
  const auto outcomes = validate(all).outcomes;
  EXPECT_EQ(outcomes[0].outcome, Outcome::issued);
  EXPECT_EQ(outcomes[1].outcome, Outcome::blocked);
  EXPECT_EQ(outcomes[1].code, "draft-blocked");
  EXPECT_EQ(outcomes[1].findings.at(0).code, "patient-revoked");
  EXPECT_NE(outcomes[1].message.find("revoca o decesso"), std::string::npos);
  EXPECT_EQ(outcomes[2].outcome, Outcome::issued);
  EXPECT_EQ(outbox_rows(), 2);
  EXPECT_EQ(now(all[1].id).state, PreparedState::waiting) << "it can still be declined";
  EXPECT_EQ(entries_.at(1).outcome, "draft-blocked");
}

TEST_F(ValidateTest, AnAllergyFoundMeanwhileBlocksUntilADoctorGivesTheReason) {
  const Prepared it = prepare(draft(1));
  chart::Allergy allergy;
  allergy.substance = "aspirina";
  facts_.chart.allergies = {allergy};
  const Validated no = validate(it);
  EXPECT_EQ(no.outcome, Outcome::blocked);
  EXPECT_EQ(no.code, "draft-unconfirmed");
  EXPECT_EQ(validate(now(it.id)).outcome, Outcome::blocked) << "having seen it is no reason";
  // Opened in the composer, and issued with the reason: that validates it.
  Draft risky = it.draft;
  risky.overrides = {{"allergy", 1, "tollerata da anni"}};
  service_.on(doctor_.context(), Issue{risky});
  EXPECT_EQ(now(it.id).state, PreparedState::issued);
  EXPECT_EQ(validate(it).outcome, Outcome::already_issued);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(ValidateTest, WhatTheDoctorDidNotSeeBlocksOnce) {
  const Prepared it = prepare(draft(1));
  chart::Therapy& therapy = facts_.chart.therapies.emplace_back();
  therapy.id = Id("77777777-7777-4777-8777-777777777777");
  therapy.drug_text = "ASCRIPTIN";
  therapy.atc = sample::aspirin().atc;
  const Validated no = validate(it);
  EXPECT_EQ(no.outcome, Outcome::blocked) << "begun a moment before";
  EXPECT_EQ(no.code, "findings-not-seen");
  EXPECT_EQ(no.findings.at(0).code, "running-therapy");
  Validate again;
  again.approvals = {{it.id, no.seen}};
  EXPECT_EQ(prepared_.on(doctor_.context(), again).outcomes.at(0).outcome, Outcome::issued);
}

TEST_F(ValidateTest, TheSameTwiceIsNotValidatedWithTheRest) {
  const Prepared first = prepare(draft(1)), twin = prepare(draft(2));
  const auto outcomes = validate({first, twin}).outcomes;
  EXPECT_EQ(outcomes[0].outcome, Outcome::issued);
  EXPECT_EQ(outcomes[1].outcome, Outcome::blocked);
  EXPECT_EQ(outcomes[1].code, "draft-unconfirmed");
  EXPECT_EQ(outcomes[1].findings.at(0).code, "prescribed-today");
}

TEST_F(ValidateTest, TheDoctorMayChangeItAndIssue) {
  const Prepared it = prepare(draft(1));
  Draft changed = it.draft;
  changed.lines = {antibiotic()};
  service_.on(doctor_.context(), Issue{changed});
  EXPECT_EQ(now(it.id).state, PreparedState::issued);
  EXPECT_EQ(validate(it).outcome, Outcome::already_issued);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(ValidateTest, WhatWasDeclinedOrWithdrawnIsNotIssuedAnyMore) {
  const Prepared no = prepare(draft(1)), gone = prepare(draft(2));
  prepared_.on(doctor_.context(), DeclinePrepared{no.id, "no"});
  prepared_.on(secretary_.context(), WithdrawPrepared{gone.id});
  for (const Validated& one : validate({no, gone}).outcomes) {
    EXPECT_EQ(one.outcome, Outcome::no_longer_prepared);
    EXPECT_EQ(one.code, "prepared-settled");
  }
  EXPECT_EQ(code_of([&] { service_.on(doctor_.context(), Issue{no.draft}); }), "prepared-settled");
  EXPECT_EQ(code_of([&] { service_.on(doctor_.context(), Issue{gone.draft}); }),
            "prepared-settled");
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(ValidateTest, TellsOfEachWhatIsWrong) {
  Validate call;
  call.approvals = {{Id("99999999-9999-4999-8999-999999999999"), ""}};
  EXPECT_EQ(prepared_.on(doctor_.context(), call).outcomes.at(0).outcome, Outcome::unknown);
  const Prepared it = prepare(draft(1));
  EXPECT_EQ(prepared_.on(colleague_.context(), approvals({it})).outcomes.at(0).outcome,
            Outcome::not_yours);
  const auto chart = neighbours_.chart;
  neighbours_.chart = [](const CallContext&, const Id&) -> chart::ChartView {
    throw Error("database-unavailable", "archivio fermo", "attendere");
  };
  EXPECT_EQ(validate(it).outcome, Outcome::failed);
  neighbours_.chart = [](const CallContext&, const Id&) -> chart::ChartView {
    throw std::runtime_error("unexpected");
  };
  EXPECT_EQ(validate(it).code, "internal");
  neighbours_.chart = chart;
  neighbours_.audit = [](const CallContext&, const audit::Append&) {
    throw Error("audit-down", "registro fermo", "");
  };
  EXPECT_EQ(validate(it).outcome, Outcome::issued) << "an audit that fails undoes nothing";
}

TEST_F(ValidateTest, WantsADoctorAndABoundedList) {
  Validate call;
  call.approvals.resize(201);
  EXPECT_EQ(code_of([&] { prepared_.on(doctor_.context(), call); }), "approvals-too-many");
  doctor_.fields["user"] = "";
  EXPECT_EQ(code_of([&] { prepared_.on(doctor_.context(), Validate{}); }), "author-missing");
}

TEST_F(ValidateTest, AfterARestoreNothingIsValidatedInBulk) {
  const Prepared it = prepare(draft(1));
  RestoreFollower(host_, neighbours_, pool_).follow(reading_.now, RestoreFinder::transmitter);
  EXPECT_TRUE(now(it.id).doubtful);
  const Validated no = validate(it);
  EXPECT_EQ(no.outcome, Outcome::blocked);
  EXPECT_EQ(no.code, "prepared-before-restore");
  EXPECT_EQ(validate(prepare(draft(2))).outcome, Outcome::issued) << "prepared since";
  Draft looked_at = it.draft;
  looked_at.overrides = {{"prescribed-today", 1, "serve davvero"}};
  service_.on(doctor_.context(), Issue{looked_at});
  EXPECT_EQ(now(it.id).state, PreparedState::issued) << "a doctor who looked may issue it";
}

TEST_F(ValidateTest, AnAddressThatNobodyConfirmedBlocks) {
  fake_.set("delivery_ssn", "print, sms-number");
  facts_.chart.patient.phone = "333 1234567";
  PrescribingService far(host_, neighbours_, rules_, pool_, outbox_, [] {});
  PreparedService prepared(host_, neighbours_, far, pool_);
  Draft by_sms = draft(1);
  by_sms.delivery = "sms-number";
  const Prepared it = prepared.on(secretary_.context(), Prepare{by_sms, Id(), ""});
  const Validated no = prepared.on(doctor_.context(), approvals({it})).outcomes.at(0);
  EXPECT_EQ(no.code, "delivery-address-unconfirmed");
  EXPECT_EQ(no.outcome, Outcome::blocked) << "trying again helps nobody";
  EXPECT_FALSE(no.remedy.empty());
  EXPECT_EQ(now(it.id).state, PreparedState::waiting);
}

TEST_F(ValidateTest, OnePreparedForAnotherPatientIsNotSettledByIt) {
  const Prepared it = prepare(draft(1));
  Draft other = it.draft;
  other.patient = Id("11111111-1111-4111-8111-000000000009");
  EXPECT_EQ(code_of([&] { service_.on(doctor_.context(), Issue{other}); }), "patient-mismatch");
  EXPECT_EQ(now(it.id).state, PreparedState::waiting);
  EXPECT_EQ(prescriptions(), 0);
  EXPECT_EQ(outbox_rows(), 0);
  EXPECT_EQ(validate(it).outcome, Outcome::issued);
}

TEST_F(ValidateTest, OneThatIsIssuedAndStillListedLeavesTheList) {
  const Prepared it = prepare(draft(1));
  validate(it);
  sql("update prepared set state = 'waiting', handled = null, handled_by = null");
  prepared_events_.clear();
  EXPECT_EQ(validate(it).outcome, Outcome::already_issued);
  EXPECT_EQ(now(it.id).state, PreparedState::issued);
  EXPECT_EQ(now(it.id).handled_by, sample::doctor_id);
  ASSERT_EQ(prepared_events_.size(), 1u);
  EXPECT_EQ(prepared_events_[0].state, PreparedState::issued);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(ValidateTest, WhereFindingsCannotBeToldApartNothingIsApproved) {
  const Prepared it = prepare(draft(1, 3));
  ASSERT_FALSE(it.seen.empty());
  const curante::testing::WithoutAlgorithms broken;
  const Validated no = validate(it);
  EXPECT_EQ(no.outcome, Outcome::failed);
  EXPECT_EQ(no.code, "hash-failed");
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(ValidateTest, ASubstituteValidatesForTheHolder) {
  const Prepared it =
      prepared_.on(secretary_.context(), Prepare{draft(1), sample::substitute_id, ""});
  substitute_.fields["patient"] = "";
  EXPECT_EQ(prepared_.on(substitute_.context(), approvals({it})).outcomes.at(0).outcome,
            Outcome::issued);
  const Prescription issued = service_.on(doctor_.context(), Get{it.id});
  EXPECT_EQ(issued.doctor, sample::doctor_id);
  EXPECT_EQ(issued.author, sample::substitute_id);
}

}  // namespace curante::prescribing
