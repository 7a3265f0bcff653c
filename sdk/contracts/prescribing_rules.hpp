// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// Which rules are in force; of prescribing/1.
namespace curante::prescribing {

/// The rules that this host prescribes by. Whoever is told of a `problem` should know that rules which
/// were installed since are not applied.
struct RulesInForce {
  std::string name;
  std::string version;
  /// Why these are not the installed ones, and what to do, as the host says it; empty: they are.
  std::string problem;
};
CURANTE_DESCRIBE(RulesInForce, name, version, problem);

struct GetRules {
  using Reply = RulesInForce;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
};
CURANTE_DESCRIBE(GetRules);

}  // namespace curante::prescribing
