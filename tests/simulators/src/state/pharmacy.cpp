// SPDX-License-Identifier: Apache-2.0
#include "state/pharmacy.hpp"

namespace sistema_ts {
namespace {

struct Step {
  std::string_view act;
  int from, to;
};

constexpr Step kSteps[] = {
    {"take", 3, 5},     {"take", 9, 5},          {"release", 5, 3},       {"suspend", 5, 6},
    {"resume", 6, 5},   {"dispense-line", 5, 7}, {"dispense-line", 7, 7}, {"dispense", 5, 8},
    {"dispense", 7, 8}, {"undo", 7, 9},          {"undo", 8, 9},          {"expire", 3, 10},
    {"expire", 9, 10},
};

}  // namespace

std::optional<int> state_after(std::string_view act, int state) {
  for (const Step& step : kSteps) {
    if (step.act == act && step.from == state) return step.to;
  }
  return std::nullopt;
}

std::string pharmacy_acts() {
  std::string all;
  std::string_view last;
  for (const Step& step : kSteps) {
    if (step.act == last) continue;
    all += (all.empty() ? "" : ", ") + std::string(step.act);
    last = step.act;
  }
  return all;
}

}  // namespace sistema_ts
