// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "courier_thread.hpp"
#include "room.hpp"

namespace curante::red_recipes {

/// Whatever the database says of a row, the log says nothing of it.
TEST_F(RedRoomTest, AWriteThatTheDatabaseRefusesLeavesNoPatientInTheLog) {
  add_printer("rossa");
  set_block("rossa", "120261234567008");
  print(1);
  // PostgreSQL quotes the whole row of the form, name and codice fiscale in it.
  sql("alter table form add constraint never_sent check (batch is null)");
  CourierThread thread(fake_.host(), courier_, files_);
  thread.start();
  while (fake_.log().empty()) std::this_thread::yield();
  thread.stop();
  const auto lines = fake_.log();
  for (const auto& line : lines) {
    EXPECT_EQ(line.text, "red recipes cannot be sent now: pqxx::check_violation 23514");
  }
}

}  // namespace curante::red_recipes
