// SPDX-License-Identifier: Apache-2.0
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "back_off.hpp"
#include "lease_holder.hpp"
#include "room.hpp"

namespace curante::prescribing {

class OutboxTest : public RoomTest {
 protected:
  /// Takes the next row and dies with it, as a killed host does: the lease runs out.
  Claimed abandon() {
    const auto row = outbox_.claim();
    EXPECT_TRUE(row.has_value());
    sql("update outbox set lease_until = clock_timestamp() - interval '1 second'"
        " where lease is not null");
    return row.value_or(Claimed{});
  }
  /// As if it were prescribed to another patient.
  void for_another(const Prescription& it, int number) {
    char patient[40];
    std::snprintf(patient, sizeof patient, "bbbbbbbb-0000-4000-8000-%012d", number);
    sql(std::string("update outbox set patient = '") + patient + "' where recipe = '" +
        it.recipes[0].id.value() + "'");
  }
  State state_of(const Prescription& it) { return view(it).state; }
};

TEST_F(OutboxTest, AcceptedRecipeGetsNumberCodeAndDocument) {
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  const RecipeView recipe = view(issued);
  EXPECT_EQ(recipe.state, State::accepted);
  EXPECT_EQ(recipe.nre.value(), channel_.held.at(recipe.id.value()));
  EXPECT_FALSE(recipe.authentication_code.empty());
  EXPECT_FALSE(recipe.document.empty());
  EXPECT_EQ(outbox_rows(), 0);
  EXPECT_FALSE(work());
  EXPECT_EQ(events_.back().state, State::accepted);
  EXPECT_EQ(events_.back().nre, recipe.nre);
}

TEST_F(OutboxTest, RefusalIsFinalAndKeepsItsReasons) {
  channel_.answer({Outcome::refused});
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  const RecipeView recipe = view(issued);
  EXPECT_EQ(recipe.state, State::refused);
  ASSERT_EQ(recipe.reasons.size(), 1u);
  EXPECT_EQ(recipe.reasons[0].code, "1020");
  EXPECT_NE(recipe.problem.find("Asl"), std::string::npos);
  EXPECT_EQ(outbox_rows(), 0);
  EXPECT_EQ(code_of([&] { service_.on(doctor_.context(), Retry{recipe.id}); }), "recipe-settled");
}

TEST_F(OutboxTest, ARefusalSaysWhatStandsInTheWayBeforeWhatIsAWarning) {
  recipe_transmitter::Receipt receipt;
  receipt.outcome = recipe_transmitter::Outcome::refused;
  receipt.reasons = {
      {"8001", "ESENZIONE NON TROVATA", "controllarla", 0, false, "Esenzione ignota"},
      {"1176", "NOTA CUF MANCANTE", "scegliere la nota", 1, true, "Manca la nota"}};
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit&) {
    return receipt;
  };
  const Prescription blocked = issue(draft(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(view(blocked).problem, "Manca la nota (1176): scegliere la nota");
  receipt.reasons = {{"8001", "ESENZIONE NON TROVATA", "", 0, false, "Esenzione ignota"}};
  const Prescription warned = issue(draft(2));
  ASSERT_TRUE(work());
  EXPECT_EQ(view(warned).problem, "Esenzione ignota (8001)");
}

TEST_F(OutboxTest, KilledBeforeSendingSendsOnce) {
  const Prescription issued = issue(draft(1));
  abandon();
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::accepted);
  EXPECT_EQ(channel_.submitted().size(), 1u);
}

TEST_F(OutboxTest, KilledBetweenSendingAndRecordingAsksAgainUnderTheSameId) {
  const Prescription issued = issue(draft(1));
  const Claimed row = abandon();
  recipe_transmitter::Recipe sent;
  sent.id = row.recipe;
  channel_.submit(sent);
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::accepted);
  EXPECT_EQ(channel_.submitted().size(), 2u);
  EXPECT_EQ(channel_.held.size(), 1u) << "one id, so one recipe";
}

TEST_F(OutboxTest, KilledBetweenAcceptanceAndDocumentMakesTheDocument) {
  documents_down_ = true;
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::accepted);
  EXPECT_TRUE(view(issued).document.empty());
  EXPECT_NE(view(issued).problem.find("promemoria"), std::string::npos);
  EXPECT_EQ(outbox_rows(), 1);
  documents_down_ = false;
  make_due();
  abandon();
  ASSERT_TRUE(work());
  EXPECT_FALSE(view(issued).document.empty());
  EXPECT_TRUE(view(issued).problem.empty());
  EXPECT_EQ(channel_.submitted().size(), 1u) << "a document is made without sending again";
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(OutboxTest, WhoLostItsLeaseWritesNothing) {
  const Prescription issued = issue(draft(1));
  const Claimed late = abandon();
  ASSERT_TRUE(work());
  const RecipeView before = view(issued);
  EXPECT_FALSE(outbox_.finish(late, {State::refused, reading_.now, {}, "", "", "troppo tardi"}));
  Progress waiting{State::waiting, reading_.now, {}, "", "", ""};
  EXPECT_FALSE(outbox_.postpone(late, waiting, 0));
  EXPECT_EQ(view(issued).state, before.state);
}

TEST_F(OutboxTest, ALeaseKeepsOthersAway) {
  issue(draft(1));
  ASSERT_TRUE(outbox_.claim().has_value());
  EXPECT_FALSE(outbox_.claim().has_value());
}

TEST_F(OutboxTest, LeasesOfAKilledProcessAreFreedAtOnce) {
  issue(draft(1));
  const pid_t child = fork();
  if (child == 0) _exit(0);
  std::string dead = lease_holder();
  waitpid(child, nullptr, 0);
  ASSERT_TRUE(outbox_.claim().has_value());
  EXPECT_EQ(outbox_.free_dead_leases(), 0) << "this process lives";
  const size_t start = dead.rfind('/');
  dead = dead.substr(0, dead.rfind('/', start - 1)) + "/" + std::to_string(child) + "/1";
  sql("update outbox set holder = '" + dead + "'");
  EXPECT_EQ(outbox_.free_dead_leases(), 1);
  EXPECT_TRUE(outbox_.claim().has_value());
}

TEST_F(OutboxTest, UnreachableWaitsInOrderAndResumesByItself) {
  channel_.answer({Outcome::unreachable});
  const Prescription first = issue(draft(1)), second = issue(draft(2));
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(first), State::waiting);
  EXPECT_FALSE(view(first).problem.empty());
  EXPECT_FALSE(work()) << "the second waits behind the first";
  const auto wait = outbox_.next_due_ms();
  ASSERT_TRUE(wait.has_value());
  EXPECT_GT(*wait, 0);
  EXPECT_LE(*wait, 2'000);
  outbox_.hurry_all();
  EXPECT_TRUE(work());
  EXPECT_TRUE(work());
  const auto order = channel_.submitted();
  ASSERT_EQ(order.size(), 3u);
  EXPECT_EQ(order[1], first.recipes[0].id.value());
  EXPECT_EQ(order[2], second.recipes[0].id.value());
}

TEST_F(OutboxTest, OnePatientsRecipesLeaveOneAfterTheOther) {
  issue(draft(1));
  const Prescription second = issue(draft(2)), other = issue(draft(3));
  for_another(other, 1);
  const auto first = outbox_.claim();
  ASSERT_TRUE(first.has_value());
  const auto next = outbox_.claim();
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->recipe, other.recipes[0].id) << "of another patient";
  EXPECT_FALSE(outbox_.claim().has_value()) << "the first of its patient is still under way";
  delivery_.run(*first);
  const auto last = outbox_.claim();
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->recipe, second.recipes[0].id);
}

TEST_F(OutboxTest, SomeOfADoctorsRecipesAreUnderWayAtOnceAndNoMore) {
  for (int i = 1; i <= 20; ++i) for_another(issue(draft(i)), i);
  std::vector<Claimed> taken;
  while (auto row = outbox_.claim()) taken.push_back(*row);
  EXPECT_EQ(taken.size(), 8u);
  EXPECT_TRUE(std::is_sorted(taken.begin(), taken.end(), [](const auto& a, const auto& b) {
    return a.position < b.position;
  })) << "they begin in order";
}

TEST_F(OutboxTest, NobodyGoesBehindOneThatWaitsForTheService) {
  channel_.answer({Outcome::unreachable});
  const Prescription first = issue(draft(1)), other = issue(draft(2));
  for_another(other, 1);
  ASSERT_TRUE(work());
  EXPECT_FALSE(work()) << "an outage is tried by one, whoever the others are for";
  make_due();
  ASSERT_TRUE(work());
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(first), State::accepted);
  EXPECT_EQ(state_of(other), State::accepted);
}

TEST_F(OutboxTest, WhatWaitsForAPersonDoesNotSlowTheOthersDown) {
  issue(draft(1));
  sql("insert into outbox (practice_id, recipe, kind, account, payload, standing, due, patient,"
      "   prescription)"
      " select 'prova', recipe, k, account, '', 'parked', 'infinity', patient, prescription"
      " from outbox, unnest(array['withdraw', 'document']) k");
  const auto row = outbox_.claim();
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->kind, Kind::submit);
  EXPECT_FALSE(outbox_.claim().has_value());
}

TEST_F(OutboxTest, WhatMayHaveEndedTheProgramOnceDoesNotKeepTheAcceptanceFromRecord) {
  const Prescription issued = issue(draft(1));
  abandon();
  State recorded = State::waiting;
  neighbours_.promemoria = [&](const CallContext&,
                               const documents::MakePromemoria&) -> documents::DocumentInfo {
    recorded = state_of(issued);
    throw Error("documents-down", "stampa spenta", "attendere");
  };
  ASSERT_TRUE(work());
  EXPECT_EQ(recorded, State::accepted);
}

TEST_F(OutboxTest, OneDoctorsOutageDoesNotHoldAnother) {
  channel_.answer({Outcome::unreachable});
  issue(draft(1));
  const Prescription other = service_.on(substitute_.context(), Issue{draft(2)});
  ASSERT_TRUE(work());
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(other), State::accepted);
}

TEST_F(OutboxTest, UncertainIsAskedAfterWhileOthersGoOn) {
  channel_.answer({Outcome::uncertain});
  const Prescription first = issue(draft(1)), second = issue(draft(2));
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(first), State::checking);
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(second), State::accepted);
  make_due();
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(first), State::accepted);
  EXPECT_EQ(channel_.held.size(), 2u);
}

TEST_F(OutboxTest, UncertainStaysUncertainWhenTheServiceGoesDown) {
  channel_.answer({Outcome::uncertain, Outcome::unreachable});
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  make_due();
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::checking);
}

TEST_F(OutboxTest, AnOutcomeThatCannotBeFoundOutIsShownToAPersonAndStillAskedAfter) {
  Delivery patient{host_, neighbours_, outbox_, 3};
  const auto ask = [&] {
    make_due();
    const auto row = outbox_.claim();
    ASSERT_TRUE(row);
    patient.run(*row);
  };
  channel_.answer({Outcome::uncertain, Outcome::uncertain, Outcome::uncertain, Outcome::uncertain});
  const Prescription issued = issue(draft(1));
  ask();
  ask();
  EXPECT_EQ(state_of(issued), State::checking);
  ask();
  EXPECT_EQ(state_of(issued), State::attention);
  EXPECT_NE(view(issued).problem.find("da verificare da una persona"), std::string::npos);
  EXPECT_NE(view(issued).problem.find("Sistema TS"), std::string::npos);
  service_.on(doctor_.context(), Retry{issued.recipes[0].id});
  ask();
  EXPECT_EQ(state_of(issued), State::attention) << "asked anew, it is still not settled";
  ask();
  EXPECT_EQ(state_of(issued), State::accepted);
  EXPECT_EQ(channel_.held.size(), 1u);
}

TEST_F(OutboxTest, AfterARestoreNothingIsTakenBackAsUnsent) {
  const Prescription issued = issue(draft(1));
  pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{issued.recipes[0].id}).state,
            State::withdrawing);
  EXPECT_EQ(outbox_rows(), 1);
}

/// The worker took it before, and does not know.
TEST_F(OutboxTest, OneThatIsDoubtedWhileItIsTriedStaysInDoubt) {
  int number = 0;
  for (const Outcome outcome : {Outcome::unreachable, Outcome::needs_credentials}) {
    const Prescription issued = issue(draft(++number));
    const auto row = outbox_.claim();
    ASSERT_TRUE(row);
    EXPECT_FALSE(row->uncertain);
    pool_.write([](pqxx::transaction_base& tx) { Outbox::doubt_all(tx, "prova"); });
    channel_.answer({outcome});
    delivery_.run(*row);
    EXPECT_EQ(service_.on(doctor_.context(), Withdraw{issued.recipes[0].id}).state,
              State::withdrawing);
    sql("delete from outbox");
  }
}

TEST_F(OutboxTest, AServiceThatComesAndGoesDoesNotKeepADoubtFromAPerson) {
  Delivery patient{host_, neighbours_, outbox_, 3};
  channel_.answer({Outcome::uncertain, Outcome::uncertain, Outcome::uncertain});
  const Prescription issued = issue(draft(1));
  for (int i = 0; i < 3; ++i) {
    outbox_.hurry_all();
    const auto row = outbox_.claim();
    ASSERT_TRUE(row);
    patient.run(*row);
  }
  EXPECT_EQ(state_of(issued), State::attention);
}

TEST_F(OutboxTest, WhereAPersonMayHelpItIsSaidAtOnceAndStillAskedAfter) {
  neighbours_.submit = [](const CallContext&, const recipe_transmitter::Submit&) {
    recipe_transmitter::Receipt receipt;
    receipt.outcome = Outcome::uncertain;
    receipt.nre = Nre("1200A4000000077");
    receipt.reasons.push_back(
        {std::string(recipe_transmitter::person_may_decide), "mai arrivata", "cercarla", 0, true});
    return receipt;
  };
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::attention);
  EXPECT_EQ(view(issued).nre.value(), "1200A4000000077");
  EXPECT_NE(view(issued).problem.find("1200A4000000077"), std::string::npos);
  EXPECT_TRUE(outbox_.next_due_ms().has_value()) << "it is asked after all the same";
}

TEST_F(OutboxTest, WithdrawingLocksTheOutboxBeforeTheRecipe) {
  const Prescription issued = issue(draft(1));
  EXPECT_TRUE(free_while_waiting(
      "select 1 from outbox for update",
      [&] { service_.on(doctor_.context(), Withdraw{view(issued).id}); }, "select 1 from recipe"));
  EXPECT_EQ(state_of(issued), State::withdrawn);
}

TEST_F(OutboxTest, ATransmitterThatFailsMayHaveSentSomething) {
  neighbours_.submit = [](const CallContext&,
                          const recipe_transmitter::Submit&) -> recipe_transmitter::Receipt {
    throw Error("internal-error", "guasto", "riprovare");
  };
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::checking);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(OutboxTest, WithoutATransmitterNothingIsLost) {
  neighbours_.submit = [](const CallContext&,
                          const recipe_transmitter::Submit&) -> recipe_transmitter::Receipt {
    throw Error("contract-unavailable", "nessuno", "vedi");
  };
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::waiting);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(OutboxTest, MissingCredentialsWaitForTheDoctor) {
  channel_.answer({Outcome::needs_credentials});
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::attention);
  EXPECT_NE(view(issued).problem.find("credenziali"), std::string::npos);
  EXPECT_FALSE(outbox_.next_due_ms().has_value()) << "nothing to wake for until somebody acts";
  outbox_.hurry_all();
  EXPECT_FALSE(work()) << "the service being back changes nothing";
  EXPECT_TRUE(outbox_.resume(sample::substitute_id, reading_.now).empty());
  EXPECT_EQ(outbox_.resume(sample::doctor_id, reading_.now).size(), 1u);
  EXPECT_EQ(state_of(issued), State::waiting);
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::accepted);
}

TEST_F(OutboxTest, RetryGoesNow) {
  channel_.answer({Outcome::unreachable, Outcome::needs_credentials});
  const Prescription issued = issue(draft(1));
  const Id recipe = issued.recipes[0].id;
  ASSERT_TRUE(work());
  EXPECT_FALSE(work());
  service_.on(doctor_.context(), Retry{recipe});
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::attention);
  EXPECT_EQ(service_.on(doctor_.context(), Retry{recipe}).state, State::waiting);
  ASSERT_TRUE(work());
  EXPECT_EQ(service_.on(doctor_.context(), Retry{recipe}).state, State::accepted);
}

TEST_F(OutboxTest, WithdrawsAnAcceptedRecipe) {
  const Prescription issued = issue(draft(1));
  const Id recipe = issued.recipes[0].id;
  ASSERT_TRUE(work());
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{recipe}).state, State::withdrawing);
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{recipe}).state, State::withdrawing);
  EXPECT_EQ(outbox_rows(), 1);
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::withdrawn);
  EXPECT_EQ(channel_.withdrawn.count(recipe.value()), 1u);
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{recipe}).state, State::withdrawn);
  EXPECT_FALSE(view(issued).nre.empty()) << "the number stays on record";
}

TEST_F(OutboxTest, WithdrawalSurvivesOutageAndRefusal) {
  const Prescription issued = issue(draft(1));
  const Id recipe = issued.recipes[0].id;
  ASSERT_TRUE(work());
  channel_.answer({Outcome::unreachable, Outcome::uncertain, Outcome::refused});
  service_.on(doctor_.context(), Withdraw{recipe});
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::withdrawing);
  make_due();
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::withdrawing);
  make_due();
  ASSERT_TRUE(work());
  EXPECT_EQ(state_of(issued), State::accepted) << "dispensed already: it stands";
  EXPECT_NE(view(issued).problem.find("annullamento rifiutato"), std::string::npos);
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(OutboxTest, WithdrawsUnsentRecipesWithoutTheService) {
  channel_.answer({Outcome::unreachable});
  const Prescription issued = issue(draft(1)), behind = issue(draft(2));
  ASSERT_TRUE(work());
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{issued.recipes[0].id}).state, State::withdrawn);
  EXPECT_EQ(service_.on(doctor_.context(), Withdraw{behind.recipes[0].id}).state, State::withdrawn);
  EXPECT_EQ(outbox_rows(), 0);
  EXPECT_TRUE(channel_.held.empty());
}

TEST_F(OutboxTest, OnlyTheAuthorWithdraws) {
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(code_of([&] { service_.on(substitute_.context(), Withdraw{issued.recipes[0].id}); }),
            "recipe-not-withdrawable");
  EXPECT_EQ(code_of([&] {
              service_.on(doctor_.context(), Withdraw{Id("77777777-7777-4777-8777-777777777777")});
            }),
            "recipe-unknown");
}

TEST(BackOff, GrowsToAMinuteAndStays) {
  EXPECT_EQ(wait_unreachable_ms(1), 2'000);
  EXPECT_EQ(wait_unreachable_ms(2), 5'000);
  EXPECT_EQ(wait_unreachable_ms(3), 15'000);
  EXPECT_EQ(wait_unreachable_ms(5), 60'000);
  EXPECT_EQ(wait_unreachable_ms(1'000'000), 60'000);
  EXPECT_EQ(wait_uncertain_ms(0), 1'000);
  EXPECT_EQ(wait_uncertain_ms(99), 60'000);
}

TEST_F(OutboxTest, OneOfNoKnownNumberIsShownAsUndecidedWithoutOne) {
  recipe_transmitter::Receipt receipt;
  receipt.outcome = Outcome::uncertain;
  receipt.nre = Nre("1200A4000000077");
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit&) {
    return receipt;
  };
  Delivery soon{host_, neighbours_, outbox_, 2};
  const Prescription issued = issue(draft(1));
  const auto round = [&] {
    make_due();
    const auto row = outbox_.claim();
    ASSERT_TRUE(row);
    soon.run(*row);
  };
  round();
  EXPECT_EQ(view(issued).nre, receipt.nre);
  EXPECT_FALSE(view(issued).undecided);
  // Its number is another's: first it is tried to find out, then a person is asked.
  receipt.nre = Nre();
  receipt.reasons = {
      {"bad-gateway", "il SAC non risponde", "", 0, true},
      {std::string(recipe_transmitter::person_may_decide), "non si sa", "scegliere", 0, true}};
  round();
  ASSERT_EQ(state_of(issued), State::attention);
  EXPECT_TRUE(view(issued).undecided);
  EXPECT_TRUE(view(issued).nre.empty()) << "nobody shall look it up under the old one";
  EXPECT_NE(view(issued).problem.find("scegliere"), std::string::npos);
  receipt = {};
  receipt.outcome = Outcome::accepted;
  receipt.nre = Nre("1200A4000000088");
  round();
  EXPECT_EQ(state_of(issued), State::accepted);
  EXPECT_FALSE(view(issued).undecided);
}

}  // namespace curante::prescribing
