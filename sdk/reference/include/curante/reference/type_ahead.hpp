// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curante::reference {

/// What somebody has typed so far, as conditions of SQL. The columns it is compared with hold
/// search_text(), with one blank before it where a word's start matters.
class TypeAhead {
 public:
  /// At most 200 octets and 8 words count.
  explicit TypeAhead(std::string_view typed);

  bool empty() const { return words_.empty(); }
  /// No word of three letters or more: only beginnings are worth comparing, and a trigram index
  /// would not help.
  bool brief() const;

  const std::string& text() const { return text_; }
  /// LIKE pattern of "begins with what was typed".
  std::string beginning() const;
  /// LIKE pattern of "has a word that begins with what was typed"; for columns with a blank before.
  std::string word_beginning() const;

  /// One LIKE pattern for each word: inside a word when it is long enough to mean something,
  /// else at a word's start.
  std::vector<std::string> patterns() const;
  /// "column like $n and column like $n+1 …" for patterns() given as parameters from `first` on.
  std::string condition(const std::string& column, size_t first) const;

 private:
  std::string text_;
  std::vector<std::string> words_;
};

}  // namespace curante::reference
