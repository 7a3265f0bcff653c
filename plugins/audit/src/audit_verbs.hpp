// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit_service.hpp"
#include "verbs.hpp"

namespace curante::audit {

/// `audit verify`: has anybody changed the log?
class AuditVerbs {
 public:
  explicit AuditVerbs(AuditService& service) : service_(service) {}
  verbs::VerbList on(const CallContext& context, const verbs::List& call);
  verbs::Outcome on(const CallContext& context, const verbs::Run& call);

 private:
  AuditService& service_;
};

}  // namespace curante::audit
