// SPDX-License-Identifier: Apache-2.0
#include "substance_words.hpp"

#include "folded.hpp"

namespace curante::prescribing {

std::vector<std::string> substance_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : folded(text) + " ") {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(word);
      word.clear();
    }
  }
  return words;
}

std::vector<std::string> substance_stems(std::string_view text) {
  std::vector<std::string> words = substance_words(text);
  for (std::string& word : words) {
    if (word.size() > 4 && std::string_view("aeio").find(word.back()) != std::string_view::npos) {
      word.pop_back();
    }
  }
  return words;
}

}  // namespace curante::prescribing
