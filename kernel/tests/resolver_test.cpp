// SPDX-License-Identifier: Apache-2.0
#include "cli/candidates.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "golden.hpp"
#include "problems_text.hpp"

namespace curante::kernel {
namespace {

/// A region put together from manifests alone: the resolver needs no library.
class Resolver : public testing::Test {
 protected:
  void add(const std::string& id, const std::string& version, const std::string& rest = "",
           const std::string& at_least = "", const std::string& below = "") {
    const std::string text = "id " + id + "\nversion " + version + "\nname Prova\n" + rest;
    Problems problems;
    const auto manifest = read_plugin_manifest(text, "plugin.info", problems);
    ASSERT_TRUE(manifest) << text_of(problems);
    PluginImage image;
    image.path = "lib/" + id + ".so";
    image.manifest = *manifest;
    image.abi = detail::abi_tag();
    for (const auto& entry : manifest->provides.entries) image.layouts[entry.name] = 7;
    for (const auto& entry : manifest->uses.entries) image.layouts[entry.name] = 7;
    all_.push_back({want(id, at_least, below), image, {}});
  }
  WantedPlugin want(const std::string& id, const std::string& at_least = "",
                    const std::string& below = "") const {
    return {id, at_least, below, "regions/test.info", static_cast<int>(all_.size()) + 3};
  }
  Resolution resolve() const { return kernel::resolve(all_, region_); }
  std::vector<std::string> order() const {
    std::vector<std::string> ids;
    for (const size_t i : resolve().order) ids.push_back(all_[i].wanted.id);
    return ids;
  }
  std::string refusals() const {
    std::string text;
    for (const Refusal& refusal : resolve().refusals) text += to_text(refusal);
    return text;
  }
  ResolvedBinding binding(const std::string& consumer, const std::string& contract) const {
    for (const ResolvedBinding& it : resolve().bindings) {
      if (it.consumer == consumer && it.contract == contract) return it;
    }
    ADD_FAILURE() << consumer << " has no binding to " << contract;
    return {};
  }

  std::vector<Candidate> all_;
  Region region_;
};
using Ids = std::vector<std::string>;

TEST_F(Resolver, OrdersFromRootToLeaf) {
  add("a.leaf", "1.0.0", "uses\n{\n  middle/1\n  root/1\n}\n");
  add("a.middle", "1.0.0", "provides { middle/1 }\nuses { root/1 }\n");
  add("a.root", "1.0.0", "provides { root/1 }\n");
  EXPECT_EQ(order(), (Ids{"a.root", "a.middle", "a.leaf"}));
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(binding("a.leaf", "middle/1").providers, (Ids{"a.middle"}));
  EXPECT_EQ(binding("a.leaf", "middle/1").path, CURANTE_PATH_DIRECT);
  EXPECT_EQ(binding("a.leaf", "middle/1").reason, "same ABI tag and layout hash");
}

TEST_F(Resolver, StartsARequiredProviderFirstEvenWhereAnOptionalUsePointsBack) {
  add("a.first", "1.0.0", "provides { first/1 }\nuses { second/1 { optional true } }\n");
  add("a.second", "1.0.0", "provides { second/1 }\nuses { first/1 }\n");
  EXPECT_EQ(order(), (Ids{"a.first", "a.second"}));
  EXPECT_EQ(binding("a.first", "second/1").providers, (Ids{"a.second"}));
  all_.clear();
  // The same over one plugin more, and by a plural contract.
  add("a.first", "1.0.0", "provides { first/1 }\nuses { part/1 { each true } }\n");
  add("a.far", "1.0.0", "provides { part/1 { plural true } }\nuses { near/1 }\n");
  add("a.near", "1.0.0", "provides\n{\n  near/1\n  part/1 { plural true }\n}\nuses { first/1 }\n");
  EXPECT_EQ(order(), (Ids{"a.first", "a.near", "a.far"}));
  EXPECT_EQ(refusals(), "");
}

TEST_F(Resolver, StartsAnOptionalProviderFirstWhereItCan) {
  add("a.user", "1.0.0", "uses { extra/1 { optional true } }\n");
  add("a.extra", "1.0.0", "provides { extra/1 }\n");
  EXPECT_EQ(order(), (Ids{"a.extra", "a.user"}));
}

TEST_F(Resolver, LeavesOptionalUsesUnbound) {
  add("a.user", "1.0.0",
      "uses\n{\n  none/1 { optional true }\n  old/1 { optional true  minor 2 }\n}\n");
  add("a.old", "1.0.0", "provides { old/1 { minor 1 } }\n");
  EXPECT_EQ(refusals(), "");
  EXPECT_TRUE(binding("a.user", "none/1").providers.empty());
  EXPECT_TRUE(binding("a.user", "old/1").providers.empty());
  EXPECT_TRUE(binding("a.user", "old/1").optional);
}

TEST_F(Resolver, GivesAllProvidersOfAPluralContract) {
  add("a.user", "1.0.0", "uses { part/1 { each true } }\n");
  add("a.one", "1.0.0", "provides { part/1 { plural true } }\n");
  add("a.two", "1.0.0", "provides { part/1 { plural true } }\n");
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(binding("a.user", "part/1").providers, (Ids{"a.one", "a.two"}));
}

TEST_F(Resolver, ObeysTheRegionsChoice) {
  add("a.user", "1.0.0", "uses { part/1 }\n");
  add("a.one", "1.0.0", "provides { part/1 }\n");
  add("a.two", "1.0.0", "provides { part/1 }\n");
  region_.choose["part/1"] = "a.two";
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(binding("a.user", "part/1").providers, (Ids{"a.two"}));
}

TEST_F(Resolver, ReportsAllRefusalsInTheFixedForm) {
  region_.profile = "production";
  add("curante.chart", "1.1.0", "provides { chart/1 { minor 1 } }\n");
  add("it.example.wounds", "3.1.0", "uses\n{\n  chart/1 { minor 3 }\n  camera/1\n}\n");
  add("it.example.photos", "0.9.0", "provides { photos/1 }\n", "1.0.0");
  add("it.example.album", "2.0.0", "uses { photos/1 }\n", "", "2.0.0");
  add("it.example.printer", "1.0.0", "uses { photos/1 }\n");
  add("it.example.pretend", "1.0.0", "mock true\nprovides { pretend/1 }\n");
  add("it.example.left", "1.0.0", "provides { twice/1 }\n");
  add("it.example.right", "1.0.0", "provides { twice/1 }\n");
  add("it.example.egg", "1.0.0", "provides { egg/1 }\nuses { hen/1 }\n");
  add("it.example.hen", "1.0.0", "provides { hen/1 }\nuses { cock/1 }\n");
  add("it.example.cock", "1.0.0", "provides { cock/1 }\nuses { egg/1 }\n");
  all_.push_back(read_candidate(want("it.example.gone"), "/nowhere", {}));
  region_.choose["lost/1"] = "it.example.nobody";
  expect_golden("refusals", refusals());
  EXPECT_EQ(order(), (Ids{"curante.chart"}));
}

TEST_F(Resolver, TakesDownAllThatRequiresARefusedPlugin) {
  add("a.root", "1.0.0", "provides { root/1 }\nuses { missing/1 }\n");
  add("a.middle", "1.0.0", "provides { middle/1 }\nuses { root/1 }\n");
  add("a.leaf", "1.0.0", "uses { middle/1 }\n");
  add("a.other", "1.0.0", "uses { middle/1 { optional true } }\n");
  EXPECT_EQ(order(), (Ids{"a.other"}));
  const auto refused = resolve().refusals;
  ASSERT_EQ(refused.size(), 3u);
  EXPECT_EQ(refused[0].code, "contract-missing");
  EXPECT_EQ(refused[1].code, "requires-refused");
  EXPECT_EQ(refused[2].plugin, "a.leaf");
  EXPECT_TRUE(binding("a.other", "middle/1").providers.empty());
}

TEST_F(Resolver, LetsNoRefusedPluginSpoilTheRealOne) {
  add("a.real", "1.0.0", "provides { part/1 }\n");
  add("a.pretend", "1.0.0", "mock true\nprovides { part/1 }\n");
  add("a.user", "1.0.0", "uses { part/1 }\n");
  EXPECT_EQ(order(), (Ids{"a.real", "a.user"}));
  EXPECT_EQ(resolve().refusals.size(), 1u);
  region_.mocks = true;
  EXPECT_EQ(resolve().refusals.at(0).code, "contract-ambiguous");
}

TEST_F(Resolver, SaysWhyAPathIsNotDirect) {
  add("a.provider", "1.0.0", "provides { part/1 }\n");
  add("a.user", "1.0.0", "uses { part/1 }\n");
  PluginImage& user = *all_[1].image;
  const PluginImage sound = user;
  user.layouts["part/1"] = 8;
  EXPECT_EQ(binding("a.user", "part/1").path, CURANTE_PATH_MARSHALLED);
  EXPECT_EQ(binding("a.user", "part/1").reason, "layout hashes differ");
  user = sound;
  user.layouts.clear();
  EXPECT_EQ(binding("a.user", "part/1").reason,
            "one side does not say how it was laid out (CURANTE_PLUGIN names too few contracts)");
  user = sound;
  user.abi.cxx11_abi ^= 1;
  EXPECT_EQ(binding("a.user", "part/1").reason, "ABI tags differ: cxx11_abi");
}

}  // namespace
}  // namespace curante::kernel
