// SPDX-License-Identifier: Apache-2.0
#include "audit_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "audit_migrations.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"

namespace curante::audit {
namespace {

using ::testing::HasSubstr;
constexpr const char* anna = "6f2d8f5e-0c1b-4a58-9d0e-1f2a3b4c5d6e";
constexpr const char* bruno = "7a3e9a6f-1d2c-4b69-8e1f-2a3b4c5d6e7f";

Record record(const std::string& action, const std::string& patient = anna,
              const std::string& practice = "1") {
  return {practice,
          {0, Instant{1'795'000'000'000}, "u1", "Dott. Uno", "titolare", "ambulatorio 1",
           "curante.web", action, patient, "ok", "t1"}};
}

class AuditLogTest : public ::testing::Test {
 protected:
  AuditLogTest() { postgres::migrate(pool_, embedded::audit_migrations()); }

  /// What somebody with the owner's rights can do behind the triggers' back.
  void tamper(const std::string& sql) {
    pool_.write([&](pqxx::transaction_base& tx) {
      tx.exec("alter table entry disable trigger user");
      tx.exec(sql);
      tx.exec("alter table entry enable trigger user");
    });
  }
  void fill(int count) {
    std::vector<Record> records;
    for (int i = 1; i <= count; ++i) records.push_back(record("chart/1 Call" + std::to_string(i)));
    log_.append(records);
  }

  postgres::Pool pool_{postgres::TestCluster::shared().fresh(), 4};
  AuditLog log_{pool_};
};

TEST_F(AuditLogTest, GivesBackWhatItTookNewestFirst) {
  log_.append({record("chart/1 GetChart"), record("prescribing/1 Issue", bruno)});
  const Page page = log_.page("1", Query{});
  ASSERT_EQ(page.entries.size(), 2U);
  const Entry& newest = page.entries[0];
  EXPECT_EQ(newest.number, 2);
  EXPECT_EQ(newest.action, "prescribing/1 Issue");
  EXPECT_EQ(newest.patient, bruno);
  EXPECT_EQ(newest.at.ms, 1'795'000'000'000);
  EXPECT_EQ(newest.user_name, "Dott. Uno");
  EXPECT_EQ(newest.station, "ambulatorio 1");
  EXPECT_EQ(page.entries[1].number, 1);
}

TEST_F(AuditLogTest, AnswersByPatientByUserAndPageByPage) {
  log_.append({record("a"), record("b", bruno), record("c"), record("d")});
  EXPECT_EQ(log_.page("1", Query{bruno, "", 0, 100}).entries.size(), 1U);
  EXPECT_EQ(log_.page("1", Query{"", "u1", 0, 100}).entries.size(), 4U);
  EXPECT_EQ(log_.page("1", Query{"", "u2", 0, 100}).entries.size(), 0U);
  const Page second = log_.page("1", Query{"", "", 3, 1});
  ASSERT_EQ(second.entries.size(), 1U);
  EXPECT_EQ(second.entries[0].action, "b");
  EXPECT_EQ(log_.page("1", Query{"", "", 0, -5}).entries.size(), 1U);
}

TEST_F(AuditLogTest, PracticesHaveChainsOfTheirOwn) {
  log_.append({record("a"), record("b", anna, "2"), record("c")});
  EXPECT_EQ(log_.page("2", Query{}).entries.size(), 1U);
  EXPECT_EQ(log_.page("2", Query{}).entries[0].number, 1);
  EXPECT_EQ(log_.verify("1", {}).head.number, 2);
  EXPECT_EQ(log_.verify("2", {}).problem, "");
}

TEST_F(AuditLogTest, TheTableRefusesEveryChange) {
  fill(3);
  for (const char* sql : {"update entry set user_id = 'x'", "delete from entry", "truncate entry",
                          "delete from entry where number = 3"}) {
    EXPECT_THROW(pool_.write([&](pqxx::transaction_base& tx) { tx.exec(sql); }), pqxx::sql_error)
        << sql;
  }
  EXPECT_EQ(log_.verify("1", {}).head.number, 3);
}

TEST_F(AuditLogTest, AnUntouchedLogIsFoundSound) {
  EXPECT_EQ(log_.verify("1", {}).problem, "");
  fill(25);
  const Finding found = log_.verify("1", {});
  EXPECT_EQ(found.problem, "");
  EXPECT_EQ(found.head.number, 25);
  EXPECT_EQ(found.head.hash.size(), 64U);
}

TEST_F(AuditLogTest, BatchesOfEverySizeMakeOneChain) {
  int all = 0;
  for (const int count : {1, 15, 16, 17, 40}) {
    fill(count);
    all += count;
  }
  const Finding finding = log_.verify("1", {});
  EXPECT_EQ(finding.problem, "");
  EXPECT_EQ(finding.head.number, all);
}

TEST_F(AuditLogTest, FindsAChangedEntry) {
  fill(5);
  tamper("update entry set patient = '' where number = 3");
  EXPECT_THAT(log_.verify("1", {}).problem, HasSubstr("voce 3"));
}

TEST_F(AuditLogTest, FindsARemovedEntry) {
  fill(5);
  tamper("delete from entry where number = 2");
  EXPECT_THAT(log_.verify("1", {}).problem, HasSubstr("voce 2"));
}

TEST_F(AuditLogTest, FindsTwoEntriesThatChangedPlaces) {
  fill(5);
  tamper("update entry set number = 9 where number = 2");
  tamper("update entry set number = 2 where number = 3");
  tamper("update entry set number = 3 where number = 9");
  EXPECT_THAT(log_.verify("1", {}).problem, HasSubstr("voce 2"));
}

TEST_F(AuditLogTest, FindsACutEnd) {
  fill(5);
  tamper("delete from entry where number > 3");
  EXPECT_THAT(log_.verify("1", {}).problem, HasSubstr("voce 4"));
}

TEST_F(AuditLogTest, FindsAnEndThatWasCutWithCareByTheHeadsNotedOutside) {
  fill(3);
  const Head third = log_.verify("1", {}).head;
  fill(2);
  const Head fifth = log_.verify("1", {}).head;
  tamper("delete from entry where number > 3");
  tamper("update chain set number = 3, hash = decode('" + third.hash + "', 'hex')");
  EXPECT_EQ(log_.verify("1", {}).problem, "");
  EXPECT_THAT(log_.verify("1", {third, fifth}).problem, HasSubstr("annotata fuori"));
  EXPECT_EQ(log_.verify("1", {third}).problem, "");
}

TEST_F(AuditLogTest, FindsAHistoryThatWasWrittenAnew) {
  fill(4);
  const Head noted = log_.verify("1", {}).head;
  tamper("delete from entry");
  tamper("delete from chain");
  log_.append({record("x"), record("y"), record("z"), record("w")});
  EXPECT_EQ(log_.verify("1", {}).problem, "");
  EXPECT_THAT(log_.verify("1", {noted}).problem, HasSubstr("voce 4"));
}

TEST_F(AuditLogTest, ManyWritersMakeOneChain) {
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      for (int turn = 0; turn < 10; ++turn) log_.append({record("a"), record("b", bruno, "2")});
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(log_.verify("1", {}).head.number, 40);
  EXPECT_EQ(log_.verify("1", {}).problem, "");
  EXPECT_EQ(log_.verify("2", {}).problem, "");
}

}  // namespace
}  // namespace curante::audit
