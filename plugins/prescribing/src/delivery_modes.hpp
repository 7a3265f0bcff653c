// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "prescribing.hpp"

namespace curante::prescribing {

/// How a patient may get a recipe: what the region allows, of what this room can do. "print": its
/// paper is printed; "none": the paper is made and kept, and printed only if somebody asks for it
/// («solo dematerializzata»). The first mode of a list is the usual one. SMS and e-mail are not
/// built.
class DeliveryModes {
 public:
  /// `ssn` and `white` are lists as settings write them: "print, none". An empty one is "print".
  /// Throws Error{"delivery-mode-unknown"}.
  DeliveryModes(const std::string& ssn, const std::string& white);

  /// Tells each recipe of the plan how it may be delivered. What stands on paper is printed.
  void tell(Assessment& assessment) const;

  /// Throws Error{"delivery-not-allowed"} for a draft that wants what a recipe of its plan may not
  /// have. An empty mode is the usual one.
  static void demand_allowed(const Draft& draft, const std::vector<PlannedRecipe>& plan);

 private:
  std::vector<std::string> ssn_, white_;
};

}  // namespace curante::prescribing
