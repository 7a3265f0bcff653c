// SPDX-License-Identifier: Apache-2.0
#include "condition.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "folded.hpp"

namespace curante::prescribing {
namespace {

constexpr size_t most_words = 200;
constexpr int deepest = 16;

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument(what);
}

/// Without overflow: a package, like a draft, may name any number.
int64_t product(int64_t left, int64_t right) {
  int64_t result = 0;
  return __builtin_mul_overflow(left, right, &result) ? INT64_MAX : result;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    size_t size = 1;
    if (c == ' ') {
      ++at;
      continue;
    }
    if (c == '"') {
      const size_t end = text.find('"', at + 1);
      if (end == std::string_view::npos) refuse("manca la virgoletta che chiude");
      size = end - at + 1;
    } else if (c == '<' || c == '>' || c == '!') {
      size = at + 1 < text.size() && text[at + 1] == '=' ? 2 : 1;
    } else if (c != '(' && c != ')' && c != '=' && c != '*') {
      size = std::min(text.find_first_of(" ()=<>!*\"", at), text.size()) - at;
    }
    words.emplace_back(text.substr(at, size));
    at += size;
    if (words.size() > most_words) refuse("la condizione ha troppe parole");
  }
  return words;
}

}  // namespace

/// Reads by recursive descent; brackets and `not` count towards the depth.
class ConditionReader {
 public:
  using Is = Condition::Is;
  using Node = Condition::Node;

  ConditionReader(std::string_view text, const Vocabulary& known, std::vector<Node>& nodes)
      : words_(words_of(text)), known_(known), nodes_(nodes) {}

  void read() {
    either();
    if (at_ != words_.size()) refuse("«" + words_[at_] + "» è di troppo");
  }

 private:
  std::string_view next() const { return at_ < words_.size() ? words_[at_] : std::string_view(); }
  bool take(std::string_view word) {
    if (next() != word || at_ == words_.size()) return false;
    ++at_;
    return true;
  }
  size_t add(Node node) {
    nodes_.push_back(std::move(node));
    return nodes_.size() - 1;
  }
  size_t flag(size_t node) const {
    if (nodes_[node].kind != FactKind::flag) refuse("qui serve un sì o un no, non un valore");
    return node;
  }

  size_t either() {
    size_t left = both();
    while (take("or")) {
      flag(left);
      const size_t right = flag(both());
      left = add({Is::either, FactKind::flag, left, right});
    }
    return left;
  }
  size_t both() {
    size_t left = negation();
    while (take("and")) {
      flag(left);
      const size_t right = flag(negation());
      left = add({Is::both, FactKind::flag, left, right});
    }
    return left;
  }
  size_t negation() {
    if (!take("not")) return comparison();
    if (++depth_ > deepest) refuse("troppe parentesi una dentro l'altra");
    const size_t of = flag(negation());
    --depth_;
    return add({Is::negation, FactKind::flag, of});
  }
  size_t comparison() {
    const size_t left = product();
    if (take("in")) return listed(left);
    if (take("has")) {
      const size_t right = product();
      if (nodes_[left].kind != FactKind::text || nodes_[right].kind != FactKind::text) {
        refuse("solo un testo ha una parte");
      }
      return add({Is::holds, FactKind::flag, left, right});
    }
    const std::string_view sign = next();
    const bool compares =
        sign == "=" || sign == "!=" || sign == "<" || sign == "<=" || sign == ">" || sign == ">=";
    if (!compares) return left;
    ++at_;
    const size_t right = product();
    const FactKind kind = nodes_[left].kind;
    if (nodes_[right].kind != kind) refuse("si confrontano due cose diverse");
    if (sign == "=") return add({Is::equal, FactKind::flag, left, right});
    if (sign == "!=") return add({Is::differs, FactKind::flag, left, right});
    if (kind != FactKind::number) refuse("solo i numeri sono maggiori o minori");
    if (sign == "<") return add({Is::less, FactKind::flag, left, right});
    if (sign == ">") return add({Is::less, FactKind::flag, right, left});
    if (sign == "<=") return add({Is::at_most, FactKind::flag, left, right});
    return add({Is::at_most, FactKind::flag, right, left});
  }
  size_t listed(size_t left) {
    const auto list = known_.lists.find(next());
    if (list == known_.lists.end()) refuse("«" + std::string(next()) + "» non è un elenco");
    if (nodes_[left].kind != FactKind::text) refuse("in un elenco si cerca un testo");
    ++at_;
    return add({Is::listed, FactKind::flag, left, list->second});
  }
  size_t product() {
    size_t left = operand();
    while (take("*")) {
      const size_t right = operand();
      const bool numbers =
          nodes_[left].kind == FactKind::number && nodes_[right].kind == FactKind::number;
      if (!numbers) refuse("si moltiplicano solo i numeri");
      left = add({Is::product, FactKind::number, left, right});
    }
    return left;
  }
  size_t operand() {
    if (at_ == words_.size()) refuse("la condizione finisce a metà");
    const std::string word = words_[at_++];
    if (word == "(") {
      if (++depth_ > deepest) refuse("troppe parentesi una dentro l'altra");
      const size_t inner = either();
      --depth_;
      if (!take(")")) refuse("manca una parentesi chiusa");
      return inner;
    }
    if (word == "yes" || word == "no") {
      return add({Is::literal, FactKind::flag, 0, 0, {word == "yes", ""}});
    }
    if (word.front() == '"') {
      return add({Is::literal, FactKind::text, 0, 0, {0, word.substr(1, word.size() - 2)}});
    }
    return named(word);
  }
  size_t named(const std::string& word) {
    int64_t number = 0;
    const char* end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, number);
    if (read.ec == std::errc{} && read.ptr == end) {
      return add({Is::literal, FactKind::number, 0, 0, {number, ""}});
    }
    const auto fact = known_.facts.find(word);
    if (fact != known_.facts.end()) {
      return add({Is::fact, fact->second.kind, fact->second.position});
    }
    const bool limited = word.starts_with("limit.");
    const auto limit = known_.limits.find(std::string_view(word).substr(limited ? 6 : 0));
    if (limited && limit != known_.limits.end()) {
      return add({Is::limit, FactKind::number, limit->second});
    }
    refuse("«" + word + "» non è un fatto, un limite o un numero");
  }

  std::vector<std::string> words_;
  const Vocabulary& known_;
  std::vector<Node>& nodes_;
  size_t at_ = 0;
  int depth_ = 0;
};

Condition::Condition(std::string_view text, const Vocabulary& words) {
  ConditionReader(text, words, nodes_).read();
}

bool Condition::holds(const Situation& situation) const {
  return nodes_.empty() || true_at(nodes_.size() - 1, situation);
}

Value Condition::value(const Situation& situation) const {
  return nodes_.empty() ? Value{1, ""} : of(nodes_.size() - 1, situation);
}

Value Condition::of(size_t at, const Situation& situation) const {
  const Node& node = nodes_[at];
  switch (node.is) {
    case Is::literal:
      return node.literal;
    case Is::fact:
      return situation.facts[node.left];
    case Is::limit:
      return {situation.limit(node.left), ""};
    case Is::product:
      return {product(of(node.left, situation).number, of(node.right, situation).number), ""};
    default:
      return {true_at(at, situation) ? 1 : 0, ""};
  }
}

bool Condition::true_at(size_t at, const Situation& situation) const {
  const Node& node = nodes_[at];
  switch (node.is) {
    case Is::literal:
      return node.literal.number != 0;
    case Is::fact:
      return situation.facts[node.left].number != 0;
    case Is::negation:
      return !true_at(node.left, situation);
    case Is::both:
      return true_at(node.left, situation) && true_at(node.right, situation);
    case Is::either:
      return true_at(node.left, situation) || true_at(node.right, situation);
    case Is::listed:
      return situation.in_list(node.right, of(node.left, situation).text);
    default:
      return compare(node, situation);
  }
}

bool Condition::compare(const Node& node, const Situation& situation) const {
  const Value left = of(node.left, situation), right = of(node.right, situation);
  switch (node.is) {
    case Is::equal:
      return left == right;
    case Is::differs:
      return left != right;
    case Is::holds:
      return folded(left.text).find(folded(right.text)) != std::string::npos;
    case Is::less:
      return left.number < right.number;
    default:
      return left.number <= right.number;
  }
}

}  // namespace curante::prescribing
