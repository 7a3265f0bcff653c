// SPDX-License-Identifier: Apache-2.0
#include "curante/json.hpp"
#include "personal_data_service.hpp"
#include "prepared_room.hpp"
#include "signer_service.hpp"

namespace curante::prescribing {

/// The patient's doctor is absent; a colleague of the practice signs.
class SignerTest : public PreparedTest {
 protected:
  SignerTest() {
    neighbours_.tell_signers = [this](const CallContext&, const SignersChanged& event) {
      told_signers_.push_back(event);
    };
  }

  SetSigner days(int from, int until, int number = 1) const {
    return {number_id(number), sample::doctor_id, colleague_id, Date{reading_.today.days + from},
            Date{reading_.today.days + until}};
  }
  static Id number_id(int number) {
    return Id("99999999-0000-4000-8000-00000000000" + std::to_string(number));
  }
  SignerList set(const SetSigner& call) { return signers_.on(secretary_.context(), call); }
  SignerList remove(int number = 1) {
    return signers_.on(secretary_.context(), RemoveSigner{number_id(number)});
  }
  int64_t waiting_for(const Id& doctor) {
    ListPrepared call;
    call.doctor = doctor;
    return prepared_.on(secretary_.context(), call).waiting;
  }
  Validated validate_as(const Caller& who, const Prepared& it) {
    return prepared_.on(who.context(), approvals({it})).outcomes.at(0);
  }
  void pass_days(int days) {
    reading_.today.days += days;
    reading_.now.ms += days * 86'400'000LL;
  }

  SignerService signers_{neighbours_, pool_};
  std::vector<SignersChanged> told_signers_;
};

TEST_F(SignerTest, WhatStaffPrepareTurnsToTheColleagueWhoSignsInTheDoctorsName) {
  const SignerList list = set(days(0, 3));
  ASSERT_EQ(list.signers.size(), 1u);
  EXPECT_EQ(list.today, reading_.today);
  EXPECT_EQ(list.signers[0].set_by_name, "segreteria");
  ASSERT_EQ(told_signers_.size(), 1u);
  EXPECT_EQ(told_signers_[0].signer, colleague_id);

  const Prepared it = prepare(draft(1));
  EXPECT_EQ(it.doctor, colleague_id);
  EXPECT_EQ(it.substituted, sample::doctor_id);
  EXPECT_EQ(waiting_for(colleague_id), 1);
  EXPECT_EQ(waiting_for(sample::doctor_id), 0);
  EXPECT_EQ(validate_as(doctor_, it).outcome, Outcome::not_yours);
  EXPECT_EQ(validate_as(colleague_, it).outcome, Outcome::issued);

  const Prescription issued = service_.on(doctor_.context(), Get{it.id});
  EXPECT_EQ(issued.doctor, sample::doctor_id) << "the patients stay the holder's";
  EXPECT_EQ(issued.author, colleague_id);
  const auto sent = pool_.read([](pqxx::transaction_base& tx) {
    return std::string(tx.exec1("select payload from outbox")[0].c_str());
  });
  const auto recipe = from_json<recipe_transmitter::Recipe>(host_, sent);
  EXPECT_EQ(recipe.holder.account, sample::doctor_id);
  EXPECT_EQ(recipe.substitute.value().account, colleague_id);
  EXPECT_EQ(recipe.account, colleague_id) << "with the own access";
  EXPECT_EQ(now(it.id).substituted, sample::doctor_id) << "also afterwards";
}

TEST_F(SignerTest, WhenItEndsBeforeApprovalTheDoctorSeesItAgain) {
  const Prepared before = prepare(draft(1));
  EXPECT_EQ(before.doctor, sample::doctor_id);
  set(days(0, 1));
  EXPECT_EQ(now(before.id).doctor, colleague_id) << "what waits already turns to the colleague";
  pass_days(1);
  EXPECT_EQ(now(before.id).doctor, colleague_id) << "with the last day";
  pass_days(1);
  EXPECT_EQ(now(before.id).doctor, sample::doctor_id);
  EXPECT_TRUE(now(before.id).substituted.empty());
  EXPECT_EQ(validate_as(colleague_, now(before.id)).outcome, Outcome::not_yours);
  EXPECT_EQ(waiting_for(sample::doctor_id), 1);
}

TEST_F(SignerTest, RemovedItEndsAtOnceAndASecondTimeChangesNothing) {
  set(days(0, 5));
  const Prepared it = prepare(draft(1));
  EXPECT_TRUE(remove().signers.empty());
  EXPECT_TRUE(remove().signers.empty());
  EXPECT_EQ(told_signers_.size(), 2u);
  EXPECT_EQ(now(it.id).doctor, sample::doctor_id);
  EXPECT_EQ(validate_as(doctor_, now(it.id)).outcome, Outcome::issued);
  EXPECT_EQ(service_.on(doctor_.context(), Get{it.id}).author, sample::doctor_id);
}

TEST_F(SignerTest, WhatWasSignedStaysTheSignersAlsoWhenItIsSetAnew) {
  set(days(0, 5));
  const Prepared it = prepare(draft(1));
  EXPECT_EQ(validate_as(colleague_, it).outcome, Outcome::issued);
  reading_.now.ms += 60'000;
  remove();
  reading_.now.ms += 60'000;
  set(days(0, 5, 2));
  ListPrepared call;
  call.doctor = colleague_id;
  call.states = {PreparedState::issued};
  const auto mine = prepared_.on(secretary_.context(), call);
  ASSERT_EQ(mine.prepared.size(), 1u);
  EXPECT_EQ(mine.prepared[0].substituted, sample::doctor_id);
}

TEST_F(SignerTest, WhoIsChosenByNameIsNotReplaced) {
  set(days(0, 5));
  const Prepared it = prepared_.on(secretary_.context(), Prepare{draft(1), sample::doctor_id, ""});
  EXPECT_EQ(it.doctor, sample::doctor_id);
  EXPECT_TRUE(it.named);
  const Prepared other = prepare(draft(2, 2));
  EXPECT_EQ(other.doctor, colleague_id);
  const Prepared taken =
      prepared_.on(doctor_.context(), AssignPrepared{other.id, sample::doctor_id});
  EXPECT_EQ(taken.doctor, sample::doctor_id) << "taken in charge";
  EXPECT_EQ(validate_as(doctor_, taken).outcome, Outcome::issued);
}

TEST_F(SignerTest, TheSignerWhomAPersonChoseStaysWhenTheOtherDoctorIsBack) {
  set(days(0, 5));
  const Prepared it = prepare(draft(1));
  ASSERT_EQ(it.doctor, colleague_id);
  EXPECT_FALSE(it.named);
  const AssignPrepared chosen{it.id, colleague_id};
  EXPECT_TRUE(prepared_.on(secretary_.context(), chosen).named);
  const size_t told = prepared_events_.size();
  EXPECT_EQ(prepared_.on(secretary_.context(), chosen).doctor, colleague_id);
  EXPECT_EQ(prepared_events_.size(), told) << "asked again it changes nothing";
  remove();
  EXPECT_EQ(now(it.id).doctor, colleague_id);
  EXPECT_EQ(waiting_for(colleague_id), 1);
  EXPECT_EQ(validate_as(doctor_, now(it.id)).outcome, Outcome::not_yours);
  EXPECT_EQ(validate_as(colleague_, now(it.id)).outcome, Outcome::issued);
  EXPECT_EQ(service_.on(doctor_.context(), Get{it.id}).doctor, colleague_id)
      << "nobody is absent, in whose name it could go";
}

TEST_F(SignerTest, TheDoctorWhomAPersonChoseStaysWhenSomebodySignsLater) {
  const Prepared it = prepare(draft(1));
  ASSERT_EQ(it.doctor, sample::doctor_id);
  prepared_.on(secretary_.context(), AssignPrepared{it.id, sample::doctor_id});
  set(days(0, 5));
  EXPECT_EQ(now(it.id).doctor, sample::doctor_id);
}

TEST_F(SignerTest, AChangeTellsWhosePatientItIsAndToWhomItTurns) {
  const auto expect_told = [&](PreparedState state, const Id& doctor, const Id& signer) {
    ASSERT_FALSE(prepared_events_.empty());
    EXPECT_EQ(prepared_events_.back().state, state);
    EXPECT_EQ(prepared_events_.back().doctor, doctor);
    EXPECT_EQ(prepared_events_.back().signer, signer);
  };
  prepare(draft(1));
  expect_told(PreparedState::waiting, sample::doctor_id, sample::doctor_id);
  set(days(0, 5));
  const Prepared it = prepare(draft(2)), other = prepare(draft(3));
  expect_told(PreparedState::waiting, sample::doctor_id, colleague_id);
  EXPECT_EQ(validate_as(colleague_, it).outcome, Outcome::issued);
  expect_told(PreparedState::issued, sample::doctor_id, colleague_id);
  prepared_.on(colleague_.context(), DeclinePrepared{other.id, "non serve"});
  expect_told(PreparedState::declined, sample::doctor_id, colleague_id);
  Draft another = draft(4);
  another.lines[0].aic = sample::amoxicillin().aic.value();
  const Prepared taken = prepare(another);
  prepared_.on(doctor_.context(), AssignPrepared{taken.id, sample::doctor_id});
  expect_told(PreparedState::waiting, sample::doctor_id, sample::doctor_id);
  EXPECT_EQ(validate_as(doctor_, now(taken.id)).outcome, Outcome::issued);
  expect_told(PreparedState::issued, sample::doctor_id, sample::doctor_id);
}

TEST_F(SignerTest, OnlyWhatIsShownAsSignedForTheAbsentDoctorGoesOutInThatName) {
  set(days(0, 1));
  EXPECT_EQ(service_.on(colleague_.context(), Issue{draft(1)}).doctor, colleague_id)
      << "what the colleague composes is the colleague's own";
  Draft second = draft(2, 2);
  second.lines[0].aic = sample::amoxicillin().aic.value();
  const Prepared named =
      prepared_.on(secretary_.context(), Prepare{second, colleague_id, "per la collega"});
  EXPECT_TRUE(named.substituted.empty());
  EXPECT_EQ(validate_as(colleague_, named).outcome, Outcome::issued);
  EXPECT_EQ(service_.on(doctor_.context(), Get{named.id}).doctor, colleague_id);
}

TEST_F(SignerTest, APatientWhoChangedDoctorMeanwhileIsSignedInNobodysName) {
  set(days(0, 1));
  const Prepared it = prepare(draft(1));
  EXPECT_EQ(it.substituted, sample::doctor_id);
  facts_.chart.patient.doctor = sample::substitute_id;
  const Validated said = validate_as(colleague_, it);
  EXPECT_EQ(said.outcome, Outcome::not_yours);
  EXPECT_EQ(said.code, "holder-changed");
  EXPECT_FALSE(said.remedy.empty());
  EXPECT_EQ(prescriptions(), 0);
  EXPECT_EQ(now(it.id).state, PreparedState::waiting);
}

TEST_F(SignerTest, SetTwiceUnderOneIdIsSetOnce) {
  set(days(0, 3));
  EXPECT_EQ(set(days(0, 3)).signers.size(), 1u);
  EXPECT_EQ(code_of([&] { set(days(0, 4)); }), "signer-differs");
}

TEST_F(SignerTest, RefusesWhatCannotBe) {
  const auto code = [&](const SetSigner& call) { return code_of([&] { set(call); }); };
  SetSigner self = days(0, 1);
  self.signer = self.doctor;
  EXPECT_EQ(code(self), "signer-self");
  EXPECT_EQ(code(days(-3, -1)), "signer-days");
  EXPECT_EQ(code(days(2, 1)), "signer-days");
  SetSigner none = days(0, 1);
  none.id = Id();
  EXPECT_EQ(code(none), "id-missing");
  set(days(2, 4));
  EXPECT_EQ(code(days(4, 9, 2)), "signer-overlaps");
  SetSigner chain = days(3, 3, 3);
  std::swap(chain.doctor, chain.signer);
  EXPECT_EQ(code(chain), "signer-absent") << "who signs for another cannot be absent";
  SetSigner absent = days(3, 3, 4);
  absent.doctor = sample::substitute_id;
  absent.signer = sample::doctor_id;
  EXPECT_EQ(code(absent), "signer-absent") << "who is absent signs for nobody";
  EXPECT_EQ(set(days(5, 9, 5)).signers.size(), 2u) << "the days after";
  neighbours_.doctor = [](const CallContext&, const Id&) -> accounts::Doctor {
    throw Error("doctor-unknown", "medico sconosciuto", "sceglierne un altro");
  };
  EXPECT_EQ(code(days(20, 21, 6)), "doctor-unknown");
  secretary_.fields["user"] = "";
  EXPECT_EQ(code(days(20, 21, 6)), "preparer-missing");
}

TEST_F(SignerTest, ADoctorSettlesItOnlyAsOneOfTheTwo) {
  Caller third = doctor_;
  third.fields["user"] = sample::substitute_id.value();
  const auto call = days(0, 3);
  EXPECT_EQ(code_of([&] { signers_.on(third.context(), call); }), "signer-of-others");
  EXPECT_EQ(signers_.on(doctor_.context(), call).signers.size(), 1u);
  EXPECT_EQ(code_of([&] { signers_.on(third.context(), RemoveSigner{call.id}); }),
            "signer-of-others");
  EXPECT_EQ(signers_.on(third.context(), ListSigners{}).signers.size(), 1u);
  EXPECT_TRUE(signers_.on(colleague_.context(), RemoveSigner{call.id}).signers.empty());
  Caller administrator = secretary_;
  administrator.fields["role"] = "amministratore";
  EXPECT_EQ(signers_.on(administrator.context(), days(0, 3, 2)).signers.size(), 1u);
}

TEST_F(SignerTest, AnExportNamesWhoseItIs) {
  set(days(0, 3));
  const Prepared it = prepare(draft(1));
  PersonalDataService data(host_, pool_);
  const auto page =
      data.on(doctor_.context(), personal_data::Export{"prescribing.prepared", Id(), "", 10});
  ASSERT_EQ(page.records.size(), 1u);
  EXPECT_EQ(from_json<Prepared>(host_, page.records[0]).doctor, sample::doctor_id);
}

}  // namespace curante::prescribing
