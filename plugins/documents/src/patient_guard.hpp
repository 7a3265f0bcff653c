// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/context.hpp"
#include "curante/error.hpp"
#include "rules/id.hpp"

namespace curante::documents {

inline Error other_patient() {
  return Error("patient-mismatch", "il documento riguarda un altro paziente",
               "riaprire la scheda del paziente giusto e ripetere l'operazione");
}

/// Nothing asked from one patient's window may touch another patient.
inline void demand_patient(const CallContext& context, const Id& patient) {
  if (patient.empty()) {
    throw Error("patient-missing", "manca il paziente del documento", "scegliere il paziente");
  }
  const std::string open = context.patient();
  if (!open.empty() && open != patient.value()) throw other_patient();
}

}  // namespace curante::documents
