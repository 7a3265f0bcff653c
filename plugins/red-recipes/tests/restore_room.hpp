// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "room.hpp"

namespace curante::red_recipes {

inline constexpr const char* first_code = "120261234567008";
inline constexpr const char* second_code = "120261234567019";
inline constexpr const char* third_code = "120261234567020";
inline constexpr const char* fourth_code = "120261234567031";

/// A copy of the database that comes back: all tables as they were, while the file outside it and
/// the ministry go on.
class RedRestoreTest : public RedRoomTest {
 protected:
  static constexpr const char* tables[] = {"printer", "usual_printer", "block",       "batch",
                                           "form",    "entry",         "finding",     "restore",
                                           "ledger_file", "past_restore"};

  RedRestoreTest() {
    add_printer("rossa");
    set_block("rossa", first_code);
  }
  void copy() {
    for (const char* table : tables) {
      sql(fmt::format("drop table if exists copy_of_{0}", table));
      sql(fmt::format("create table copy_of_{0} as select * from {0}", table));
    }
  }
  void restore() {
    sql("truncate printer, usual_printer, block, batch, form, entry, finding, restore, ledger_file,"
        " past_restore, form_change");
    for (const char* table : tables) {
      sql(fmt::format("insert into {0} overriding system value select * from copy_of_{0}", table));
    }
  }
  /// A copy is made, a form printed, and the copy comes back.
  void restore_after_a_print(int number) {
    copy();
    print(number);
    restore();
  }
  /// A host that starts alone: its memory is the file.
  bool look_at_start() {
    hosts_.leave();
    return look_at_start(ledger_);
  }
  /// Another one starts beside those at work, and ends.
  bool look_at_start(const std::string& ledger) {
    postgres::LedgerShadow file(ledger, RestoreWatch::fresh_name(pool_));
    postgres::LiveHosts hosts(uri_, "1");
    const bool restored = RestoreWatch(fake_.host(), surroundings_, pool_, file, hosts, "1").look();
    hosts.leave();
    return restored;
  }
  /// As a practice stands that used the program before it kept a file.
  void before_the_update() {
    sql("truncate ledger_file, past_restore");
    std::filesystem::remove(ledger_);
  }
  Block block() { return ask(ListBlocks{}).blocks.at(0); }
  void expect_once(const std::string& code) {
    int brought = 0;
    for (const auto& [protocol, file] : ministry_.files) {
      brought += static_cast<int>(std::count(file.codes.begin(), file.codes.end(), code));
    }
    EXPECT_EQ(brought, 1) << code;
  }
};

}  // namespace curante::red_recipes
