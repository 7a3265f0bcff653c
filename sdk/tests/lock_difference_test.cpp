// SPDX-License-Identifier: Apache-2.0
#include "lock_difference.hpp"

#include <gtest/gtest.h>

#include "lock_text.hpp"

namespace curante::locks {
namespace {

namespace json = boost::json;

json::value locked() {
  return json::parse(R"({"id":"hello/1","minor":0,"plural":false,
    "calls":[{"name":"Greet","request":"Greet","reply":"Greeting","public":true,"permission":"","summary":"a"}],
    "types":{"Greet":[{"name":"who","type":"string","optional":false,"list":false}],
             "Greeting":[{"name":"text","type":"string","optional":false,"list":false},
                         {"name":"mood","type":"enum","optional":false,"list":false,"values":["glad"]}]}})");
}

std::vector<std::string> changed(const std::string& from, const std::string& to) {
  std::string text = json::serialize(locked());
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  std::vector<std::string> out;
  for (const Difference& it : differences(locked(), json::parse(text))) out.push_back(it.text);
  return out;
}

using Texts = std::vector<std::string>;

TEST(LockDifference, NothingWhereNothingChanged) {
  EXPECT_TRUE(differences(locked(), locked()).empty());
  EXPECT_EQ(changed("\"summary\":\"a\"", "\"summary\":\"better words\""), Texts{});
}

TEST(LockDifference, AMemberAtTheEndIsAdditive) {
  EXPECT_EQ(changed(R"({"name":"who","type":"string","optional":false,"list":false})",
                    R"({"name":"who","type":"string","optional":false,"list":false},{"name":"loud","type":"bool","optional":false,"list":false})"),
            Texts{"additive: member loud of Greet"});
}

TEST(LockDifference, ARemovedMemberBreaks) {
  EXPECT_EQ(changed(R"({"name":"who","type":"string","optional":false,"list":false})", ""),
            Texts{"breaking: member who of Greet removed, bump to /2"});
}

TEST(LockDifference, AChangedTypeBreaks) {
  EXPECT_EQ(changed(R"("name":"who","type":"string")", R"("name":"who","type":"int32")"),
            Texts{"breaking: member who of Greet changed, bump to /2"});
}

TEST(LockDifference, AMemberInTheMiddleBreaks) {
  EXPECT_EQ(changed(R"({"name":"text",)",
                    R"({"name":"first","type":"bool","optional":false,"list":false},{"name":"text",)"),
            (Texts{"breaking: member text of Greeting moved, bump to /2",
                   "breaking: member mood of Greeting moved, bump to /2",
                   "additive: member mood of Greeting"}));
}

TEST(LockDifference, AnotherEnumerationValueAtTheEndIsNoChange) {
  EXPECT_EQ(changed(R"(["glad"])", R"(["glad","sad"])"), Texts{});
  EXPECT_EQ(changed(R"(["glad"])", R"(["sad","glad"])"),
            Texts{"breaking: member mood of Greeting changed, bump to /2"});
}

TEST(LockDifference, AMarkOfPersonalDataIsAdditiveBothWays) {
  const std::string plain = R"({"name":"who","type":"string","optional":false,"list":false})";
  const std::string marked =
      R"({"name":"who","type":"string","optional":false,"list":false,"personal":true})";
  EXPECT_EQ(changed(plain, marked), Texts{"additive: member who of Greet is personal now"});
  std::string text = json::serialize(locked());
  text.replace(text.find(plain), plain.size(), marked);
  const std::vector<Difference> found = differences(json::parse(text), locked());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text, "additive: member who of Greet is personal no more");
}

TEST(LockDifference, ACallAtTheEndIsAdditive) {
  const std::string greet =
      R"({"name":"Greet","request":"Greet","reply":"Greeting","public":true,"permission":"","summary":"a"})";
  EXPECT_EQ(changed(greet, greet + R"(,{"name":"Part","request":"Greet","reply":"Greeting"})"),
            Texts{"additive: call Part of the contract"});
}

TEST(LockDifference, ARemovedMovedOrChangedCallBreaks) {
  EXPECT_EQ(
      changed(
          R"({"name":"Greet","request":"Greet","reply":"Greeting","public":true,"permission":"","summary":"a"})",
          ""),
      Texts{"breaking: call Greet of the contract removed, bump to /2"});
  EXPECT_EQ(changed(R"({"name":"Greet",)", R"({"name":"Part"},{"name":"Greet",)"),
            (Texts{"breaking: call Greet of the contract moved, bump to /2",
                   "additive: call Greet of the contract"}));
  EXPECT_EQ(changed(R"("permission":"")", R"("permission":"hello.greet")"),
            Texts{"breaking: call Greet of the contract changed, bump to /2"});
}

TEST(LockDifference, ATypeIsAddedButNeverRemoved) {
  EXPECT_EQ(changed(R"("types":{)", R"("types":{"Parting":[],)"), Texts{"additive: type Parting"});
  EXPECT_EQ(changed(R"("Greeting":[)", R"("Parting":[)"),
            (Texts{"breaking: type Greeting removed, bump to /2", "additive: type Parting"}));
}

TEST(LockDifference, OneProviderOrSeveralIsForGood) {
  EXPECT_EQ(changed(R"("plural":false)", R"("plural":true)"),
            Texts{"breaking: plural changed, bump to /2"});
}

TEST(LockText, ReadsBackAsWhatItDescribes) {
  for (const Described& contract : all_contracts()) {
    EXPECT_EQ(json::parse(lock_text(contract.description)), contract.description) << contract.file;
  }
}

}  // namespace
}  // namespace curante::locks
