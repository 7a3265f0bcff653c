// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

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

TEST_F(SummaryTest, AnExportHoldsAllRowsWithTheDaysOfRome) {
  reading_.now = Instant::parse("2026-11-22T23:30:00Z");  // half past midnight in Rome
  const Form shown = print(1);
  sql("insert into form (practice_id, code, recipe, patient, doctor, account, printer, "
      "patient_name,"
      " fiscal_code, printed, payload, state) select practice_id, '9' || lpad(n::text, 14, '0'),"
      " gen_random_uuid(), patient, doctor, account, printer, patient_name, fiscal_code, printed,"
      " payload, state from form, generate_series(1, 2500) n where code = '" +
      shown.code + "'");
  ListForms day;
  day.from = day.to = Date::parse("2026-11-23");
  const FormList list = ask(day);
  EXPECT_EQ(list.forms.size(), 500u);
  EXPECT_TRUE(list.more);
  EXPECT_EQ(list.total, 2501);
  const Blob blob = ask(ExportForms{day});
  const std::string text(blob.content.begin(), blob.content.end());
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2502) << "with the head";
  EXPECT_NE(text.find("\r\n\"2026-11-23\";\"" + shown.code), std::string::npos);
  EXPECT_EQ(text.find("2026-11-22"), std::string::npos);
}

TEST_F(SummaryTest, WhatIsOpenIsListedWhateverItsDayAndFirstWhatNeedsAPerson) {
  ministry_.spoil.insert("120261234567008");
  print(1);  // discarded
  work();
  ministry_.spoil.clear();
  print(2);  // sent
  work();
  ministry_.fail({false, channel::Outcome::needs_credentials});
  print(3);
  work();
  print(4);  // waits behind it
  reading_.today = Date::parse("2026-12-24");
  ListForms open;
  open.open = true;
  const auto forms = ask(open).forms;
  ASSERT_EQ(forms.size(), 3u);
  std::set<Id> first{forms[0].recipe, forms[1].recipe};
  EXPECT_EQ(first, (std::set<Id>{recipe_id(1), recipe_id(3)}));
  EXPECT_EQ(forms[2].recipe, recipe_id(4));
  ListFiles files;
  files.open = true;
  EXPECT_EQ(ask(files).files.size(), 2u) << "the one that was sent and is well is not there";
  const Review review = ask(NeedsReview{});
  EXPECT_EQ(review.unsettled, 3);
  EXPECT_EQ(review.to_settle, 2);
  EXPECT_EQ(ask(ExportForms{open}).file_name, "ricette-rosse-da-sistemare-2026-12-24.csv");
}

TEST_F(SummaryTest, AFileThatStandsStillIsToldWithWhatToDo) {
  EXPECT_TRUE(ask(NeedsReview{}).stuck.empty());
  ministry_.fail({false, channel::Outcome::needs_credentials});
  print(1);
  work();
  auto stuck = ask(NeedsReview{}).stuck;
  ASSERT_EQ(stuck.size(), 1u);
  EXPECT_EQ(stuck[0].doctor, doctor_id);
  EXPECT_EQ(stuck[0].problem, "detto dal ministero");
  EXPECT_FALSE(stuck[0].to_find) << "it goes when there are credentials";
  files_.resume(doctor_id);
  ministry_.files["77"];  // of another program
  ministry_.fail({false, channel::Outcome::uncertain});
  ministry_.lists_recipes = false;
  work(2);
  stuck = ask(NeedsReview{}).stuck;
  ASSERT_EQ(stuck.size(), 1u);
  EXPECT_TRUE(stuck[0].to_find);
  events_.clear();
  SettleFile settle;
  settle.file_name = stuck[0].file_name;
  ask(settle);
  EXPECT_EQ(events_.at(0).recipe, recipe_id(1)) << "who shows it is told";
  EXPECT_TRUE(ask(NeedsReview{}).stuck.empty());
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

TEST_F(SummaryTest, FilesAreListedPageByPageToTheEnd) {
  sql("insert into batch (practice_id, account, file_name, state, made, settled) select '1', '" +
      doctor_id.value() +
      "', 'MIR_' || n, 'sent', timestamptz '2026-11-23 08:00Z' + n / 7 *"
      " interval '1 microsecond', n % 2 = 0 from generate_series(1, 2500) n");
  ListFiles call;
  std::set<std::string> seen;
  std::vector<size_t> pages;
  std::optional<Instant> before;
  do {
    const SentFileList page = ask(call);
    pages.push_back(page.files.size());
    for (const SentFile& file : page.files) {
      seen.insert(file.file_name);
      EXPECT_TRUE(!before || file.made.ms <= before->ms);
      before = file.made;
    }
    call.cursor = page.next;
  } while (!call.cursor.empty());
  EXPECT_EQ(pages, (std::vector<size_t>{1000, 1000, 500}));
  EXPECT_EQ(seen.size(), 2500u);
  call.open = true;
  call.limit = 1250;
  EXPECT_EQ(ask(call).files.size(), 1000u) << "a page has no more";
  call.limit = 500;
  call.cursor = ask(call).next;
  call.cursor = ask(call).next;
  EXPECT_EQ(ask(call).files.size(), 250u);
  EXPECT_EQ(ask(call).next, "");
  EXPECT_EQ(ask(AskNow{}).files.size(), 1250u) << "whatever the pages";
  call.cursor = "ieri/2";
  EXPECT_EQ(testing::code_of([&] { ask(call); }), "cursor-invalid");
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
