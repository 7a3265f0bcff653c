// SPDX-License-Identifier: Apache-2.0
#include "studio_service.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace curante::studio {

using prescribing::State;

class StudioTest : public testing::Test {
 protected:
  static Id id(const char* kind, int number) {
    return Id(fmt::format("{}-0000-4000-8000-{:012}", kind, number));
  }

  void add(int number, State state, int64_t at, int patient, std::string problem = "") {
    prescribing::RecipeView recipe;
    recipe.id = id("bbbbbbbb", number);
    recipe.state = state;
    recipe.problem = std::move(problem);
    recipe.needs_hand = state == State::refused || state == State::attention ||
                        (state == State::accepted && !recipe.problem.empty());
    recipe.lines.resize(2);
    recipe.lines[0].drug_text = "CARDIOASPIRIN";
    recipe.lines[0].quantity = 2;
    recipe.lines[1].group_text = "AMOXICILLINA 1000MG";
    prescribing::Prescription prescription;
    prescription.id = id("aaaaaaaa", number);
    prescription.patient = id("11111111", patient);
    prescription.doctor = id("22222222", 1);
    prescription.author = id("22222222", 1);
    prescription.issued = Instant{at};
    prescription.recipes = {recipe};
    prescriptions_.push_back(prescription);
  }

  Day day(const GetDay& call = {}) { return StudioService(neighbours()).on(context_, call); }

  Neighbours neighbours() {
    Neighbours neighbours;
    neighbours.now = [](const CallContext&) {
      return clock::Reading{Instant{1}, Date::parse("2026-11-23"), ""};
    };
    neighbours.doctors = [](const CallContext&) {
      accounts::Doctor doctor;
      doctor.account = id("22222222", 1);
      doctor.last_name = "BIANCHI";
      doctor.first_name = "ANNA";
      return accounts::DoctorList{{doctor}};
    };
    neighbours.prescriptions = [this](const CallContext&, const prescribing::ListForDay& list) {
      asked_ = list;
      // Two pages, as a long day has.
      prescribing::PrescriptionList page;
      const size_t half = prescriptions_.size() / 2;
      const size_t from = list.cursor.empty() ? 0 : half;
      const size_t to = list.cursor.empty() ? half : prescriptions_.size();
      for (size_t i = from; i < to; ++i) page.prescriptions.push_back(prescriptions_[i]);
      if (list.cursor.empty()) page.next = "half";
      return page;
    };
    neighbours.period = [this](const CallContext&, const prescribing::ListForPeriod& call) {
      asked_period_ = call;
      return prescribing::PrescriptionList{prescriptions_, "on"};
    };
    neighbours.open = [this](const CallContext&, const prescribing::ListOpen& call) {
      asked_open_ = call;
      return prescribing::OpenList{prescriptions_, 30, 0};
    };
    neighbours.summaries = [this](const CallContext&, const chart::GetSummaries& call) {
      ++summary_calls_;
      chart::PatientList list;
      for (const Id& patient : call.patients) {
        if (patient == id("11111111", 9)) continue;
        chart::PatientSummary summary;
        summary.id = patient;
        summary.last_name = "ROSSI " + patient.value().substr(35);
        list.patients.push_back(summary);
      }
      return list;
    };
    neighbours.prepared = [this](const CallContext&, const prescribing::ListPrepared& list) {
      asked_prepared_ = list;
      return prepared_page(list.cursor.empty());
    };
    return neighbours;
  }
  static prescribing::PreparedList prepared_page(bool first) {
    prescribing::PreparedList page;
    const int from = first ? 0 : 2;
    for (int i = from; i < from + 2; ++i) {
      prescribing::Prepared it;
      it.id = id("cccccccc", i);
      it.patient = id("11111111", i + 7);
      it.doctor = id("22222222", i % 2);
      if (i == 2) it.substituted = id("22222222", 1);
      page.prepared.push_back(it);
    }
    if (first) page.next = "half";
    page.waiting = 4;
    return page;
  }

  curante_ext_context access_{};
  CallContext context_{nullptr, &access_};
  std::vector<prescribing::Prescription> prescriptions_;
  prescribing::ListForDay asked_;
  prescribing::ListForPeriod asked_period_;
  prescribing::ListOpen asked_open_;
  prescribing::ListPrepared asked_prepared_;
  int summary_calls_ = 0;
};

TEST_F(StudioTest, EachRecipeIsNamedByItsOwnKindOfNumber) {
  add(1, State::accepted, 3, 1);
  add(2, State::accepted, 2, 1);
  add(3, State::printed, 1, 1);
  add(4, State::waiting, 0, 1);
  prescriptions_[0].recipes[0].nre = Nre("1200A4000000001");
  prescriptions_[1].recipes[0].white_number = "RB0000000001";
  prescriptions_[2].recipes[0].paper_code = "120261234567008";
  std::map<std::string, std::string> numbers;
  for (const Row& row : day().rows) numbers[row.recipe.value().substr(35)] = row.number;
  EXPECT_EQ(
      numbers,
      (std::map<std::string, std::string>{
          {"1", "1200A4000000001"}, {"2", "RB0000000001"}, {"3", "120261234567008"}, {"4", ""}}));
}

/// A red recipe that was withdrawn is still known by its form's code, and a white one by its NRBE.
TEST_F(StudioTest, TheCodeOfARedFormIsToldFromAnNrbeInEveryState) {
  add(1, State::printed, 3, 1);
  add(2, State::withdrawn, 2, 1);
  add(3, State::withdrawn, 1, 1);
  prescriptions_[0].recipes[0].paper_code = "120261234567008";
  prescriptions_[1].recipes[0].paper_code = "120261234567019";
  prescriptions_[2].recipes[0].white_number = "RB0000000001";
  std::map<std::string, bool> red;
  for (const Row& row : day().rows) red[row.recipe.value().substr(35)] = row.on_red_form;
  EXPECT_EQ(red, (std::map<std::string, bool>{{"1", true}, {"2", true}, {"3", false}}));
}

TEST_F(StudioTest, ShowsWhatNeedsAPersonFirstThenTheNewest) {
  add(1, State::accepted, 100, 1);
  add(2, State::refused, 50, 2, "ASL errata");
  add(3, State::waiting, 200, 1);
  add(4, State::attention, 70, 3, "credenziali");
  const Day today = day();
  ASSERT_EQ(today.rows.size(), 4u);
  EXPECT_EQ(today.rows[0].recipe, id("bbbbbbbb", 4));
  EXPECT_EQ(today.rows[1].recipe, id("bbbbbbbb", 2));
  EXPECT_EQ(today.rows[2].recipe, id("bbbbbbbb", 3));
  EXPECT_EQ(today.rows[3].recipe, id("bbbbbbbb", 1));
  EXPECT_EQ(today.day.iso(), "2026-11-23");
}

TEST_F(StudioTest, TheHistoryOfAPatientIsInItsOrderWithStateAndNames) {
  add(1, State::accepted, 100, 1);
  add(2, State::attention, 50, 1, "credenziali");
  GetHistory call{id("11111111", 1),
                  Date::parse("2026-11-01"),
                  Date::parse("2026-11-01"),
                  id("22222222", 1),
                  "cursor",
                  7};
  const StudioService studio(neighbours());
  const History history = studio.on(context_, call);
  ASSERT_EQ(history.rows.size(), 2u);
  EXPECT_EQ(history.rows[0].colour, Colour::green) << "newest first, whatever needs a person";
  EXPECT_EQ(history.rows[1].colour, Colour::amber);
  EXPECT_EQ(history.rows[1].state_text, "serve un intervento: credenziali");
  EXPECT_EQ(history.rows[0].author, "BIANCHI ANNA");
  EXPECT_EQ(history.rows[0].patient.last_name, "ROSSI 1");
  EXPECT_EQ(history.next, "on");
  EXPECT_EQ(asked_period_.patient, call.patient);
  EXPECT_EQ(asked_period_.from, call.from);
  EXPECT_EQ(asked_period_.until, call.until);
  EXPECT_EQ(asked_period_.doctor, call.doctor);
  EXPECT_EQ(asked_period_.cursor, "cursor");
  EXPECT_EQ(asked_period_.limit, 7);
  call.until = Date::parse("2026-10-31");
  try {
    studio.on(context_, call);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "history-days");
  }
}

TEST_F(StudioTest, TheHistoryOfSomeStatesHasNoOtherRecipeOfTheSamePrescription) {
  add(1, State::accepted, 100, 1);
  prescriptions_[0].recipes.push_back(prescriptions_[0].recipes[0]);
  prescriptions_[0].recipes[1].state = State::withdrawn;
  GetHistory call;
  call.states = {State::withdrawn};
  const History history = StudioService(neighbours()).on(context_, call);
  ASSERT_EQ(history.rows.size(), 1u);
  EXPECT_EQ(history.rows[0].state, State::withdrawn);
  EXPECT_EQ(asked_period_.states, call.states);
}

TEST_F(StudioTest, TheHistoryOfSomeStatesCanHaveWhatNeedsAHandBesides) {
  add(1, State::accepted, 100, 1);
  add(2, State::withdrawn, 90, 1);
  add(3, State::withdrawn, 80, 1, "presso il ministero la ricetta rossa non risulta annullata");
  prescriptions_[2].recipes[0].needs_hand = true;
  GetHistory call;
  call.states = {State::accepted};
  call.or_needs_hand = true;
  const History history = StudioService(neighbours()).on(context_, call);
  ASSERT_EQ(history.rows.size(), 2u);
  EXPECT_EQ(history.rows[0].recipe, id("bbbbbbbb", 1));
  EXPECT_EQ(history.rows[1].recipe, id("bbbbbbbb", 3));
  EXPECT_TRUE(asked_period_.or_needs_hand);
}

TEST_F(StudioTest, WhatNeedsAHandIsNamedAndTheLastChangeComesFirst) {
  add(1, State::refused, 100, 1, "ASL errata");
  add(2, State::attention, 50, 2, "credenziali");
  prescriptions_[0].recipes[0].changed = Instant{200};
  prescriptions_[1].recipes[0].changed = Instant{300};
  prescriptions_[1].recipes.push_back(prescriptions_[1].recipes[0]);
  prescriptions_[1].recipes[1].state = State::accepted;
  prescriptions_[1].recipes[1].needs_hand = false;
  GetOpen call;
  call.concerns = id("22222222", 1);
  const Open open = StudioService(neighbours()).on(context_, call);
  ASSERT_EQ(open.rows.size(), 2u) << "not the accepted one beside it";
  EXPECT_EQ(open.rows[0].state_text, "serve un intervento: credenziali");
  EXPECT_EQ(open.rows[1].patient.last_name, "ROSSI 1");
  EXPECT_EQ(open.needs_hand, 30) << "in all";
  EXPECT_EQ(asked_open_.concerns, call.concerns);
}

TEST_F(StudioTest, WhatWasSeenOrRepeatedIsNeitherRedNorCounted) {
  add(1, State::refused, 100, 1, "ASL errata");
  add(2, State::refused, 90, 1, "ASL errata");
  add(3, State::accepted, 80, 1, "annullamento rifiutato: già erogata");
  add(4, State::refused, 70, 1, "ASL errata");
  for (int i = 0; i < 3; ++i) prescriptions_[i].recipes[0].needs_hand = false;
  prescriptions_[0].recipes[0].seen = true;
  prescriptions_[1].recipes[0].repeated = true;
  prescriptions_[2].recipes[0].seen = true;
  const Day today = day();
  EXPECT_EQ(today.refused, 1);
  EXPECT_EQ(today.attention, 1);
  EXPECT_EQ(today.rows[0].recipe, id("bbbbbbbb", 4));
  EXPECT_TRUE(today.rows[0].can_mark_seen);
  EXPECT_EQ(today.rows[1].state_text, "rifiutata (vista): ASL errata");
  EXPECT_EQ(today.rows[1].colour, Colour::grey);
  EXPECT_TRUE(today.rows[1].seen);
  EXPECT_FALSE(today.rows[1].can_mark_seen);
  EXPECT_EQ(today.rows[2].state_text, "rifiutata, poi ripetuta: ASL errata");
  EXPECT_EQ(today.rows[3].colour, Colour::green);
  EXPECT_FALSE(today.rows[3].can_mark_seen);
}

TEST_F(StudioTest, OnlyWhatCameToAnEndCanBeMarkedSeen) {
  add(1, State::attention, 3, 1, "credenziali");
  add(2, State::accepted, 2, 1, "annullamento rifiutato: già erogata");
  add(3, State::accepted, 1, 1);
  std::map<std::string, bool> can;
  for (const Row& row : day().rows) can[row.recipe.value().substr(35)] = row.can_mark_seen;
  EXPECT_EQ(can, (std::map<std::string, bool>{{"1", false}, {"2", true}, {"3", false}}));
}

TEST_F(StudioTest, SaysWhoMadeIt) {
  add(1, State::accepted, 3, 1);
  add(2, State::accepted, 2, 1);
  add(3, State::accepted, 1, 1);
  prescriptions_[1].author = id("22222222", 2);
  prescriptions_[2].prepared_by = "Anna Verdi";
  const Day today = day();
  EXPECT_EQ(today.rows[0].made_by, MadeBy::holder);
  EXPECT_EQ(today.rows[1].made_by, MadeBy::substitute);
  EXPECT_EQ(today.rows[2].made_by, MadeBy::staff);
  EXPECT_EQ(today.rows[2].preparer, "Anna Verdi");
}

/// Asked after or not, the chart and this list offer the same.
TEST_F(StudioTest, OneInDoubtCanBeWithdrawnAndSaysSo) {
  add(1, State::attention, 3, 1, "da verificare");
  add(2, State::attention, 2, 1, "credenziali");
  add(3, State::checking, 1, 1);
  prescriptions_[0].recipes[0].nre = Nre("1200A4000000001");
  std::map<std::string, bool> doubted;
  for (const Row& row : day().rows) {
    EXPECT_TRUE(row.can_withdraw);
    doubted[row.recipe.value().substr(35)] = row.in_doubt;
  }
  EXPECT_EQ(doubted, (std::map<std::string, bool>{{"1", true}, {"2", false}, {"3", true}}));
}

TEST_F(StudioTest, CountsEachState) {
  const State states[] = {State::accepted, State::accepted,  State::refused,     State::waiting,
                          State::checking, State::attention, State::withdrawing, State::withdrawn};
  for (int i = 0; i < 8; ++i) add(i, states[i], i, 1);
  const Day today = day();
  EXPECT_EQ(today.accepted, 2);
  EXPECT_EQ(today.refused, 1);
  EXPECT_EQ(today.waiting, 3);
  EXPECT_EQ(today.attention, 2) << "the refused one needs a hand too";
}

TEST_F(StudioTest, AsksForAllNamesAtOnce) {
  for (int i = 0; i < 40; ++i) add(i, State::accepted, i, i % 7);
  add(40, State::accepted, 40, 9);
  const Day today = day();
  EXPECT_EQ(summary_calls_, 1);
  ASSERT_EQ(today.rows.size(), 41u);
  EXPECT_EQ(today.rows[0].patient.id, id("11111111", 9)) << "an unknown patient keeps its row";
  EXPECT_EQ(today.rows[1].patient.last_name, "ROSSI 4");
  EXPECT_EQ(today.rows[1].author, "BIANCHI ANNA");
  EXPECT_EQ(today.rows[1].drugs, "CARDIOASPIRIN ×2; AMOXICILLINA 1000MG");
}

TEST_F(StudioTest, NamesServicesAsItNamesDrugs) {
  add(1, State::accepted, 1, 1);
  auto& lines = prescriptions_.back().recipes[0].lines;
  lines.resize(1);
  lines[0] = prescribing::Line();
  lines[0].kind = prescribing::LineKind::service;
  lines[0].service_text = "Elettrocardiogramma";
  EXPECT_EQ(day().rows.at(0).drugs, "Elettrocardiogramma");
}

TEST_F(StudioTest, AnEmptyDayAsksForNoNames) {
  GetDay call;
  call.day = Date::parse("2026-08-15");
  call.doctor = id("22222222", 1);
  EXPECT_TRUE(day(call).rows.empty());
  EXPECT_EQ(summary_calls_, 0);
  EXPECT_EQ(asked_.day->iso(), "2026-08-15");
  EXPECT_EQ(asked_.doctor, id("22222222", 1));
}

TEST_F(StudioTest, ARefusedWithdrawalNeedsAPerson) {
  add(1, State::accepted, 100, 1, "annullamento rifiutato: già erogata");
  add(2, State::accepted, 200, 1);
  const Day today = day();
  EXPECT_EQ(today.rows.at(0).recipe, id("bbbbbbbb", 1));
  EXPECT_EQ(today.rows.at(1).colour, Colour::green);
  EXPECT_EQ(today.attention, 1);
}

/// What goes by itself is no work of anybody's, whatever its colour.
TEST_F(StudioTest, APaperThatCannotBeMadeYetIsNeitherFirstNorCounted) {
  add(1, State::accepted, 100, 1, "il promemoria non si può ancora fare");
  prescriptions_[0].recipes[0].needs_hand = false;
  add(2, State::accepted, 200, 1);
  const Day today = day();
  EXPECT_EQ(today.attention, 0);
  EXPECT_EQ(today.rows.at(0).recipe, id("bbbbbbbb", 2));
  EXPECT_EQ(today.rows.at(1).colour, Colour::amber);
}

TEST_F(StudioTest, ARedFormThatTheMinistryRefusedIsSeenAndCounted) {
  add(1, State::printed, 300, 1);
  add(2, State::printed, 100, 1, "il ministero ha respinto la ricetta rossa");
  prescriptions_.back().recipes[0].red_trouble = prescribing::RedTrouble::refused;
  add(3, State::printed, 90, 1, "l'invio della ricetta rossa è da verificare");
  prescriptions_.back().recipes[0].red_trouble = prescribing::RedTrouble::attention;
  add(4, State::withdrawn, 80, 1, "presso il ministero la ricetta rossa non risulta annullata");
  prescriptions_.back().recipes[0].red_trouble = prescribing::RedTrouble::not_cancelled;
  for (int i = 1; i < 4; ++i) prescriptions_[i].recipes[0].needs_hand = true;
  add(5, State::withdrawn, 400, 1, "annullata: ritirare il foglio");
  const Day today = day();
  EXPECT_EQ(today.refused, 1);
  EXPECT_EQ(today.attention, 3);
  ASSERT_EQ(today.rows.size(), 5u);
  EXPECT_EQ(today.rows[0].colour, Colour::red);
  EXPECT_EQ(today.rows[0].state_text, "su carta: il ministero ha respinto la ricetta rossa");
  EXPECT_EQ(today.rows[1].colour, Colour::amber);
  EXPECT_EQ(today.rows[2].colour, Colour::amber);
  EXPECT_EQ(today.rows[3].colour, Colour::grey);
  EXPECT_EQ(today.rows[3].state_text, "annullata: ritirare il foglio");
  EXPECT_EQ(today.rows[4].colour, Colour::green);
}

TEST_F(StudioTest, NamesServicesAsWellAsDrugs) {
  prescribing::Prescription prescription;
  prescribing::RecipeView recipe;
  recipe.lines.resize(2);
  recipe.lines[0].kind = prescribing::LineKind::service;
  recipe.lines[0].service_text = "Emocromo";
  recipe.lines[1].group_text = "AMOXICILLINA 1000MG";
  EXPECT_EQ(row_of(prescription, recipe).drugs, "Emocromo; AMOXICILLINA 1000MG");
}

TEST_F(StudioTest, AWithdrawnRecipeHasNoPaper) {
  prescribing::RecipeView recipe;
  recipe.document = id("cccccccc", 1);
  recipe.state = State::accepted;
  EXPECT_EQ(row_of({}, recipe).document, recipe.document);
  recipe.state = State::withdrawn;
  EXPECT_TRUE(row_of({}, recipe).document.empty());
}

TEST_F(StudioTest, NamesWhatWaitsForApproval) {
  GetPrepared call;
  call.doctor = id("22222222", 1);
  call.states = {prescribing::PreparedState::declined};
  call.from = Date::parse("2026-11-23");
  const PreparedRows found = StudioService(neighbours()).on(context_, call);
  ASSERT_EQ(found.rows.size(), 4u) << "of both pages";
  EXPECT_EQ(found.waiting, 4);
  EXPECT_EQ(found.rows[1].doctor, "BIANCHI ANNA");
  EXPECT_EQ(found.rows[1].patient.last_name, "ROSSI 8");
  EXPECT_EQ(found.rows[2].patient.id, id("11111111", 9)) << "an unknown patient keeps its row";
  EXPECT_EQ(summary_calls_, 1);
  EXPECT_TRUE(asked_prepared_.judged);
  EXPECT_EQ(asked_prepared_.doctor, call.doctor);
  EXPECT_EQ(asked_prepared_.states, call.states);
  EXPECT_EQ(asked_prepared_.from, call.from);
}

struct LookCase {
  State state;
  Colour colour;
  bool can_withdraw;
  bool can_retry;
};
class Look : public testing::TestWithParam<LookCase> {};

TEST_P(Look, FitsTheState) {
  prescribing::RecipeView recipe;
  recipe.state = GetParam().state;
  recipe.problem = "perché";
  recipe.needs_hand = true;
  const Row row = row_of({}, recipe);
  EXPECT_EQ(row.colour, GetParam().colour);
  EXPECT_EQ(row.can_withdraw, GetParam().can_withdraw);
  EXPECT_EQ(row.can_retry, GetParam().can_retry);
  EXPECT_FALSE(row.state_text.empty());
  if (row.state != State::past) {
    EXPECT_NE(row.state_text.find("perché"), std::string::npos);
  }
}
INSTANTIATE_TEST_SUITE_P(States, Look,
                         testing::Values(LookCase{State::waiting, Colour::blue, true, true},
                                         LookCase{State::checking, Colour::blue, true, true},
                                         LookCase{State::attention, Colour::amber, true, true},
                                         LookCase{State::accepted, Colour::amber, true, false},
                                         LookCase{State::refused, Colour::red, false, false},
                                         LookCase{State::withdrawing, Colour::blue, false, true},
                                         LookCase{State::withdrawn, Colour::grey, false, false},
                                         LookCase{State::past, Colour::grey, false, false}));

TEST(StudioRow, OneThatIsOnNoRedFormYetCanBeWithdrawn) {
  prescribing::RecipeView recipe;
  recipe.state = State::printed;
  recipe.problem = "non ancora stampata";
  EXPECT_TRUE(row_of({}, recipe).can_withdraw);
  recipe.paper_code = "120261234567008";
  EXPECT_FALSE(row_of({}, recipe).can_withdraw) << "its form is cancelled in «Ricette rosse»";
  recipe.paper_code = "";
  recipe.kind = recipe_transmitter::RecipeKind::white;
  EXPECT_FALSE(row_of({}, recipe).can_withdraw) << "its paper is the recipe";
}

TEST(StudioRow, OnlyAWhiteRecipeThatIsNotAtItsServiceGoesOnPaper) {
  const std::set<State> may = {State::waiting, State::refused, State::attention};
  for (const State state :
       {State::waiting, State::checking, State::attention, State::accepted, State::refused,
        State::withdrawing, State::withdrawn, State::past, State::printed}) {
    prescribing::RecipeView recipe;
    recipe.state = state;
    EXPECT_FALSE(row_of({}, recipe).can_go_on_paper) << "the SSN's goes on its pad";
    recipe.kind = recipe_transmitter::RecipeKind::white;
    EXPECT_EQ(row_of({}, recipe).can_go_on_paper, may.contains(state)) << int(state);
    recipe.repeated = true;
    EXPECT_FALSE(row_of({}, recipe).can_go_on_paper) << "the patient has it already";
  }
}

TEST_F(StudioTest, HandsOnWhatIsAskedBeforeARecipeIsTriedAgain) {
  add(1, State::attention, 1, 1, "già stampata?");
  add(2, State::attention, 2, 1, "credenziali");
  prescriptions_[0].recipes[0].retry_question = "È certo che non è stata stampata?";
  std::map<std::string, std::string> questions;
  for (const Row& row : day().rows) {
    EXPECT_TRUE(row.can_retry);
    questions[row.recipe.value().substr(35)] = row.retry_question;
  }
  EXPECT_EQ(questions, (std::map<std::string, std::string>{
                           {"1", "È certo che non è stata stampata?"}, {"2", ""}}));
}

TEST_F(StudioTest, SaysWhereRecipesStandOnTheirWayToPatients) {
  using prescribing::DeliveryState;
  const struct {
    DeliveryState state;
    const char* mode;
    const char* says;
  } cases[] = {{DeliveryState::none, "print", ""},
               {DeliveryState::to_deliver, "none", "da consegnare"},
               {DeliveryState::sending, "sms-number", "in invio al paziente: occupato"},
               {DeliveryState::failed, "mail-memo", "non consegnata: occupato"},
               {DeliveryState::delivered, "sms-number", "inviata per SMS"},
               {DeliveryState::delivered, "mail-memo", "inviata per e-mail"},
               {DeliveryState::delivered, "print", "stampata"}};
  int number = 0;
  for (const auto& it : cases) {
    ++number;
    add(number, State::accepted, 100 - number, 1);
    prescriptions_.back().recipes[0].delivery = {it.mode, it.state, "occupato", std::nullopt};
    prescriptions_.back().recipes[0].needs_hand = it.state == DeliveryState::failed;
    EXPECT_EQ(delivery_text(prescriptions_.back().recipes[0].delivery), it.says);
  }
  const Day today = day();
  EXPECT_EQ(today.to_deliver, 2);
  EXPECT_EQ(today.rows[0].delivery_text, "non consegnata: occupato") << "somebody must act";
  EXPECT_EQ(today.rows[0].colour, Colour::amber);
  EXPECT_TRUE(today.rows[0].can_deliver);
  EXPECT_FALSE(row_of({}, prescribing::RecipeView()).can_deliver) << "not accepted";
}

}  // namespace curante::studio
