// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>

#include "rule_set.hpp"

namespace curante::prescribing {

/// One block of a package, key by key. What is wrong is thrown as Error{"rules-malformed"} with the
/// line it stands on; what nobody asked for is refused by finish().
class BlockReader {
 public:
  BlockReader(const RuleBlock& block, const Vocabulary& words, const std::string& file)
      : block_(block), words_(words), file_(file) {}

  const RuleBlock& block() const { return block_; }

  std::string text(std::string_view key);  ///< must be there
  std::string text(std::string_view key, const char* missing);
  int32_t number(std::string_view key, std::optional<int32_t> missing = std::nullopt);
  bool yes(std::string_view key, bool missing);
  /// One of these; its position.
  size_t choice(std::string_view key, std::initializer_list<std::string_view> of);
  /// All words of all lines with this key.
  std::vector<std::string> words(std::string_view key);
  /// The parts between commas of all lines with this key.
  std::vector<std::string> names(std::string_view key);

  Condition condition(std::string_view key, FactKind kind);
  /// Of any kind; must be there.
  Condition value(std::string_view key);
  Condition when() { return condition("when", FactKind::flag); }
  Sentence sentence(std::string_view key, bool required);
  /// The keys source, certainty, from, to, region and apply.
  InForce force();
  bool has(std::string_view key) const { return find(key) != nullptr; }
  void finish() const;
  [[noreturn]] void refuse(std::string_view key, const std::string& what) const;

 private:
  const RuleEntry* find(std::string_view key) const;
  const RuleEntry* take(std::string_view key);
  std::optional<Date> day(std::string_view key);

  const RuleBlock& block_;
  const Vocabulary& words_;
  const std::string& file_;
  std::set<std::string, std::less<>> taken_;
};

}  // namespace curante::prescribing
