// SPDX-License-Identifier: Apache-2.0
#include "trust/trust_store.hpp"

#include <gtest/gtest.h>

namespace curante::kernel {
namespace {

Issuer issuer_of(const std::string& prefix) {
  return {"acme", IssuerKind::third_party, "", {}, {prefix}, {prefix}, {prefix}};
}

TEST(TrustedIssuer, SignsWhatBeginsWithAWholePartOfItsNames) {
  for (const char* prefix : {"it.acme", "it.acme.", "*"}) {
    EXPECT_TRUE(issuer_of(prefix).may_sign("it.acme.wounds")) << prefix;
  }
  EXPECT_TRUE(issuer_of("it.acme").may_sign("it.acme"));
  EXPECT_FALSE(issuer_of("it.acme").may_sign("it.acme-tools.wounds")) << "another's domain";
  EXPECT_TRUE(issuer_of("it.acme-").may_sign("it.acme-tools.wounds"));
  EXPECT_FALSE(issuer_of("it.acme").may_sign("it.acmex.wounds"));
  EXPECT_FALSE(issuer_of("it.acme.").may_sign("it.acme"));
  EXPECT_FALSE(issuer_of("it.acme.wounds").may_sign("it.acme"));
  EXPECT_FALSE(issuer_of("").may_sign("it.acme.wounds"));
}

TEST(TrustedIssuer, ProvidesAndUsesContractsByTheSameRule) {
  for (const char* prefix : {"acme-", "acme-wounds", "acme-wounds/", "acme-wounds/1"}) {
    EXPECT_TRUE(issuer_of(prefix).may_provide("acme-wounds/1")) << prefix;
    EXPECT_TRUE(issuer_of(prefix).may_use("acme-wounds/1")) << prefix;
  }
  EXPECT_FALSE(issuer_of("acme-wounds").may_provide("acme-woundscare/1"));
  EXPECT_FALSE(issuer_of("red-recipe").may_use("red-recipe-channel/1"));
  EXPECT_FALSE(issuer_of("chart").may_use("chartography/1"));
  EXPECT_FALSE(issuer_of("chart/1").may_use("chart/10"));
}

TEST(TrustedIssuer, IsBoundInWhatItsPluginsReachWhereItIsAThirdParty) {
  Issuer it = issuer_of("it.acme");
  EXPECT_FALSE(it.may_reach_network());
  it.network = true;
  EXPECT_TRUE(it.may_reach_network());
  for (const IssuerKind kind :
       {IssuerKind::core, IssuerKind::vendor, IssuerKind::qa, IssuerKind::dev}) {
    it = issuer_of("it.acme");
    it.kind = kind;
    EXPECT_TRUE(it.may_reach_network());
    EXPECT_TRUE(it.may_use("chart/1"));
  }
}

TEST(TrustedIssuer, HasAKindWithOneName) {
  EXPECT_EQ(kind_named("third-party"), IssuerKind::third_party);
  EXPECT_EQ(kind_name(*kind_named("qa")), "qa");
  EXPECT_FALSE(kind_named("king"));
}

}  // namespace
}  // namespace curante::kernel
