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
  /// The patient expressly wants attachments without a password, and the practice may send them so.
  bool plain = false;

  /// Where the password of an e-mail's attachment goes: to the telephone, or to the same mailbox
  /// where there is none. Without an address when there is to be no password.
  Way password() const;
};

/// Asks messages/1 what is open for this patient. Throws what messages/1 throws.
Reach reach_now(const Neighbours& neighbours, const CallContext& context,
                const chart::Patient& patient);

/// As reach_now, but never throws: what cannot be found out is closed, and says why.
Reach reach_of(const Neighbours& neighbours, const CallContext& context,
               const chart::Patient& patient);

/// Where a message and its password go, as one text by which two deliveries are compared.
std::string destination(const std::string& address, const std::string& password_address);

}  // namespace curante::prescribing
