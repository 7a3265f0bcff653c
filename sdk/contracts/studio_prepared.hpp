// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chart.hpp"
#include "prescribing.hpp"

/// What waits for a doctor's approval, with the names people know it by; of studio/1.
namespace curante::studio {

struct PreparedRow {
  chart::PatientSummary patient;
  prescribing::Prepared prepared;
  std::string doctor;  ///< name of who must validate it
  std::string substituted = {};  ///< name of the absent doctor in whose place; or empty
};
CURANTE_DESCRIBE(PreparedRow, patient, prepared, doctor, substituted);
CURANTE_SUBJECT(PreparedRow, patient);
CURANTE_PERSONAL(PreparedRow, doctor, substituted);

struct PreparedRows {
  std::vector<PreparedRow> rows;  ///< in the order of preparation
  int64_t waiting = 0;            ///< of this doctor and preparer
};
CURANTE_DESCRIBE(PreparedRows, rows, waiting);

/// As prescribing/1 ListPrepared on all its pages; what waits is judged as the rules stand now.
struct GetPrepared {
  using Reply = PreparedRows;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id doctor;                                       ///< empty: all
  Id preparer;                                     ///< empty: all
  std::vector<prescribing::PreparedState> states;  ///< empty: those that wait
  std::optional<Date> from;                        ///< prepared on this day or later
};
CURANTE_DESCRIBE(GetPrepared, doctor, preparer, states, from);

}  // namespace curante::studio
