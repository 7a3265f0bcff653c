// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// The three operations on second-factor tokens share path, types and checks of the caller.
/// Source: manual of the ID-SESSIONE service, version 1.2.
class SecondFactorOperation : public Operation {
 public:
  explicit SecondFactorOperation(const Knowledge& knowledge) : knowledge_(knowledge) {}

 protected:
  const Knowledge& knowledge_;
};

/// create: makes a token and mails it.
class CreateToken : public SecondFactorOperation {
 public:
  using SecondFactorOperation::SecondFactorOperation;
  const Description& description() const override;
  Reply answer(const Call& call) const override;
};

/// checkToken: whether a token is good, and until when.
class CheckToken : public SecondFactorOperation {
 public:
  using SecondFactorOperation::SecondFactorOperation;
  const Description& description() const override;
  Reply answer(const Call& call) const override;
};

/// revoke: ends a token.
class RevokeToken : public SecondFactorOperation {
 public:
  using SecondFactorOperation::SecondFactorOperation;
  const Description& description() const override;
  Reply answer(const Call& call) const override;
};

}  // namespace sistema_ts
