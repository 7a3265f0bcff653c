// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "chart.hpp"
#include "curante/testing/mock_plugin.hpp"
#include "curante/testing/test_host.hpp"
#include "runtime/tree.hpp"

namespace curante::testing {
namespace {

using chart::GetPatient;
using chart::SavePatient;

template <class Call>
ScriptLine<Call> line(const char* text) {
  return ScriptLine<Call>(kernel::source_of(kernel::parse_text(text)));
}

template <class Call>
std::string fault(const char* text) {
  try {
    line<Call>(text);
  } catch (const Error& e) {
    EXPECT_FALSE(e.remedy().empty()) << text;
    return e.message();
  }
  return "";
}

TEST(ScriptLine, AnswersWithItsReplyOrItsError) {
  EXPECT_EQ(
      line<GetPatient>(R"({"call":"GetPatient","reply":{"last_name":"Rossi"}})").answer().last_name,
      "Rossi");
  const auto failing =
      line<GetPatient>(R"({"call":"GetPatient","error":{"code":"patient-unknown","message":"m"}})");
  EXPECT_EQ(code_of([&] { failing.answer(); }), "patient-unknown");
}

TEST(ScriptLine, IsUsedUpAfterItsTimes) {
  auto it = line<GetPatient>(R"({"call":"GetPatient","times":2,"reply":{}})");
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(it.fits({}));
    it.use();
  }
  EXPECT_FALSE(it.fits({}));
}

TEST(ScriptLine, FitsTheRequestsThatHaveWhatItNames) {
  const auto it = line<SavePatient>(
      R"({"call":"SavePatient","when":{"patient":{"last_name":"Rossi","sex":"M","version":3,
          "exemptions":[{"code":"013"}]}},"reply":{}})");
  SavePatient call;
  call.patient.last_name = "Rossi";
  call.patient.sex = chart::Sex::M;
  call.patient.version = 3;
  call.patient.notes = "not named";
  EXPECT_FALSE(it.fits(call)) << "it has no exemption";
  call.patient.exemptions.push_back({"013", {}, {}});
  EXPECT_TRUE(it.fits(call));
  call.patient.exemptions.push_back({"014", {}, {}});
  EXPECT_FALSE(it.fits(call)) << "a list is the same as a whole";
  call.patient.exemptions.pop_back();
  call.patient.version = 4;
  EXPECT_FALSE(it.fits(call));
}

TEST(ScriptLine, ComparesValuesAsTheContractWritesThem) {
  const auto it = line<GetPatient>(
      R"({"call":"GetPatient","when":{"patient":"ABCDEF00-0000-4000-8000-000000000001"},"reply":{}})");
  EXPECT_TRUE(it.fits({Id("abcdef00-0000-4000-8000-000000000001")}));
  EXPECT_FALSE(it.fits({Id("abcdef00-0000-4000-8000-000000000002")}));
}

TEST(ScriptLine, SaysWhatIsWrongWithIt) {
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient"})"),
            "it has neither «reply» nor «error», or both");
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient","reply":{},"error":{"code":"x"}})"),
            "it has neither «reply» nor «error», or both");
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient","reply":[]})"), "«reply» is no object");
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient","reply":{"address":{"town":"x"}}})"),
            "«reply.address.town» is no member of Address");
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient","reply":{"exemptions":[{},{"cod":"1"}]}})"),
            "«reply.exemptions[1].cod» is no member of Exemption");
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient","reply":{"birth_date":7}})"),
            "«reply.birth_date» should be a text");
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient","times":-1,"reply":{}})"),
            "«times» is less than 1");
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient","error":{}})"), "«error» has no «code»");
  EXPECT_EQ(fault<GetPatient>(R"({"call":"GetPatient","replies":{}})"),
            "«replies» is not known here");
}

TEST(MockPlugin, AnswersWithDefaultsWhereItHasNoScript) {
  TestHost host;
  MockPlugin<chart::Contract> plugin(host.host());
  plugin.start();
  EXPECT_EQ(host.ask<chart::Contract>(plugin, GetPatient{}).last_name, "");
}

TEST(MockPlugin, DoesNotStartWithAScriptThatCannotBeRead) {
  TestHost host;
  host.set("script", "/nonexistent");
  MockPlugin<chart::Contract> plugin(host.host());
  EXPECT_EQ(code_of([&] { plugin.start(); }), "mock-script");
}

TEST(MockPlugin, NamesTheLineOfItsScriptThatIsWrong) {
  const std::string file = ::testing::TempDir() + "mock_script_test.jsonl";
  std::ofstream(file) << "\n{}\n";
  TestHost host;
  host.set("script", file);
  MockPlugin<chart::Contract> plugin(host.host());
  try {
    plugin.start();
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "mock-script");
    EXPECT_EQ(e.message().substr(0, (file + " line 2: ").size()), file + " line 2: ");
  }
  std::remove(file.c_str());
}

}  // namespace
}  // namespace curante::testing
