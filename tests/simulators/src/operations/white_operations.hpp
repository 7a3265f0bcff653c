// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// InvioPrescrittoRicettaBianca: accepts a white recipe under a number it gives, or says why not.
class SendWhite : public Operation {
 public:
  explicit SendWhite(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

/// VisualizzaPrescrittoRicettaBianca: by number or PIN; by patient alone where the switch
/// `white_view_by_patient` lets it.
class ViewWhite : public Operation {
 public:
  explicit ViewWhite(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

/// AnnullaPrescrittoRicettaBianca.
class WithdrawWhite : public Operation {
 public:
  explicit WithdrawWhite(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace sistema_ts
