// SPDX-License-Identifier: Apache-2.0
#include "handed_rules.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "fake_host.hpp"
#include "prescribing_rules.hpp"
#include "rules_verbs.hpp"

namespace curante::prescribing {
namespace {

constexpr const char* lazio =
    "rules lazio 2026.12.1\nrecipe all\n  kind drugs\n  reason tutti\n  source s\n  certainty V\n"
    "  from 2026-01-01\n";

verbs::Outcome check(const std::string& text) {
  char name[] = "/tmp/curante-rules-XXXXXX";
  close(mkstemp(name));
  std::ofstream(name) << text;
  Caller caller;
  const auto outcome = RulesVerbs().on(caller.context(), verbs::Run{"rules check", {name}, "/"});
  std::filesystem::remove(name);
  return outcome;
}

}  // namespace

TEST(HandedRules, AreThoseThatTheHostVerified) {
  FakeHost host;
  host.set("rules", lazio);
  const RulesInForce rules = handed_rules(host.host()).in_force();
  EXPECT_EQ(rules.name, "lazio");
  EXPECT_EQ(rules.version, "2026.12.1");
  EXPECT_EQ(rules.problem, "");
}

TEST(HandedRules, AreThoseOfTheReleaseWhenTheHostHasNone) {
  FakeHost host;
  EXPECT_EQ(handed_rules(host.host()).table.set().name, "italia");
  EXPECT_EQ(handed_rules(host.host()).problem, "") << "no package was ever installed";
  host.set("rules_problem", "italia.rules: altered [data-other]");
  EXPECT_EQ(handed_rules(host.host()).table.set().name, "italia");
}

/// One that an earlier release brought lacks what this program asks for: white recipes would stop.
TEST(HandedRules, AreThoseOfTheReleaseWhereTheInstalledOnesAreOlder) {
  const std::string own(embedded::prescribing_rules()[0].content);
  const std::string rest = own.substr(own.find('\n'));
  FakeHost host;
  for (const char* older : {"2026.11.27", "2026.9.30", "2025.12.31"}) {
    host.set("rules", std::string("rules italia ") + older + rest);
    const RulesInForce rules = handed_rules(host.host()).in_force();
    EXPECT_EQ("rules italia " + rules.version, own.substr(0, own.find('\n'))) << older;
    EXPECT_NE(rules.problem.find(older), std::string::npos) << rules.problem;
    EXPECT_NE(rules.problem.find("curante plugins replace"), std::string::npos) << rules.problem;
  }
  const std::string same = own.substr(13, own.find('\n') - 13);  // after "rules italia "
  for (const std::string& newer : {same, same + "0", std::string("2099.1.1")}) {
    host.set("rules", "rules italia " + newer + rest);
    const RulesInForce rules = handed_rules(host.host()).in_force();
    EXPECT_EQ(rules.version, newer);
    EXPECT_EQ(rules.problem, "") << newer;
  }
}

/// Whoever prescribes sees it: the log is read by nobody in a practice.
TEST(HandedRules, SayWhyTheyAreNotTheInstalledOnes) {
  FakeHost host;
  host.set("rules_problem", "italia.rules: altered [data-other]");
  EXPECT_EQ(handed_rules(host.host()).in_force().problem, "italia.rules: altered [data-other]");
  host.set("rules", lazio);
  const RulesInForce kept = handed_rules(host.host()).in_force();
  EXPECT_EQ(kept.name, "lazio") << "the last good ones";
  EXPECT_EQ(kept.problem, "italia.rules: altered [data-other]");
  host.set("rules_problem", "");
  host.set("rules", "rules lazio 2026.12.1\nnonsense x\n");
  const RulesInForce own = handed_rules(host.host()).in_force();
  EXPECT_EQ(own.name, "italia") << "signed, and yet of no use";
  EXPECT_NE(own.problem.find("[rules-malformed]"), std::string::npos) << own.problem;
}

TEST(HandedRules, OfAnotherNameThatLackWhatTheProgramAsksForSayWhatToDo) {
  FakeHost host;
  host.set("rules", lazio);
  const HandedRules handed = handed_rules(host.host());
  try {
    handed.table.limit("white-repetitions", {Date::parse("2026-11-28"), "120", ""});
    ADD_FAILURE();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "rule-missing");
    EXPECT_NE(e.message().find("troppo vecchio"), std::string::npos) << e.message();
    EXPECT_NE(e.remedy().find("curante plugins replace"), std::string::npos) << e.remedy();
  }
}

TEST(RulesVerbs, SayWhatIsWrongAndWhere) {
  const std::string own(embedded::prescribing_rules()[0].content);
  const auto good = check(own);
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_NE(good.output.find("good     italia"), std::string::npos) << good.output;
  const auto bad = check(std::string(lazio) + "  colour red\n");
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_NE(bad.output.find("riga 8: "), std::string::npos) << bad.output;
  EXPECT_NE(bad.output.find("[rules-malformed]"), std::string::npos) << bad.output;
  Caller caller;
  const auto missing =
      RulesVerbs().on(caller.context(), verbs::Run{"rules check", {"none.rules"}, "/nowhere"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_NE(missing.output.find("[rules-unreadable]"), std::string::npos);
  EXPECT_EQ(RulesVerbs().on(caller.context(), verbs::Run{"rules check", {}, "/"}).exit_code, 2);
  EXPECT_EQ(RulesVerbs().on(caller.context(), verbs::List{}).verbs.at(0).words, "rules check");
}

}  // namespace curante::prescribing
