// SPDX-License-Identifier: Apache-2.0
// Many wait, and many take.
#include <map>

#include "room.hpp"

namespace curante::prescribing {

class OutboxClaimsTest : public RoomTest {
 protected:
  /// From now on the planner believes of the tables what it does at this moment. Plans that are
  /// there already are made anew.
  void count_no_more() {
    sql("alter table outbox set (autovacuum_enabled = off)");
    sql("alter table recipe set (autovacuum_enabled = off)");
  }
  /// `count` more rows of `patients` patients, each with its recipe.
  void fill(int count, int patients) {
    issue(draft(1));
    // No table of its own for these: that would have every plan made anew.
    sql("with added as materialized (select gen_random_uuid() recipe, number"
        "   from generate_series(1, " +
        std::to_string(count) +
        ") number),"
        " recipes as (insert into recipe (practice_id, id, prescription, position, state, changed)"
        " select r.practice_id, a.recipe, r.prescription, 1 + a.number, r.state, r.changed"
        " from recipe r, added a)"
        "insert into outbox (practice_id, recipe, kind, account, payload, patient, prescription)"
        " select o.practice_id, a.recipe, o.kind, o.account, o.payload,"
        "   ('bbbbbbbb-0000-4000-8000-' || lpad((number % " +
        std::to_string(patients) +
        ")::text, 12, '0'))::uuid, o.prescription from outbox o, added a order by number");
  }
  /// Rows of `table` that were read since the server started, by this room.
  int64_t rows_read(const std::string& table) {
    const auto read = [&] {
      return pool_.write([&](pqxx::transaction_base& tx) {
        tx.exec("select pg_stat_force_next_flush()");
        return tx
            .exec_params1(
                "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables"
                " where relname = $1 and schemaname = current_schema",
                table)[0]
            .as<int64_t>();
      });
    };
    read();  // what was counted before is on record after it
    return read();
  }
};

/// Statements are planned when they are first used: on empty tables. A planner that takes them for
/// empty ever after once made each claim read all that an outage had left, and every recipe that
/// was ever written.
TEST_F(OutboxClaimsTest, AClaimReadsFewRowsHoweverManyThereAre) {
  count_no_more();
  for (int i = 0; i < 12; ++i) EXPECT_FALSE(outbox_.claim().has_value());
  fill(5'000, 5'000);
  for (const auto* table : {"outbox", "recipe"}) {
    const int64_t before = rows_read(table);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(outbox_.claim().has_value()) << table;
    const int64_t rows = rows_read(table) - before;
    EXPECT_GT(rows, 0) << table;
    EXPECT_LT(rows, 3 * 100) << table;
  }
}

/// The claims of several hosts are several threads' here: all of the truth is in the database.
TEST_F(OutboxClaimsTest, ManyTakeEachRowOnceAndAPatientsInOrder) {
  constexpr int rows = 400, patients = 10, workers = 4;
  fill(rows, patients);
  std::mutex mutex;
  std::map<std::string, bool> under_way;
  std::map<std::string, int64_t> last;
  std::set<int64_t> taken;
  const auto begins = [&](const Claimed& row) {
    const std::lock_guard lock(mutex);
    EXPECT_TRUE(taken.insert(row.position).second) << row.position;
    EXPECT_FALSE(std::exchange(under_way[row.patient.value()], true)) << row.position;
    EXPECT_LT(std::exchange(last[row.patient.value()], row.position), row.position);
  };
  const auto ends = [&](const Claimed& row) {
    const std::lock_guard lock(mutex);
    under_way[row.patient.value()] = false;
  };
  const auto all = [&] {
    const std::lock_guard lock(mutex);
    return taken.size() == rows + 1;
  };
  const auto work_off = [&] {
    while (!all()) {
      const auto row = outbox_.claim();
      if (!row) continue;
      begins(*row);
      ends(*row);  // from here on its patient's next one may be taken
      EXPECT_TRUE(outbox_.finish(*row, {State::withdrawn, reading_.now, {}, "", "", ""}));
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < workers; ++i) threads.emplace_back(work_off);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken.size(), rows + 1u);
}

}  // namespace curante::prescribing
