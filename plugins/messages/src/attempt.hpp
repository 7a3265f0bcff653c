// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::messages {

/// What came of one try to send a message.
struct Attempt {
  enum class Verdict {
    sent,     ///< the other side has taken it
    refused,  ///< it never will: trying again is of no use
    later     ///< nothing is known to have been taken: try again
  };
  Verdict verdict = Verdict::later;
  std::string problem;         ///< in Italian, naming neither address nor content
  bool may_have_left = false;  ///< the other side may have taken it all the same

  static Attempt done() { return {Verdict::sent, "", true}; }
  static Attempt refused(std::string why) { return {Verdict::refused, std::move(why), false}; }
  static Attempt later(std::string why) { return {Verdict::later, std::move(why), false}; }
  static Attempt unknown(std::string why) { return {Verdict::later, std::move(why), true}; }
};

}  // namespace curante::messages
