// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operations/operation.hpp"

namespace sistema_ts {

/// inviaFileSanita: takes a zipped file of red recipes and cancellations.
class SendRedFile : public Operation {
 public:
  explicit SendRedFile(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

/// VisualizzaElencoStatoInvii: what became of files.
class ListRedFiles : public Operation {
 public:
  explicit ListRedFiles(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

/// VisualizzaElencoStatoRicette: what became of the recipes in them.
class ListRedRecipes : public Operation {
 public:
  explicit ListRedRecipes(const Knowledge& knowledge) : knowledge_(knowledge) {}
  const Description& description() const override;
  Reply answer(const Call& call) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace sistema_ts
