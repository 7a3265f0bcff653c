// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace curante::documents {

/// One row of the promemoria's table.
struct PromemoriaLine {
  std::string text;    ///< "G3B - LEVETIRACETAM 500MG 60 UNITA' USO ORALE"
  std::string remark;  ///< small print under it: not replaceable, posology
  int32_t quantity = 1;
  std::string aifa_note;  ///< empty prints "---"
};

/// What is printed on one promemoria, as text ready to print. What is empty stays white; nothing is
/// decided while drawing, except that an obscured page shows neither name nor address, and says
/// why. The fields and their labels are those of the SAC's own promemoria.
struct PromemoriaPage {
  static constexpr size_t max_lines = 8;

  std::string region;       ///< "Regione Abruzzo"
  std::string nre;          ///< 15 characters: barcodes of the first 5 and the last 10
  std::string fiscal_code;  ///< of the patient; may be empty for one who is insured abroad
  std::string insurance;    ///< who pays where the SSN does not: the foreign institution, the SASN
  bool obscured = false;    ///< the law's statement stands in the place of the name
  std::string patient_name;
  std::string street;
  std::string postal_code;
  std::string municipality;
  std::string address_province;
  std::string exemption;  ///< "NON ESENTE", or the code
  std::string province;
  std::string asl_code;
  std::string regional_provisions;
  std::string kind;                   ///< TIPOLOGIA PRESCRIZIONE: S suggested, H hospital
  std::string other;                  ///< ALTRO
  std::string priority;               ///< U, B, D, P
  std::vector<PromemoriaLine> lines;  ///< at most max_lines
  std::string diagnosis;
  std::string recipe_type;  ///< "Assist.SSN"
  std::string date;         ///< "30/09/2026"
  std::string doctor_code;
  std::string doctor_name;
  std::string authentication_code;
  std::string regional_phrase;
  std::string created_at;  ///< ISO 8601, for the file's own data; equal input, equal octets
};

}  // namespace curante::documents
