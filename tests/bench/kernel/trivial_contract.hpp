// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

namespace curante::bench {

struct Number {
  int64_t value = 0;
};
CURANTE_DESCRIBE(Number, value);

struct Add {
  using Reply = Number;
  int64_t a = 0, b = 0;
};
CURANTE_DESCRIBE(Add, a, b);

/// The least that a plugin can provide.
struct Trivial {
  static constexpr std::string_view id = "trivial/1";
  using Calls = curante::Calls<Add>;
};

}  // namespace curante::bench
