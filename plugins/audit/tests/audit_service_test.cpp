// SPDX-License-Identifier: Apache-2.0
#include "audit_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "audit_migrations.hpp"
#include "audit_verbs.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"

namespace curante::audit {
namespace {

using curante::testing::Caller;
using curante::testing::code_of;
constexpr const char* anna = "6f2d8f5e-0c1b-4a58-9d0e-1f2a3b4c5d6e";

class AuditServiceTest : public ::testing::Test {
 protected:
  AuditServiceTest() {
    postgres::migrate(pool_, embedded::audit_migrations());
    open();
  }
  ~AuditServiceTest() override {
    service_.close();
    std::filesystem::remove(heads_);
  }
  void open() {
    service_.open({pool_, [this] { return now_; }, [](const std::string&) {}, heads_});
  }
  kernel_events::CallMade made(const std::string& action, bool idempotent) const {
    return {now_,          "u1",   "Dott. Uno", "titolare", "1",  "ambulatorio 1",
            "curante.web", action, anna,        "ok",       "t1", idempotent};
  }
  std::vector<Entry> all() { return service_.on(reader_.context(), Query{}).entries; }

  postgres::Pool pool_{postgres::TestCluster::shared().fresh(), 4};
  Instant now_ = Instant::parse("2026-11-23T09:00:00Z");
  std::string heads_ = ::testing::TempDir() + "heads-" + std::to_string(getpid());
  Caller reader_{Caller::Fields{{"practice", "1"}, {"user", "u1"}}, {"audit.read"}};
  AuditService service_;
};

TEST_F(AuditServiceTest, AWritingCallIsInTheLogAtOnce) {
  service_.record(made("prescribing/1 Issue", false));
  const auto entries = all();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].action, "prescribing/1 Issue");
  EXPECT_EQ(entries[0].patient, anna);
  EXPECT_EQ(entries[0].plugin, "curante.web");
  EXPECT_EQ(entries[0].trace, "t1");
}

TEST_F(AuditServiceTest, AReadingCallIsInTheLogAfterTheStop) {
  service_.record(made("chart/1 GetChart", true));
  service_.close();
  EXPECT_EQ(all().size(), 1U);
}

TEST_F(AuditServiceTest, AReadBeforeAWriteIsLoggedWithIt) {
  service_.record(made("chart/1 GetChart", true));
  service_.record(made("chart/1 SavePatient", false));
  const auto entries = all();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[1].action, "chart/1 GetChart");
}

TEST_F(AuditServiceTest, KeepsNothingThatIsNoIdentifierOfAPatient) {
  auto call = made("chart/1 Search", false);
  call.patient = "RSSMRA57C21H501X";
  service_.record(call);
  EXPECT_EQ(all().at(0).patient, "");
}

TEST_F(AuditServiceTest, NoTextCanHoldUpTheLog) {
  auto call = made("a", false);
  for (int i = 0; i < 300; ++i) call.station += "è";
  call.trace = std::string("\xff\xc3 end\0", 7);
  call.user_name = "\xed\xa0\x80\xf4\x90\x80\x80";
  service_.record(call);
  const Entry entry = all().at(0);
  EXPECT_EQ(entry.station.size(), 199U);  // not half of the next è
  EXPECT_EQ(entry.trace, "?? end?");
  EXPECT_EQ(entry.user_name, "???????");
  EXPECT_EQ(service_.verify("1").problem, "");
}

TEST_F(AuditServiceTest, WhoIsNotSignedInIsLoggedWhereHeHadToBe) {
  auto time = made("clock/1 Now", true);
  time.user = "";
  service_.record(time);
  auto sign_in = made("accounts/1 SignIn", false);  // accounts tells it itself, with the name
  sign_in.user = "";
  service_.record(sign_in);
  auto intrusion = made("chart/1 SavePatient", false);
  intrusion.user = "";
  intrusion.outcome = "not-signed-in";
  service_.record(intrusion);
  const auto entries = all();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].outcome, "not-signed-in");
}

TEST_F(AuditServiceTest, ARoomAddsWhatItsCallDoesNotShow) {
  const Caller doctor(Caller::Fields{{"practice", "1"},
                                     {"user", "u1"},
                                     {"user_name", "Dott. Uno"},
                                     {"role", "titolare"},
                                     {"caller", "curante.prescribing"}},
                      {});
  service_.on(doctor.context(), Append{"allergy-overridden", anna, "benefit outweighs"});
  const auto entries = all();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].plugin, "curante.prescribing");
  EXPECT_EQ(entries[0].user, "u1");
  EXPECT_EQ(entries[0].at, now_);
  EXPECT_EQ(entries[0].outcome, "benefit outweighs");
}

TEST_F(AuditServiceTest, ASignInIsItsUsersThoughNobodyWasSignedIn) {
  const Caller outside(Caller::Fields{{"practice", "1"}, {"caller", "curante.accounts"}}, {});
  service_.on(outside.context(), Append{"accounts/1 SignIn", "", "ok", anna, "rossi", "titolare"});
  const auto entries = all();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].user, anna);
  EXPECT_EQ(entries[0].user_name, "rossi");
  EXPECT_EQ(entries[0].role, "titolare");
}

TEST_F(AuditServiceTest, NotesTheEndOutsideTheDatabaseHourlyAndAtTheEnd) {
  service_.record(made("a", false));
  service_.record(made("b", false));
  now_.ms += 3'600'000;
  service_.record(made("c", false));
  service_.record(made("d", false));
  service_.close();
  std::ifstream in(heads_);
  std::vector<int64_t> numbers;
  std::string practice, hash;
  for (int64_t number = 0; in >> practice >> number >> hash;) numbers.push_back(number);
  EXPECT_EQ(numbers, (std::vector<int64_t>{1, 3, 4}));
  struct stat file {};
  ASSERT_EQ(stat(heads_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600U);
}

TEST_F(AuditServiceTest, TheVerbTellsSoundFromAltered) {
  AuditVerbs verbs(service_);
  verbs::Run run;
  run.words = "audit verify";
  service_.record(made("a", false));
  EXPECT_EQ(verbs.on(reader_.context(), run).exit_code, 0);
  service_.close();
  pool_.write([](pqxx::transaction_base& tx) {
    tx.exec("alter table entry disable trigger user");
    tx.exec("delete from entry");
    tx.exec("delete from chain");
  });
  const verbs::Outcome outcome = verbs.on(reader_.context(), run);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, ::testing::HasSubstr("alterato"));
  run.words = "audit burn";
  EXPECT_EQ(verbs.on(reader_.context(), run).exit_code, 2);
  EXPECT_EQ(verbs.on(reader_.context(), verbs::List{}).verbs.size(), 1U);
}

TEST(AuditServiceAtRest, SaysThatItDoesNotRun) {
  AuditService service;
  const Caller nobody(Caller::Fields{});
  EXPECT_EQ(code_of([&] { service.on(nobody.context(), Query{}); }), "audit-stopped");
}

}  // namespace
}  // namespace curante::audit
