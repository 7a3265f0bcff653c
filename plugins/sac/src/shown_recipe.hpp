// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "soap/by_number.hpp"

namespace curante::sac {

/// What the service shows of a recipe, for the person who says whether it is the one in doubt: its
/// first lines with their quantity, and when it was inserted. "CARDIOASPIRIN 100 MG 30 CPR × 1,
/// inserita il 26/11/2026 alle 10:21". Empty when it shows neither. It never shows of whom it is.
std::string in_words(const visualizza_prescritto::View& view);

}  // namespace curante::sac
