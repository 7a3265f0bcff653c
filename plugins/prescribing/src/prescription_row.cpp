// SPDX-License-Identifier: Apache-2.0
#include "prescription_row.hpp"

namespace curante::prescribing {

const std::string line_columns =
    "l.aic, l.drug_text, l.atc, l.group_code, l.group_text, l.quantity, l.posology, l.aifa_note,"
    " l.not_replaceable, l.not_replaceable_reason_code, l.therapy, l.kind, l.service_code,"
    " l.service_text, l.catalogue_code, l.notes, l.first_access, l.televisit, l.sessions,"
    " l.therapeutic_plan, l.repeatable, l.repetitions, l.validity_days, l.dispensings, l.lea_note,"
    " l.lea_condition, l.lea_appropriateness, l.lea_pathology, l.other_access";

Line line_of(const pqxx::row& row, int first) {
  int at = first;
  const auto text = [&] { return std::string(row[at++].c_str()); };
  const auto flag = [&] { return row[at++].as<bool>(false); };
  const auto number = [&] { return row[at++].as<int32_t>(0); };
  Line line;
  line.aic = text();
  line.drug_text = text();
  line.atc = text();
  line.group_code = text();
  line.group_text = text();
  line.quantity = number();
  line.posology = text();
  line.aifa_note = text();
  line.not_replaceable = flag();
  line.not_replaceable_reason_code = text();
  line.therapy = Id(text());
  line.kind = text() == "service" ? LineKind::service : LineKind::drug;
  line.service_code = text();
  line.service_text = text();
  line.catalogue_code = text();
  line.notes = text();
  line.first_access = flag();
  line.televisit = flag();
  line.sessions = number();
  line.therapeutic_plan = text();
  line.repeatable = flag();
  line.repetitions = number();
  line.validity_days = number();
  line.dispensings = number();
  line.lea_note = text();
  line.lea_condition = text();
  line.lea_appropriateness = text();
  line.lea_pathology = text();
  line.other_access = flag();
  return line;
}

const std::string kind_columns = "r.kind, r.priority, r.white_number, r.white_pin, r.paper_code";

const std::string circumstance_columns =
    "p.home_visit, p.obscured, p.suggested, p.patient_kind, p.foreign_cover, p.sasn_card,"
    " p.sasn_company, p.on_paper, p.delivery, p.hospital_stay";

}  // namespace curante::prescribing
