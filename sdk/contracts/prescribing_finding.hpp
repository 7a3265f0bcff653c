// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// What the rules say of a draft; of prescribing/1.
namespace curante::prescribing {

/// `block`: cannot be issued so. `confirm`: needs an Override with a reason. `info`: good to know.
enum class Severity { info, confirm, block };
CURANTE_DESCRIBE_ENUM(Severity, info, confirm, block);

struct Finding {
  Severity severity = Severity::info;
  std::string code;     ///< "allergy", "packs-per-recipe", …
  int32_t line = 0;     ///< 1-based line of the draft; 0 = all of it
  std::string text;
  std::string remedy;
  std::string source;   ///< law, note or table the rule comes from
};
CURANTE_DESCRIBE(Finding, severity, code, line, text, remedy, source);
CURANTE_PERSONAL(Finding, text, remedy);

}  // namespace curante::prescribing
