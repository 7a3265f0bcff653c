// SPDX-License-Identifier: Apache-2.0
#include "answer_script.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "curante/error.hpp"

namespace curante::mock_transmitter {
namespace {

constexpr std::pair<std::string_view, Answer> words[] = {
    {"accepted", Answer::accepted},
    {"refused", Answer::refused},
    {"unreachable", Answer::unreachable},
    {"uncertain", Answer::uncertain},
    {"lost", Answer::lost},
    {"needs_credentials", Answer::needs_credentials},
    {"exhausted", Answer::exhausted},
};

[[noreturn]] void refuse(std::string_view step) {
  throw Error("setting-invalid", "«" + std::string(step) + "» is no answer of the mock transmitter",
              "write for example: answer \"unreachable 2, uncertain, accepted\"");
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

AnswerScript::AnswerScript(std::string_view text) {
  while (true) {
    const size_t comma = text.find(',');
    const std::string_view step = trimmed(text.substr(0, comma));
    const size_t space = step.find(' ');
    const std::string_view word = step.substr(0, space);
    int times = 1;
    if (space != std::string_view::npos) {
      const std::string_view count = trimmed(step.substr(space));
      const auto read = std::from_chars(count.data(), count.data() + count.size(), times);
      if (read.ec != std::errc{} || read.ptr != count.data() + count.size() || times < 1) {
        refuse(step);
      }
    }
    const auto* found = std::find_if(std::begin(words), std::end(words),
                                     [&](const auto& known) { return known.first == word; });
    if (found == std::end(words)) refuse(step);
    steps_.push_back({found->second, times});
    if (comma == std::string_view::npos) return;
    text.remove_prefix(comma + 1);
  }
}

Answer AnswerScript::next() {
  const Answer answer = steps_.front().answer;
  if (steps_.size() > 1 && --steps_.front().times == 0) steps_.erase(steps_.begin());
  return answer;
}

}  // namespace curante::mock_transmitter
