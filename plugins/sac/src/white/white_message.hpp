// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "recipe_transmitter.hpp"
#include "white/white_service.hpp"

/// The three requests to the service of electronic white recipes. What is secret (`pincode`,
/// `patient`) comes already encrypted. Source: PROTOCOLS 2; `white_service.hpp` for what is
/// assumed.
namespace curante::sac::white {

/// A new recipe. Who signs is named alone: a white recipe knows no holder beside the substitute.
std::string encode_sending(const recipe_transmitter::Recipe& recipe, const std::string& pincode,
                           const std::string& patient);

/// Asks after the recipe `number`, or, when it is empty, after what the doctor wrote for the
/// patient.
std::string encode_view(const std::string& number, const std::string& doctor,
                        const std::string& pincode, const std::string& patient);

std::string encode_cancellation(const std::string& number, const std::string& doctor,
                                const std::string& pincode, const std::string& patient);

/// What each row prescribes, by the code it is sent under: AIC or equivalence group.
std::vector<std::string> products_of(const recipe_transmitter::Recipe& recipe);

/// Who writes the recipe, with the practice's address where a substitute has none of their own.
accounts::Doctor writer_of(const recipe_transmitter::Recipe& recipe);

}  // namespace curante::sac::white
