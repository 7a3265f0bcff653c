// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "paper_room.hpp"
#include "signer_store.hpp"

namespace curante::prescribing {

/// What needs a hand does not leave the doctor's sight before somebody has given it one.
class OpenRecipesTest : public PaperRoomTest {
 protected:
  static constexpr int64_t day_ms = 86'400'000;

  /// A recipe that the service refused.
  Prescription refused(int number) { return refused(draft(number)); }
  Prescription refused(const Draft& draft) {
    channel_.answer({Outcome::refused});
    const Prescription it = issue(draft);
    while (work()) {
    }
    EXPECT_EQ(view(it).state, State::refused);
    return it;
  }
  /// One that is accepted, and stays so although its withdrawal was asked for.
  Prescription not_withdrawn(int number) {
    const Prescription it = issue(draft(number));
    while (work()) {
    }
    withdraw_in_vain(it);
    return it;
  }
  void withdraw_in_vain(const Prescription& it) {
    channel_.answer({Outcome::refused});
    service_.on(doctor_.context(), Withdraw{view(it).id});
    while (work()) {
    }
    EXPECT_EQ(view(it).state, State::accepted);
    EXPECT_NE(view(it).problem, "");
  }
  void days_pass(int days) {
    reading_.now.ms += days * day_ms;
    reading_.today = Date{reading_.today.days + days};
    reading_.local_time = reading_.today.iso() + " 18:20:00";
  }
  std::vector<Id> of_today(const Id& doctor = Id()) {
    ListForDay call;
    call.doctor = doctor;
    std::vector<Id> ids;
    for (const auto& one : service_.on(doctor_.context(), call).prescriptions) {
      ids.push_back(one.id);
    }
    return ids;
  }
  RecipeView mark(const Prescription& it, bool seen = true) { return mark_as(doctor_, it, seen); }
  RecipeView mark_as(const Caller& who, const Prescription& it, bool seen = true) {
    return service_.on(who.context(), MarkSeen{view(it).id, seen});
  }
  /// A doctor of the same practice.
  Caller colleague() const {
    Caller it = doctor_;
    it.fields["user"] = colleague_id.value();
    return it;
  }
  OpenList open(const Id& concerns = Id(), int32_t limit = 20) {
    return service_.on(doctor_.context(), ListOpen{concerns, limit});
  }
  Draft other_drug(int number) const {
    Draft it = draft(number);
    it.lines[0].aic = sample::amoxicillin().aic.value();
    it.overrides.clear();
    return it;
  }
  using Ids = std::vector<Id>;
  inline static const Id colleague_id{"55555555-5555-4555-8555-555555555555"};
};

TEST_F(OpenRecipesTest, ARefusedOneStaysUntilAPersonHasSeenIt) {
  const Prescription it = refused(1);
  EXPECT_TRUE(view(it).needs_hand);
  days_pass(3);
  EXPECT_EQ(of_today(), Ids{it.id});
  EXPECT_TRUE(of_today(sample::substitute_id).empty());
  const RecipeView seen = mark(it);
  EXPECT_TRUE(seen.seen);
  EXPECT_FALSE(seen.needs_hand);
  EXPECT_EQ(seen.state, State::refused);
  EXPECT_TRUE(of_today().empty());
  EXPECT_EQ(events_.back().recipe, seen.id) << "other screens follow";
  mark(it);
  EXPECT_TRUE(of_today().empty()) << "twice is once";
  EXPECT_TRUE(mark(it, false).needs_hand);
  EXPECT_EQ(of_today(), Ids{it.id}) << "and it can be taken back";
}

TEST_F(OpenRecipesTest, ARefusedOneIsSettledByWhatIsPrescribedAfterIt) {
  const Prescription it = refused(1);
  days_pass(1);
  issue(other_drug(2));
  while (work()) {
  }
  EXPECT_TRUE(view(it).needs_hand) << "something else";
  const Prescription again = refused(3);
  EXPECT_TRUE(view(it).needs_hand) << "what was itself refused replaces nothing";
  days_pass(1);
  const Prescription good = issue(draft(4));
  EXPECT_FALSE(view(it).needs_hand);
  EXPECT_TRUE(view(it).repeated);
  EXPECT_FALSE(view(again).needs_hand);
  EXPECT_EQ(of_today(), Ids{good.id});
  channel_.answer({Outcome::refused});
  while (work()) {
  }
  EXPECT_TRUE(view(it).needs_hand) << "its repetition was refused, too";
  EXPECT_EQ(open().needs_hand, 3);
}

TEST_F(OpenRecipesTest, WhatWasIssuedBeforeTheRefusalIsNoRepetition) {
  const Prescription first = issue(draft(1));
  reading_.now.ms += 60'000;
  const Prescription second = issue(draft(2));
  reading_.now.ms += 60'000;
  channel_.answer({Outcome::refused, Outcome::accepted});
  while (work()) {
  }
  ASSERT_EQ(view(first).state, State::refused);
  ASSERT_EQ(view(second).state, State::accepted);
  EXPECT_TRUE(view(first).needs_hand) << "the patient was to have both";
}

TEST_F(OpenRecipesTest, APartOfItPrescribedAgainDoesNotSettleIt) {
  Draft two = draft(1);
  two.lines.push_back(other_drug(1).lines[0]);
  const Prescription it = refused(two);
  ASSERT_EQ(it.recipes.size(), 1u);
  days_pass(1);
  issue(draft(2));
  EXPECT_TRUE(view(it).needs_hand);
  issue(other_drug(3));
  EXPECT_FALSE(view(it).needs_hand);
}

TEST_F(OpenRecipesTest, ARefusedOneIsSettledWhenItGoesOnAsRed) {
  const Prescription it = refused(1);
  days_pass(1);
  EXPECT_EQ(go_on(view(it).id).state, State::printed);
  EXPECT_FALSE(view(it).needs_hand);
  EXPECT_TRUE(of_today().empty());
}

TEST_F(OpenRecipesTest, ARefusedWithdrawalStaysUntilAPersonHasSeenIt) {
  const Prescription it = not_withdrawn(1);
  days_pass(1);
  EXPECT_EQ(of_today(), Ids{it.id});
  EXPECT_FALSE(mark(it).needs_hand);
  EXPECT_TRUE(of_today().empty());
  days_pass(1);
  withdraw_in_vain(it);
  EXPECT_EQ(of_today(), Ids{it.id}) << "what was seen was another refusal";
}

TEST_F(OpenRecipesTest, APaperThatCannotBeMadeYetNeedsNoHand) {
  documents_down_ = true;
  const Prescription it = issue(draft(1));
  ASSERT_TRUE(work());
  ASSERT_NE(view(it).problem, "");
  EXPECT_FALSE(view(it).needs_hand) << "it is made by itself once it can be";
}

TEST_F(OpenRecipesTest, OneWhoseOutcomeIsOpenCannotBeMarkedSeen) {
  channel_.answer({Outcome::needs_credentials});
  const Prescription it = issue(draft(1));
  EXPECT_EQ(code_of([&] { mark(it); }), "recipe-not-settled");
  ASSERT_TRUE(work());
  ASSERT_EQ(view(it).state, State::attention);
  EXPECT_EQ(code_of([&] { mark(it); }), "recipe-not-settled");
  EXPECT_TRUE(view(it).needs_hand);
}

TEST_F(OpenRecipesTest, OfAnotherPatientsChartNothingIsMarked) {
  const Prescription it = refused(1);
  doctor_.fields["patient"] = "77777777-7777-4777-8777-777777777777";
  EXPECT_EQ(code_of([&] { mark(it); }), "patient-mismatch");
  doctor_.fields["patient"] = "";
  EXPECT_TRUE(view(it).needs_hand);
}

/// A refusal that nobody has read is not put away by who looked at the one before it.
TEST_F(OpenRecipesTest, WhatChangedSinceItWasLookedAtIsNotMarkedSeen) {
  const Prescription it = not_withdrawn(1);
  const Instant looked_at = view(it).changed;
  reading_.now.ms += 60'000;
  withdraw_in_vain(it);
  const RecipeView now = view(it);
  ASSERT_NE(now.changed, looked_at);
  const auto mark_at = [&](Instant at) {
    return service_.on(doctor_.context(), MarkSeen{now.id, true, at});
  };
  EXPECT_EQ(code_of([&] { mark_at(looked_at); }), "recipe-changed");
  EXPECT_TRUE(view(it).needs_hand);
  EXPECT_FALSE(mark_at(now.changed).needs_hand);
}

TEST_F(OpenRecipesTest, WhomItDoesNotConcernMarksNothingSeen) {
  const Prescription it = refused(1);
  EXPECT_EQ(code_of([&] { mark_as(colleague(), it); }), "recipe-of-another");
  EXPECT_EQ(code_of([&] { mark_as(substitute_, it); }), "recipe-of-another");
  EXPECT_TRUE(view(it).needs_hand);
  mark(it);
  EXPECT_TRUE(mark_as(colleague(), it, false).needs_hand) << "a reminder harms nobody";
}

TEST_F(OpenRecipesTest, TheHolderAndTheSubstituteWhoIssuedItMarkItSeen) {
  channel_.answer({Outcome::refused});
  const Prescription it = service_.on(substitute_.context(), Issue{draft(1)});
  ASSERT_TRUE(work());
  ASSERT_EQ(it.author, sample::substitute_id);
  EXPECT_TRUE(mark_as(substitute_, it).seen);
  mark(it, false);
  EXPECT_TRUE(mark_as(doctor_, it).seen);
}

TEST_F(OpenRecipesTest, WhoSignsForTheHolderTodayMarksItSeen) {
  const Prescription it = refused(1);
  const auto day = [&](int from) { return Date{reading_.today.days + from}; };
  Signer signer;
  signer.id = Id("99999999-0000-4000-8000-000000000001");
  signer.doctor = sample::doctor_id;
  signer.signer = colleague_id;
  signer.from = day(1);
  signer.until = day(2);
  signer.set_by = sample::doctor_id;
  SignerStore(pool_).set("prova", signer, reading_.now);
  EXPECT_EQ(code_of([&] { mark_as(colleague(), it); }), "recipe-of-another") << "not yet";
  days_pass(1);
  EXPECT_TRUE(mark_as(colleague(), it).seen);
  mark(it, false);
  days_pass(2);
  EXPECT_EQ(code_of([&] { mark_as(colleague(), it); }), "recipe-of-another") << "no longer";
}

TEST_F(OpenRecipesTest, WhatIsOpenIsCountedInFullAndListedNewestChangeFirst) {
  channel_.answer({Outcome::needs_credentials});
  const Prescription parked = issue(draft(1));
  ASSERT_TRUE(work());
  sql("delete from outbox");  // or the others would wait behind it
  reading_.now.ms += 1000;
  const Prescription not_back = not_withdrawn(2);
  reading_.now.ms += 1000;
  const Prescription no = refused(other_drug(3));
  for (int i = 10; i < 15; ++i) issue(draft(i));
  const OpenList all = open();
  ASSERT_EQ(all.prescriptions.size(), 3u);
  EXPECT_EQ(all.prescriptions[0].id, no.id);
  EXPECT_EQ(all.prescriptions[1].id, not_back.id);
  EXPECT_EQ(all.prescriptions[2].id, parked.id);
  EXPECT_EQ(all.needs_hand, 3);
  EXPECT_EQ(all.moving, 5);
  EXPECT_EQ(open(Id(), 2).prescriptions.size(), 2u);
  EXPECT_EQ(open(Id(), 2).needs_hand, 3);
  EXPECT_TRUE(open(Id(), 0).prescriptions.empty());
  EXPECT_EQ(open(Id(), 0).moving, 5);
}

TEST_F(OpenRecipesTest, ConcernsWhoHoldsThePatientAndWhoIssuedIt) {
  channel_.answer({Outcome::refused});
  const Prescription it = service_.on(substitute_.context(), Issue{draft(1)});
  ASSERT_TRUE(work());
  ASSERT_EQ(it.author, sample::substitute_id);
  EXPECT_EQ(open(it.author).needs_hand, 1);
  EXPECT_EQ(open(it.doctor).needs_hand, 1);
  EXPECT_EQ(open(Id("55555555-5555-4555-8555-555555555555")).needs_hand, 0);
}

TEST_F(OpenRecipesTest, WhatWasImportedNeedsNoHand) {
  const Prescription it = refused(1);
  sql("update prescription set fingerprint = null");
  EXPECT_FALSE(view(it).needs_hand);
  days_pass(1);
  EXPECT_TRUE(of_today().empty());
  EXPECT_EQ(open().needs_hand, 0);
}

TEST_F(OpenRecipesTest, AnAnonymousOneNeedsNoHand) {
  const Prescription it = refused(1);
  PersonalDataService(host_, pool_)
      .on(doctor_.context(), personal_data::Anonymise{sample::patient_id});
  EXPECT_FALSE(view(it).needs_hand);
  EXPECT_EQ(open().needs_hand, 0);
}

TEST_F(OpenRecipesTest, SaysWhoPreparedIt) {
  issue(draft(1));
  sql(fmt::format(
      "insert into prepared (practice_id, id, patient, doctor, preparer, preparer_name, at, state,"
      " draft, texts, findings, can_issue, recipes) select practice_id, id, patient, doctor,"
      " '{}', 'Anna Verdi', issued, 'issued', '', '', '', true, 1 from prescription",
      "44444444-4444-4444-8444-444444444444"));
  const Prescription own = issue(other_drug(2));
  std::map<Id, std::string> by;
  for (const auto& one : service_.on(doctor_.context(), ListForDay{}).prescriptions) {
    by[one.id] = one.prepared_by;
  }
  EXPECT_EQ(by, (std::map<Id, std::string>{{draft(1).id, "Anna Verdi"}, {own.id, ""}}));
}

/// Brought from the release before, nobody finds the refusals of years in today's list.
TEST_F(OpenRecipesTest, RefusalsOfLongAgoAreTakenForSettled) {
  postgres::Pool old(postgres::TestCluster::shared().fresh(), 2);
  const auto migrations = embedded::prescribing_migrations();
  const auto before = std::find_if(migrations.begin(), migrations.end(), [](const auto& one) {
    return std::string_view(one.name).starts_with("039");
  });
  ASSERT_NE(before, migrations.end());
  postgres::migrate(old, migrations.first(before - migrations.begin()));
  old.write([](pqxx::transaction_base& tx) {
    tx.exec(R"(
insert into prescription (practice_id, id, patient, doctor, author, issued, fingerprint)
  select 'prova', ('aaaaaaaa-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid,
    '11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222',
    '22222222-2222-4222-8222-222222222222', clock_timestamp() - i * interval '10 days',
    case when i <> 2 then 'x'::bytea end
  from generate_series(1, 9) i;
insert into recipe (practice_id, id, prescription, state, changed)
  select practice_id, id, id, 'refused', issued from prescription;
insert into recipe_line select practice_id, id, 1, '024840074', 'CARDIOASPIRIN', 'B01AC06', '', '', 2,
    '', '', false, '', '' from recipe;
)");
  });
  postgres::migrate(old, migrations);
  PrescriptionReader reader(host_, old);
  const OpenList found = reader.open("prova", ListOpen{Id(), 20});
  ASSERT_EQ(found.prescriptions.size(), 1u) << "not the imported one, nor what is a month old";
  EXPECT_EQ(found.prescriptions[0].id, Id("aaaaaaaa-0000-4000-8000-000000000001"));
}

TEST_F(OpenRecipesTest, OneOnNoRedFormYetIsGivenUpWithoutASheetToTakeBack) {
  Draft red = draft(1);
  red.on_paper = true;
  failure_ = "block-missing";
  const Prescription waiting = issue(red);
  const Id given_up = view(waiting).id;
  red.id = draft(2).id;
  failure_.clear();
  const Id on_its_sheet = view(issue(red)).id;
  const auto cancel = neighbours_.cancel_red;
  neighbours_.cancel_red = [&](const CallContext& context, const red_recipes::Cancel& call) {
    if (!printed_.contains(call.recipe.value())) throw Error("red-form-unknown", "non c'è", "");
    return cancel(context, call);
  };
  const auto withdraw = [&](const Id& recipe) {
    return service_.on(doctor_.context(), Withdraw{recipe});
  };
  EXPECT_TRUE(view(waiting).needs_hand);
  const RecipeView gone = withdraw(given_up);
  EXPECT_EQ(gone.state, State::withdrawn);
  EXPECT_EQ(gone.problem, "annullata prima di essere stampata");
  EXPECT_FALSE(gone.needs_hand);
  EXPECT_EQ(code_of([&] { go_on(given_up); }), "recipe-not-printable");
  EXPECT_EQ(withdraw(on_its_sheet).problem, "annullata: ritirare il foglio");
}

}  // namespace curante::prescribing
