// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// InterrogaNreUtilizzati: which numbers the service holds for a doctor.
class ListUsedNumbers : public Operation {
 public:
  explicit ListUsedNumbers(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace sistema_ts
