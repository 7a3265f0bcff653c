// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "practice.hpp"

namespace curante::chart {

using ::testing::ElementsAre;

class AslTest : public ::testing::Test {
 protected:
  Patient add(int number, const AslCode& asl) {
    Patient it = person("Rossi" + std::to_string(number), "Anna");
    it.id = id_number(number);
    it.address.province = asl.province;
    it.region_code = asl.region_code;
    it.asl_code = asl.asl_code;
    return practice_.ask(SavePatient{it});
  }
  Patient now(int number) { return practice_.ask(GetPatient{id_number(number)}); }
  ReplaceAsl replacement(const std::vector<int>& numbers, int id = 900) const {
    ReplaceAsl call{id_number(id), wrong_, right_, {}};
    for (int number : numbers) call.patients.push_back(id_number(number));
    return call;
  }
  std::string code_of(const ReplaceAsl& call) {
    try {
      practice_.ask(call);
    } catch (const Error& e) {
      return e.code();
    }
    return "";
  }

  /// Of those in the audit by now, with who did it.
  std::vector<std::string> audited() {
    std::vector<std::string> all;
    for (const audit::Append& it : practice_.noted) {
      all.push_back(it.user + " " + it.user_name + " " + it.role + " " + it.patient);
    }
    return all;
  }
  static std::string by_doctor(int number) {
    return std::string(Practice::doctor) + " Dott. Uno titolare " + id_number(number).value();
  }

  Practice practice_;
  const AslCode wrong_{"RM", "120", "999"}, right_{"RM", "120", "201"}, none_{};
};

TEST_F(AslTest, TellsEveryCodeWithHowManyHaveIt) {
  add(1, wrong_);
  add(2, right_);
  add(3, right_);
  add(4, none_);
  Patient gone = add(5, wrong_);
  gone.revoked_on = Date::parse("2026-01-01");
  practice_.ask(SavePatient{gone}, gone.id.value());
  const auto codes = practice_.ask(ListAslCodes{}).codes;
  ASSERT_EQ(codes.size(), 3u);
  EXPECT_EQ(codes[0].asl.asl_code, "201");
  EXPECT_EQ(codes[0].patients, 2);
  EXPECT_EQ(codes[1].asl.asl_code, "");
  EXPECT_EQ(codes[2].patients, 1) << "without the one who left";
  const auto list = practice_.ask(ListPatientsOfAsl{right_, 1});
  ASSERT_EQ(list.patients.size(), 1u);
  EXPECT_TRUE(list.more);
  EXPECT_EQ(practice_.ask(ListPatientsOfAsl{none_}).patients.at(0).id, id_number(4));
}

TEST_F(AslTest, ReplacesOfThoseChosenWhatTheyStillHave) {
  add(1, wrong_);
  add(2, wrong_);
  add(3, wrong_);
  add(4, right_);
  practice_.changed.clear();
  const AslReplacement done = practice_.ask(replacement({1, 2, 4}));
  EXPECT_EQ(done.replaced, 2);
  EXPECT_EQ(done.left, 1) << "it had another code already";
  EXPECT_EQ(done.author, "Dott. Uno");
  EXPECT_EQ(done.at, practice_.now);
  EXPECT_EQ(now(1).asl_code, "201");
  EXPECT_EQ(now(1).version, 2) << "an open form notices";
  EXPECT_EQ(now(3).asl_code, "999") << "not chosen";
  EXPECT_EQ(practice_.changed.size(), 2u);
  ASSERT_EQ(practice_.noted.size(), 2u);
  EXPECT_EQ(practice_.noted[0].action, "chart/1 ReplaceAsl " + done.id.value());
  EXPECT_EQ(practice_.noted[0].patient, id_number(1).value());
  EXPECT_EQ(practice_.noted[1].patient, id_number(2).value());
  EXPECT_EQ(practice_.ask(replacement({1, 2, 4})).replaced, 2) << "asked again, told again";
  EXPECT_EQ(practice_.noted.size(), 2u) << "and nothing done";
  EXPECT_EQ(code_of(replacement({1, 2})), "replacement-differs") << "other patients";
  EXPECT_EQ(code_of(replacement({1, 3, 4})), "replacement-differs");
  ReplaceAsl elsewhere = replacement({1, 2, 4});
  elsewhere.to.asl_code = "202";
  EXPECT_EQ(code_of(elsewhere), "replacement-differs");
  EXPECT_EQ(practice_.ask(ListAslReplacements{}).replacements.size(), 1u);
}

TEST_F(AslTest, IsUndoneForThoseThatNobodyChangedSince) {
  add(1, wrong_);
  add(2, wrong_);
  const Id id = practice_.ask(replacement({1, 2})).id;
  Patient since = now(2);
  since.asl_code = "202";
  practice_.ask(SavePatient{since}, since.id.value());
  practice_.now.ms += 1000;
  const AslReplacement undone = practice_.ask(UndoAslReplacement{id});
  EXPECT_EQ(undone.restored, 1);
  EXPECT_EQ(undone.undone, practice_.now);
  EXPECT_EQ(now(1).asl_code, "999");
  EXPECT_EQ(now(2).asl_code, "202");
  EXPECT_EQ(practice_.noted.back().action, "chart/1 UndoAslReplacement " + id.value());
  EXPECT_EQ(practice_.ask(UndoAslReplacement{id}).restored, 1) << "once";
  try {
    practice_.ask(UndoAslReplacement{id_number(901)});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "replacement-unknown");
  }
}

TEST_F(AslTest, GivesACodeToThoseWithout) {
  add(1, none_);
  ReplaceAsl call = replacement({1});
  call.from = none_;
  EXPECT_EQ(practice_.ask(call).replaced, 1);
  EXPECT_EQ(now(1).address.province, "RM");
  EXPECT_EQ(practice_.ask(UndoAslReplacement{call.id}).restored, 1);
  EXPECT_EQ(now(1).asl_code, "");
}

TEST_F(AslTest, RefusesWhatIsNoCode) {
  for (const AslCode& to :
       {AslCode{"R", "120", "201"}, AslCode{"rm", "120", "201"}, AslCode{"RM", "", "201"},
        AslCode{"RM", "120", ""}, AslCode{"RM", "120", "2O1"}, wrong_}) {
    ReplaceAsl call = replacement({1});
    call.to = to;
    EXPECT_EQ(code_of(call), "record-incomplete");
  }
  EXPECT_EQ(code_of(replacement({})), "record-incomplete");
  ReplaceAsl nameless = replacement({1});
  nameless.id = Id();
  EXPECT_EQ(code_of(nameless), "record-incomplete");
  EXPECT_EQ(code_of(replacement(std::vector<int>(2001, 1))), "patients-too-many");
}

TEST_F(AslTest, GivesWhoOpensNoChartOnlyWhatTellsOneFromAnother) {
  Patient it = person("Rossi", "Anna", "STP1202010000077");
  it.id = id_number(1);
  it.doctor = id_number(71);
  it.address.municipality = "ROMA";
  practice_.ask(SavePatient{it, true});
  const auto read = practice_.ask(ListPatientsOfAsl{none_}).patients.at(0);
  EXPECT_EQ(read.fiscal_code, it.fiscal_code);
  EXPECT_EQ(read.doctor, it.doctor);
  EXPECT_TRUE(practice_.noted.empty()) << "the call itself is noted";

  const auto unread = practice_.ask_unread(ListPatientsOfAsl{none_}).patients.at(0);
  EXPECT_EQ(unread.last_name, "Rossi");
  EXPECT_EQ(unread.birth_date, it.birth_date);
  EXPECT_EQ(unread.municipality, "ROMA");
  EXPECT_EQ(unread.doctor, it.doctor);
  EXPECT_TRUE(unread.fiscal_code.value().empty());
  ASSERT_EQ(practice_.noted.size(), 1U);
  EXPECT_EQ(practice_.noted[0].action, "chart/1 ListPatientsOfAsl, names of 1 without chart.read");
  practice_.audit_fails = true;
  EXPECT_EQ(testing::code_of([&] { practice_.ask_unread(ListPatientsOfAsl{none_}); }),
            "database-full")
      << "no names that nobody noted";
  practice_.audit_is_there = false;
  EXPECT_EQ(practice_.ask_unread(ListPatientsOfAsl{none_}).patients.size(), 1U);
}

TEST_F(AslTest, TheAuditMissesNobodyWhenTheProcessDiesBeforeItIsTold) {
  add(1, wrong_);
  add(2, wrong_);
  ChartService dying{[](const CallContext&, const Id&) { throw std::runtime_error("killed"); },
                     [this](const CallContext&) { return practice_.now; }, Audit{}};
  dying.open(practice_.pool, "1");
  const testing::Caller doctor({{"practice", "1"},
                                {"user", Practice::doctor},
                                {"user_name", "Dott. Uno"},
                                {"role", "titolare"}});
  EXPECT_THROW(dying.on(doctor.context(), replacement({1, 2})), std::runtime_error);
  EXPECT_EQ(now(1).asl_code, "201") << "it was done";
  EXPECT_TRUE(practice_.noted.empty());

  const testing::Caller nobody(testing::Caller::Fields{{"practice", "1"}});
  practice_.chart.tell_audit(nobody.context());
  EXPECT_THAT(audited(), ElementsAre(by_doctor(1), by_doctor(2)));
  practice_.chart.tell_audit(nobody.context());
  EXPECT_EQ(practice_.noted.size(), 2U) << "once";
}

TEST_F(AslTest, WhatTheAuditDoesNotTakeIsToldLater) {
  add(1, wrong_);
  add(2, wrong_);
  practice_.audit_fails = true;
  EXPECT_EQ(practice_.ask(replacement({1})).replaced, 1) << "it is done all the same";
  EXPECT_EQ(practice_.retries, 1);
  const testing::Caller nobody(testing::Caller::Fields{{"practice", "1"}});
  EXPECT_EQ(testing::code_of([&] { practice_.chart.tell_audit(nobody.context()); }),
            "database-full");
  practice_.audit_fails = false;
  practice_.audit_is_there = false;
  practice_.chart.tell_audit(nobody.context());
  EXPECT_TRUE(practice_.noted.empty());
  practice_.audit_is_there = true;
  EXPECT_EQ(practice_.ask(replacement({2}, 901)).replaced, 1);
  EXPECT_THAT(audited(), ElementsAre(by_doctor(2))) << "each call speaks for itself";
  practice_.chart.tell_audit(nobody.context());
  EXPECT_THAT(audited(), ElementsAre(by_doctor(2), by_doctor(1)));
}

TEST_F(AslTest, TellsTheAuditOfMoreThanGoTogether) {
  std::vector<int> all;
  for (int number = 1; number <= 101; ++number) {
    add(number, wrong_);
    all.push_back(number);
  }
  EXPECT_EQ(practice_.ask(replacement(all)).replaced, 101);
  EXPECT_EQ(practice_.noted.size(), 101U);
}

TEST_F(AslTest, APatientWhoIsErasedLeavesNoTrace) {
  add(1, wrong_);
  practice_.ask(replacement({1}));
  practice_.ask_data(personal_data::Erase{id_number(1)});
  EXPECT_EQ(practice_.ask(UndoAslReplacement{id_number(900)}).restored, 0);
}

}  // namespace curante::chart
