// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include "mock_transmitter.hpp"
#include "curante/testing/recipe_transmitter_suite.hpp"

namespace curante::conformance {

/// The mock, with its script as the means to inject faults.
class MockChannel {
 public:
  mock_transmitter::MockTransmitter& provider() { return mock_; }

  void inject(Fault fault, int times) {
    constexpr const char* words[] = {"unreachable",       "lost",     "uncertain", "refused",
                                     "needs_credentials", "exhausted"};
    mock_.answer(mock_transmitter::AnswerScript(
        fmt::format("{} {}, accepted", words[static_cast<int>(fault)], times)));
  }

  Recipe sample() {
    Recipe recipe;
    recipe.id = Id(fmt::format("00000000-0000-4000-8000-{:012}", ++made_));
    recipe.account = Id("00000000-0000-4000-9000-000000000001");
    recipe.holder.region_code = "120";
    recipe.holder.last_name = "BIANCHI";
    recipe.holder.first_name = "ANNA";
    auto& line = recipe.lines.emplace_back();
    line.aic = "012745093";
    line.drug_text = "CARDIOASPIRIN 100 MG 30 CPR";
    return recipe;
  }

  int64_t live() const { return mock_.live(); }
  std::optional<Recipe> held(const Nre& number) const { return mock_.held(number); }

 private:
  int made_ = 0;
  mock_transmitter::MockTransmitter mock_{
      mock_transmitter::AnswerScript("accepted"),
      [](const CallContext&) {
        return clock::Reading{Instant{1'795'450'800'000}, Date{20'780}, "2026-11-23 18:20:00"};
      },
      [](const CallContext&, const recipe_transmitter::HealthChanged&) {}};
};

}  // namespace curante::conformance
