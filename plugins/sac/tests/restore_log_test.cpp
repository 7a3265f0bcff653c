// SPDX-License-Identifier: Apache-2.0
// What is noted of restores, and told.
#include "restore_log.hpp"
#include "sac_practice.hpp"

namespace curante::sac {

class SacRestoreLogTest : public SacTest {};

TEST_F(SacRestoreLogTest, WhoIsToldOfOneIsNotTakenToHaveHeardOfTheNext) {
  const RestoreLog log("1");
  for (const auto cause : {RestoreLog::Cause::copy, RestoreLog::Cause::number_refused}) {
    const auto last = [&] {
      return channel_->pool.read([&](pqxx::transaction_base& tx) {
        return cause == RestoreLog::Cause::copy ? log.untold(tx) : log.unsettled(tx);
      });
    };
    const auto note = [&](Instant found) {
      channel_->pool.write([&](pqxx::transaction_base& tx) { log.note(tx, cause, found, ""); });
      return *last();
    };
    const Instant first = note(now());
    const Instant second = note(Instant{first.ms - 24 * 3'600'000LL});
    EXPECT_GT(second.ms, first.ms);
    channel_->pool.write([&](pqxx::transaction_base& tx) {
      cause == RestoreLog::Cause::copy ? log.told(tx, first) : void(log.settle(tx, first));
    });
    EXPECT_EQ(last(), second);
    channel_->pool.write(
        [&](pqxx::transaction_base& tx) { tx.exec("delete from ledger_restore"); });
  }
}

}  // namespace curante::sac
