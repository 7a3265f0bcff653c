// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// AnnullaPrescritto: only its author, and only while nobody has taken it (state 3).
class WithdrawRecipe : public Operation {
 public:
  explicit WithdrawRecipe(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace sistema_ts
