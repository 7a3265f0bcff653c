// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "curante/moment.hpp"

namespace curante::formulary {

/// From one day to another, both included; open where nobody says when it began, or that it ends.
struct Validity {
  std::optional<Date> from;
  std::optional<Date> to;

  bool holds(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
  bool overlaps(const Validity& other) const {
    return (!from || !other.to || *from <= *other.to) && (!other.from || !to || *other.from <= *to);
  }
  bool operator==(const Validity&) const = default;
};

}  // namespace curante::formulary
