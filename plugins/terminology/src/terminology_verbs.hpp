// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "terminology_service.hpp"
#include "verbs.hpp"

namespace curante::terminology {

/// `curante terminology import DIR`.
class TerminologyVerbs {
 public:
  explicit TerminologyVerbs(TerminologyService& service) : service_(service) {}

  verbs::VerbList on(const CallContext& context, const verbs::List& request) const;
  verbs::Outcome on(const CallContext& context, const verbs::Run& request);

 private:
  TerminologyService& service_;
};

}  // namespace curante::terminology
