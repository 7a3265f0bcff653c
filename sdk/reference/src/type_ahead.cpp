// SPDX-License-Identifier: Apache-2.0
#include "curante/reference/type_ahead.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/reference/search_text.hpp"

namespace curante::reference {
namespace {

constexpr size_t most_octets = 200;
constexpr size_t most_words = 8;
constexpr size_t meaningful = 3;  // letters; also what a trigram index needs

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

TypeAhead::TypeAhead(std::string_view typed) {
  size_t length = std::min(typed.size(), most_octets);
  // Never half a character: a UTF-8 character's later octets begin with binary 10.
  while (length < typed.size() && length > 0 && (typed[length] & 0xC0) == 0x80) --length;
  const std::string text = search_text(typed.substr(0, length));
  for (size_t at = 0; at < text.size() && words_.size() < most_words;) {
    const size_t end = std::min(text.find(' ', at), text.size());
    words_.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  text_ = fmt::format("{}", fmt::join(words_, " "));
}

bool TypeAhead::brief() const {
  return std::all_of(words_.begin(), words_.end(),
                     [](const std::string& word) { return word.size() < meaningful; });
}

std::string TypeAhead::beginning() const {
  return escaped(text_) + "%";
}
std::string TypeAhead::word_beginning() const {
  return "% " + escaped(text_) + "%";
}

std::vector<std::string> TypeAhead::patterns() const {
  std::vector<std::string> all;
  for (const std::string& word : words_) {
    all.push_back((word.size() < meaningful ? "% " : "%") + escaped(word) + "%");
  }
  return all;
}

std::string TypeAhead::condition(const std::string& column, size_t first) const {
  std::string sql;
  for (size_t i = 0; i < words_.size(); ++i) {
    sql += fmt::format("{}{} like ${}", i ? " and " : "", column, first + i);
  }
  return sql;
}

}  // namespace curante::reference
