// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/context.hpp"
#include "verbs.hpp"

namespace curante::prescribing {

/// `curante rules check FILE`: for who edits a package, before it is signed and installed.
class RulesVerbs {
 public:
  verbs::VerbList on(const CallContext& context, const verbs::List& request) const;
  verbs::Outcome on(const CallContext& context, const verbs::Run& request) const;
};

}  // namespace curante::prescribing
