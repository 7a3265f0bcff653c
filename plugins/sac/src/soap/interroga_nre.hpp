// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/moment.hpp"
#include "sistema_ts.hpp"
#include "soap/envelope.hpp"

/// InterrogaNreUtilizzati: the numbers the SAC holds for a doctor. Source: PROTOCOLS 1.6.
namespace curante::sac::interroga_nre {

inline constexpr const char* path =
    "/DemRicettaInterrogazioniServicesWeb/services/demInterrogaNreUtilizzati";
inline constexpr const char* action =
    "http://interroganreassociati.wsdl.dem.sanita.finanze.it/InterrogaNreUtilizzati";

/// The type of prescription is sent always: the real SAC demands it (1153), though the XSD does
/// not.
struct Query {
  std::string region_code;
  std::string doctor;      ///< codice fiscale of the holder
  Date day;                ///< of compilation
  std::string type = "F";  ///< "F" drugs, "P" services
  std::string patient;     ///< codice fiscale; empty: of all
};
std::string encode(const Query& query, const std::string& pincode);
/// Throws Error{"answer-unexpected"} when the SAC refuses.
std::vector<sistema_ts::UsedNre> decode(const SoapAnswer& answer);

}  // namespace curante::sac::interroga_nre
