// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// VisualizzaPrescritto: a recipe and its state, for its holder and for its substitute.
class ViewRecipe : public Operation {
 public:
  explicit ViewRecipe(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace sistema_ts
