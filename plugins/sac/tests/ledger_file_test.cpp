// SPDX-License-Identifier: Apache-2.0
// The file outside the database that follows its numbers: whether it belongs to this database.
#include "curante/testing/caller.hpp"
#include "restore_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

class SacLedgerFileTest : public SacRestoreTest {};

TEST_F(SacLedgerFileTest, TheFileOfAnotherInstallationIsNone) {
  submit(recipe());
  copy_database();
  const Recipe waiting = recipe();
  const Receipt sent = submit(waiting);
  restore_copy();
  end_host();
  std::ofstream(file()) << "file xOfAnotherPractice\n1200A99999999 5\n";
  channel_ = another_host();
  ASSERT_TRUE(channel_->transmitter.look_for_restore());
  EXPECT_EQ(submit(waiting).nre, sent.nre);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacLedgerFileTest, AFileFromBeforeFilesHadNamesIsBelieved) {
  submit(recipe());
  end_host();
  sql("delete from ledger_file");
  forget_name();
  channel_ = another_host();
  EXPECT_FALSE(channel_->transmitter.look_for_restore());
  restart();
  EXPECT_FALSE(channel_->transmitter.look_for_restore());
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(requests("RichiestaLotto"), 1) << "the lot is still used";
}

TEST_F(SacLedgerFileTest, ANamelessFileThatKnowsAllIsBelievedAfterAnotherHostWasUpdatedFirst) {
  submit(recipe());
  end_host();
  forget_name();  // the database knows a file: that of the host that was updated first
  channel_ = another_host();
  EXPECT_FALSE(channel_->transmitter.look_for_restore());
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(requests("RichiestaLotto"), 1) << "the lot is still used";
}

TEST_F(SacLedgerFileTest, ANamelessFileThatKnowsLessIsDoubtedWhereFilesHaveNames) {
  submit(recipe());
  end_host();
  std::filesystem::copy(file(), file() + ".copy");
  channel_ = another_host();
  submit(recipe());
  end_host();
  std::filesystem::copy(file() + ".copy", file(),
                        std::filesystem::copy_options::overwrite_existing);
  forget_name();
  channel_ = another_host();
  EXPECT_TRUE(channel_->transmitter.look_for_restore());
}

TEST_F(SacLedgerFileTest, AStartThatFailedAfterTheFileGotItsNameIsNoRestore) {
  submit(recipe());
  end_host();
  sql("delete from ledger_file");
  forget_name();
  channel_ = another_host();  // the file has its name, and the host fails before it looks
  end_host();
  channel_ = another_host();
  EXPECT_FALSE(channel_->transmitter.look_for_restore());
}

TEST_F(SacLedgerFileTest, AStartThatFailedWhileItNotedARestoreFindsItAgain) {
  submit(recipe());
  end_host();
  sql("delete from ledger_file");
  std::filesystem::remove(file());
  sql("alter table ledger_restore rename to away");
  channel_ = another_host();
  EXPECT_ANY_THROW(channel_->transmitter.look_for_restore());
  sql("alter table away rename to ledger_restore");
  end_host();
  channel_ = another_host();
  EXPECT_TRUE(channel_->transmitter.look_for_restore());
}

TEST_F(SacLedgerFileTest, ADatabaseFromBeforeFilesThatHasNoneIsDoubted) {
  submit(recipe());
  end_host();
  sql("delete from ledger_file");
  std::filesystem::remove(file());
  channel_ = another_host();
  EXPECT_TRUE(channel_->transmitter.look_for_restore());
}

TEST_F(SacLedgerFileTest, AHostThatJoinsWhileNoOtherLivesIsDoubted) {
  submit(recipe());
  end_host();
  Channel other(database_, (keys_.path() / "other").string(), simulator(),
                [this] { return now(); });
  EXPECT_TRUE(other.transmitter.look_for_restore());
}

TEST(SacLedgerShadow, SurvivesATornLineAndKeepsTheHighest) {
  const ScratchDirectory folder;
  const std::string file = (folder.path() / "numbers").string();
  {
    postgres::LedgerShadow shadow(file);
    shadow.reached("1200A00000001", 7);
    shadow.reached("1200A00000001", 5);
    shadow.reached("1200A00000002", 1);
    shadow.sync();
  }
  std::ofstream(file, std::ios::app) << "1200A00000001 99";  // the machine stopped here
  const postgres::LedgerShadow again(file);
  EXPECT_EQ(again.reach("1200A00000001"), 7);
  EXPECT_EQ(again.reach("1200A00000002"), 1);
  EXPECT_EQ(again.reach("1200A00000003"), 0);
}

TEST(SacLedgerShadow, WithoutAPlaceToWriteThereAreNoNumbers) {
  EXPECT_EQ(curante::testing::code_of([] { postgres::LedgerShadow it("/nowhere/at/all/numbers"); }),
            "ledger-file");
}

}  // namespace curante::sac
