// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "named_facts.hpp"
#include "rule_block_reader.hpp"
#include "substance_words.hpp"

namespace curante::prescribing {
namespace {

constexpr std::string_view kinds[] = {"list",  "limit", "let",  "recipe",
                                      "split", "fill",  "rule", "allergen"};

/// Position of a name, which it gets when it is new.
size_t place_of(const std::string& name, std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  names.push_back(name);
  return names.size() - 1;
}

/// Reads in an order in which nothing can refer to itself: lists, derived facts from those before
/// them, limits from both, and then what asks for limits.
class PackageReader {
 public:
  PackageReader(std::string_view text, const std::string& file)
      : file_(file), text_(read_rule_text(text, file)) {
    set_.name = text_.name;
    set_.version = text_.version;
    size_t position = 0;
    for (const NamedFact& fact : named_facts()) {
      words_.facts[std::string(fact.name)] = {position++, fact.kind};
    }
    refuse_unknown_kinds();
  }

  RuleSet read() {
    each("list", [this](BlockReader& it) { list(it); });
    each("allergen", [this](BlockReader& it) { allergen(it); });
    each("let", [this](BlockReader& it) { derived(it); });
    each("limit", [this](BlockReader& it) { limit(it); });
    // Only now, so that no limit can depend on another.
    for (size_t i = 0; i < set_.limit_names.size(); ++i) words_.limits[set_.limit_names[i]] = i;
    each("recipe", [this](BlockReader& it) { recipe(it); });
    each("split", [this](BlockReader& it) { split(it); });
    each("fill", [this](BlockReader& it) { fill(it); });
    each("rule", [this](BlockReader& it) { rule(it); });
    if (set_.recipes.empty())
      malformed(file_, 0, "nessun blocco «recipe»: nulla si può prescrivere");
    return std::move(set_);
  }

 private:
  void refuse_unknown_kinds() const {
    for (const RuleBlock& block : text_.blocks) {
      if (std::find(std::begin(kinds), std::end(kinds), block.kind) == std::end(kinds)) {
        malformed(file_, block.line, fmt::format("«{}» non è un tipo di blocco", block.kind));
      }
    }
  }
  template <class Read>
  void each(std::string_view kind, Read&& read) {
    for (const RuleBlock& block : text_.blocks) {
      if (block.kind != kind) continue;
      BlockReader it(block, words_, file_);
      read(it);
      it.finish();
    }
  }
  /// Rules are told apart by their names: in tests, and by who edits them.
  void unique(const BlockReader& it) {
    if (names_.insert(it.block().kind + " " + it.block().name).second) return;
    malformed(file_, it.block().line, fmt::format("«{}» c'è già", it.block().name));
  }

  void list(BlockReader& it) {
    CodeList list;
    list.name = place_of(it.block().name, set_.list_names);
    words_.lists[it.block().name] = list.name;
    list.items = it.words("codes");
    for (const std::string& range : it.words("ranges")) {
      const size_t dash = range.find('-');
      const std::string first = range.substr(0, dash);
      const std::string last = dash == std::string::npos ? first : range.substr(dash + 1);
      if (first.empty() || first.size() != last.size() || last < first) {
        it.refuse("ranges", "un intervallo è PRIMO-ULTIMO, della stessa lunghezza");
      }
      list.ranges.emplace_back(first, last);
    }
    if (list.items.empty() && list.ranges.empty()) it.refuse("codes", "l'elenco è vuoto");
    list.force = it.force();
    set_.lists.push_back(std::move(list));
  }
  void allergen(BlockReader& it) {
    unique(it);
    Allergen allergen;
    for (const std::string& name : it.names("names"))
      allergen.names.push_back(substance_stems(name));
    for (const auto& stems : allergen.names) {
      if (stems.empty()) it.refuse("names", "un nome dev'essere fatto di lettere");
    }
    allergen.atc = it.words("atc");
    allergen.atc_after_severe = it.words("after-severe");
    if (allergen.names.empty() || allergen.atc.empty())
      it.refuse("names", "servono nomi e codici ATC");
    it.text("source");
    set_.allergens.push_back(std::move(allergen));
  }
  void derived(BlockReader& it) {
    const std::string& name = it.block().name;
    if (words_.facts.contains(name)) it.refuse("when", fmt::format("«{}» c'è già", name));
    if (!it.has("when")) it.refuse("when", fmt::format("a «let {}» manca «when»", name));
    set_.derived.push_back({name, it.when()});
    words_.facts[name] = {named_facts().size() + set_.derived.size() - 1, FactKind::flag};
  }
  void limit(BlockReader& it) {
    LimitRule limit;
    limit.name = place_of(it.block().name, set_.limit_names);
    limit.value = it.number("value");
    limit.when = it.when();
    limit.force = it.force();
    set_.limits.push_back(std::move(limit));
  }
  void recipe(BlockReader& it) {
    unique(it);
    RecipeRule recipe;
    recipe.name = it.block().name;
    recipe.kind = static_cast<recipe_transmitter::RecipeKind>(
        it.choice("kind", {"drugs", "services", "white"}));
    recipe.when = it.when();
    recipe.electronic = it.condition("electronic", FactKind::flag);
    if (it.has("priority")) recipe.priority = it.condition("priority", FactKind::text);
    recipe.reason = it.sentence("reason", true);
    recipe.always_told = it.yes("always-told", false);
    recipe.force = it.force();
    set_.recipes.push_back(std::move(recipe));
  }
  void split(BlockReader& it) {
    unique(it);
    SplitRule split;
    split.name = it.block().name;
    split.when = it.when();
    split.by = it.value("by");
    split.common = it.yes("common", false);
    if (split.common && split.by.kind() != FactKind::text) it.refuse("by", "serve un testo");
    split.reason = it.sentence("reason", true);
    split.force = it.force();
    set_.splits.push_back(std::move(split));
  }
  size_t limit_of(BlockReader& it, std::string_view key) {
    const auto limit = words_.limits.find(it.text(key));
    if (limit == words_.limits.end()) it.refuse(key, "questo limite non c'è");
    return limit->second;
  }
  void fill(BlockReader& it) {
    unique(it);
    FillRule fill;
    fill.name = it.block().name;
    fill.when = it.when();
    if (!it.has("counts")) it.refuse("counts", "manca che cosa si conta");
    fill.counts = it.condition("counts", FactKind::number);
    fill.limit = limit_of(it, "limit");
    fill.divides = it.yes("divides", false);
    if (it.has("row")) fill.row = limit_of(it, "row");
    fill.reason = it.sentence("reason", true);
    fill.own_limit = it.has("own-limit") ? it.sentence("own-limit", true) : fill.reason;
    fill.force = it.force();
    set_.fills.push_back(std::move(fill));
  }
  void rule(BlockReader& it) {
    unique(it);
    Rule rule;
    rule.name = it.block().name;
    rule.code = it.text("code", rule.name.c_str());
    rule.on_draft = it.choice("on", {"line", "draft"}) == 1;
    rule.severity = static_cast<Severity>(it.choice("severity", {"info", "confirm", "block"}));
    if (!it.has("when")) it.refuse("when", fmt::format("a «rule {}» manca «when»", rule.name));
    rule.when = it.when();
    rule.text = it.sentence("text", true);
    // What stops or asks says how to go on.
    rule.remedy = it.sentence("remedy", rule.severity != Severity::info);
    rule.reason_letters = it.number("reason-letters", 1);
    rule.force = it.force();
    set_.rules.push_back(std::move(rule));
  }

  const std::string& file_;
  RuleText text_;
  RuleSet set_;
  Vocabulary words_;
  std::set<std::string> names_;
};

}  // namespace

RuleSet read_rules(std::string_view text, const std::string& file) {
  return PackageReader(text, file).read();
}

}  // namespace curante::prescribing
