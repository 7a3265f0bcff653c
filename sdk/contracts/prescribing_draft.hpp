// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"

/// What the doctor writes before it is judged and issued; of prescribing/1.
namespace curante::prescribing {

enum class LineKind { drug, service };
CURANTE_DESCRIBE_ENUM(LineKind, drug, service);

struct DraftLine {
  std::string aic;
  bool by_active_substance = true;  ///< send the equivalence group where the pack has one
  int32_t quantity = 1;
  std::string posology;
  std::string aifa_note;
  bool not_replaceable = false;
  std::string not_replaceable_reason_code;
  Id therapy;                       ///< the long-term therapy this renews, or empty
  LineKind kind = LineKind::drug;
  // Of a service.
  std::string service_code;         ///< national nomenclature, with dots
  std::string catalogue_code;       ///< of the region's catalogue, or empty
  std::string priority;             ///< "U", "B", "D", "P", or empty
  std::string notes;                ///< for who performs it
  bool first_access = false;
  bool televisit = false;
  int32_t sessions = 0;             ///< of a cyclic service
  // Of a drug.
  std::string therapeutic_plan;     ///< protocol of the AIFA plan, or empty
  bool white = false;               ///< at the patient's own charge; of a service, too
  bool repeatable = true;           ///< of a white recipe: RR, where the drug allows it
  bool one_pack_only = false;       ///< "un solo pezzo anche se ripetibile"
  /// The exemption of this line alone; missing: that of the draft; empty: none, whatever the draft says.
  std::optional<std::string> exemption;
  // Of a service: annotations of the LEA nomenclature, at most 10 characters each.
  std::string lea_note = {};             ///< number of its note
  std::string lea_condition = {};        ///< under which condition the SSN pays
  std::string lea_appropriateness = {};  ///< why it is appropriate
  std::string lea_pathology = {};        ///< code of the pathology it is for
  /// Said to be no first access. Neither this nor `first_access`: nobody has said it yet.
  bool other_access = false;
};
CURANTE_DESCRIBE(DraftLine, aic, by_active_substance, quantity, posology, aifa_note, not_replaceable,
                 not_replaceable_reason_code, therapy, kind, service_code, catalogue_code, priority,
                 notes, first_access, televisit, sessions, therapeutic_plan, white, repeatable,
                 one_pack_only, exemption, lea_note, lea_condition, lea_appropriateness,
                 lea_pathology, other_access);
CURANTE_PERSONAL(DraftLine, posology, notes, therapeutic_plan);

/// The doctor saw a warning and goes on, for this reason.
struct Override {
  std::string code;
  int32_t line = 0;
  std::string reason;
};
CURANTE_DESCRIBE(Override, code, line, reason);
CURANTE_PERSONAL(Override, reason);

struct Draft {
  Id id;       ///< chosen by the screen when the draft is begun: issuing twice issues once
  Id patient;
  std::string exemption;     ///< of each line that names none of its own
  std::string diagnosis_code;
  std::string diagnosis_text;
  bool home_visit = false;
  bool obscured = false;
  bool suggested = false;
  std::vector<DraftLine> lines;
  std::vector<Override> overrides;
  std::string patient_kind;  ///< "EE", "UE", "NA", "ND", "NE", "NX", "ST"; empty: of the SSN
  std::optional<recipe_transmitter::ForeignCover> foreign;
  std::string sasn_card;     ///< of a seafarer (NA, ND)
  std::string sasn_company;
  bool on_paper = false;     ///< on the red or white pad, without asking the service
  std::string delivery;      ///< how the patient gets it: a mode the region allows; empty: printed
  bool hospital_stay = false;  ///< for a stay in hospital (type H); excludes `suggested`
};
CURANTE_DESCRIBE(Draft, id, patient, exemption, diagnosis_code, diagnosis_text, home_visit, obscured,
                 suggested, lines, overrides, patient_kind, foreign, sasn_card, sasn_company,
                 on_paper, delivery, hospital_stay);
CURANTE_SUBJECT(Draft, patient);
CURANTE_PERSONAL(Draft, diagnosis_text, sasn_card, sasn_company);

}  // namespace curante::prescribing
