// SPDX-License-Identifier: Apache-2.0
#include "therapy_days.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "folded.hpp"

namespace curante::prescribing {
namespace {

struct Word {
  std::string text;
  int64_t hundredths = 0;  ///< of a number: "1+1" and "1/2" are numbers, too
};

/// "1", "1,5", "1/2" in hundredths; 0 for anything else.
int64_t one_number(std::string_view text) {
  int64_t whole = 0, scale = 0;
  for (const char c : text) {
    if ((c == ',' || c == '.') && scale == 0) {
      scale = 1;
    } else if (c >= '0' && c <= '9' && whole < 100'000) {
      whole = whole * 10 + (c - '0');
      scale *= 10;
    } else {
      return 0;
    }
  }
  return whole * 100 / std::max<int64_t>(scale, 1);
}

int64_t number_of(std::string_view text) {
  int64_t sum = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('+'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const int64_t number = part == "1/2" ? 50 : one_number(part);
    if (number == 0) return 0;
    sum += number;
  }
  return sum;
}

std::vector<Word> words_of(std::string_view posology) {
  std::vector<Word> words;
  std::string word;
  const std::string text = folded(posology) + " ";
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // "1/2" is a number, "cpr/die" are two words.
    const bool per = c == '/' && text[i + 1] >= 'a' && text[i + 1] <= 'z';
    const bool parts = c == ' ' || c == ';' || c == '(' || c == ')' || per;
    if (!parts) {
      word += c;
    } else if (!word.empty()) {
      while (word.size() > 1 && (word.back() == ',' || word.back() == '.')) word.pop_back();
      words.push_back({word, number_of(word)});
      word.clear();
    }
  }
  return words;
}

bool is_any(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

int64_t daily_doses(std::string_view posology) {
  const std::vector<Word> words = words_of(posology);
  int64_t dose = 0, times = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& next = i + 1 < words.size() ? words[i + 1].text : std::string();
    if (is_any(words[i].text, {"die", "giorno", "di", "al", "volte", "volta"})) {
      const bool daily = is_any(words[i].text, {"die", "giorno", "di"});
      if (daily && times == 0) times = 100;
    } else if (words[i].hundredths > 0 && is_any(next, {"volta", "volte"})) {
      times = words[i].hundredths;
    } else if (words[i].hundredths > 0 && is_any(next, {"ora", "ore"})) {
      times = i > 0 && words[i - 1].text == "ogni" ? 240'000 / words[i].hundredths : 0;
    } else if (words[i].hundredths > 0 && is_any(next, {"giorni", "settimane", "mesi"})) {
      return 0;  // every so many days, or for so long: not plain
    } else if (words[i].hundredths > 0) {
      if (dose > 0) return 0;  // several numbers: which is the dose?
      dose = words[i].hundredths;
    }
  }
  return dose * times / 100;
}

int64_t therapy_days(std::string_view posology, int32_t units, int32_t packs) {
  const int64_t daily = daily_doses(posology);
  return daily > 0 && units > 0 && packs > 0 ? int64_t{units} * packs * 100 / daily : 0;
}

}  // namespace curante::prescribing
