// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/id.hpp"

/// How long a patient's therapies still last; of prescribing/1.
namespace curante::prescribing {

/// How long a therapy's last prescribed packs still last. `unknown`: the posology does not say for
/// certain, or nothing was prescribed yet.
enum class StockLight { unknown, green, orange, red };
CURANTE_DESCRIBE_ENUM(StockLight, unknown, green, orange, red);

struct Stock {
  Id therapy;
  StockLight light = StockLight::unknown;
  std::optional<Date> last_issued;   ///< by our own history; else as the chart noted it
  std::optional<Date> lasts_until;   ///< the last day that is covered
  int32_t days_left = 0;             ///< of days after today; negative: missing since
  std::string text;                  ///< "finisce tra 5 giorni"
};
CURANTE_DESCRIBE(Stock, therapy, light, last_issued, lasts_until, days_left, text);
CURANTE_PERSONAL(Stock, last_issued, lasts_until, text);

struct StockList {
  std::vector<Stock> stock;  ///< one per running therapy, in the chart's order
};
CURANTE_DESCRIBE(StockList, stock);

struct ListStock {
  using Reply = StockList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id patient;
};
CURANTE_DESCRIBE(ListStock, patient);
CURANTE_SUBJECT(ListStock, patient);

}  // namespace curante::prescribing
