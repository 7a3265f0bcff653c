// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/moment.hpp"

namespace curante::sac {

/// When Sistema TS will want another password. How long one is valid no document at hand says
/// (PROTOCOLS is silent, users tell of two to three months): so it is a setting, and the result is a
/// reminder that stops nothing. The ten days are the habit of the programs doctors come from.
class PasswordAge {
 public:
  /// `valid_days` 0: nobody is reminded.
  explicit PasswordAge(int32_t valid_days = 90, int32_t warn_days = 10)
      : valid_days_(valid_days), warn_days_(warn_days) {}

  std::optional<Date> until(const std::optional<Date>& changed_on) const;
  /// In Italian, from `warn_days` before; empty before that.
  std::string warning(const std::optional<Date>& changed_on, Date today) const;

 private:
  int32_t valid_days_, warn_days_;
};

/// "05/12/2026", as people read it.
std::string italian(Date day);

}  // namespace curante::sac
