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
