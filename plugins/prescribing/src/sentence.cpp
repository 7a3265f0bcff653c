// SPDX-License-Identifier: Apache-2.0
#include "sentence.hpp"

#include <stdexcept>

namespace curante::prescribing {

Sentence::Sentence(std::string_view text, const Vocabulary& words) {
  while (!text.empty()) {
    const size_t open = text.find('{');
    Part part;
    part.before = text.substr(0, open);
    text.remove_prefix(std::min(part.before.size(), text.size()));
    if (!text.empty()) {
      const size_t close = text.find('}');
      if (close == std::string_view::npos) throw std::invalid_argument("manca una graffa chiusa");
      part.value = Condition(text.substr(1, close - 1), words);
      part.has_value = true;
      text.remove_prefix(close + 1);
    }
    parts_.push_back(std::move(part));
  }
}

std::string Sentence::say(const Situation& situation) const {
  std::string text;
  for (const Part& part : parts_) {
    text += part.before;
    if (!part.has_value) continue;
    const Value value = part.value.value(situation);
    text += part.value.kind() == FactKind::text ? value.text : std::to_string(value.number);
  }
  return text;
}

}  // namespace curante::prescribing
