// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// A contract for the kernel's tests.
namespace curante::greeting {

struct Greeting {
  std::string text;
  std::string caller;  ///< the plugin that asked
};
CURANTE_DESCRIBE(Greeting, text, caller);

/// Throws Error{"name-missing"} for an empty name.
struct Greet {
  using Reply = Greeting;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "greet";
  std::string name;
};
CURANTE_DESCRIBE(Greet, name);

/// Not for users.
struct Whisper {
  using Reply = Greeting;
};
CURANTE_DESCRIBE(Whisper);

struct Contract {
  static constexpr std::string_view id = "greeting/1";
  using Calls = curante::Calls<Greet, Whisper>;
};

}  // namespace curante::greeting
