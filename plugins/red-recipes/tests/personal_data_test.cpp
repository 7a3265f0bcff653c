// SPDX-License-Identifier: Apache-2.0
#include "personal_data_service.hpp"

#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;
using Outcome = channel::Outcome;

class RedPersonalDataTest : public RedRoomTest {
 protected:
  RedPersonalDataTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
    print(1);
    print(2);
    work();
  }
  personal_data::Records exported(const std::string& cursor = "", int32_t limit = 100) {
    return data_.on(doctor_.context(),
                    personal_data::Export{"red-recipes.forms", patient_id, cursor, limit});
  }
  personal_data::Imported import(const std::vector<std::string>& records) {
    return data_.on(doctor_.context(), personal_data::Import{"red-recipes.forms", records});
  }

  PersonalDataService data_{surroundings_, pool_};
};

TEST_F(RedPersonalDataTest, WhatIsExportedComesBackAsItWasAndIsNotSentAgain) {
  const auto first = exported("", 1);
  ASSERT_EQ(first.records.size(), 1u);
  EXPECT_EQ(exported(first.next, 1).records.size(), 1u);
  const auto all = exported().records;
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(data_.on(doctor_.context(), personal_data::Erase{patient_id}).records, 2);
  EXPECT_TRUE(exported().records.empty());
  EXPECT_EQ(import(all).accepted, 2);
  EXPECT_EQ(import(all).accepted, 2);
  EXPECT_EQ(exported().records, all);
  EXPECT_EQ(form(1).protocol, "1000");
  work();
  EXPECT_EQ(ministry_.uploads, 1);
  // Erased or not, a number stays used.
  EXPECT_EQ(print(3).code, "120261234567020");
}

TEST_F(RedPersonalDataTest, AnonymisedFormsKeepTheirNumbersAlone) {
  EXPECT_EQ(data_.on(doctor_.context(), personal_data::Anonymise{patient_id}).records, 2);
  EXPECT_EQ(form(1).patient_name, "");
  EXPECT_EQ(form(1).fiscal_code, FiscalCode());
  EXPECT_EQ(form(1).code, "120261234567008");
  EXPECT_EQ(data_.on(doctor_.context(), personal_data::Anonymise{patient_id}).records, 0);
}

TEST_F(RedPersonalDataTest, WhatIsStillToBeToldIsNeitherErasedNorAnonymised) {
  const auto refused = [&] {
    EXPECT_EQ(code_of([&] { data_.on(doctor_.context(), personal_data::Erase{patient_id}); }),
              "red-forms-open");
    EXPECT_EQ(code_of([&] { data_.on(doctor_.context(), personal_data::Anonymise{patient_id}); }),
              "red-forms-open");
  };
  print(3);
  refused();  // it waits
  ministry_.fail({false, Outcome::unreachable});
  files_.gather(reading_.now);
  courier_.step();
  refused();  // its file waits
  ministry_.waiting = true;
  work();
  ASSERT_EQ(form(3).state, State::sent);
  refused();  // its outcome is not known
  ministry_.waiting = false;
  work();
  cancel(1);
  refused();  // a cancellation waits
  work();
  EXPECT_EQ(data_.on(doctor_.context(), personal_data::Anonymise{patient_id}).records, 3);
}

TEST_F(RedPersonalDataTest, ARecipeWhoseContentIsGoneIsForAPersonAndHoldsNoOtherUp) {
  print(3);
  print(4);
  sql("update form set payload = '' where recipe = '" + recipe_id(3).value() + "'");
  work();
  EXPECT_EQ(form(3).state, State::attention);
  EXPECT_NE(form(3).problem.find("non ci sono più"), std::string::npos);
  EXPECT_EQ(form(4).state, State::sent);
  // Alone in its file, that file is done with.
  print(5);
  sql("update form set payload = '' where recipe = '" + recipe_id(5).value() + "'");
  work();
  EXPECT_EQ(form(5).state, State::attention);
  print(6);
  work();
  EXPECT_EQ(form(6).state, State::sent);
  EXPECT_EQ(ministry_.uploads, 3);
}

TEST_F(RedPersonalDataTest, WhatWasSentElsewhereIsCancelledByItsProtocol) {
  const auto all = exported().records;
  data_.on(doctor_.context(), personal_data::Erase{patient_id});
  import(all);
  EXPECT_EQ(cancel(1).state, State::cancelling);
  work();
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_EQ(form(2).state, State::sent);
  EXPECT_EQ(ministry_.live.size(), 1u);
}

TEST_F(RedPersonalDataTest, AnOldExportRevivesNoFormAndGivesNoneToAnother) {
  const auto all = exported().records;
  cancel(1);
  auto refused = import(all).refused;
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].code, "form-newer-here");
  work();
  EXPECT_EQ(import(all).refused.size(), 1u);
  EXPECT_EQ(form(1).state, State::cancelled);
  for (const bool patient : {false, true}) {
    FormRecord other = surroundings_.record_of(all.at(1));
    (patient ? other.form.patient : other.form.recipe) = recipe_id(77);
    refused = import({surroundings_.record_to_text(other)}).refused;
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_EQ(refused[0].code, "form-of-another");
  }
  EXPECT_EQ(form(2).patient, patient_id);
}

TEST_F(RedPersonalDataTest, WhatAPersonFoundGoesWithTheForm) {
  sql("update form set state = 'attention' where recipe = '" + recipe_id(1).value() + "'");
  SettleForm found;
  found.recipe = recipe_id(1);
  found.there = true;
  ask(found);
  const auto all = exported().records;
  data_.on(doctor_.context(), personal_data::Erase{patient_id});
  EXPECT_EQ(count("select count(*) from finding"), 0);
  import(all);
  import(all);
  EXPECT_EQ(exported().records, all);
  EXPECT_EQ(count("select count(*) from finding"), 1);
  EXPECT_TRUE(form(1).finding.has_value());
}

TEST_F(RedPersonalDataTest, OneWhoseContentIsGoneStaysToBeCancelledWhereAnEarlierFileBroughtIt) {
  sql("update form set state = 'attention', payload = '' where recipe = '" + recipe_id(1).value() +
      "'");
  SendAgain again;
  again.recipe = recipe_id(1);
  ask(again);
  ministry_.fail({false, Outcome::unreachable});
  files_.gather(reading_.now);
  EXPECT_EQ(cancel(1).state, State::cancelling);
  work(2);
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_FALSE(ministry_.live.contains(form(1).code)) << "the ministry was told";
}

TEST_F(RedPersonalDataTest, UnsoundRecordsAreRefusedOneByOne) {
  FormRecord twin = surroundings_.record_of(exported().records.at(0));
  twin.form.code = "120261234567996";
  const auto result = import({"{}", "no record", surroundings_.record_to_text(twin)});
  ASSERT_EQ(result.refused.size(), 3u);
  EXPECT_EQ(result.refused[0].code, "record-incomplete");
  EXPECT_EQ(result.refused[2].code, "form-duplicate");
  EXPECT_EQ(code_of([&] { data_.on(doctor_.context(), personal_data::Erase{}); }),
            "patient-missing");
  EXPECT_EQ(code_of([&] {
              data_.on(doctor_.context(), personal_data::Export{"no.such", Id(), "", 1});
            }),
            "section-unknown");
}

}  // namespace curante::red_recipes
