// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formulary_service.hpp"
#include "verbs.hpp"

namespace curante::formulary {

/// `curante formulary import DIR`.
class FormularyVerbs {
 public:
  explicit FormularyVerbs(FormularyService& service) : service_(service) {}

  verbs::VerbList on(const CallContext& context, const verbs::List& request) const;
  verbs::Outcome on(const CallContext& context, const verbs::Run& request);

 private:
  FormularyService& service_;
};

}  // namespace curante::formulary
