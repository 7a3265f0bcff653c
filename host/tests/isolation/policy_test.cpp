// SPDX-License-Identifier: Apache-2.0
#include "isolation/policy.hpp"

#include <gtest/gtest.h>

namespace curante::isolation {
namespace {

using kernel::Candidate;
using kernel::IssuerKind;

Candidate candidate(IssuerKind kind, bool wants = false, bool entry = false, bool inside = false) {
  Candidate it;
  it.image.emplace();
  it.image->manifest.id = "it.example.one";
  it.image->manifest.isolated = wants;
  it.image->manifest.entry = entry;
  it.image->issuer.kind = kind;
  it.image->issuer.in_process = inside;
  return it;
}

/// "in", "out" or the refusal's code.
std::string decided(Candidate it, const IsolationPolicy& policy = {}) {
  std::vector<Candidate> all{std::move(it)};
  choose_isolated(all, policy);
  if (!all[0].problems.empty()) return all[0].problems[0].code;
  return all[0].isolated ? "out" : "in";
}

TEST(IsolationPolicy, PutsStrangersAndTheWillingOutside) {
  EXPECT_EQ(decided(candidate(IssuerKind::core)), "in");
  EXPECT_EQ(decided(candidate(IssuerKind::core, /*wants=*/true)), "out");
  EXPECT_EQ(decided(candidate(IssuerKind::third_party)), "out");
  EXPECT_EQ(decided(candidate(IssuerKind::third_party, false, false, /*inside=*/true)), "in");
  EXPECT_EQ(decided(candidate(IssuerKind::dev)), "in");
  EXPECT_EQ(decided(candidate(IssuerKind::dev, /*wants=*/true)), "out");
}

TEST(IsolationPolicy, ObeysWhoStartsTheHost) {
  EXPECT_EQ(decided(candidate(IssuerKind::dev), {false, {"it.example.one"}}), "out");
  EXPECT_EQ(decided(candidate(IssuerKind::core), {true, {}}), "out");
}

TEST(IsolationPolicy, GivesUnixSocketsBesideTheNetworkOnlyForTheDatabase) {
  kernel::PluginManifest manifest;
  EXPECT_FALSE(confinement_of(manifest, {}).network);
  EXPECT_TRUE(confinement_of(manifest, {}).unix_sockets);
  manifest.network = true;
  EXPECT_TRUE(confinement_of(manifest, {}).network);
  EXPECT_FALSE(confinement_of(manifest, {}).unix_sockets);
  manifest.uses.entries.push_back({"database/1", 1, {}});
  EXPECT_TRUE(confinement_of(manifest, {}).unix_sockets);
}

TEST(IsolationPolicy, RefusesAnEntryPluginThatWouldBeOutside) {
  EXPECT_EQ(decided(candidate(IssuerKind::core, true, /*entry=*/true)), "entry-isolated");
  EXPECT_EQ(decided(candidate(IssuerKind::third_party, false, true)), "entry-isolated");
  EXPECT_EQ(decided(candidate(IssuerKind::third_party, false, true, true)), "in");
  EXPECT_EQ(decided(candidate(IssuerKind::core, false, true), {true, {}}), "in");
}

}  // namespace
}  // namespace curante::isolation
