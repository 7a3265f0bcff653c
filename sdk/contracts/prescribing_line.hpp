// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prescribing_draft.hpp"

/// What stands on a recipe that was issued; of prescribing/1.
namespace curante::prescribing {

/// As it was issued, and as it stays: what the tables say of its drug or service later changes nothing.
struct Line {
  std::string aic;
  std::string drug_text;
  std::string atc;
  std::string group_code;
  std::string group_text;
  int32_t quantity = 1;
  std::string posology;
  std::string aifa_note;
  bool not_replaceable = false;
  std::string not_replaceable_reason_code;
  Id therapy;
  LineKind kind = LineKind::drug;
  std::string service_code;
  std::string service_text;
  std::string catalogue_code;
  std::string notes;
  bool first_access = false;
  bool televisit = false;
  int32_t sessions = 0;
  std::string therapeutic_plan;
  bool repeatable = false;
  int32_t repetitions = 0;  ///< of a white recipe, the doctor's own limit; 0: as the law says
  // Of a drug, by the rules of the day it was written; 0: not said.
  int32_t validity_days = 0;
  int32_t dispensings = 0;  ///< of a white recipe, how often it may be dispensed in all
  // Of a service, as the draft said.
  std::string lea_note = {};
  std::string lea_condition = {};
  std::string lea_appropriateness = {};
  std::string lea_pathology = {};
  bool other_access = false;  ///< no first access; neither: the recipe says nothing of it
};
CURANTE_DESCRIBE(Line, aic, drug_text, atc, group_code, group_text, quantity, posology, aifa_note,
                 not_replaceable, not_replaceable_reason_code, therapy, kind, service_code,
                 service_text, catalogue_code, notes, first_access, televisit, sessions,
                 therapeutic_plan, repeatable, repetitions, validity_days, dispensings, lea_note,
                 lea_condition, lea_appropriateness, lea_pathology, other_access);
CURANTE_PERSONAL(Line, drug_text, group_text, posology, service_text, notes, therapeutic_plan);

}  // namespace curante::prescribing
