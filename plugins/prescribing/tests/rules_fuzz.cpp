// SPDX-License-Identifier: Apache-2.0
// A package of rules, and a condition by itself: any octets may come.
#include <cstdlib>
#include <stdexcept>

#include "assessor.hpp"
#include "judgement.hpp"
#include "recipe_split.hpp"
#include "sample_facts.hpp"

using namespace curante;
using namespace curante::prescribing;

namespace {

/// Enough of a package that a fuzzer's own block is understood.
constexpr const char* head =
    "rules x 1\nlimit quantity-per-line\n  value 9\n  source s\n  certainty V\n  from 2001-01-01\n"
    "recipe all\n  kind drugs\n  reason r\n  source s\n  certainty V\n  from 2001-01-01\n";

void judge(const std::string& text) {
  try {
    const RuleTable rules(read_rules(text, "f"));
    Facts facts = sample::facts();
    sample::add(facts, sample::aspirin(), 7);
    sample::add(facts, sample::amoxicillin());
    facts.services.resize(2);
    const Judgement judgement(rules, facts);
    for (const auto& fired : judgement.fired()) judgement.finding(fired);
    int64_t packs = 0;
    for (const PlannedRecipe& recipe : split(judgement)) {
      for (const int32_t quantity : recipe.quantities) packs += quantity;
    }
    // Whatever the rules: no pack is lost, none is doubled.
    if (packs > 8) std::abort();
  } catch (const Error& e) {
    if (e.code() != "rules-malformed" && e.code() != "rule-missing") std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  judge(text);
  judge(head + text);
  judge(std::string(head) + "let f\n  when " + text + "\n");
  return 0;
}
