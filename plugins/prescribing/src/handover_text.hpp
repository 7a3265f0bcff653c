// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "handover_store.hpp"
#include "neighbours.hpp"

namespace curante::prescribing {

/// What a patient reads. Of a recipe its number and day stand in it, never a name, a drug or a PIN;
/// of the codice fiscale, where there is one, the first four letters, so that who gets several can
/// tell them apart (Garante, opinion of 19 March 2020; the region's own text in the manual).
struct HandoverText {
  HandoverText(const Batch& batch, const chart::Patient& patient, const accounts::Doctor& doctor);

  std::string holder;  ///< "RSSM…"; empty without a codice fiscale
  std::string from;    ///< "Studio medico Fabbri"
  std::string subject;
  std::string sms;
  std::string mail_number;
  std::string mail_memo;
};

}  // namespace curante::prescribing
