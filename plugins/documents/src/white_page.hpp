// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::documents {

/// One prescription of a white recipe, as text ready to print.
struct WhiteLine {
  std::string text;   ///< "026730022 - CIALIS 20 MG 4 CPR"
  std::string packs;  ///< "N. 1 (una) confezione"
  std::string posology;
  std::string remark;  ///< not replaceable, notes
  std::string repeat;  ///< "Ripetibile (RR): …"
  int32_t quantity = 1;
  bool repeatable = false;
};

/// What is printed of one white recipe. With a `number` it is the promemoria of an electronic one;
/// without, the recipe itself, on the doctor's own letterhead, to be signed.
struct WhitePage {
  // The doctor who signs.
  std::string doctor_name;
  std::string qualification;  ///< "Medico chirurgo - Medico di medicina generale"
  std::string in_place_of;    ///< "in sostituzione di ROSSI MARIO", or empty
  std::string doctor_address;
  std::string doctor_phone;
  std::string doctor_code;
  std::string register_number;
  std::string place;  ///< municipality of the practice

  bool obscured = false;
  std::string patient_name;
  std::string patient_address;
  std::string fiscal_code;
  std::string charge = "Farmaci a carico dell'assistito";
  std::vector<WhiteLine> lines;
  std::string date;  ///< "30/09/2026"

  // Of an electronic one.
  std::string number;       ///< NRBE
  std::string pin;          ///< may be unknown where the service did not give it again
  std::string transaction;  ///< protocollo
  std::string created_at;   ///< ISO 8601, for the file's own data
};

}  // namespace curante::documents
