// SPDX-License-Identifier: Apache-2.0
#include "posology_words.hpp"

#include <algorithm>

#include "folded.hpp"

namespace curante::prescribing {
namespace {

/// `phrase` is one or more tokens; the longest that fits is taken.
struct Meaning {
  std::string_view phrase;
  Part part;
  int64_t value = 0;
  std::string_view stem = {};
};

constexpr Meaning meanings[] = {
    {"/", Part::slash},
    {"+", Part::plus},
    {"-", Part::dash},
    {"e", Part::joint},
    {",", Part::joint},
    {";", Part::joint},
    {"un", Part::number, 100},
    {"uno", Part::number, 100},
    {"una", Part::number, 100},
    {"due", Part::number, 200},
    {"tre", Part::number, 300},
    {"quattro", Part::number, 400},
    {"sei", Part::number, 600},
    {"otto", Part::number, 800},
    {"dodici", Part::number, 1200},
    {"un quarto", Part::number, 25},
    {"un quarto di", Part::number, 25},
    {"tre quarti", Part::number, 75},
    {"tre quarti di", Part::number, 75},
    {"mezza", Part::half, 50},
    {"mezzo", Part::half, 50},
    {"cpr", Part::unit, 0, "compress"},
    {"cprs", Part::unit, 0, "compress"},
    {"compressa", Part::unit, 0, "compress"},
    {"compresse", Part::unit, 0, "compress"},
    {"cps", Part::unit, 0, "capsul"},
    {"caps", Part::unit, 0, "capsul"},
    {"capsula", Part::unit, 0, "capsul"},
    {"capsule", Part::unit, 0, "capsul"},
    {"cp", Part::unit},  // some mean capsules
    {"bust", Part::unit, 0, "bustin"},
    {"bustina", Part::unit, 0, "bustin"},
    {"bustine", Part::unit, 0, "bustin"},
    {"fiala", Part::unit, 0, "fial"},
    {"fiale", Part::unit, 0, "fial"},
    {"supposta", Part::unit, 0, "suppost"},
    {"supposte", Part::unit, 0, "suppost"},
    {"cerotto", Part::unit, 0, "cerott"},
    {"cerotti", Part::unit, 0, "cerott"},
    {"die", Part::per_day},
    {"pro die", Part::per_day},
    {"al di", Part::per_day},
    {"/ di", Part::per_day},
    {"/ die", Part::per_day},
    {"/ giorno", Part::per_day},
    {"al giorno", Part::per_day},
    {"ogni giorno", Part::per_day},
    {"tutti i giorni", Part::per_day},
    {"quotidianamente", Part::per_day},
    {"a settimana", Part::per_week},
    {"alla settimana", Part::per_week},
    {"la settimana", Part::per_week},
    {"ogni settimana", Part::per_week},
    {"/ settimana", Part::per_week},
    {"volta", Part::times},
    {"volte", Part::times},
    {"x", Part::by},
    {"per", Part::by},
    {"ogni", Part::every},
    {"ore", Part::hours},
    {"h", Part::hours},
    {"giorni", Part::days},
    {"gg", Part::days},
    {"a giorni alterni", Part::alternate},
    {"a gg alterni", Part::alternate},
    {"a di alterni", Part::alternate},
    {"un giorno si e uno no", Part::alternate},
    {"un giorno si uno no", Part::alternate},
    {"un giorno si e un giorno no", Part::alternate},
    {"alle", Part::at},
    {"mattina", Part::moment, 1},
    {"mattino", Part::moment, 1},
    {"colazione", Part::moment, 1},
    {"risveglio", Part::moment, 1},
    {"pranzo", Part::moment, 2},
    {"mezzogiorno", Part::moment, 2},
    {"pomeriggio", Part::moment, 3},
    {"sera", Part::moment, 4},
    {"cena", Part::moment, 4},
    {"notte", Part::moment, 5},
    {"coricarsi", Part::moment, 5},
    {"dormire", Part::moment, 5},
    {"andare a letto", Part::moment, 5},
};

/// What says how a drug is taken, not how much of it.
constexpr std::string_view harmless[] = {"(",
                                         ")",
                                         "per os",
                                         "per bocca",
                                         "via orale",
                                         "per via orale",
                                         "os",
                                         "prendere",
                                         "assumere",
                                         "a stomaco vuoto",
                                         "a digiuno",
                                         "a stomaco pieno",
                                         "con acqua",
                                         "prima dei pasti",
                                         "dopo i pasti",
                                         "dopo i pasti principali",
                                         "ai pasti",
                                         "durante i pasti",
                                         "lontano dai pasti"};

/// Before a moment of the day: «dopo la colazione», «prima di dormire», «ogni sera».
constexpr std::string_view before_a_moment[] = {"al",   "alla",  "la",  "il",  "di",   "a",
                                                "dopo", "prima", "del", "nel", "ogni", "della"};

template <class Table>
bool in(const Table& table, std::string_view word) {
  return std::find(std::begin(table), std::end(table), word) != std::end(table);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

void replace(std::string& text, std::string_view what, std::string_view with) {
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

/// Words, numbers ("1,5" is one) and signs; dots are of abbreviations.
std::vector<std::string> tokens_of(std::string_view posology) {
  std::string text = folded(posology);
  replace(text, "½", " 1/2 ");
  replace(text, "¼", " 1/4 ");
  replace(text, "¾", " 3/4 ");
  replace(text, "*", "x");  // the sign of multiplication, folded
  std::vector<std::string> tokens;
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    if (is_digit(text[i])) {
      while (i < text.size() && is_digit(text[i])) ++i;
      const bool decimal =
          i + 1 < text.size() && (text[i] == ',' || text[i] == '.') && is_digit(text[i + 1]);
      if (decimal) {
        text[i++] = '.';
        while (i < text.size() && is_digit(text[i])) ++i;
      }
      tokens.push_back(text.substr(begin, i - begin));
    } else if (is_letter(text[i])) {
      while (i < text.size() && is_letter(text[i])) ++i;
      tokens.push_back(text.substr(begin, i - begin));
    } else {
      const char sign = text[i++];
      if (sign != ' ' && sign != '.' && sign != '\n' && sign != '\t') tokens.emplace_back(1, sign);
    }
  }
  return tokens;
}

/// Hundredths of "2", "0.5", "0.25". Nobody takes a tenth: "1,1" would be two numbers.
std::optional<int64_t> hundredths(const std::string& token) {
  if (token.empty() || !is_digit(token[0])) return std::nullopt;
  const size_t dot = std::min(token.find('.'), token.size());
  std::string decimals = dot < token.size() ? token.substr(dot + 1) : "";
  if (dot > 3 || decimals.size() > 2) return std::nullopt;
  decimals.resize(2, '0');
  if (std::stoi(decimals) % 25 != 0) return std::nullopt;
  return std::stoll(token.substr(0, dot)) * 100 + std::stoll(decimals);
}

/// How many tokens from `at` on spell `phrase`; 0: they do not.
size_t spelled(const std::vector<std::string>& tokens, size_t at, std::string_view phrase) {
  size_t count = 0;
  while (!phrase.empty()) {
    const std::string_view word = phrase.substr(0, phrase.find(' '));
    if (at + count >= tokens.size() || tokens[at + count] != word) return 0;
    ++count;
    phrase.remove_prefix(std::min(phrase.size(), word.size() + 1));
  }
  return count;
}

class Reading {
 public:
  explicit Reading(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {}

  std::optional<std::vector<Word>> words() {
    while (at_ < tokens_.size()) {
      if (!number() && !phrase() && !moment_with_article()) return std::nullopt;
    }
    return std::move(words_);
  }

 private:
  bool number() {
    const auto value = hundredths(tokens_[at_]);
    if (value) {
      words_.push_back({Part::number, *value, ""});
      ++at_;
    }
    return value.has_value();
  }

  bool phrase() {
    size_t longest = 0;
    const Meaning* found = nullptr;
    for (const Meaning& meaning : meanings) {
      const size_t length = spelled(tokens_, at_, meaning.phrase);
      if (length > longest) {
        longest = length;
        found = &meaning;
      }
    }
    for (const std::string_view nothing : harmless) {
      const size_t length = spelled(tokens_, at_, nothing);
      if (length > longest) {
        longest = length;
        found = nullptr;
      }
    }
    // «ogni mattina» is a moment, not the beginning of «ogni 8 ore».
    if (found != nullptr && found->part == Part::every && moment_with_article()) return true;
    if (found != nullptr) words_.push_back({found->part, found->value, std::string(found->stem)});
    at_ += longest;
    return longest > 0;
  }

  bool moment_with_article() {
    size_t end = at_;
    while (end < tokens_.size() && in(before_a_moment, tokens_[end])) ++end;
    if (end == at_) return false;
    for (const Meaning& meaning : meanings) {
      const size_t length = spelled(tokens_, end, meaning.phrase);
      if (meaning.part != Part::moment || length == 0) continue;
      words_.push_back({Part::moment, meaning.value, ""});
      at_ = end + length;
      return true;
    }
    return false;
  }

  std::vector<std::string> tokens_;
  size_t at_ = 0;
  std::vector<Word> words_;
};

}  // namespace

std::optional<std::vector<Word>> posology_words(std::string_view text) {
  return Reading(tokens_of(text)).words();
}

}  // namespace curante::prescribing
