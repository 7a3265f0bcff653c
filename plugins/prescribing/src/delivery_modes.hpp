// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "prescribing.hpp"
#include "reach.hpp"

namespace curante::prescribing {

/// How a patient may get a recipe: what the region and the practice allow, of what there is
/// (prescribing_delivery.hpp), and of that what is open for this patient. The first mode of a list
/// is the usual one. An SMS carries numbers of drug recipes alone; what stands on paper is printed.
class DeliveryModes {
 public:
  /// `ssn` and `white` are lists as settings write them: "print, none". An empty one is "print".
  /// Throws Error{"delivery-mode-unknown"}.
  DeliveryModes(const std::string& ssn, const std::string& white);

  /// Whether it matters where a patient can be reached.
  bool reach_far() const;

  /// Every mode of the kind's list, for one electronic recipe.
  std::vector<DeliveryChoice> choices(recipe_transmitter::RecipeKind kind,
                                      const Reach& reach) const;

  /// Tells each recipe of the plan, and the whole of it, how it may be delivered. The way that the
  /// doctor has for `usual` comes first; empty: the region's.
  void tell(Assessment& assessment, const Reach& reach = Reach(),
            const std::string& usual = "") const;
  /// Throws Error{"delivery-not-allowed"} for a mode that no recipe of this region may have.
  void demand_known(const std::string& mode) const;

  /// Throws Error{"delivery-not-allowed"} for a draft that wants what a recipe of its plan may not
  /// have. An empty mode is the usual one.
  static void demand_allowed(const Draft& draft, const std::vector<PlannedRecipe>& plan);
  /// Where `mode` goes (reach.hpp). Throws Error{"delivery-not-allowed"} or
  /// Error{"delivery-address-unconfirmed"} unless it is among the choices, offered, and goes where
  /// a person has checked.
  static std::string demand_open(const std::string& mode,
                                 const std::vector<DeliveryChoice>& choices);

  /// The mode of one recipe of the plan: the draft's, or the usual one that needs nobody's word.
  static std::string chosen(const Draft& draft, const PlannedRecipe& planned,
                            const Assessment& assessment);

 private:
  const std::vector<std::string>& list_of(recipe_transmitter::RecipeKind kind) const;

  std::vector<std::string> ssn_, white_;
};

/// Whether somebody must print this mode, or say how else.
bool by_hand(const std::string& mode);

}  // namespace curante::prescribing
