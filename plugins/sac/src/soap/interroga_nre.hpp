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
std::string encode(const std::string& region_code, const std::string& doctor, Date day,
                   const std::string& pincode);
/// Throws Error{"answer-unexpected"} when the SAC refuses.
std::vector<sistema_ts::UsedNre> decode(const SoapAnswer& answer);

}  // namespace curante::sac::interroga_nre
