// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// From whose lots a substitute's recipe takes its number. The schema calls cfMedico1, who is the
/// holder, the doctor whom the number is associated with, and a lot of type 0 needs the ASL and the
/// specialisation of who asks for it (specification of 5 December 2024, 4.1), which a substitute
/// need not have: so `holder`, until the service's owner says otherwise.
enum class SubstituteNumbers { holder, own };

/// By the setting substitute_numbers. Throws Error{"setting-invalid"}.
SubstituteNumbers substitute_numbers(const std::string& setting);

/// Whose lots they are, and whose access asks for more of them: nobody asks for another's.
struct LotOwner {
  std::string account;  ///< empty: the recipe does not say which is the holder's
  std::string doctor;   ///< codice fiscale
};
LotOwner lot_owner(const recipe_transmitter::Recipe& recipe, SubstituteNumbers numbers);

}  // namespace curante::sac
