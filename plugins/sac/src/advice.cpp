// SPDX-License-Identifier: Apache-2.0
#include "advice.hpp"

#include <algorithm>

#include "sac_tables.hpp"

namespace curante::sac {

namespace {

/// What is before the first `mark`, which is taken away with it.
std::string_view cut(std::string_view& rest, char mark) {
  const std::string_view part = rest.substr(0, rest.find(mark));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

}  // namespace

Advice::Advice() {
  for (const EmbeddedFile& file : embedded::sac_tables()) {
    std::string_view rest = file.content;
    cut(rest, '\n');  // names of the columns
    while (!rest.empty()) {
      std::string_view line = cut(rest, '\n');
      const std::string_view code = cut(line, ';');
      if (code.empty()) continue;
      Entry& entry = by_code_[std::string(code)];
      entry.title = cut(line, ';');
      entry.advice = cut(line, ';');
      entry.of_number = cut(line, ';') == "numero";
    }
  }
}

void Advice::add_to(std::vector<recipe_transmitter::Reason>& reasons) const {
  for (auto& reason : reasons) {
    const auto found = by_code_.find(reason.code);
    if (found == by_code_.end()) continue;
    reason.title = found->second.title;
    reason.advice = found->second.advice;
  }
}

bool Advice::of_number(const std::vector<recipe_transmitter::Reason>& reasons) const {
  return std::any_of(reasons.begin(), reasons.end(), [&](const auto& reason) {
    const auto found = by_code_.find(reason.code);
    return found != by_code_.end() && found->second.of_number;
  });
}

std::vector<std::string> Advice::unknown(
    const std::vector<recipe_transmitter::Reason>& reasons) const {
  std::vector<std::string> codes;
  for (const auto& reason : reasons) {
    if (!by_code_.contains(reason.code)) codes.push_back(reason.code);
  }
  return codes;
}

}  // namespace curante::sac
