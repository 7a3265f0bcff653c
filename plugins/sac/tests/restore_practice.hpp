// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "sac_practice.hpp"

namespace curante::sac {

/// A practice whose database comes back from a copy that was made on the way.
class SacRestoreTest : public SacTest {
 protected:
  SacRestoreTest() { sign_up(fabbri()); }

  static constexpr const char* tables[] = {"nre_lot", "nre_use", "submission", "sending_count"};

  /// It has its number already when the copy is made, and leaves under it afterwards.
  recipe_transmitter::Receipt sent_since_the_copy(const recipe_transmitter::Recipe& it) {
    fault({{"kind", "wrong-certificate"}});
    EXPECT_EQ(submit(it).outcome, recipe_transmitter::Outcome::unreachable);
    copy_database();
    return submit(it);
  }

  void copy_database() {
    for (const std::string table : tables) sql("create table copy_" + table + " as table " + table);
    std::filesystem::copy(file(), file() + ".copy");
  }
  void restore_copy() {
    for (const std::string table : tables) {
      sql("delete from " + table);
      sql("insert into " + table + " select * from copy_" + table);
    }
  }
  std::string file() const { return (keys_.path() / "key.nre").string(); }
  /// The file is as it was before files had names.
  void forget_name() {
    std::ifstream named(file());
    std::string line, nameless;
    while (std::getline(named, line)) {
      if (!line.starts_with("file ")) nameless += line + "\n";
    }
    named.close();
    std::ofstream(file()) << nameless;
  }
  /// The database comes to a machine that has no file of it.
  bool start_on_another_machine() {
    restore_copy();
    end_host();
    std::filesystem::remove(file());
    channel_ = another_host();
    return channel_->transmitter.look_for_restore();
  }
  /// All came back from the copy: the file knows no more than its database.
  void start_on_the_whole_copy() {
    restore_copy();
    end_host();
    std::filesystem::copy(file() + ".copy", file(),
                          std::filesystem::copy_options::overwrite_existing);
    channel_ = another_host();
    ASSERT_FALSE(channel_->transmitter.look_for_restore());
  }
  /// A recipe that left after the copy of the whole machine was made, on which the host works now.
  std::pair<recipe_transmitter::Recipe, recipe_transmitter::Receipt> sent_since_the_whole_copy() {
    submit(recipe());
    copy_database();
    recipe_transmitter::Recipe sent = recipe();
    sent.lines[0].quantity = 3;
    const auto receipt = submit(sent);
    start_on_the_whole_copy();
    return {sent, receipt};
  }
  /// The host starts again on the restored database.
  bool start_restored() {
    restore_copy();
    restart();
    return channel_->transmitter.look_for_restore();
  }
};

}  // namespace curante::sac
