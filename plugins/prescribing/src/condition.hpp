// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace curante::prescribing {

/// What a named fact can be. A flag is the number 0 or 1.
enum class FactKind { flag, number, text };

/// A fact's value on a line of the draft, or on the draft itself.
struct Value {
  int64_t number = 0;
  std::string text;

  bool operator==(const Value&) const = default;
};
using Values = std::vector<Value>;

/// What the words of a condition can mean: positions of facts, lists and limits by name.
struct Vocabulary {
  struct Fact {
    size_t position;
    FactKind kind;
  };
  std::map<std::string, Fact, std::less<>> facts;
  std::map<std::string, size_t, std::less<>> lists, limits;
};

/// What a condition is asked of.
struct Situation {
  const Values& facts;
  std::function<bool(size_t list, std::string_view text)> in_list;
  std::function<int64_t(size_t limit)> limit;
};

/// An expression over named facts: `is.drug and drug.atc in opioids and line.quantity > 2`.
/// Words: and, or, not, in LIST, has (a part of a text, whatever case and accents), yes, no,
/// = != < <= > >=, *, brackets, numbers, "text", names of facts, limit.NAME. Its kinds are checked
/// when it is read. Immutable, safe from any thread.
class Condition {
 public:
  /// Holds always.
  Condition() = default;
  /// Throws std::invalid_argument, in words for who edits rules, when it cannot be understood: also
  /// beyond 200 words or 16 brackets within each other.
  Condition(std::string_view text, const Vocabulary& words);

  bool holds(const Situation& situation) const;
  Value value(const Situation& situation) const;
  FactKind kind() const { return nodes_.empty() ? FactKind::flag : nodes_.back().kind; }

 private:
  friend class ConditionReader;
  enum class Is {
    literal,
    fact,
    limit,
    product,
    negation,
    both,
    either,
    equal,
    differs,
    less,
    at_most,
    listed,
    holds
  };
  struct Node {
    Is is = Is::literal;
    FactKind kind = FactKind::flag;
    size_t left = 0, right = 0;  ///< nodes; of a fact, limit or list its position
    Value literal{};
  };

  Value of(size_t node, const Situation& situation) const;
  bool true_at(size_t node, const Situation& situation) const;
  bool compare(const Node& node, const Situation& situation) const;

  std::vector<Node> nodes_;  ///< the last is the root
};

}  // namespace curante::prescribing
