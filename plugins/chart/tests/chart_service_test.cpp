// SPDX-License-Identifier: Apache-2.0
#include "chart_service.hpp"

#include <gmock/gmock.h>

#include <set>

#include "curante/json.hpp"
#include "practice.hpp"

namespace curante::chart {
namespace {

using curante::testing::code_of;
using ::testing::ElementsAre;

class ChartServiceTest : public ::testing::Test {
 protected:
  Patient save(const Patient& it, bool confirmed = false, const std::string& open = "") {
    return practice_.ask(SavePatient{it, confirmed}, open);
  }
  Patient anna() { return save(person("Verdi", "Anna")); }
  Contact contact(const Id& patient, const std::string& text, const std::string& at) {
    Contact it;
    it.patient = patient;
    it.text = text;
    it.at = Instant::parse(at);
    return practice_.ask(SaveContact{it});
  }
  Practice practice_;
};

TEST_F(ChartServiceTest, KeepsEveryMemberOfAPatient) {
  Patient it = person("D'Angelo", "Nicolò", "DNGNCL57C21H501H");
  it.id = id_number(7);
  it.doctor = id_number(8);
  it.sex = Sex::M;
  it.birth_place = "H501";
  it.address = {"Via Roma 1", "00185", "Roma", "RM"};
  it.region_code = "120";
  it.asl_code = "201";
  it.phone = "06 5550100";
  it.email = "nicolo@example.org";
  it.exemptions = {{"013", Date::parse("2020-01-01"), {}}, {"E01", {}, Date::parse("2027-03-31")}};
  it.notes = "suonare\tdue volte\n\"interno\" 5\\b";
  it.revoked_on = Date::parse("2026-10-01");
  const Patient saved = save(it);
  EXPECT_EQ(saved.version, 1);
  Patient read = practice_.ask(GetPatient{it.id});
  EXPECT_EQ(read.version, 1);
  read.version = 0;
  EXPECT_EQ(to_json(practice_.json.host(), read), to_json(practice_.json.host(), it));
  EXPECT_THAT(practice_.changed, ElementsAre(it.id));
}

TEST_F(ChartServiceTest, MakesAnIdWhenNoneIsGiven) {
  const Id first = anna().id, second = anna().id;
  EXPECT_FALSE(first.empty());
  EXPECT_NE(first, second);
}

TEST_F(ChartServiceTest, RefusesASaveOfAnOldVersion) {
  Patient mine = anna();
  Patient theirs = mine;
  theirs.phone = "06 5550101";
  EXPECT_EQ(save(theirs).version, 2);
  mine.phone = "06 5550102";
  EXPECT_EQ(code_of([&] { save(mine); }), "record-changed");
  EXPECT_EQ(practice_.ask(GetPatient{mine.id}).phone, "06 5550101");
  mine.version = 0;  // registering an id that exists is no way round it
  EXPECT_EQ(code_of([&] { save(mine); }), "record-changed");
  EXPECT_EQ(practice_.changed.size(), 2U);
}

TEST_F(ChartServiceTest, WantsTheFiscalCodeToAgreeUnlessConfirmed) {
  Patient it = person("Rossi", "Mario", "RSSMRA80A01H501U");
  try {
    save(it);
    ADD_FAILURE() << "was accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "fiscal-code-mismatch");
    EXPECT_NE(e.message().find("data di nascita"), std::string::npos);
    EXPECT_NE(e.message().find("sesso"), std::string::npos);
    EXPECT_EQ(e.message().find("cognome"), std::string::npos);
  }
  EXPECT_EQ(save(it, true).version, 1);
}

TEST_F(ChartServiceTest, AdmitsEachFiscalCodeOnce) {
  save(person("Rossi", "Mario", "RSSMRA80A01H501U"), true);
  EXPECT_EQ(code_of([&] { save(person("Rossi", "Mara", "rssmra80a01h501u"), true); }),
            "fiscal-code-taken");
  save(person("Rossi", "Uno"));
  save(person("Rossi", "Due"));  // two without a code are two people
}

TEST_F(ChartServiceTest, WritesOnlyIntoTheOpenChart) {
  const Patient one = anna(), other = save(person("Bianchi", "Carla"));
  practice_.changed.clear();
  Allergy allergy;
  allergy.patient = one.id;
  allergy.substance = "Penicilline";
  const std::string open = other.id.value();
  EXPECT_EQ(code_of([&] { practice_.ask(SaveAllergy{allergy}, open); }), "patient-mismatch");
  Problem problem;
  problem.patient = one.id;
  problem.text = "Gotta";
  EXPECT_EQ(code_of([&] { practice_.ask(SaveProblem{problem}, open); }), "patient-mismatch");
  Contact visit;
  visit.patient = one.id;
  visit.text = "Controllo";
  EXPECT_EQ(code_of([&] { practice_.ask(SaveContact{visit}, open); }), "patient-mismatch");
  Therapy therapy;
  therapy.patient = one.id;
  therapy.drug_text = "Ramipril";
  EXPECT_EQ(code_of([&] { practice_.ask(SaveTherapy{therapy}, open); }), "patient-mismatch");
  EXPECT_EQ(code_of([&] { save(one, false, open); }), "patient-mismatch");
  EXPECT_TRUE(practice_.changed.empty());
  const ChartView chart = practice_.ask(GetChart{one.id});
  EXPECT_EQ(chart.allergies.size() + chart.problems.size() + chart.contacts.size() +
                chart.therapies.size(),
            0U);
  practice_.ask(SaveAllergy{allergy}, one.id.value());
  const ChartView facts = practice_.ask(GetChart{one.id, /*without_diary=*/true});
  EXPECT_EQ(facts.allergies.size(), 1U);
  EXPECT_TRUE(facts.contacts.empty());
}

TEST_F(ChartServiceTest, ARecordNeverMovesToAnotherPatient) {
  const Patient one = anna(), other = save(person("Bianchi", "Carla"));
  Allergy allergy;
  allergy.patient = one.id;
  allergy.substance = "Lattice";
  allergy = practice_.ask(SaveAllergy{allergy});
  allergy.patient = other.id;
  EXPECT_EQ(code_of([&] { practice_.ask(SaveAllergy{allergy}); }), "patient-mismatch");
  EXPECT_EQ(practice_.ask(GetChart{one.id}).allergies.size(), 1U);
  EXPECT_TRUE(practice_.ask(GetChart{other.id}).allergies.empty());
}

TEST_F(ChartServiceTest, KnowsWhoIsNotThere) {
  EXPECT_EQ(code_of([&] { practice_.ask(GetPatient{id_number(1)}); }), "patient-unknown");
  EXPECT_EQ(code_of([&] { practice_.ask(GetChart{id_number(1)}); }), "patient-unknown");
  Problem problem;
  problem.text = "Gotta";
  EXPECT_EQ(code_of([&] { practice_.ask(SaveProblem{problem}); }), "record-incomplete");
  problem.patient = id_number(1);
  EXPECT_EQ(code_of([&] { practice_.ask(SaveProblem{problem}); }), "patient-unknown");
}

TEST_F(ChartServiceTest, TheChartShowsWhatCountsNow) {
  const Id id = anna().id;
  Allergy allergy{Id(), id, AllergyKind::intolerance, "M01A", "FANS", "gastrite", false, {}, true};
  practice_.ask(SaveAllergy{allergy});
  allergy.substance = "Fragole";
  allergy.active = false;
  practice_.ask(SaveAllergy{allergy});
  practice_.ask(SaveProblem{{Id(), id, "460", "Rinofaringite", {}, false, false, ""}});
  practice_.ask(SaveProblem{{Id(), id, "401.9", "Ipertensione", {}, true, true, ""}});
  Therapy therapy;
  therapy.patient = id;
  therapy.drug_text = "Ramipril 5 mg";
  practice_.ask(SaveTherapy{therapy});
  therapy.drug_text = "Enalapril 20 mg";
  therapy.stopped_on = Date::parse("2026-01-01");
  practice_.ask(SaveTherapy{therapy});

  therapy.drug_text = "Prednisone a scalare";
  therapy.stopped_on = Date::parse("2026-11-23");
  practice_.ask(SaveTherapy{therapy});

  const ChartView chart = practice_.ask(GetChart{id});
  ASSERT_EQ(chart.allergies.size(), 1U);
  EXPECT_EQ(chart.allergies[0].substance, "FANS");
  EXPECT_EQ(chart.allergies[0].kind, AllergyKind::intolerance);
  ASSERT_EQ(chart.problems.size(), 2U);
  EXPECT_EQ(chart.problems[0].text, "Ipertensione");
  ASSERT_EQ(chart.therapies.size(), 1U);
  EXPECT_EQ(chart.therapies[0].drug_text, "Ramipril 5 mg");
}

TEST_F(ChartServiceTest, AnOldWindowDoesNotUndoTheEndOfATherapy) {
  Therapy therapy;
  therapy.id = id_number(21);
  therapy.patient = anna().id;
  therapy.drug_text = "Warfarin 5 mg";
  EXPECT_EQ(practice_.ask(SaveTherapy{therapy}).version, 1);
  EXPECT_EQ(practice_.ask(SaveTherapy{therapy}).version, 1) << "the same request came twice";
  const Therapy seen = practice_.ask(GetChart{therapy.patient}).therapies.at(0);
  EXPECT_EQ(seen.version, 1);
  Therapy stopped = seen, stale = seen;
  stopped.stopped_on = Date::parse("2026-11-20");
  EXPECT_EQ(practice_.ask(SaveTherapy{stopped}).version, 2);
  stale.posology = "mezza compressa";
  EXPECT_EQ(code_of([&] { practice_.ask(SaveTherapy{stale}); }), "record-changed");
  stale.version = 0;
  EXPECT_EQ(code_of([&] { practice_.ask(SaveTherapy{stale}); }), "record-changed");
  EXPECT_TRUE(practice_.ask(GetChart{therapy.patient}).therapies.empty());
}

TEST_F(ChartServiceTest, AnOldWindowDoesNotSoftenAnAllergy) {
  Allergy allergy{
      id_number(22), anna().id, AllergyKind::allergy, "J01C", "Penicilline", "", false, {}, true};
  practice_.ask(SaveAllergy{allergy});
  Allergy stale = practice_.ask(GetChart{allergy.patient}).allergies.at(0), severe = stale;
  severe.severe = true;
  practice_.ask(SaveAllergy{severe});
  stale.reaction = "orticaria";
  EXPECT_EQ(code_of([&] { practice_.ask(SaveAllergy{stale}); }), "record-changed");
  EXPECT_TRUE(practice_.ask(GetChart{allergy.patient}).allergies.at(0).severe);
  Problem problem = practice_.ask(
      SaveProblem{{id_number(23), allergy.patient, "401.9", "Ipertensione", {}, true, true, ""}});
  const Problem old = problem;
  problem.active = false;
  EXPECT_EQ(practice_.ask(SaveProblem{problem}).version, 2);
  EXPECT_EQ(code_of([&] { practice_.ask(SaveProblem{old}); }), "record-changed");
}

TEST_F(ChartServiceTest, ATherapyRunsUntilItsLastDay) {
  Therapy therapy;
  therapy.patient = anna().id;
  therapy.drug_text = "Prednisone a scalare";
  therapy.stopped_on = Date::parse("2026-11-24");
  practice_.ask(SaveTherapy{therapy});
  EXPECT_EQ(practice_.ask(GetChart{therapy.patient}).therapies.size(), 1U);
  practice_.now = Instant::parse("2026-11-23T23:00:00Z");  // midnight in Rome
  EXPECT_TRUE(practice_.ask(GetChart{therapy.patient}).therapies.empty());
}

TEST_F(ChartServiceTest, AVisitHasItsAuthorAndTime) {
  Contact visit;
  visit.patient = anna().id;
  visit.text = "Controllo pressorio";
  const Contact saved = practice_.ask(SaveContact{visit});
  EXPECT_EQ(saved.author, "Dott. Uno");
  EXPECT_EQ(saved.at.ms, practice_.now.ms);
  EXPECT_EQ(practice_.ask(GetChart{visit.patient}).contacts.at(0).at.ms, practice_.now.ms);
}

TEST_F(ChartServiceTest, AVisitIsWrittenOnce) {
  Contact visit;
  visit.id = id_number(7);
  visit.patient = anna().id;
  visit.text = "Controllo pressorio";
  practice_.ask(SaveContact{visit});
  practice_.ask(SaveContact{visit});
  Contact other = visit;
  other.text = "Altra visita";
  EXPECT_EQ(code_of([&] { practice_.ask(SaveContact{other}); }), "record-changed");
  const auto contacts = practice_.ask(GetChart{visit.patient}).contacts;
  ASSERT_EQ(contacts.size(), 1U);
  EXPECT_EQ(contacts[0].text, "Controllo pressorio");
}

TEST_F(ChartServiceTest, TheDiaryComesInPagesNewestFirst) {
  const Id id = anna().id;
  for (int i = 0; i < 25; ++i) contact(id, "visita " + std::to_string(i), "2026-03-01T09:00:00Z");
  contact(id, "prima", "2020-01-01T09:00:00Z");
  contact(id, "ultima", "2026-11-01T09:00:00Z");
  const ChartView chart = practice_.ask(GetChart{id});
  EXPECT_EQ(chart.contact_count, 27);
  ASSERT_EQ(chart.contacts.size(), 20U);
  EXPECT_EQ(chart.contacts[0].text, "ultima");

  std::set<std::string> texts;
  std::string last, cursor;
  int pages = 0;
  do {
    const ContactList page = practice_.ask(ListContacts{id, cursor, 10});
    EXPECT_LE(page.contacts.size(), 10U);
    for (const Contact& it : page.contacts) texts.insert(last = it.text);
    cursor = page.next;
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(texts.size(), 27U);
  EXPECT_EQ(last, "prima");
  EXPECT_EQ(code_of([&] {
              practice_.ask(ListContacts{id, "x:" + id.value(), 10});
            }),
            "cursor-invalid");
}

TEST_F(ChartServiceTest, GivesSummariesOfSeveral) {
  const Id one = anna().id, two = save(person("Bianchi", "Carla")).id;
  EXPECT_EQ(practice_.ask(GetSummaries{{one, two, id_number(5)}}).patients.size(), 2U);
  EXPECT_TRUE(practice_.ask(GetSummaries{}).patients.empty());
}

TEST_F(ChartServiceTest, ASummaryTellsWhoseListThePatientIsOn) {
  Patient it = person("Verdi", "Ugo", "");
  it.doctor = id_number(71);
  const Id id = save(it).id, nobodys = save(person("Verdone", "Ada")).id;
  for (const PatientList& list :
       {practice_.ask(SearchPatients{"verdi"}), practice_.ask(GetSummaries{{id}})}) {
    ASSERT_EQ(list.patients.size(), 1U);
    EXPECT_EQ(list.patients[0].doctor, id_number(71));
  }
  EXPECT_TRUE(practice_.ask(GetSummaries{{nobodys}}).patients.at(0).doctor.empty());
}

TEST_F(ChartServiceTest, APracticeSeesOnlyItsOwn) {
  const Id id = anna().id;
  ChartService other{[](const CallContext&, const Id&) {},
                     [this](const CallContext&) { return practice_.now; }, Audit{}};
  other.open(practice_.pool, "2");
  const testing::Caller caller(testing::Caller::Fields{{"practice", "2"}});
  EXPECT_EQ(code_of([&] { other.on(caller.context(), GetPatient{id}); }), "patient-unknown");
  EXPECT_TRUE(other.on(caller.context(), SearchPatients{"verdi"}).patients.empty());
  EXPECT_TRUE(other.on(caller.context(), GetSummaries{{id}}).patients.empty());
  Problem problem;
  problem.patient = id;
  problem.text = "Gotta";
  EXPECT_EQ(code_of([&] { other.on(caller.context(), SaveProblem{problem}); }), "patient-unknown");
}

}  // namespace
}  // namespace curante::chart
