// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/error.hpp"
#include "text/foreign_text.hpp"

namespace curante::kernel {

/// As FailureCatcher::check, for what a plugin told the host: its texts go on as valid UTF-8.
inline void check_told(FailureCatcher& failure, int32_t status) {
  try {
    failure.check(status);
  } catch (const Error& e) {
    throw Error(valid_text(e.code()), valid_text(e.message()), valid_text(e.remedy()));
  }
}

}  // namespace curante::kernel
