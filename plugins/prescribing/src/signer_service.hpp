// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/context.hpp"
#include "neighbours.hpp"
#include "signer_store.hpp"

namespace curante::prescribing {

/// The calls of prescribing/1 about who signs for an absent doctor. Staff and the administrator set
/// it for anybody, as the manual has it; a doctor only where the doctor is one of the two.
/// Safe from any thread.
class SignerService {
 public:
  SignerService(const Neighbours& neighbours, postgres::Pool& pool)
      : neighbours_(neighbours), store_(pool) {}

  SignerList on(const CallContext& context, const ListSigners& call) const;
  SignerList on(const CallContext& context, const SetSigner& call);
  SignerList on(const CallContext& context, const RemoveSigner& call);

 private:
  const Neighbours& neighbours_;
  SignerStore store_;
};

}  // namespace curante::prescribing
