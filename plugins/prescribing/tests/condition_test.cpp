// SPDX-License-Identifier: Apache-2.0
#include "condition.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "rule_set.hpp"

namespace curante::prescribing {
namespace {

const Vocabulary words{{{"line.drug", {0, FactKind::flag}},
                        {"line.quantity", {1, FactKind::number}},
                        {"drug.atc", {2, FactKind::text}}},
                       {{"opioids", 7}},
                       {{"packs", 3}}};
const Values values{{1, ""}, {4, ""}, {0, "N02AA01"}};

Situation situation() {
  return {values,
          [](size_t list, std::string_view text) { return list == 7 && text.starts_with("N02A"); },
          [](size_t limit) { return limit == 3 ? 2 : 0; }};
}
bool holds(std::string_view text) {
  return Condition(text, words).holds(situation());
}
std::string refusal(std::string_view text) {
  try {
    Condition(text, words);
    return "";
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
}

}  // namespace

TEST(Condition, HoldsAsItReads) {
  for (const char* text :
       {"line.drug", "yes", "not no", "line.quantity = 4", "line.quantity > limit.packs",
        "line.quantity >= 4 and line.quantity <= 4", "line.quantity != 5", "limit.packs < 3",
        "drug.atc in opioids", "drug.atc = \"N02AA01\"", "drug.atc has \"aa\"", "no and no or yes",
        "yes or no and no", "not (no or not line.drug)", "limit.packs * line.quantity = 8"}) {
    EXPECT_TRUE(holds(text)) << text;
    EXPECT_FALSE(holds(std::string("not (") + text + ")")) << text;
  }
  EXPECT_TRUE(Condition().holds(situation()));
}

TEST(Condition, IsRefusedInWords) {
  for (const char* text :
       {"", "line.drug and", "line.drugs", "line.quantity", "(line.drug", "line.drug)",
        "line.quantity = \"4\"", "drug.atc < \"N\"", "drug.atc in nothing",
        "line.quantity in opioids", "limit.nothing = 1", "\"open", "not line.quantity",
        "99999999999999999999 = 1", "line.quantity * drug.atc = 1", "line.drug line.drug"}) {
    const bool is_value = std::string_view(text) == "line.quantity";
    EXPECT_EQ(refusal(text).empty(), is_value) << text;
  }
  EXPECT_NE(refusal(std::string(17, '(') + "yes" + std::string(17, ')')), "");
  EXPECT_EQ(refusal(std::string(16, '(') + "yes" + std::string(16, ')')), "");
  std::string chain = "yes";
  for (int i = 0; i < 100; ++i) chain += " and yes";
  EXPECT_NE(refusal(chain), "");
}

struct Damage {
  const char* name;
  const char* text;
  const char* told;
};
class Damaged : public testing::TestWithParam<Damage> {};

TEST_P(Damaged, PackageNamesFileAndLine) {
  try {
    read_rules(GetParam().text, "prova.rules");
    ADD_FAILURE();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "rules-malformed");
    EXPECT_NE(e.message().find(GetParam().told), std::string::npos) << e.message();
    EXPECT_FALSE(e.remedy().empty());
  }
}

#define RULE "rules x 1\nrule a\n  on line\n  severity info\n  text t\n  when line.known\n"
#define FORCE "  source s\n  certainty V\n  from 2026-01-01\n"
INSTANTIATE_TEST_SUITE_P(
    Rules, Damaged,
    testing::Values(
        Damage{"empty", "", "prova.rules: "},
        Damage{"no_head", "list a\n", "riga 1: la prima riga"},
        Damage{"stray_entry", "rules x 1\n  codes A\n", "riga 2: "},
        Damage{"unknown_block", "rules x 1\nlimits a\n", "riga 2: «limits»"},
        Damage{"unknown_key", RULE FORCE "  colour red\n", "riga 10: «rule» non conosce «colour»"},
        Damage{"twice", RULE FORCE "  text u\n", "riga 5: «text» è scritto due volte"},
        Damage{"no_source", RULE, "riga 2: a «rule a» manca «source»"},
        Damage{"bad_day", RULE "  source s\n  certainty V\n  from 2026-13-01\n", "riga 9: "},
        Damage{"ends_first", RULE FORCE "  to 2025-01-01\n", "riga 10: finisce"},
        Damage{"bad_region", RULE FORCE "  region 12\n", "riga 10: una regione"},
        Damage{"bad_certainty", RULE "  source s\n  certainty X\n  from 2026-01-01\n", "riga 8: "},
        Damage{"bad_condition", "rules x 1\nlet a\n  when line.colour\n", "riga 3: «line.colour»"},
        Damage{"limit_of_limit", "rules x 1\nlimit a\n  value 1\n  when limit.a = 1\n" FORCE,
               "riga 4"},
        Damage{"no_number", "rules x 1\nlimit a\n  value two\n" FORCE, "riga 3: "},
        Damage{"bad_text",
               "rules x 1\nrule a\n  on line\n  severity info\n  text {drug.name\n"
               "  when line.known\n" FORCE,
               "riga 5: manca una graffa"},
        Damage{"no_remedy",
               "rules x 1\nrule a\n  on line\n  severity block\n  text t\n"
               "  when line.known\n" FORCE,
               "manca «remedy»"},
        Damage{"bad_range", "rules x 1\nlist a\n  ranges 9-10\n" FORCE, "riga 3: un intervallo"},
        Damage{"control", "rules x 1\nlist\ta\n", "riga 2: la riga non è testo"},
        Damage{"not_utf8", "rules x 1\nlist a\n  source \xC3(\n", "riga 3: la riga non è testo"},
        Damage{"same_name", RULE FORCE "rule a\n  on line\n", "riga 10: «a» c'è già"},
        Damage{"nothing_to_prescribe", RULE FORCE, "nessun blocco «recipe»"}),
    [](const auto& info) { return info.param.name; });

}  // namespace curante::prescribing
