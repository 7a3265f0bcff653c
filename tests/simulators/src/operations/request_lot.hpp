// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// richiestaLotto: a hundred numbers for the doctor who asks.
class RequestLot : public Operation {
 public:
  explicit RequestLot(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace sistema_ts
