// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "promemoria_page.hpp"

namespace curante::documents {

/// An ordinary promemoria. The person is invented.
inline PromemoriaPage sample_page() {
  PromemoriaPage page;
  page.region = "Regione Lazio";
  page.nre = "1200A4019294847";
  page.fiscal_code = "PNIMRA70A01H501P";
  page.patient_name = "PINI MARIO";
  page.street = "VIA DELLE PROVE 1";
  page.postal_code = "00100";
  page.municipality = "ROMA";
  page.address_province = "RM";
  page.exemption = "NON ESENTE";
  page.province = "RM";
  page.asl_code = "201";
  page.lines = {{"G3B - LEVETIRACETAM 500MG 60 UNITA' USO ORALE", "", 1, ""}};
  page.recipe_type = "Assist.SSN";
  page.date = "23/11/2026";
  page.doctor_code = "PROVAX00X00X000Y";
  page.doctor_name = "PRO VA";
  page.authentication_code = "231120261713401010000050622840";
  page.regional_phrase = "REGIONE LAZIO: frase di interesse regionale";
  page.created_at = "2026-11-23T16:13:40Z";
  return page;
}

}  // namespace curante::documents
