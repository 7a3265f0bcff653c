// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "soap/envelope.hpp"

/// richiestaLotto: a block of recipe numbers for a doctor. Source: PROTOCOLS 1.11, 1.12.
namespace curante::sac::richiesta_lotto {

inline constexpr const char* path = "/ricettaElettronicaServicesWeb/services/nreRichiestaLottoPort";
inline constexpr const char* action =
    "http://lottorichiesta.wsdl.nre.mirsac.sanita.finanze.it/LottoRichiesta";

/// A granted lot: an NRE is `prefix` and a progressive of `digits` digits.
struct Lot {
  std::string prefix;
  int digits = 2;
  int64_t size() const;
};

/// Type 0 (100 numbers) is the only one a doctor may ask for.
std::string encode(const std::string& region_code, const std::string& doctor);
/// Throws Error{"lot-refused"} with the service's words, or when the lot is not this doctor's or
/// not this region's: its numbers would be refused one by one.
Lot decode(const SoapAnswer& answer, const std::string& region_code, const std::string& doctor);

}  // namespace curante::sac::richiesta_lotto
