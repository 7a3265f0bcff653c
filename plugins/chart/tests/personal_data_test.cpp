// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "curante/json.hpp"
#include "practice.hpp"

namespace curante::chart {
namespace {

using curante::testing::code_of;
using ::testing::HasSubstr;
using ::testing::Not;

class PersonalDataTest : public ::testing::Test {
 protected:
  template <class Record>
  personal_data::Imported import(const std::string& section, const std::vector<Record>& records) {
    std::vector<std::string> texts;
    for (const Record& it : records) texts.push_back(to_json(practice_.json.host(), it));
    return practice_.ask_data(personal_data::Import{section, texts});
  }
  std::vector<std::string> exported(const std::string& section, const Id& patient = {},
                                    int32_t limit = 1000) {
    std::vector<std::string> all;
    personal_data::Export call{section, patient, "", limit};
    do {
      const auto page = practice_.ask_data(call);
      EXPECT_LE(page.records.size(), static_cast<size_t>(limit));
      all.insert(all.end(), page.records.begin(), page.records.end());
      call.cursor = page.next;
    } while (!call.cursor.empty());
    return all;
  }
  Patient numbered(int number) {
    Patient it = person("Verdi", "Numero " + std::to_string(number));
    it.id = id_number(number);
    it.version = 1;
    return it;
  }
  /// One of everything for a patient, with every character that COPY treats specially.
  void fill(int number) {
    Patient it = numbered(number);
    it.notes = "tab\there\nline\\N \"quoted\" ,; è 🙂";
    it.exemptions = {{"013", Date::parse("2020-01-01"), {}}};
    import <Patient>("chart.patients", {it});
    const Id id = it.id, problem = id_number(number + 100);
    import <Problem>("chart.problems",
                     {{ problem,
                        id,
                        "",
                        "Zia Pia",
                        {},
                        true,
                        true,
                        "di Rossi" }});
    import <Allergy>("chart.allergies",
                     {{ id_number(number + 200),
                        id,
                        AllergyKind::allergy,
                        "J01C",
                        "Penicilline",
                        "\\.",
                        true,
                        Date{1},
                        true }});
    import <Contact>("chart.contacts",
                     {{ id_number(number + 300),
                        id,
                        Instant{1'700'000'000'123},
                        ContactKind::home,
                        "Dott. Uno",
                        "a\tb\\nc\r\n",
                        problem }});
    import <Therapy>("chart.therapies",
                     {{ id_number(number + 400),
                        id,
                        "042422018",
                        "Ramipril",
                        "C09AA05",
                        "",
                        2,
                        "1 al dì",
                        problem,
                        "",
                        Date{10},
                        Date{20},
                        Date {
                          15
                        } }});
  }
  static constexpr const char* sections[] = {"chart.patients", "chart.allergies", "chart.problems",
                                             "chart.contacts", "chart.therapies"};
  Practice practice_;
};

TEST_F(PersonalDataTest, WhatIsExportedImportsTheSame) {
  fill(1);
  fill(2);
  Practice elsewhere;
  for (const auto& section : practice_.ask_data(personal_data::Enumerate{}).sections) {
    EXPECT_EQ(section.records, 2) << section.name;
    const auto records = exported(section.name);
    EXPECT_EQ(elsewhere.ask_data(personal_data::Import{section.name, records}).accepted, 2);
    EXPECT_EQ(elsewhere.ask_data(personal_data::Export{section.name, Id(), "", 1000}).records,
              records);
  }
  EXPECT_EQ(elsewhere.ask(SearchPatients{"num ver"}).patients.size(), 2U);
  EXPECT_EQ(elsewhere.ask(GetPatient{id_number(1)}).notes,
            "tab\there\nline\\N \"quoted\" ,; è 🙂");
  const Contact contact = elsewhere.ask(GetChart{id_number(2)}).contacts.at(0);
  EXPECT_EQ(contact.text, "a\tb\\nc\r\n");
  EXPECT_EQ(contact.at.ms, 1'700'000'000'123);
}

TEST_F(PersonalDataTest, ExportsInPagesOfAPatientOrOfAll) {
  for (int i = 1; i <= 7; ++i) fill(i);
  EXPECT_EQ(exported("chart.patients", Id(), 3).size(), 7U);
  EXPECT_EQ(exported("chart.contacts", Id(), 7).size(), 7U);
  for (const char* section : sections) {
    EXPECT_EQ(exported(section, id_number(4)).size(), 1U) << section;
  }
  EXPECT_EQ(practice_.ask_data(personal_data::Enumerate{id_number(4)}).sections.at(3).records, 1);
  EXPECT_EQ(code_of([&] { exported("chart.unknown"); }), "section-unknown");
}

TEST_F(PersonalDataTest, ImportingAgainReplaces) {
  fill(1);
  Patient it = numbered(1);
  it.last_name = "Neri";
  import <Patient>("chart.patients", {it});
  const Patient now = practice_.ask(GetPatient{it.id});
  EXPECT_EQ(now.last_name, "Neri");
  EXPECT_TRUE(now.exemptions.empty());
  EXPECT_EQ(now.version, 2);  // who has the old record open cannot save over this one
  EXPECT_EQ(practice_.ask(SearchPatients{"neri"}).patients.size(), 1U);
  EXPECT_EQ(practice_.ask(SearchPatients{"verdi"}).patients.size(), 0U);
  fill(1);
  EXPECT_EQ(practice_.ask_data(personal_data::Enumerate{}).sections.at(3).records, 1);
}

TEST_F(PersonalDataTest, RefusesRecordsOneByOneAndTakesTheRest) {
  const std::string good = to_json(practice_.json.host(), numbered(1));
  Patient nameless = numbered(2), nobody = numbered(3);
  nameless.last_name.clear();
  nobody.id = Id();
  const auto result = practice_.ask_data(personal_data::Import{
      "chart.patients",
      {"{", good, to_json(practice_.json.host(), nameless), good,
       to_json(practice_.json.host(), nobody), R"({"id":"x"})",
       R"({"id":"00000000-0000-4000-8000-000000000009","fiscal_code":"RSSMRA80A01H501Z"})"}});
  EXPECT_EQ(result.accepted, 1);
  ASSERT_EQ(result.refused.size(), 6U);
  EXPECT_EQ(result.refused[0].code, "invalid-json");
  EXPECT_EQ(result.refused[1].index, 2);
  EXPECT_EQ(result.refused[1].code, "record-incomplete");
  EXPECT_EQ(result.refused[2].code, "record-repeated");
  EXPECT_EQ(result.refused[3].code, "record-incomplete");
  EXPECT_EQ(result.refused[4].index, 5);
  EXPECT_EQ(result.refused[5].index, 6);
}

TEST_F(PersonalDataTest, ImportsNothingThatContradictsTheRest) {
  Patient one = numbered(1), two = numbered(2);
  one.fiscal_code = two.fiscal_code = FiscalCode("RSSMRA80A01H501U");
  try {
    import <Patient>("chart.patients", {one, two});
    ADD_FAILURE() << "was accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "fiscal-code-taken");
    EXPECT_THAT(e.message(), Not(HasSubstr("RSSMRA")));
  }
  EXPECT_EQ(practice_.ask_data(personal_data::Enumerate{}).sections.at(0).records, 0);
  Allergy orphan;
  orphan.id = id_number(50);
  orphan.patient = id_number(51);
  orphan.substance = "Lattice";
  EXPECT_EQ(code_of([&] { import <Allergy>("chart.allergies", {orphan}); }), "patient-unknown");
}

TEST_F(PersonalDataTest, ImportNeverMovesARecordToAnotherPatient) {
  fill(1);
  fill(2);
  Allergy theirs;
  theirs.id = id_number(201);
  theirs.patient = id_number(2);
  theirs.substance = "Lattice";
  EXPECT_EQ(code_of([&] { import <Allergy>("chart.allergies", {theirs}); }), "patient-mismatch");
  EXPECT_EQ(practice_.ask(GetChart{id_number(1)}).allergies.at(0).substance, "Penicilline");
}

TEST_F(PersonalDataTest, ErasesOnePatientAndNobodyElse) {
  fill(1);
  fill(2);
  EXPECT_EQ(practice_.ask_data(personal_data::Erase{id_number(1)}).records, 5);
  EXPECT_EQ(code_of([&] { practice_.ask(GetPatient{id_number(1)}); }), "patient-unknown");
  for (const auto& section : practice_.ask_data(personal_data::Enumerate{}).sections) {
    EXPECT_EQ(section.records, 1) << section.name;
  }
  EXPECT_EQ(practice_.ask_data(personal_data::Erase{id_number(1)}).records, 0);
}

TEST_F(PersonalDataTest, AnonymisingLeavesNothingThatNamesThePerson) {
  fill(1);
  Patient it = practice_.ask(GetPatient{id_number(1)});
  it.fiscal_code = FiscalCode("VRDNMR57C61H501D");
  it.address = {"Via Roma 1", "00185", "Roma", ""};
  it.phone = "06 5550100";
  it.email = "n@example.org";
  practice_.ask(SavePatient{it, true});
  fill(2);
  EXPECT_GT(practice_.ask_data(personal_data::Anonymise{it.id}).records, 0);
  std::string all;
  for (const char* section : sections) {
    for (const std::string& record : exported(section, it.id)) all += record;
  }
  for (const char* trace : {"Verdi", "Numero", "VRDNMR", "Via Roma", "00185", "5550100", "example",
                            "1957-03-21", "Zia Pia", "Rossi", "Dott.", "tab"}) {
    EXPECT_THAT(all, Not(HasSubstr(trace)));
  }
  for (const char* kept : {"1957-01-01", "Penicilline", "C09AA05"})
    EXPECT_THAT(all, HasSubstr(kept));
  EXPECT_TRUE(practice_.ask(SearchPatients{"numero 1"}).patients.empty());
  EXPECT_EQ(practice_.ask(SearchPatients{"numero"}).patients.size(), 1U);
  EXPECT_EQ(practice_.ask(GetPatient{id_number(2)}).first_name, "Numero 2");
}

// What the checks do not know of, as a rule that a newer schema has.
TEST_F(PersonalDataTest, WhatTheDatabaseRefusesIsToldWithoutNames) {
  practice_.pool.write([](pqxx::transaction_base& tx) {
    tx.exec("alter table patient add check (last_name <> 'Verdi')");
  });
  try {
    import <Patient>("chart.patients", {numbered(1)});
    FAIL() << "it was imported";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "record-conflict");
    EXPECT_THAT(e.message() + e.remedy(), Not(HasSubstr("Verdi")));
  }
  EXPECT_TRUE(exported("chart.patients").empty());
}

}  // namespace
}  // namespace curante::chart
