// SPDX-License-Identifier: Apache-2.0
// A database that an earlier release filled, brought to this one.
#include "room.hpp"

namespace curante::red_recipes {

class RedUpgradeTest : public RedRoomTest {
 protected:
  /// As the release left it that had migrations 001 to 007 only.
  RedUpgradeTest() : old_(postgres::TestCluster::shared().fresh(), 2) {
    postgres::migrate(old_, embedded::red_recipes_migrations().first(7));
    old_.write([](pqxx::transaction_base& tx) {
      tx.exec(R"(
insert into batch (practice_id, account, file_name, state, made, settled, outcome)
  overriding system value
  select '1', '00000000-0000-4000-9000-000000000001', 'MIR_' || state, state, now(), true, outcome
  from (values ('refused', 'unknown'), ('sent', 'clean')) v (state, outcome);
insert into form (practice_id, code, recipe, patient, doctor, account, printer, patient_name,
    fiscal_code, printed, payload, state)
  select '1', '12026123456700' || i, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
    '00000000-0000-4000-9000-000000000001', 'rossa', 'PINI MARIO', 'PNIMRA70A01H501P', now(), '',
    'cancelling' from generate_series(1, 4) i;
insert into entry (practice_id, code, account, cancels)
  select '1', code, account, true from form;
insert into entry (practice_id, code, account, cancels, batch)
  select '1', f.code, f.account, false, b.number from form f join batch b
    on (f.code like '%1' and b.state = 'refused') or (f.code like '%2' and b.state = 'sent');
insert into entry (practice_id, code, account, cancels)
  select '1', code, account, false from form where code like '%3';
)");
    });
    postgres::migrate(old_, embedded::red_recipes_migrations());
  }
  std::string text(const std::string& sql) {
    return old_.read(
        [&](pqxx::transaction_base& tx) { return std::string(tx.exec1(sql)[0].c_str()); });
  }

  postgres::Pool old_;
};

/// A cancellation that no protocol will ever come for ends: none of the four waits for ever.
TEST_F(RedUpgradeTest, WhatWaitsForAProtocolThatNoFileCanBringEnds) {
  const auto state = [&](int i) {
    return text("select state from form where code = '12026123456700" + std::to_string(i) + "'");
  };
  const auto entries = [&](int i) {
    return text("select count(*) from entry where cancels and code = '12026123456700" +
                std::to_string(i) + "'");
  };
  EXPECT_EQ(state(1), "cancelled") << "its file was refused: it was never taken";
  EXPECT_EQ(entries(1), "0");
  EXPECT_EQ(state(2), "cancelling") << "it has its protocol, and goes";
  EXPECT_EQ(entries(2), "1");
  EXPECT_EQ(state(3), "cancelling") << "its recipe is still to go";
  EXPECT_EQ(entries(3), "1");
  EXPECT_EQ(state(4), "not_cancelled") << "a person looks";
  EXPECT_EQ(entries(4), "0");
  EXPECT_NE(text("select problem from form where state = 'not_cancelled'").find("cercarla"),
            std::string::npos);
}

/// Of restores before this release only the newest was told, and what older ones concern is
/// settled.
TEST(RedUpgrade, OfRestoresOfBeforeOnlyTheNewestIsToldAsFoundByTheFile) {
  postgres::Pool old(postgres::TestCluster::shared().fresh(), 2);
  postgres::migrate(old, embedded::red_recipes_migrations().first(12));
  old.write([](pqxx::transaction_base& tx) {
    tx.exec(R"(
insert into restore (practice_id, found, doubted_until, copied, departures, own)
  select practice, day::timestamptz, day::timestamptz, day::date, 0, own
  from (values ('1', '2026-11-01', true), ('1', '2026-11-02', true),
               ('2', '2026-11-01', true), ('2', '2026-11-02', false)) v (practice, day, own))");
  });
  postgres::migrate(old, embedded::red_recipes_migrations());
  const std::string told = old.read([](pqxx::transaction_base& tx) {
    return std::string(
        tx.exec1("select string_agg(practice_id || ' ' || found::date, ', ') from restore"
                 " where forms_used")[0]
            .c_str());
  });
  EXPECT_EQ(told, "1 2026-11-02");
}

}  // namespace curante::red_recipes
