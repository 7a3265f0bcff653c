// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "neighbours.hpp"

namespace curante::prescribing {

/// Where a patient can be reached, and by what the practice can.
struct Reach {
  struct Way {
    std::string address;     ///< as messages/1 takes it
    std::string problem;     ///< why this way is closed, in Italian; empty: open
    bool confirmed = false;  ///< a person has checked the address with the patient
  };
  Way mail{"", "i messaggi non sono attivi in questo studio", false};
  Way sms{"", "i messaggi non sono attivi in questo studio", false};
};

/// Asks messages/1 what is open for this patient. Never throws: what cannot be found out is closed,
/// and says why.
Reach reach_of(const Neighbours& neighbours, const CallContext& context,
               const chart::Patient& patient);

}  // namespace curante::prescribing
