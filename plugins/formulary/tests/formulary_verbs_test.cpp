// SPDX-License-Identifier: Apache-2.0
#include "formulary_verbs.hpp"

#include "room_test.hpp"

namespace curante::formulary {
namespace {

using testing::HasSubstr;

class FormularyVerbsTest : public RoomTest {
 protected:
  verbs::Outcome run(std::vector<std::string> arguments) {
    return verbs_.on(context(), verbs::Run{"formulary import", std::move(arguments),
                                           folder_.parent_path().string()});
  }
  FormularyVerbs verbs_{service_};
};

TEST_F(FormularyVerbsTest, ImportsFromAFolderBesideTheCaller) {
  write_list(
      "027428010,NORVASC,\"\"\"5 MG COMPRESSE\"\" 28 COMPRESSE\",PFIZER,C08CA01,Amlodipina,"
      "28 UNITA' 5 MG - USO ORALE,DOB,3.00,5.00,\n");
  const auto outcome = run({folder_.filename().string()});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("packs   1\n"));
  EXPECT_EQ(run({folder_.string()}).exit_code, 0);
}

TEST_F(FormularyVerbsTest, SaysHowItIsUsed) {
  EXPECT_EQ(run({}).exit_code, 2);
  EXPECT_THAT(run({"--help"}).output, HasSubstr("usage: curante formulary import DIR"));
  EXPECT_EQ(run({"a", "b"}).exit_code, 2);
  EXPECT_EQ(verbs_.on(context(), verbs::List{}).verbs.at(0).words, "formulary import");
}

}  // namespace
}  // namespace curante::formulary
