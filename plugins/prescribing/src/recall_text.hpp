// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "prescribing.hpp"

namespace curante::prescribing {

/// What is said of a recipe that somebody wishes taken back while nobody knows whether the service
/// has it; without a number none was taken for it yet.
inline std::string recall_text(const Nre& nre) {
  return "annullamento richiesto: non si sa ancora se la ricetta" +
         (nre.empty() ? "" : " " + nre.value()) +
         " è arrivata; appena si sa viene annullata, e non parte più";
}

/// Of one that is to go on paper: the sheet would be valid while its recipe is taken back.
inline Error recalled_is_not_printed() {
  return Error("recipe-not-printable",
               "di questa ricetta è stato chiesto l'annullamento: su carta non va più",
               "attendere che sia annullata, o fare prima quanto vi è indicato; se serve al "
               "paziente, prescriverla di nuovo");
}

/// Of one that is to go on paper after it was refused.
inline Error replaced_is_not_printed() {
  return Error("recipe-not-printable",
               "dopo il rifiuto il paziente ha già un'altra ricetta per lo stesso: ne avrebbe due",
               "dare al paziente quella; se serve altro, prescriverlo di nuovo");
}

}  // namespace curante::prescribing
