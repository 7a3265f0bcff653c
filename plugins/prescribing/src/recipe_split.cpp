// SPDX-License-Identifier: Apache-2.0
#include "recipe_split.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curante::prescribing {
namespace {

/// A recipe being filled. Only lines with the same limit share one: the higher limit of a drug is
/// no permission for its neighbour.
struct Open {
  PlannedRecipe plan;
  int32_t limit;
  int32_t packs = 0;
};

class Sharing {
 public:
  explicit Sharing(Limit drugs) : drugs_(std::move(drugs)) {}

  void place(int32_t line, int32_t quantity, const Limit& packs) {
    for (int32_t left = quantity; left > 0;) {
      const int32_t part = std::min(left, packs.value);
      put(line, part, packs);
      left -= part;
    }
  }

  std::vector<PlannedRecipe> plans() {
    std::vector<PlannedRecipe> plans;
    for (Open& open : open_) plans.push_back(std::move(open.plan));
    return plans;
  }

 private:
  void put(int32_t line, int32_t quantity, const Limit& packs) {
    std::string reason;
    for (Open& open : open_) {
      if (open.limit != packs.value) {
        if (reason.empty()) reason = "ha un proprio limite di confezioni per ricetta";
      } else if (open.packs + quantity > packs.value) {
        reason = fmt::format("al massimo {} confezioni per ricetta", packs.value);
      } else if (static_cast<int32_t>(open.plan.lines.size()) >= drugs_.value) {
        reason = fmt::format("al massimo {} farmaci diversi per ricetta", drugs_.value);
      } else {
        add(open, line, quantity);
        return;
      }
    }
    open_.push_back({{}, packs.value});
    open_.back().plan.reason = reason;
    add(open_.back(), line, quantity);
  }

  static void add(Open& open, int32_t line, int32_t quantity) {
    open.plan.lines.push_back(line);
    open.plan.quantities.push_back(quantity);
    open.packs += quantity;
  }

  Limit drugs_;
  std::vector<Open> open_;
};

}  // namespace

std::vector<PlannedRecipe> split(const RuleTable& rules, const Facts& facts, Findings& findings) {
  const Circumstances when = circumstances(facts);
  const int32_t most = rules.limit("quantity-per-line", when).value;
  Sharing sharing(rules.limit("drugs-per-recipe", when));
  for (size_t i = 0; i < facts.draft.lines.size(); ++i) {
    const int32_t quantity = facts.draft.lines[i].quantity;
    if (!facts.drugs.at(i).drug || quantity < 1 || quantity > most) continue;
    const Limit packs = rules.limit("packs-per-recipe", when, *facts.drugs[i].drug);
    sharing.place(line_number(i), quantity, packs);
    if (quantity <= packs.value) continue;
    findings.push_back(
        {Severity::info, "packs-per-recipe", line_number(i),
         fmt::format("{} confezioni superano le {} di una ricetta: saranno {} ricette", quantity,
                     packs.value, (quantity + packs.value - 1) / packs.value),
         "ridurre la quantità se basta una ricetta", packs.source});
  }
  return sharing.plans();
}

}  // namespace curante::prescribing
