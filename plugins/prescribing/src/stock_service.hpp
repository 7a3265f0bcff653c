// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/postgres/pool.hpp"
#include "neighbours.hpp"
#include "stock_light.hpp"

namespace curante::prescribing {

/// How long each running therapy of a patient still lasts, by what was prescribed here. Safe from
/// any thread.
class StockService {
 public:
  StockService(const Neighbours& neighbours, EmbeddedFiles rules, postgres::Pool& pool)
      : neighbours_(neighbours), thresholds_(rules), pool_(pool) {}

  /// Throws Error{"patient-unknown"}.
  StockList on(const CallContext& context, const ListStock& call);

 private:
  /// A line of a drug that was prescribed to the patient.
  struct Issued {
    Id prescription;
    Id therapy;
    std::string aic, group_code, posology;
    int32_t packs = 0;
    Date day;
  };
  /// Newest first.
  std::vector<Issued> issued(const std::string& practice, const Id& patient, Date since);
  static std::optional<LastIssue> last_of(const std::vector<Issued>& history,
                                          const chart::Therapy& therapy);
  std::optional<formulary::Drug> drug(const CallContext& context, const std::string& aic) const;

  const Neighbours& neighbours_;
  StockThresholds thresholds_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
