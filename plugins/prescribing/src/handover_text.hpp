// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "handover_store.hpp"
#include "neighbours.hpp"

namespace curante::prescribing {

/// What a patient reads. Neither a name nor a drug stands in it; of the codice fiscale the first
/// four letters, so that who gets several can tell them apart (manual; Garante, opinion of 19 March
/// 2020).
struct HandoverText {
  HandoverText(const Batch& batch, const chart::Patient& patient, const accounts::Doctor& doctor);

  std::string holder;  ///< "RSSM…"
  std::string from;    ///< "Studio medico Fabbri"
  std::string subject;
  std::string sms;
  std::string mail_number;
  std::string mail_memo;
};

}  // namespace curante::prescribing
