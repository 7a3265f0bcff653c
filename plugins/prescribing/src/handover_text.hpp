// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "handover_store.hpp"
#include "neighbours.hpp"

namespace curante::prescribing {

/// What a patient reads. Of a recipe its number and day stand in it, never a name, a drug or a PIN;
/// of the codice fiscale, where there is one, the first four letters, so that who gets several can
/// tell them apart (Garante, opinion of 19 March 2020; the region's own text in the manual).
///
/// A white recipe goes by each way with what its pharmacy needs. That reads it by the NRBE *or* the
/// PIN, each together with the codice fiscale (Sistema TS, "Come funziona la ricetta non a carico
/// SSN"; PROTOCOLS 2, `nrbe? | pinNrbe?`): the NRBE and the card suffice.
/// - "sms-number", "mail-number": the NRBE alone, called so, since it is looked up elsewhere than
/// an
///   NRE. The PIN would be a second key to the same recipe, five characters and thus guessable, in
///   a message that is not protected; it is made for being told by voice.
/// - "mail-memo": the promemoria with NRBE and PIN (manual: "completo di NRBE e PINNRBE"),
/// encrypted;
///   the mail itself says neither.
/// - "print": the same promemoria. "none": nothing; the chart shows both, and it is delivered
/// later.
struct HandoverText {
  /// `doctors`: the holders of the recipes.
  HandoverText(const Batch& batch, const chart::Patient& patient,
               const std::vector<accounts::Doctor>& doctors);

  std::string holder;  ///< "RSSM…"; empty without a codice fiscale
  std::string from;    ///< "Studio medico Fabbri", "Studio medico Fabbri, Neri"
  std::string subject;
  std::string sms;
  std::string mail_number;
  std::string mail_memo;
};

}  // namespace curante::prescribing
