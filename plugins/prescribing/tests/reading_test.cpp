// SPDX-License-Identifier: Apache-2.0
#include "curante/json.hpp"
#include "room.hpp"

namespace curante::prescribing {

class ReadingTest : public RoomTest {
 protected:
  PastPrescription past(int number, int day, int lines = 1) const {
    PastPrescription it;
    char id[40];
    std::snprintf(id, sizeof id, "bbbbbbbb-0000-4000-8000-%012d", number);
    it.id = Id(id);
    it.patient = sample::patient_id;
    it.doctor = sample::doctor_id;
    it.issued = Instant{reading_.now.ms - day * 86'400'000LL};
    it.exemption = "013";
    it.diagnosis_text = "diabete; \"tipo 2\"\tcon\ncomplicanze \\";
    it.nre = Nre("1200A4" + std::to_string(200'000'000 + number));
    for (int i = 0; i < lines; ++i) {
      Line line;
      line.aic = "024840074";
      line.drug_text = "CARDIOASPIRIN " + std::to_string(i);
      line.atc = "B01AC06";
      line.quantity = 2;
      it.lines.push_back(line);
    }
    return it;
  }
  personal_data::Imported import(const std::vector<PastPrescription>& records) {
    personal_data::Import call{"prescribing.prescriptions", {}};
    for (const auto& record : records) call.records.push_back(to_json(host_, record));
    return personal_data_.on(doctor_.context(), call);
  }
  std::vector<PastPrescription> exported(int32_t limit = 1000) {
    std::vector<PastPrescription> all;
    personal_data::Export call{"prescribing.prescriptions", Id(), "", limit};
    do {
      const auto page = personal_data_.on(doctor_.context(), call);
      for (const auto& record : page.records) {
        all.push_back(from_json<PastPrescription>(host_, record));
      }
      call.cursor = page.next;
    } while (!call.cursor.empty());
    return all;
  }
  int64_t count(const std::string& table) {
    return pool_.read([&](pqxx::transaction_base& tx) {
      return tx.exec1("select count(*) from " + table)[0].as<int64_t>();
    });
  }

  PersonalDataService personal_data_{host_, pool_};
};

TEST_F(ReadingTest, PagesThroughALongPastWithoutGapsOrRepeats) {
  std::vector<PastPrescription> records;
  for (int i = 0; i < 95; ++i) records.push_back(past(i, i / 4, 2));
  EXPECT_EQ(import(records).accepted, 95);
  std::set<std::string> seen;
  ListForPatient call{sample::patient_id, "", 20};
  Instant last{INT64_MAX};
  int pages = 0;
  do {
    const int64_t before = pool_.transactions();
    const PrescriptionList page = service_.on(doctor_.context(), call);
    EXPECT_EQ(pool_.transactions() - before, 1);
    for (const Prescription& one : page.prescriptions) {
      EXPECT_TRUE(seen.insert(one.id.value()).second);
      EXPECT_LE(one.issued, last);
      last = one.issued;
      ASSERT_EQ(one.recipes.size(), 1u);
      EXPECT_EQ(one.recipes[0].state, State::past);
      EXPECT_EQ(one.recipes[0].lines.size(), 2u);
    }
    call.cursor = page.next;
    ++pages;
  } while (!call.cursor.empty());
  EXPECT_EQ(seen.size(), 95u);
  EXPECT_EQ(pages, 5);
}

TEST_F(ReadingTest, RefusesACursorThatIsNone) {
  for (const char* cursor : {"x", "/", "2026-11-23T00:00:00Z/no", "';drop table recipe;--/"}) {
    EXPECT_EQ(code_of([&] {
                service_.on(doctor_.context(), ListForPatient{sample::patient_id, cursor, 20});
              }),
              "cursor-invalid")
        << cursor;
  }
}

TEST_F(ReadingTest, ADayHoldsItsOwnAndWhatIsUnsettledFromBefore) {
  import({past(1, 0), past(2, 1), past(3, 2)});
  channel_.answer({Outcome::uncertain});
  const Prescription old = issue(draft(1));
  ASSERT_TRUE(work());
  sql("update prescription set issued = issued - interval '5 days' where fingerprint is not null");
  const auto today = service_.on(doctor_.context(), ListForDay{});
  ASSERT_EQ(today.prescriptions.size(), 2u);
  EXPECT_EQ(today.prescriptions[0].id, past(1, 0).id);
  EXPECT_EQ(today.prescriptions[1].id, old.id);
  ListForDay yesterday;
  yesterday.day = Date{reading_.today.days - 1};
  EXPECT_EQ(service_.on(doctor_.context(), yesterday).prescriptions.size(), 2u);
  ListForDay others;
  others.doctor = sample::substitute_id;
  EXPECT_TRUE(service_.on(doctor_.context(), others).prescriptions.empty());
}

TEST_F(ReadingTest, DayEndsAtMidnightInRome) {
  PastPrescription late = past(1, 0), early = past(2, 0);
  late.issued = Instant::parse("2026-11-23T22:59:59Z");   // 23:59:59 in Rome
  early.issued = Instant::parse("2026-11-23T23:00:00Z");  // midnight of the 24th
  import({late, early});
  const auto today = service_.on(doctor_.context(), ListForDay{});
  ASSERT_EQ(today.prescriptions.size(), 1u);
  EXPECT_EQ(today.prescriptions[0].id, late.id);
}

TEST_F(ReadingTest, ExportsWhatItImportedAndTakesItBackOnce) {
  std::vector<PastPrescription> records;
  for (int i = 0; i < 25; ++i) records.push_back(past(i, i, 3));
  records[3].state = State::withdrawn;
  records[4].prescription = Id("cccccccc-0000-4000-8000-000000000001");
  records[5].prescription = records[4].prescription;
  records[5].issued = records[4].issued;
  EXPECT_EQ(import(records).accepted, 25);
  const auto first = exported(10);
  ASSERT_EQ(first.size(), 25u);
  EXPECT_EQ(to_json(host_, first[3]), to_json(host_, records[3]));
  EXPECT_EQ(to_json(host_, first[5]), to_json(host_, records[5]));
  EXPECT_EQ(count("prescription"), 24);
  EXPECT_EQ(import(first).accepted, 25);
  EXPECT_EQ(count("recipe"), 25);
  EXPECT_EQ(count("recipe_line"), 75);
  EXPECT_EQ(count("prescription"), 24);
}

TEST_F(ReadingTest, ImportNeverReplacesWhatWasIssuedHere) {
  const Prescription issued = issue(draft(1));
  ASSERT_TRUE(work());
  const RecipeView before = view(issued);
  const auto records = exported();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].state, State::accepted);
  EXPECT_EQ(import(records).accepted, 1);
  const RecipeView after = view(issued);
  EXPECT_EQ(after.document, before.document);
  EXPECT_EQ(after.authentication_code, before.authentication_code);
  EXPECT_EQ(count("recipe"), 1);
}

TEST_F(ReadingTest, ImportRefusesRecordByRecord) {
  PastPrescription unsettled = past(1, 0), empty = past(2, 0), many = past(3, 0);
  unsettled.state = State::waiting;
  empty.lines.clear();
  many.lines[0].quantity = 0;
  personal_data::Import call{
      "prescribing.prescriptions",
      {to_json(host_, unsettled), "{", to_json(host_, empty), to_json(host_, past(4, 0)),
       to_json(host_, many), to_json(host_, past(4, 1)), "{\"id\":\"no-uuid\"}"}};
  const auto imported = personal_data_.on(doctor_.context(), call);
  EXPECT_EQ(imported.accepted, 1);
  std::vector<std::string> codes;
  for (const auto& refusal : imported.refused) {
    codes.push_back(std::to_string(refusal.index) + " " + refusal.code);
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"0 recipe-unsettled", "1 invalid-json",
                                             "2 lines-missing", "4 quantity-out-of-range",
                                             "5 duplicate-id", "6 invalid-id"}));
}

TEST_F(ReadingTest, ImportSaysWhatARecordLacks) {
  PastPrescription nobodys = past(1, 0), undated = past(2, 0), of_nobody = past(3, 0);
  nobodys.doctor = Id();
  undated.issued = Instant();
  of_nobody.patient = Id();
  const auto imported = import({nobodys, undated, of_nobody});
  ASSERT_EQ(imported.refused.size(), 3u);
  EXPECT_EQ(imported.refused[2].code, "patient-missing");
  EXPECT_EQ(imported.refused[0].code, "doctor-missing");
  EXPECT_EQ(imported.refused[1].code, "issued-missing");
  EXPECT_EQ(count("recipe"), 0);
}

TEST_F(ReadingTest, ErasesAndAnonymisesOnlyWhatIsSettled) {
  import({past(1, 0), past(2, 400)});
  const Prescription issued = issue(draft(1));
  const auto erase = [&] {
    personal_data_.on(doctor_.context(), personal_data::Erase{sample::patient_id});
  };
  EXPECT_EQ(code_of(erase), "prescription-unsettled");
  ASSERT_TRUE(work());
  EXPECT_EQ(
      personal_data_.on(doctor_.context(), personal_data::Anonymise{sample::patient_id}).records,
      3);
  EXPECT_TRUE(service_.on(doctor_.context(), ListForPatient{sample::patient_id, "", 20})
                  .prescriptions.empty());
  EXPECT_EQ(count("recipe where nre <> '' or authentication_code <> ''"), 0);
  EXPECT_EQ(count("prescription where diagnosis_text <> ''"), 0);
  EXPECT_EQ(count("recipe where database_time is not null or clock_behind is not null"), 0);
  EXPECT_EQ(count("(select distinct patient from prescription) as strangers"), 1);
  EXPECT_EQ(count("recipe_line"), 3) << "what counts for statistics stays";
  import({past(4, 0)});
  EXPECT_EQ(personal_data_.on(doctor_.context(), personal_data::Erase{sample::patient_id}).records,
            1);
  EXPECT_EQ(count("recipe"), 3);
  EXPECT_EQ(count("recipe_line"), 3) << "no line stays behind without its recipe";
  EXPECT_EQ(personal_data_.on(doctor_.context(), personal_data::Enumerate{}).sections.at(0).records,
            3);
}

TEST_F(ReadingTest, APrescriptionIsFoundByEachOfItsRecipes) {
  issue(draft(1));
  const Prescription it = issue(draft(2));
  const Prescription found = service_.on(doctor_.context(), Get{Id(), it.recipes.at(0).id});
  EXPECT_EQ(found.id, it.id);
  EXPECT_EQ(found.patient, it.patient);
}

TEST_F(ReadingTest, UnknownThingsAreRefused) {
  EXPECT_EQ(code_of([&] {
              service_.on(doctor_.context(), Get{Id("77777777-7777-4777-8777-777777777777")});
            }),
            "prescription-unknown");
  EXPECT_EQ(code_of([&] {
              service_.on(doctor_.context(), Get{Id(), Id("77777777-7777-4777-8777-777777777777")});
            }),
            "recipe-unknown");
  EXPECT_EQ(code_of([&] {
              personal_data_.on(doctor_.context(), personal_data::Import{"chart.patients", {}});
            }),
            "section-unknown");
}

}  // namespace curante::prescribing
