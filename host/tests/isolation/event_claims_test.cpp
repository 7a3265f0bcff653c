// SPDX-License-Identifier: Apache-2.0
#include "isolation/event_claims.hpp"

#include <gtest/gtest.h>

#include "golden.hpp"
#include "isolation/policy.hpp"
#include "resolve/refusal.hpp"

namespace curante::isolation {
namespace {

using kernel::Candidate;
using kernel::IssuerKind;
using Events = std::vector<std::pair<std::string, std::string>>;  ///< event, contract

kernel::Named<std::string> named(const Events& events) {
  kernel::Named<std::string> out;
  for (const auto& [event, contract] : events) out.entries.push_back({event, 9, contract});
  return out;
}

Candidate candidate(const std::string& id, IssuerKind kind, const Events& publishes,
                    const Events& hears = {}) {
  Candidate it;
  it.wanted.id = id;
  it.image.emplace();
  it.image->manifest.id = id;
  it.image->manifest.version = "1.0.0";
  it.image->manifest.publishes = named(publishes);
  it.image->manifest.hears = named(hears);
  it.image->issuer.kind = kind;
  return it;
}

std::string refused(std::vector<Candidate> all) {
  choose_isolated(all, {});
  std::string text;
  for (const Candidate& it : all) {
    for (const auto& refusal : it.problems) text += kernel::to_text(refusal);
  }
  return text;
}

TEST(EventClaims, AStrangerComesByNobodysEventsByClaimingThem) {
  kernel::expect_golden(
      "event_foreign",
      refused({candidate("it.example.spy", IssuerKind::third_party,
                         {{"transmitter-restored/1", "hello/1"}, {"hello-said/1", "hello/1"}},
                         {{"chart-changed/1", "clock/1"}, {"call-made/1", "clock/1"}}),
               candidate("it.example.other", IssuerKind::third_party,
                         {{"hello-said/1", "salute/1"}}),  // not taken by who is refused
               candidate("curante.chart", IssuerKind::core, {{"chart-changed/1", "chart/1"}}),
               candidate("curante.prescribing", IssuerKind::core, {},
                         {{"transmitter-restored/1", "recipe-transmitter/1"}})}));
}

TEST(EventClaims, AStrangerTakesNoEventFromWhoHasIt) {
  const auto hello = candidate("it.example.hello", IssuerKind::third_party,
                               {{"hello-said/1", "hello/1"}});
  const auto chart = candidate("curante.chart", IssuerKind::core, {{"chart-changed/1", "chart/1"}});
  const auto thief = candidate("it.example.thief", IssuerKind::third_party,
                               {{"chart-changed/1", "thief/1"}});
  EXPECT_EQ(refused({hello, chart}), "");
  EXPECT_TRUE(refused({thief, hello, chart}).starts_with("refused  it.example.thief"));
  const auto second = candidate("it.example.second", IssuerKind::third_party, {},
                                {{"hello-said/1", "salute/1"}});
  EXPECT_TRUE(refused({hello, second}).starts_with("refused  it.example.second"));
  auto absent = chart;  // left out at this start: its events stay its own
  absent.problems.push_back({"curante.chart", "1.0.0", "left-out", "", "", "--without", "", ""});
  EXPECT_NE(refused({thief, absent}).find("event-foreign"), std::string::npos);
}

// An author tries a plugin in a practice (`plugin run`): a slip in its manifest is told of it.
TEST(EventClaims, AnAuthorsSlipRefusesTheAuthorsPluginNotTheHouses) {
  const auto chart = candidate("curante.chart", IssuerKind::core, {{"chart-changed/1", "chart/1"}});
  for (const IssuerKind kind : {IssuerKind::vendor, IssuerKind::qa, IssuerKind::dev}) {
    const auto slip = candidate("it.example.slip", kind, {}, {{"chart-changed/1", "slip/1"}});
    const std::string text = refused({slip, chart});
    EXPECT_TRUE(text.starts_with("refused  it.example.slip")) << text;
    EXPECT_EQ(text.find("curante.chart 1.0.0"), std::string::npos) << text;
  }
}

TEST(EventClaims, WhoIsRefusedAnywayClaimsNothing) {
  auto refused_one = candidate("it.example.one", IssuerKind::third_party, {{"a-b/1", "one/1"}});
  refused_one.problems.push_back({"it.example.one", "1.0.0", "issuer-scope", "", "", "", "", ""});
  const std::string text =
      refused({refused_one, candidate("it.example.two", IssuerKind::third_party,
                                      {{"a-b/1", "two/1"}})});
  EXPECT_EQ(text.find("event-foreign"), std::string::npos) << text;
}

TEST(EventClaims, APluginHasTheRightsThatItsManifestNames) {
  const EventRights rights = event_rights(
      candidate("it.example.one", IssuerKind::core, {{"a/1", "x/1"}}, {{"b/1", "y/1"}})
          .image->manifest);
  EXPECT_EQ(rights.publishes, std::set<std::string>{"a/1"});
  EXPECT_EQ(rights.hears, std::set<std::string>{"b/1"});
}

}  // namespace
}  // namespace curante::isolation
