// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// What the isolated test plugin offers, and what it asks of the host's side.
namespace curante::trial {

/// How a call looked from inside the plugin, and what it gives back.
struct Seen {
  std::string text, caller, user;
  int64_t number = 0;
  double real = 0;
  std::vector<std::string> list{};
  int64_t pid = 0;
  bool may_greet = false;
};
CURANTE_DESCRIBE(Seen, text, caller, user, number, real, list, pid, may_greet);

/// Throws Error{"text-missing"} for an empty text.
struct Echo {
  using Reply = Seen;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "greet";
  std::string text;
  int64_t number = 0;
  double real = 0;
  std::vector<std::string> list{};
};
CURANTE_DESCRIBE(Echo, text, number, real, list);

/// Misbehaves, or uses the host, as `what` names it.
struct Do {
  using Reply = Seen;
  std::string what, argument;
};
CURANTE_DESCRIBE(Do, what, argument);

/// Dies in its process's first life, which leaves the file `mark`.
struct DieOnce {
  using Reply = Seen;
  static constexpr bool idempotent = true;
  std::string mark;
};
CURANTE_DESCRIBE(DieOnce, mark);

/// Asks errand/1 to ask back, `depth` times in all.
struct Deep {
  using Reply = Seen;
  int64_t depth = 0;
};
CURANTE_DESCRIBE(Deep, depth);

struct Contract {
  static constexpr std::string_view id = "trial/1";
  using Calls = curante::Calls<Echo, Do, DieOnce, Deep>;
};

}  // namespace curante::trial

namespace curante::errand {

struct Run {
  using Reply = trial::Seen;
  std::string text;
};
CURANTE_DESCRIBE(Run, text);

struct Deeper {
  using Reply = trial::Seen;
  int64_t depth = 0;
};
CURANTE_DESCRIBE(Deeper, depth);

struct Contract {
  static constexpr std::string_view id = "errand/1";
  using Calls = curante::Calls<Run, Deeper>;
};

struct Ping {
  static constexpr std::string_view id = "ping/1";
  std::string text;
};
CURANTE_DESCRIBE(Ping, text);

struct Pong {
  static constexpr std::string_view id = "pong/1";
  std::string text;
};
CURANTE_DESCRIBE(Pong, text);

}  // namespace curante::errand
