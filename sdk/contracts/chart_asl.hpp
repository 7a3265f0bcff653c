// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/id.hpp"

/// Putting the ASL of many patients right at once; of chart/1. A recipe with a wrong one is refused
/// (1020). Source: manual, "Sostituzione campi".
namespace curante::chart {

/// As it stands in a patient's record. Without `asl_code` there is no `province` either.
struct AslCode {
  std::string province;     ///< two letters, of the address
  std::string region_code;  ///< 3 digits
  std::string asl_code;     ///< 3 digits
};
CURANTE_DESCRIBE(AslCode, province, region_code, asl_code);

struct AslCount {
  AslCode asl;
  int64_t patients = 0;  ///< that did not leave the list
};
CURANTE_DESCRIBE(AslCount, asl, patients);

struct AslCountList {
  std::vector<AslCount> codes;  ///< the most frequent first
};
CURANTE_DESCRIBE(AslCountList, codes);

/// Every ASL that patients of the practice have, none included.
struct ListAslCodes {
  using Reply = AslCountList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.asl";
};
CURANTE_DESCRIBE(ListAslCodes);

struct AslReplacement {
  Id id;
  AslCode from;
  AslCode to;
  int64_t replaced = 0;
  int64_t left = 0;  ///< chosen, and left as they are: somebody changed them meanwhile
  Instant at;
  std::string author;
  std::optional<Instant> undone;
  int64_t restored = 0;  ///< by undoing it: those that nobody changed since
};
CURANTE_DESCRIBE(AslReplacement, id, from, to, replaced, left, at, author, undone, restored);
CURANTE_PERSONAL(AslReplacement, author);

/// Gives the chosen patients that still have `from` the ASL `to`, all in one transaction. Asked again
/// with the same id, answers what it did. Throws "record-incomplete" (no id, no patient, a code that
/// is none, the same code), "patients-too-many", "replacement-differs" (another one has that id).
struct ReplaceAsl {
  using Reply = AslReplacement;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.asl";
  Id id;  ///< chosen by the screen
  AslCode from;
  AslCode to;
  std::vector<Id> patients;  ///< at most 2000
};
CURANTE_DESCRIBE(ReplaceAsl, id, from, to, patients);

/// Gives back what was replaced, to those that have it still. Throws "replacement-unknown".
struct UndoAslReplacement {
  using Reply = AslReplacement;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.asl";
  Id id;
};
CURANTE_DESCRIBE(UndoAslReplacement, id);

struct AslReplacementList {
  std::vector<AslReplacement> replacements;  ///< newest first, at most 20
};
CURANTE_DESCRIBE(AslReplacementList, replacements);

struct ListAslReplacements {
  using Reply = AslReplacementList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.asl";
};
CURANTE_DESCRIBE(ListAslReplacements);

}  // namespace curante::chart
