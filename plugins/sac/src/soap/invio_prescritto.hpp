// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"
#include "soap/envelope.hpp"

/// InvioPrescritto: a recipe goes to the SAC. Source: specification of 5 Dec 2024;
/// PROTOCOLS 1.4, 1.5.
namespace curante::sac::invio_prescritto {

inline constexpr const char* path = "/DemRicettaPrescrittoServicesWeb/services/demInvioPrescritto";
inline constexpr const char* action =
    "http://invioprescritto.wsdl.dem.sanita.finanze.it/InvioPrescritto";

/// `pincode` and `patient_code` are already encrypted (Base64). The quantity is one digit on the
/// wire; throws Error{"quantity-out-of-range"} for any other.
std::string encode(const recipe_transmitter::Recipe& recipe, const Nre& nre,
                   const std::string& pincode, const std::string& patient_code);

/// The receipt of an answer: accepted or refused, decided by codEsitoInserimento alone. Throws
/// Error{"answer-unexpected"} for an answer that says neither, or is about another number.
recipe_transmitter::Receipt decode(const SoapAnswer& answer, const Nre& nre);

}  // namespace curante::sac::invio_prescritto
