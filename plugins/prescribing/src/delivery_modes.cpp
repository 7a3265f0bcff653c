// SPDX-License-Identifier: Apache-2.0
#include "delivery_modes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curante::prescribing {

using recipe_transmitter::RecipeKind;

namespace {

constexpr const char* print = "print";
constexpr const char* none = "none";

const char* in_italian(const std::string& mode) {
  return mode == print ? "stampa" : "solo dematerializzata";
}

std::vector<std::string> modes_of(const std::string& setting) {
  std::vector<std::string> modes;
  std::string word;
  for (const char c : setting + ",") {
    if (c == ' ') continue;
    if (c != ',') {
      word += c;
      continue;
    }
    if (word.empty()) continue;
    if (word != print && word != none) {
      throw Error("delivery-mode-unknown", fmt::format("«{}» is no way to deliver a recipe", word),
                  "correct the settings delivery_ssn and delivery_white: print, none");
    }
    modes.push_back(word);
    word.clear();
  }
  if (modes.empty()) modes.push_back(print);
  return modes;
}

}  // namespace

DeliveryModes::DeliveryModes(const std::string& ssn, const std::string& white)
    : ssn_(modes_of(ssn)), white_(modes_of(white)) {}

void DeliveryModes::tell(Assessment& assessment) const {
  for (PlannedRecipe& planned : assessment.recipes) {
    if (!planned.electronic) {
      planned.deliveries = {print};
    } else {
      planned.deliveries = planned.kind == RecipeKind::white ? white_ : ssn_;
    }
  }
}

void DeliveryModes::demand_allowed(const Draft& draft, const std::vector<PlannedRecipe>& plan) {
  if (draft.delivery.empty()) return;
  for (const PlannedRecipe& planned : plan) {
    const auto& modes = planned.deliveries;
    // One draft may become recipes of several kinds: what stands on paper anyway is printed.
    if (!planned.electronic) continue;
    if (std::find(modes.begin(), modes.end(), draft.delivery) != modes.end()) continue;
    std::string allowed;
    for (const std::string& mode : modes) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(in_italian(mode));
    }
    throw Error("delivery-not-allowed", "la ricetta non si può consegnare in questo modo",
                "scegliere fra: " + allowed);
  }
}

}  // namespace curante::prescribing
