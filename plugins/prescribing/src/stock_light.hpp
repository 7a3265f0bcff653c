// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart.hpp"
#include "curante/embedded.hpp"
#include "curante/moment.hpp"
#include "formulary.hpp"
#include "prescribing.hpp"

namespace curante::prescribing {

/// When the light of a therapy's stock turns orange and red: dated data (stock_light.csv).
/// Immutable after construction, so safe from any thread.
class StockThresholds {
 public:
  /// Throws Error{"import-malformed"} naming file and line.
  explicit StockThresholds(EmbeddedFiles files);

  /// Throws Error{"rule-missing"} when nothing holds on `day`.
  StockLight light(int32_t days_left, Date day) const;

 private:
  struct Threshold {
    StockLight light = StockLight::unknown;
    int32_t days_left = 0;  ///< so many or fewer
    Date from;
    std::optional<Date> to;
  };
  int32_t days_left_of(StockLight light, Date day) const;

  std::vector<Threshold> thresholds_;
};

/// What was last prescribed of a therapy.
struct LastIssue {
  Date issued;
  std::string aic;
  int32_t packs = 0;
  std::string posology;  ///< as it stood on the recipe
};

/// For how many days `packs` of a drug last, or nothing: a pack whose units are not countable, or
/// not what the posology counts; a posology that is not certain; two that contradict each other.
std::optional<int32_t> days_covered(const formulary::Drug& drug, int32_t packs,
                                    const std::string& issued_posology,
                                    const std::string& therapy_posology);

/// The stock of one therapy on `today`. `drug` is what was last prescribed; missing: not known.
Stock stock_of(const StockThresholds& thresholds, const chart::Therapy& therapy,
               const std::optional<LastIssue>& last, const std::optional<formulary::Drug>& drug,
               Date today);

}  // namespace curante::prescribing
