// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sistema_ts_client.hpp"

namespace curante::sac {

/// Finds out what Sistema TS refuses of a doctor's access, by one checkToken: it looks at user and
/// password, pincode, the doctor's data and the token, and changes nothing. Keeps no state; safe
/// from any thread. Source: manual of the ID-SESSIONE service 1.2, table of outcomes. That the real
/// service looks at the pincode before the token is assumed (U).
class AccessCheck {
 public:
  struct Finding {
    sistema_ts::Verdict verdict = sistema_ts::Verdict::unclear;
    std::string text, remedy;  ///< in Italian
    std::string token_until;   ///< xs:dateTime as the service wrote it, where the token is good
  };

  explicit AccessCheck(const SistemaTsClient& client) : client_(client) {}

  Finding ask(const accounts::Doctor& doctor, const Credentials& who, Date today) const;
  /// The verdict that stands for an outcome of the second factor's services.
  static sistema_ts::Verdict verdict_of(const std::string& code);

 private:
  Finding answered(const accounts::Doctor& doctor, const Credentials& who) const;

  const SistemaTsClient& client_;
};

}  // namespace curante::sac
