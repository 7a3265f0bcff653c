// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// InvioPrescritto: accepts a recipe, or says why not.
class SendRecipe : public Operation {
 public:
  explicit SendRecipe(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace sistema_ts
