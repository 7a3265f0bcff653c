// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::red_recipes {

class SummaryTest : public RedRoomTest {
 protected:
  SummaryTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
  }
};

TEST_F(SummaryTest, FormsAreListedByDayStateOutcomeAndProtocol) {
  print(1);
  work();
  print(2);
  ListForms today;
  EXPECT_EQ(ask(today).forms.size(), 2u);
  ListForms sent;
  sent.state = State::sent;
  EXPECT_EQ(ask(sent).forms.at(0).recipe, recipe_id(1));
  ListForms clean;
  clean.outcome = channel::FileState::clean;
  EXPECT_EQ(ask(clean).forms.size(), 1u);
  ListForms by_protocol;
  by_protocol.protocol = "1000";
  by_protocol.from = by_protocol.to = Date::parse("2001-01-01");
  EXPECT_EQ(ask(by_protocol).forms.at(0).protocol, "1000");
  ListForms before;
  before.from = before.to = Date::parse("2026-11-22");
  EXPECT_TRUE(ask(before).forms.empty());
  ListForms one;
  one.limit = 1;
  EXPECT_EQ(ask(one).forms.size(), 1u);
  EXPECT_TRUE(ask(one).more);
  ListForms nobody;
  nobody.doctor = patient_id;
  EXPECT_TRUE(ask(nobody).forms.empty());
}

TEST_F(SummaryTest, ADayIsOneOfRome) {
  reading_.now = Instant::parse("2026-11-22T23:30:00Z");  // half past midnight in Rome
  print(1);
  ListForms day;
  day.from = day.to = Date::parse("2026-11-23");
  EXPECT_EQ(ask(day).forms.size(), 1u);
}

TEST_F(SummaryTest, FilesAreListedByOutcome) {
  print(1);
  work();
  ListFiles clean;
  clean.outcome = channel::FileState::clean;
  EXPECT_EQ(ask(clean).files.size(), 1u);
  clean.outcome = channel::FileState::errors;
  EXPECT_TRUE(ask(clean).files.empty());
}

TEST_F(SummaryTest, AnExportIsReadBySpreadsheetsAndStartsNoFormula) {
  Print call = request(1);
  call.recipe.patient.full_name = "=HYPERLINK(\"x\")";
  ask(call);
  const Blob blob = ask(ExportForms{});
  EXPECT_EQ(blob.media_type, "text/csv");
  EXPECT_EQ(blob.file_name, "ricette-rosse-2026-11-23-2026-11-23.csv");
  const std::string text(blob.content.begin(), blob.content.end());
  EXPECT_TRUE(
      text.starts_with("\xEF\xBB\xBF"
                       "Data;Codice;"));
  EXPECT_NE(text.find(R"csv("'=HYPERLINK(""x"")")csv"), std::string::npos);
  EXPECT_NE(text.find("\"da inviare\""), std::string::npos);
  EXPECT_EQ(blob.size, static_cast<int64_t>(blob.content.size()));
}

TEST_F(SummaryTest, TheSummaryIsOfferedWhenSomethingWasPrintedToday) {
  EXPECT_FALSE(ask(NeedsReview{}).offer);
  print(1);
  const Review review = ask(NeedsReview{});
  EXPECT_TRUE(review.offer);
  EXPECT_EQ(review.printed, 1);
  EXPECT_EQ(review.unsettled, 1);
  RedRecipesService quiet(surroundings_, pool_, files_, restores_, {ParityRule::manual, false},
                          [] {});
  EXPECT_FALSE(quiet.on(doctor_.context(), NeedsReview{}).offer);
  reading_.today = Date::parse("2026-11-24");
  EXPECT_FALSE(ask(NeedsReview{}).offer);
  EXPECT_EQ(ask(NeedsReview{}).unsettled, 1);
}

}  // namespace curante::red_recipes
