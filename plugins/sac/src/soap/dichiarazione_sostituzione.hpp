// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts.hpp"
#include "soap/envelope.hpp"

/// DichiarazioneSostituzioneMedico: the holder tells the SAC who prescribes in their place, and
/// when. Source: PROTOCOLS 1.6, specification of 5 Dec 2024, "pre-autorizzazione".
namespace curante::sac::dichiarazione_sostituzione {

inline constexpr const char* path =
    "/DemRicettaServiceMedicoWeb/services/invioDichiarazioneSostituzioneMedico";
inline constexpr const char* action =
    "http://dichiarazionesostituzionemedico.wsdl.dem.sanita.finanze.it/"
    "DichiarazioneSostituzioneMedico";

/// What no document at hand says (U), so that it can be set. A wrong layout of the dates cannot
/// pass for another day: 2026 is neither a month nor a day, and the service refuses it.
struct Assumptions {
  bool year_first = false;  ///< "yyyymmdd" instead of "ddmmyyyy"
  std::string pwd = "-";    ///< "a disposizione dei SAR", mandatory: never the doctor's password
};

/// By the setting declaration_dates. Throws Error{"setting-invalid"}.
bool year_first(const std::string& layout);

struct Declaration {
  accounts::Doctor holder;
  PrescriberCode substitute;
  Date from, until;
  bool asl_told = false;
};

/// `pincode` is encrypted already.
std::string encode(const Declaration& declaration, const std::string& pincode,
                   const Assumptions& assumptions);

struct Answer {
  bool accepted = false;
  std::string text;  ///< the service's reasons, "code — text"
};
Answer decode(const SoapAnswer& answer);

}  // namespace curante::sac::dichiarazione_sostituzione
