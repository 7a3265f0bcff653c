// SPDX-License-Identifier: Apache-2.0
#include "past_forms.hpp"
#include "room.hpp"

namespace curante::red_recipes {

/// Who keeps step with the forms, and asks from where he was.
class ChangesTest : public RedRoomTest {
 protected:
  ChangesTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
  }
  /// What is new since the last time.
  std::vector<Form> news(int32_t limit = 500) {
    ListChanges call;
    call.after = position_;
    call.limit = limit;
    const ChangeList list = ask(call);
    position_ = list.position;
    more_ = list.more;
    return list.forms;
  }

  int64_t position_ = 0;
  bool more_ = false;
};

TEST_F(ChangesTest, EachRecipeIsToldOnceAsItIsNow) {
  EXPECT_TRUE(news().empty());
  const Form first = print(1);
  print(2);
  ASSERT_EQ(news().size(), 2u);
  EXPECT_TRUE(news().empty());
  Reprint again;
  again.recipe = recipe_id(1);
  again.spoilt_code = first.code;
  const Form second = ask(again);
  const auto reprinted = news();
  ASSERT_EQ(reprinted.size(), 1u);
  EXPECT_EQ(reprinted[0].recipe, recipe_id(1));
  EXPECT_EQ(reprinted[0].code, second.code);
  EXPECT_EQ(reprinted[0].document, second.document);
  cancel(2);
  ASSERT_EQ(news().at(0).state, State::cancelled);
}

TEST_F(ChangesTest, TheyComeInPartsAndFromTheStartInAnotherDatabase) {
  for (int number = 1; number <= 3; ++number) print(number);
  EXPECT_EQ(news(2).size(), 2u);
  EXPECT_TRUE(more_);
  EXPECT_EQ(news(2).size(), 1u);
  EXPECT_FALSE(more_);
  position_ += 1'000'000;
  EXPECT_EQ(news().size(), 3u);
}

TEST_F(ChangesTest, AChangeThatCommitsLateIsNotMissed) {
  print(1);
  print(2);
  news();
  pqxx::connection slow(uri_);
  pqxx::work late(slow);
  late.exec("update form set problem = 'tardi' where recipe = '" + recipe_id(1).value() + "'");
  cancel(2);
  ASSERT_EQ(news().at(0).recipe, recipe_id(2));
  late.commit();
  const auto found = news();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].recipe, recipe_id(1));
}

TEST_F(ChangesTest, AnErasedPatientIsNotToldOf) {
  print(1);
  work(3);  // sent, and its outcome known: what is still to be told is not erased
  PastForms(pool_, surroundings_).erase("1", patient_id);
  EXPECT_TRUE(news().empty());
  EXPECT_EQ(count("select count(*) from form_change"), 0);
}

}  // namespace curante::red_recipes
