// SPDX-License-Identifier: Apache-2.0
// Every kind of recipe from the plan to the table, the channel and back. Which kind a line becomes
// is judged elsewhere: here plans are made by hand.
#include "curante/json.hpp"
#include "judgement.hpp"
#include "recipe_split.hpp"
#include "room.hpp"

namespace curante::prescribing {

using recipe_transmitter::RecipeKind;

class KindsTest : public RoomTest {
 protected:
  KindsTest() {
    facts_.draft = draft(1);
    facts_.draft.lines.clear();
    prescriber_.account = sample::doctor_id;
    prescriber_.holder.account = sample::doctor_id;
  }

  DraftLine& add_service(const std::string& code, int32_t quantity = 1) {
    facts_.drugs.emplace_back();
    facts_.services.emplace_back().service = sample::service(code);
    DraftLine& line = facts_.draft.lines.emplace_back();
    line.kind = LineKind::service;
    line.service_code = code;
    line.quantity = quantity;
    return line;
  }
  DraftLine& add_drug(const formulary::Drug& drug) {
    sample::add(facts_, drug);
    facts_.services.emplace_back();
    return facts_.draft.lines.back();
  }
  static PlannedRecipe plan(RecipeKind kind, std::vector<int32_t> lines, bool electronic = true) {
    PlannedRecipe planned;
    planned.kind = kind;
    planned.electronic = electronic;
    planned.quantities.assign(lines.size(), 1);
    planned.sessions.assign(lines.size(), 0);
    planned.lines = std::move(lines);
    return planned;
  }
  /// Writes what `plans` make of the draft, and reads it back.
  Prescription written(const std::vector<PlannedRecipe>& plans) {
    NewPrescription it;
    it.doctor = it.author = sample::doctor_id;
    it.issued = reading_.now;
    it.draft = facts_.draft;
    it.recipes = compose(rules_, facts_, plans, prescriber_, reading_.local_time);
    composed_ = it.recipes;
    EXPECT_TRUE(PrescriptionWriter(host_, pool_).insert("prova", it).now);
    return service_.on(doctor_.context(), Get{it.draft.id});
  }
  /// The recipes of the outbox, as the channel gets them.
  std::vector<recipe_transmitter::Recipe> queued() {
    return pool_.read([&](pqxx::transaction_base& tx) {
      std::vector<recipe_transmitter::Recipe> all;
      for (const auto& row : tx.exec("select payload from outbox order by position")) {
        all.push_back(
            from_json<recipe_transmitter::Recipe>(host_, std::string_view(row[0].c_str())));
      }
      return all;
    });
  }

  Prescriber prescriber_;
  std::vector<ComposedRecipe> composed_;
};

TEST_F(KindsTest, ServicesGoWithTheirPriorityAndNotes) {
  DraftLine& ecg = add_service("89.52");
  ecg.notes = "portare i tracciati";
  ecg.first_access = true;
  ecg.televisit = true;
  ecg.lea_note = "55";
  ecg.lea_condition = "H";
  ecg.lea_appropriateness = "R12";
  ecg.lea_pathology = "P7";
  add_service("93.11.1", 3).sessions = 10;
  add_service("90.62.2").catalogue_code = "CHOSEN";
  PlannedRecipe planned = plan(RecipeKind::services, {1, 2, 3});
  planned.priority = "B";
  planned.quantities = {1, 3, 1};
  planned.sessions = {0, 10, 0};
  const Prescription stored = written({planned});
  ASSERT_EQ(stored.recipes.size(), 1u);
  const RecipeView& recipe = stored.recipes[0];
  EXPECT_EQ(recipe.kind, RecipeKind::services);
  EXPECT_EQ(recipe.priority, "B");
  EXPECT_EQ(recipe.state, State::waiting);
  ASSERT_EQ(recipe.lines.size(), 3u);
  EXPECT_EQ(recipe.lines[0].kind, LineKind::service);
  EXPECT_EQ(recipe.lines[0].service_text, "Elettrocardiogramma");
  EXPECT_EQ(recipe.lines[0].catalogue_code, "L8952");
  EXPECT_EQ(recipe.lines[0].notes, "portare i tracciati");
  EXPECT_TRUE(recipe.lines[0].first_access);
  EXPECT_TRUE(recipe.lines[0].televisit);
  EXPECT_EQ(recipe.lines[0].lea_note, "55");
  EXPECT_EQ(recipe.lines[0].lea_condition, "H");
  EXPECT_EQ(recipe.lines[0].lea_appropriateness, "R12");
  EXPECT_EQ(recipe.lines[0].lea_pathology, "P7");
  EXPECT_EQ(recipe.lines[1].sessions, 10);
  EXPECT_EQ(recipe.lines[1].quantity, 1) << "a cycle is one, of so many sessions";
  EXPECT_EQ(recipe.lines[2].catalogue_code, "CHOSEN");
  EXPECT_EQ(recipe.lines[2].sessions, 0);
  const auto sent = queued();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].kind, RecipeKind::services);
  EXPECT_EQ(sent[0].priority, "B");
  EXPECT_EQ(sent[0].lines[0].service_code, "89.52");
  EXPECT_EQ(sent[0].lines[0].notes, "portare i tracciati");
  EXPECT_TRUE(sent[0].lines[0].first_access);
  EXPECT_EQ(sent[0].lines[0].lea_note, "55");
  EXPECT_EQ(sent[0].lines[0].lea_condition, "H");
  EXPECT_EQ(sent[0].lines[0].lea_appropriateness, "R12");
  EXPECT_EQ(sent[0].lines[0].lea_pathology, "P7");
  EXPECT_EQ(sent[0].lines[1].sessions, 10) << "how a field of one digit says it, the channel knows";
  EXPECT_TRUE(sent[0].lines[0].aic.empty());
}

/// As the rules measure it: a dose that fits must not be cut off for the blanks before it.
TEST_F(KindsTest, ThePosologyGoesWithoutTheBlanksAroundIt) {
  add_drug(sample::aspirin()).posology = "  1 cpr  al dì\r\n ";
  add_drug(sample::statin()).posology = " \t\n";
  const auto lines = written({plan(RecipeKind::drugs, {1, 2})}).recipes.at(0).lines;
  EXPECT_EQ(lines.at(0).posology, "1 cpr  al dì");
  EXPECT_EQ(lines.at(1).posology, "");
  const auto sent = queued().at(0);
  EXPECT_EQ(sent.lines.at(0).posology, "1 cpr  al dì");
  EXPECT_EQ(sent.lines.at(1).posology, "");
}

TEST_F(KindsTest, AServiceIsCalledWhatTheRegionsCatalogueCallsIt) {
  add_service("89.52");
  add_service("90.62.2");
  facts_.services[0].service->catalogue_text = "ECG a riposo, 12 derivazioni";
  const Prescription stored = written({plan(RecipeKind::services, {1, 2})});
  const auto& lines = stored.recipes.at(0).lines;
  EXPECT_EQ(lines.at(0).service_text, "ECG a riposo, 12 derivazioni");
  EXPECT_EQ(lines[0].service_code, "89.52") << "under the national code";
  EXPECT_EQ(lines.at(1).service_text, "Emocromo") << "a region that calls it nothing";
  const auto sent = queued().at(0);
  EXPECT_EQ(sent.lines.at(0).service_text, "ECG a riposo, 12 derivazioni");
  EXPECT_EQ(sent.lines.at(1).service_text, "Emocromo");
}

TEST_F(KindsTest, OfTheAccessARecipeSaysWhatWasSaid) {
  add_service("89.52").other_access = true;
  add_service("90.62.2");
  DraftLine& first = add_service("93.11.1");
  first.first_access = first.other_access = true;
  const auto lines = written({plan(RecipeKind::services, {1, 2, 3})}).recipes.at(0).lines;
  const auto sent = queued().at(0);
  const auto said = [](const auto& line) {
    return std::pair(line.first_access, line.other_access);
  };
  const std::pair<bool, bool> wanted[] = {{false, true}, {false, false}, {true, false}};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(said(lines.at(i)), wanted[i]) << i;
    EXPECT_EQ(said(sent.lines.at(i)), wanted[i]) << i;
  }
}

TEST_F(KindsTest, AServiceAtThePatientsChargeIsPrintedOnTheDoctorsOwnPad) {
  add_service("89.52").notes = "portare i tracciati";
  facts_.draft.lines[0].white = true;
  facts_.draft.diagnosis_text = "cardiopalmo";
  const auto plans = split(Judgement(rules_, facts_));
  ASSERT_EQ(plans.size(), 1u);
  const Prescription stored = written(plans);
  const RecipeView& recipe = stored.recipes.at(0);
  EXPECT_EQ(recipe.kind, RecipeKind::white);
  EXPECT_EQ(recipe.state, State::printed);
  EXPECT_EQ(recipe.lines.at(0).service_code, "89.52");
  EXPECT_EQ(recipe.lines[0].validity_days, 0) << "no rule says how long it is good for";
  const auto sent = queued();
  ASSERT_EQ(sent.size(), 1u) << "its paper is made, no service is asked";
  EXPECT_EQ(sent[0].kind, RecipeKind::white);
  EXPECT_EQ(sent[0].lines.at(0).notes, "portare i tracciati");
}

TEST_F(KindsTest, AHospitalStayReachesTheChannelAndStaysInTheArchive) {
  add_service("89.52");
  facts_.draft.hospital_stay = true;
  const Prescription stored = written({plan(RecipeKind::services, {1})});
  EXPECT_TRUE(stored.hospital_stay);
  EXPECT_TRUE(queued().at(0).hospital_stay);
  facts_.draft.id = new_id();
  facts_.draft.hospital_stay = false;
  EXPECT_FALSE(written({plan(RecipeKind::services, {1})}).hospital_stay);
}

TEST_F(KindsTest, WhoIsInsuredAbroadIsPrescribedForWithoutACode) {
  facts_.chart.patient.fiscal_code = FiscalCode();
  int number = 0;
  for (const char* kind : {"EE", "UE", "NE", "NX"}) {
    Draft draft = this->draft(++number);
    draft.patient_kind = kind;
    const std::string refusal = code_of([&] { issue(draft); });
    EXPECT_EQ(refusal, "draft-blocked") << kind;
    EXPECT_EQ(message_.find("codice fiscale"), std::string::npos) << message_;
    draft.foreign = recipe_transmitter::ForeignCover{
        "DE", "AOK", "T1", "8027", Date::parse("1980-05-01"), Date::parse("2027-12-31")};
    if (draft.patient_kind == "NX") {
      draft.sasn_card = "1";
      draft.sasn_company = "MARE";
    }
    const Prescription issued = issue(draft);
    ASSERT_EQ(issued.recipes.size(), 1u) << kind;
    EXPECT_EQ(issued.recipes[0].state, State::waiting) << kind;
    EXPECT_EQ(queued().back().foreign->institution, "AOK") << kind;
  }
  for (const char* kind : {"", "NA", "ND", "ST"}) {
    Draft draft = this->draft(++number);
    draft.patient_kind = kind;
    draft.sasn_card = draft.patient_kind.starts_with("N") ? "1" : "";
    draft.sasn_company = draft.patient_kind.starts_with("N") ? "MARE" : "";
    draft.home_visit = draft.patient_kind == "ND";
    EXPECT_EQ(code_of([&] { issue(draft); }), "draft-blocked") << kind;
    EXPECT_NE(message_.find("codice fiscale"), std::string::npos) << message_;
  }
}

TEST_F(KindsTest, EveryKindOfPatientReachesTheChannelAndStaysInTheArchive) {
  Draft& draft = facts_.draft;
  add_drug(sample::aspirin()).therapeutic_plan = "PT-7";
  draft.patient_kind = "UE";
  draft.foreign.emplace();
  draft.foreign->state = "DE";
  draft.foreign->institution = "AOK \"Nord\"";
  draft.foreign->card_until = Date::parse("2027-01-31");
  draft.sasn_card = "T1";
  draft.sasn_company = "Navi";
  draft.home_visit = draft.obscured = draft.suggested = true;
  draft.delivery = "sms";
  const Prescription stored = written({plan(RecipeKind::drugs, {1})});
  EXPECT_EQ(stored.patient_kind, "UE");
  ASSERT_TRUE(stored.foreign.has_value());
  EXPECT_EQ(stored.foreign->institution, "AOK \"Nord\"");
  EXPECT_EQ(stored.foreign->card_until, Date::parse("2027-01-31"));
  EXPECT_FALSE(stored.foreign->birth_date.has_value());
  EXPECT_EQ(stored.sasn_card + stored.sasn_company + stored.delivery, "T1Navisms");
  EXPECT_TRUE(stored.home_visit && stored.obscured && stored.suggested);
  EXPECT_FALSE(stored.on_paper);
  EXPECT_EQ(stored.recipes[0].kind, RecipeKind::drugs);
  EXPECT_EQ(stored.recipes[0].lines[0].therapeutic_plan, "PT-7");
  const auto sent = queued().at(0);
  EXPECT_EQ(sent.patient_kind, "UE");
  EXPECT_EQ(sent.foreign->state, "DE");
  EXPECT_EQ(sent.sasn_card, "T1");
  EXPECT_EQ(sent.therapeutic_plan, "PT-7");
  EXPECT_TRUE(sent.obscured);
}

TEST_F(KindsTest, WhiteRecipesSayHowOftenTheyAreDispensed) {
  add_drug(sample::aspirin());
  add_drug(sample::statin()).one_pack_only = true;
  add_drug(sample::amoxicillin()).repeatable = false;
  for (DraftLine& line : facts_.draft.lines) line.white = true;
  const auto lines = written({plan(RecipeKind::white, {1, 2, 3})}).recipes.at(0).lines;
  const auto terms = [](const auto& line) {
    return std::make_tuple(line.repeatable, line.repetitions, line.validity_days, line.dispensings);
  };
  EXPECT_EQ(terms(lines[0]), std::make_tuple(true, 0, 180, 10)) << "as the law says";
  EXPECT_EQ(terms(lines[1]), std::make_tuple(true, 1, 180, 1)) << "one pack, though repeatable";
  EXPECT_EQ(terms(lines[2]), std::make_tuple(false, 0, 30, 1));
  const auto sent = queued().at(0);
  EXPECT_EQ(sent.kind, RecipeKind::white);
  for (size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(terms(sent.lines.at(i)), terms(lines[i]));
}

TEST_F(KindsTest, OfTheSsnDrugsSayForHowLongAndServicesDoNot) {
  add_drug(sample::aspirin());
  const auto line = written({plan(RecipeKind::drugs, {1})}).recipes.at(0).lines.at(0);
  EXPECT_EQ(line.validity_days, 30);
  EXPECT_EQ(line.dispensings, 0);
  EXPECT_FALSE(queued().at(0).lines.at(0).never_electronic);
  facts_.draft.id = new_id();
  add_service("90.62.2");
  const auto exam = written({plan(RecipeKind::services, {2})}).recipes.at(0).lines.at(0);
  EXPECT_EQ(exam.validity_days, 0) << "each region says how long";
}

TEST_F(KindsTest, ALineThatMayNotTravelSaysSoToWhoWouldSendIt) {
  formulary::Drug clonazepam = sample::aspirin();
  clonazepam.atc = "N03AE01";
  add_drug(clonazepam);
  add_drug(sample::statin());
  // As if the plan were wrong: the channel is the second line behind it.
  written({plan(RecipeKind::white, {1, 2})});
  const auto sent = queued().at(0);
  EXPECT_TRUE(sent.lines.at(0).never_electronic);
  EXPECT_FALSE(sent.lines.at(1).never_electronic);
}

TEST_F(KindsTest, AWhiteRecipeKeepsItsNumberAndPin) {
  add_drug(sample::aspirin());
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit&) {
    recipe_transmitter::Receipt receipt;
    receipt.outcome = Outcome::accepted;
    receipt.white_number = "120B400000000017";
    receipt.white_pin = "1234";
    return receipt;
  };
  const Prescription stored = written({plan(RecipeKind::white, {1})});
  ASSERT_TRUE(work());
  const RecipeView after = view(stored);
  EXPECT_EQ(after.state, State::accepted);
  EXPECT_EQ(after.kind, RecipeKind::white);
  EXPECT_EQ(after.white_number, "120B400000000017");
  EXPECT_EQ(after.white_pin, "1234");
  EXPECT_FALSE(after.document.empty());
}

TEST_F(KindsTest, WhatStandsOnPaperIsPrintedAndNobodyIsAsked) {
  add_drug(sample::aspirin());
  add_drug(sample::statin());
  const Prescription stored =
      written({plan(RecipeKind::white, {1}, /*electronic=*/false), plan(RecipeKind::drugs, {2})});
  EXPECT_EQ(stored.recipes[0].state, State::printed);
  EXPECT_EQ(stored.recipes[1].state, State::waiting);
  EXPECT_EQ(outbox_rows(), 2) << "one to send, one to print";
  ASSERT_TRUE(work());
  ASSERT_TRUE(work());
  EXPECT_FALSE(work());
  EXPECT_EQ(channel_.order.size(), 1u);
  EXPECT_EQ(view(stored, 0).state, State::printed);
  // It is settled: tomorrow's list does not bring it again, retrying changes nothing.
  ListForDay tomorrow;
  tomorrow.day = Date{reading_.today.days + 1};
  EXPECT_TRUE(service_.on(doctor_.context(), tomorrow).prescriptions.empty());
  EXPECT_EQ(service_.on(doctor_.context(), Retry{stored.recipes[0].id}).state, State::printed);
  const RecipeView withdrawn = service_.on(doctor_.context(), Withdraw{stored.recipes[0].id});
  EXPECT_EQ(withdrawn.state, State::withdrawn);
  EXPECT_NE(withdrawn.problem.find("foglio"), std::string::npos);
  EXPECT_EQ(outbox_rows(), 0) << "the channel never knew of it";
}

TEST_F(KindsTest, TheFactsHoldServicesBesideDrugs) {
  Draft mixed = draft(1);
  mixed.lines.emplace_back().kind = LineKind::service;
  mixed.lines.back().service_code = "89.52";
  mixed.lines.back().catalogue_code = "L8953";
  mixed.lines.emplace_back().kind = LineKind::service;
  mixed.lines.back().service_code = "00.00";
  mixed.lines.emplace_back().kind = LineKind::service;
  PrescriptionReader reader(host_, pool_);
  const FactGatherer gatherer(neighbours_, rules_, reader);
  const Facts facts = gatherer.gather(doctor_.context(), mixed, reading_, Id());
  ASSERT_EQ(facts.drugs.size(), 4u);
  ASSERT_EQ(facts.services.size(), 4u);
  EXPECT_TRUE(facts.drugs[0].drug.has_value());
  EXPECT_FALSE(facts.services[0].service || facts.services[0].problem);
  EXPECT_EQ(facts.services[1].service->text, "Elettrocardiogramma");
  EXPECT_FALSE(facts.drugs[1].drug || facts.drugs[1].problem);
  EXPECT_EQ(facts.services[1].service->catalogue_code, "L8953") << "asked for with its own code";
  EXPECT_EQ(facts.services[2].problem->code, "service-unknown");
  EXPECT_EQ(facts.services[2].problem->line, 3);
  EXPECT_EQ(facts.services[3].problem->code, "service-missing");
  neighbours_.service = [](const CallContext&,
                           const terminology::GetService&) -> terminology::OutpatientService {
    throw Error("contract-unavailable", "spento", "attendere");
  };
  EXPECT_EQ(code_of([&] { gatherer.gather(doctor_.context(), mixed, reading_, Id()); }),
            "contract-unavailable")
      << "a room that is down is no unknown service";
}

TEST_F(KindsTest, TheFingerprintCoversWhatIsNew) {
  Draft first = draft(1);
  issue(first);
  const auto changed = [&](auto&& change) {
    Draft other = first;
    change(other);
    return code_of([&] { issue(other); });
  };
  const std::string different = "draft-already-issued";
  EXPECT_EQ(changed([](Draft& d) { d.lines[0].white = true; }), different);
  EXPECT_EQ(changed([](Draft& d) { d.lines[0].one_pack_only = true; }), different);
  EXPECT_EQ(changed([](Draft& d) { d.lines[0].therapeutic_plan = "P"; }), different);
  EXPECT_EQ(changed([](Draft& d) { d.lines[0].notes = "n"; }), different);
  EXPECT_EQ(changed([](Draft& d) { d.patient_kind = "ST"; }), different);
  EXPECT_EQ(changed([](Draft& d) { d.foreign.emplace().state = "FR"; }), different);
  EXPECT_EQ(changed([](Draft& d) { d.sasn_card = "1"; }), different);
  EXPECT_EQ(changed([](Draft& d) { d.on_paper = true; }), different);
  EXPECT_EQ(changed([](Draft& d) { d.delivery = "sms"; }), different);
  EXPECT_EQ(changed([](Draft&) {}), "");
}

TEST_F(KindsTest, ServicesAreNoDrugsPrescribedLately) {
  add_service("89.52");
  written({plan(RecipeKind::services, {1})});
  PrescriptionReader reader(host_, pool_);
  EXPECT_TRUE(reader.recent("prova", sample::patient_id, Date{reading_.today.days - 30}).empty());
}

/// Everything that an archive may hold comes back as it went, also mixed with what is plain.
class KindsArchiveTest : public KindsTest {
 protected:
  PastPrescription full(int number) const {
    PastPrescription it;
    char id[40];
    std::snprintf(id, sizeof id, "bbbbbbbb-0000-4000-8000-%012d", number);
    it.id = Id(id);
    it.patient = sample::patient_id;
    it.doctor = sample::doctor_id;
    it.issued = reading_.now;
    it.state = State::printed;
    it.kind = RecipeKind::white;
    it.priority = "D";
    it.white_number = "120B4";
    it.white_pin = "99";
    it.paper_code = "120A40000000017";
    it.home_visit = it.obscured = it.suggested = it.on_paper = it.hospital_stay = true;
    it.patient_kind = "EE";
    it.foreign.emplace();
    it.foreign->state = "CH";
    it.foreign->personal_number = "a\tb\n\\";
    it.sasn_card = "T";
    it.sasn_company = "N";
    it.delivery = "mail";
    Line drug;
    drug.aic = "024840074";
    drug.therapeutic_plan = "PT";
    drug.repeatable = true;
    drug.repetitions = 1;
    drug.validity_days = 30;
    drug.dispensings = 3;
    Line service;
    service.kind = LineKind::service;
    service.service_code = "89.52";
    service.service_text = "ECG";
    service.catalogue_code = "L1";
    service.notes = "a\tb\n\\N";
    service.first_access = service.televisit = true;
    service.other_access = true;
    service.sessions = 4;
    service.lea_note = "55";
    service.lea_condition = "H";
    service.lea_appropriateness = "R12";
    service.lea_pathology = "P\t7";
    Line plain;
    plain.aic = "023097090";
    plain.drug_text = "ZIMOX";
    it.lines = {plain, service, drug};
    return it;
  }
  PersonalDataService personal_data_{host_, pool_};
};

TEST_F(KindsArchiveTest, GoesOutAsItCameIn) {
  PastPrescription plain = full(2);
  plain.kind = RecipeKind::drugs;
  plain.state = State::past;
  plain.priority = plain.white_number = plain.white_pin = plain.paper_code = "";
  plain.home_visit = plain.obscured = plain.suggested = plain.on_paper = plain.hospital_stay =
      false;
  plain.patient_kind = plain.sasn_card = plain.sasn_company = plain.delivery = "";
  plain.foreign.reset();
  plain.lines.resize(1);
  PastPrescription exam = full(3);
  exam.kind = RecipeKind::services;
  const std::vector<PastPrescription> records = {full(1), plain, exam};
  personal_data::Import call{"prescribing.prescriptions", {}};
  for (const auto& it : records) call.records.push_back(to_json(host_, it));
  EXPECT_EQ(personal_data_.on(doctor_.context(), call).accepted, 3);
  const auto page = personal_data_.on(
      doctor_.context(), personal_data::Export{"prescribing.prescriptions", Id(), "", 10});
  EXPECT_EQ(page.records, call.records);
  EXPECT_EQ(personal_data_.on(doctor_.context(), call).accepted, 3) << "and once more";
  const Prescription shown = service_.on(doctor_.context(), Get{records[0].id});
  EXPECT_EQ(shown.foreign->personal_number, "a\tb\n\\");
  EXPECT_EQ(shown.recipes[0].paper_code, "120A40000000017");
  EXPECT_EQ(shown.recipes[0].lines[1].notes, "a\tb\n\\N");
  EXPECT_EQ(shown.recipes[0].lines[0].drug_text, "ZIMOX") << "lines keep their order";
}

TEST_F(KindsArchiveTest, AnonymisedItNamesNobody) {
  personal_data_.on(doctor_.context(),
                    personal_data::Import{"prescribing.prescriptions", {to_json(host_, full(1))}});
  EXPECT_EQ(
      personal_data_.on(doctor_.context(), personal_data::Anonymise{sample::patient_id}).records,
      1);
  const auto page = personal_data_.on(
      doctor_.context(), personal_data::Export{"prescribing.prescriptions", Id(), "", 10});
  const auto left = from_json<PastPrescription>(host_, page.records.at(0));
  EXPECT_EQ(left.white_number + left.white_pin + left.paper_code + left.sasn_card +
                left.sasn_company + left.delivery,
            "");
  EXPECT_FALSE(left.foreign.has_value());
  EXPECT_EQ(left.lines[1].notes + left.lines[2].therapeutic_plan, "");
  EXPECT_EQ(left.lines[1].service_code, "89.52") << "what counts for statistics stays";
  EXPECT_EQ(left.kind, RecipeKind::white);
}

}  // namespace curante::prescribing
