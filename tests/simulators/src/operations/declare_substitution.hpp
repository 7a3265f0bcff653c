// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// DichiarazioneSostituzioneMedico: a holder says who prescribes in their place, and when. The
/// layout of its dates is assumed to be ddmmyyyy: no public document tells it.
class DeclareSubstitution : public Operation {
 public:
  explicit DeclareSubstitution(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace sistema_ts
