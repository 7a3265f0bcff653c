// SPDX-License-Identifier: Apache-2.0
#include "prepared_room.hpp"
#include "recipe_composer.hpp"

namespace curante::prescribing {

/// What is written once, though it may be asked for twice.
class WriterTest : public PreparedTest {
 protected:
  NewPrescription composed(int number, const Id& author) {
    NewPrescription it;
    it.doctor = sample::doctor_id;
    it.author = author;
    it.issued = reading_.now;
    facts_ = sample::facts();
    sample::add(facts_, sample::aspirin());
    it.draft = facts_.draft;
    it.draft.id = draft(number).id;
    PlannedRecipe planned;
    planned.lines = {1};
    planned.quantities = {1};
    planned.sessions = {0};
    Prescriber prescriber;
    prescriber.account = author;
    prescriber.holder.account = sample::doctor_id;
    it.recipes = compose(rules_, facts_, {planned}, prescriber, reading_.local_time);
    return it;
  }

  PrescriptionWriter writer_{host_, pool_};
};

TEST_F(WriterTest, RepeatedItAnswersAsItDidTheFirstTime) {
  const Prepared prepared = prepare(draft(1));
  const NewPrescription it = composed(1, sample::doctor_id);
  // Nobody learned of the first: the connection broke while it committed.
  for (int i = 0; i < 2; ++i) {
    const auto written = writer_.insert("prova", it);
    EXPECT_TRUE(written.now);
    ASSERT_TRUE(written.prepared.has_value());
    EXPECT_EQ(written.prepared->prepared, prepared.id);
    EXPECT_EQ(written.prepared->preparer, secretary_id);
    EXPECT_EQ(written.prepared->state, PreparedState::issued);
  }
  EXPECT_EQ(prescriptions(), 1);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(WriterTest, WhatAnotherIssuedIsPreparedNoLongerAndStandsUnderHisName) {
  const Prepared prepared = prepare(draft(1));
  EXPECT_TRUE(writer_.insert("prova", composed(1, sample::doctor_id)).now);
  sql("update prepared set state = 'waiting', handled = null, handled_by = null");
  const Instant issued = reading_.now;
  reading_.now.ms += 60'000;
  const auto written = writer_.insert("prova", composed(1, sample::substitute_id));
  EXPECT_FALSE(written.now);
  EXPECT_TRUE(written.prepared.has_value()) << "it waits no longer, which is to be told";
  const Prepared after = now(prepared.id);
  EXPECT_EQ(after.state, PreparedState::issued);
  EXPECT_EQ(after.handled_by, sample::doctor_id);
  EXPECT_EQ(after.handled, issued);
  EXPECT_EQ(outbox_rows(), 1);
  EXPECT_FALSE(writer_.insert("prova", composed(1, sample::substitute_id)).prepared.has_value());
}

}  // namespace curante::prescribing
