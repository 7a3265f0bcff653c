// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sistema_ts {

/// What a pharmacy, or who performs a service, does to a recipe; each act leads from some states to
/// one. Source: specification of 5 Dec 2024, chapter 7; which states an act may start from is
/// assumed where it does not say.
///
///   take 3,9→5   release 5→3   suspend 5→6   resume 6→5   dispense-line 5,7→7
///   dispense 5,7→8   undo 7,8→9   expire 3,9→10
std::optional<int> state_after(std::string_view act, int state);

/// Every act, for a message: "take, release, …".
std::string pharmacy_acts();

}  // namespace sistema_ts
