// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// What `curante` offers beyond hosting: each room contributes the verbs of its trade.
namespace curante::verbs {

struct Verb {
  std::string words;    ///< "demo seed"
  std::string summary;  ///< one line for --help
  std::string usage;    ///< "--patients N [--seed S]"
};
CURANTE_DESCRIBE(Verb, words, summary, usage);

struct VerbList {
  std::vector<Verb> verbs;
};
CURANTE_DESCRIBE(VerbList, verbs);

struct List {
  using Reply = VerbList;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(List);

struct Outcome {
  int32_t exit_code = 0;  ///< 0 done, 1 refused, 2 wrong usage
  std::string output;     ///< for standard output, ends with a line break
};
CURANTE_DESCRIBE(Outcome, exit_code, output);
CURANTE_PERSONAL(Outcome, output);

/// Runs a verb of this provider to its end. Progress goes out as `Progress` events meanwhile.
struct Run {
  using Reply = Outcome;
  std::string words;
  std::vector<std::string> arguments;
  std::string directory;  ///< where the command was given: relative paths start here
};
CURANTE_DESCRIBE(Run, words, arguments, directory);
CURANTE_PERSONAL(Run, arguments, directory);

/// Event: how far a long piece of work has come. Reaches the terminal that gave the command.
struct Progress {
  static constexpr std::string_view id = "verb-progress/1";
  std::string text;
  int64_t done = 0;
  int64_t total = 0;
};
CURANTE_DESCRIBE(Progress, text, done, total);
CURANTE_PERSONAL(Progress, text);

struct Contract {
  static constexpr std::string_view id = "verbs/1";
  static constexpr bool plural = true;
  using Calls = curante::Calls<List, Run>;
};

}  // namespace curante::verbs
