// SPDX-License-Identifier: Apache-2.0
#include "terminology_verbs.hpp"

#include "room_test.hpp"

namespace curante::terminology {
namespace {

using testing::HasSubstr;

class TerminologyVerbsTest : public RoomTest {
 protected:
  verbs::Outcome run(std::vector<std::string> arguments) {
    return verbs_.on(context(), verbs::Run{"terminology import", std::move(arguments),
                                           folder_.parent_path().string()});
  }
  TerminologyVerbs verbs_{service_};
};

TEST_F(TerminologyVerbsTest, ImportsFromAFolderBesideTheCaller) {
  write("icd9cm-it/diagnosi.csv", "codice,descrizione\n001,Colera\n");
  const auto outcome = run({folder_.filename().string()});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("diagnoses       1\n"));
  EXPECT_EQ(run({folder_.string()}).exit_code, 0);
}

TEST_F(TerminologyVerbsTest, SaysHowItIsUsed) {
  EXPECT_EQ(run({}).exit_code, 2);
  EXPECT_THAT(run({"--help"}).output, HasSubstr("usage: curante terminology import DIR"));
  EXPECT_EQ(run({"a", "b"}).exit_code, 2);
  EXPECT_EQ(verbs_.on(context(), verbs::List{}).verbs.at(0).words, "terminology import");
}

}  // namespace
}  // namespace curante::terminology
