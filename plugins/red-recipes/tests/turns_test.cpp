// SPDX-License-Identifier: Apache-2.0
#include <future>
#include <set>

#include "curante/postgres/turn.hpp"
#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;

/// Several who print, void and follow at once.
class TurnsTest : public RedRoomTest {
 protected:
  TurnsTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
  }
  NewForm new_form(int number) {
    NewForm form;
    form.recipe = recipe_id(number);
    form.patient = patient_id;
    form.doctor = form.account = doctor_id;
    form.printer = "rossa";
    form.payload = "{}";
    return form;
  }
};

TEST_F(TurnsTest, WhoPrintsOneRecipeAtOnceGetsOneForm) {
  constexpr int hosts = 4, recipes = 20;
  FormStore forms(pool_, surroundings_);
  const int64_t before = pool_.transactions();
  std::vector<std::future<std::vector<std::string>>> all;
  for (int host = 0; host < hosts; ++host) {
    all.push_back(std::async(std::launch::async, [&] {
      std::vector<std::string> codes;
      for (int i = 0; i < recipes; ++i) {
        const Form form = forms.add("1", new_form(i), "", reading_.now, [](auto&) {});
        codes.push_back(form.code);
      }
      return codes;
    }));
  }
  std::set<std::vector<std::string>> seen;
  for (auto& one : all) seen.insert(one.get());
  EXPECT_EQ(seen.size(), 1u) << "all saw the same forms";
  EXPECT_EQ(count("select count(*) from form"), recipes);
  EXPECT_EQ(count("select used from block"), recipes) << "no number was wasted";
  EXPECT_EQ(pool_.transactions() - before, hosts * recipes + 2) << "nobody had to begin again";
}

/// Any plugin's role may take any advisory lock, and never give it back.
TEST_F(TurnsTest, NobodyOutsideTheRoomCanHoldUpAPrint) {
  pqxx::connection other(postgres::TestCluster::shared().fresh());
  pqxx::work stranger(other);
  for (const std::string& key :
       {"1" + recipe_id(1).value(), std::string("form_change1"), std::string("red restore1")}) {
    stranger.exec_params("select pg_advisory_lock(hashtextextended($1, 0))", key);
  }
  sql("alter role current_user set lock_timeout = '10s'");
  postgres::Pool pool(uri_, 1);
  FormStore forms(pool, surroundings_);
  EXPECT_EQ(forms.add("1", new_form(1), "", reading_.now, [](auto&) {}).code, "120261234567008");
  ListChanges changes;
  EXPECT_EQ(ask(changes).forms.size(), 1u);
  told_restore_ = reading_.now;
  EXPECT_TRUE(restores_.look());
}

TEST_F(TurnsTest, FormsOfAnotherPracticeDoNotWait) {
  sql("insert into block (practice_id, doctor, printer, prefix, first, descending, entered)"
      " select '2', doctor, printer, '120267654321', first, descending, entered from block");
  sql("alter role current_user set lock_timeout = '2s'");
  postgres::Pool hasty(uri_, 1);
  FormStore elsewhere(hasty, surroundings_);
  pool_.write([&](pqxx::transaction_base& tx) {
    for (const char* purpose : {"pads", "form change"}) postgres::take_turn(tx, "1", purpose);
    postgres::take_turn(tx, "1", "print", recipe_id(1).value());
    BlockStore::take(tx, "1", doctor_id, "rossa");
    const Form other = elsewhere.add("2", new_form(1), "", reading_.now, [](auto&) {});
    EXPECT_EQ(other.code, "120267654321008");
  });
  EXPECT_EQ(count("select count(*) from form where practice_id = '2'"), 1);
}

TEST_F(TurnsTest, AFormThatIsVoidedWhileItIsReprintedGetsNoOther) {
  const Form first = print(1);
  bool once = true;
  const auto now = surroundings_.now;
  surroundings_.now = [&](const CallContext& context) {
    if (std::exchange(once, false)) cancel(1);
    return now(context);
  };
  Reprint again;
  again.recipe = recipe_id(1);
  again.spoilt_code = first.code;
  EXPECT_EQ(code_of([&] { ask(again); }), "red-form-void");
  EXPECT_FALSE(once);
  EXPECT_EQ(form(1).code, first.code);
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 99);
}

}  // namespace curante::red_recipes
