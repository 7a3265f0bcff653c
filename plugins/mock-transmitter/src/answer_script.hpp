// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curante::mock_transmitter {

/// How the mock answers a request that would reach the service.
/// `uncertain` takes the request and loses the answer; `lost` loses the request as well, and the
/// caller cannot tell the two apart. `exhausted`: no number is left for a recipe.
enum class Answer { accepted, refused, unreachable, uncertain, lost, needs_credentials, exhausted };

/// The answers to come, in order; the last one stays. Written "unreachable 2, uncertain, accepted":
/// each with how many times, once when no number is given. Not safe from several threads.
class AnswerScript {
 public:
  /// Throws Error{"setting-invalid"} for a word that is no answer or a count that is no number.
  explicit AnswerScript(std::string_view text);

  Answer next();
  Answer peek() const { return steps_.front().answer; }

 private:
  struct Step {
    Answer answer;
    int times;
  };
  std::vector<Step> steps_;
};

}  // namespace curante::mock_transmitter
