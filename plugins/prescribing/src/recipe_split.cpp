// SPDX-License-Identifier: Apache-2.0
#include "recipe_split.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

#include "exemption.hpp"

namespace curante::prescribing {
namespace {

/// How much of something a recipe holds, and how much it may.
struct Filled {
  int64_t amount = 0, limit = 0;
};

/// A line, or a part of one, with all that decides where it may stand.
struct Piece {
  size_t index = 0;
  int32_t quantity = 0;
  int32_t sessions = 0;  ///< of a cyclic service
  const RecipeRule* recipe = nullptr;
  std::string exemption;         ///< of a white recipe: none, for the patient pays
  std::vector<Value> keys;       ///< one for each SplitRule
  std::vector<Filled> fillings;  ///< one for each FillRule; of none, limit 0
};

/// A recipe being filled.
struct Open {
  PlannedRecipe plan;
  bool always_told = false;
  std::vector<std::string> why;  ///< its lines need this kind of recipe
  std::vector<Value> keys;
  std::vector<Filled> fillings;
};

/// The words of both, in the order of the first. Where one says nothing, nothing is known: then
/// those of the other.
std::string common_words(const std::string& first, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  std::istringstream words(second);
  const std::set<std::string> other{std::istream_iterator<std::string>(words), {}};
  std::string common;
  std::istringstream ours(first);
  for (std::string word; ours >> word;) {
    if (other.contains(word)) common += (common.empty() ? "" : " ") + word;
  }
  return common;
}

class Sharing {
 public:
  explicit Sharing(const Judgement& it) : it_(it), set_(it.set()) {}

  void place(size_t index) {
    const Values& values = it_.line(index);
    const Situation here = it_.situation(values);
    Piece piece;
    piece.index = index;
    piece.recipe = recipe_of(here);
    if (piece.recipe == nullptr) return;
    const Draft& draft = it_.facts().draft;
    if (piece.recipe->kind != recipe_transmitter::RecipeKind::white) {
      piece.exemption = exemption_of(draft, draft.lines[index]);
    }
    for (const SplitRule& rule : set_.splits) {
      const bool asked = it_.counts(rule.force) && rule.when.holds(here);
      piece.keys.push_back(asked ? rule.by.value(here) : Value{});
    }
    const auto& services = it_.facts().services;
    const bool cyclic =
        index < services.size() && services[index].service && services[index].service->cyclic;
    piece.sessions = cyclic ? draft.lines[index].sessions : 0;
    const int32_t quantity = draft.lines[index].quantity;
    for (int32_t left = quantity; left > 0;) {
      fill(piece, here, left);
      put_rows(piece, here);
      left -= piece.quantity;
    }
  }

  std::vector<PlannedRecipe> plans() {
    const bool several = std::any_of(open_.begin(), open_.end(), [&](const Open& it) {
      return it.plan.kind != open_.front().plan.kind;
    });
    std::vector<PlannedRecipe> plans;
    for (Open& open : open_) {
      if (!several && !open.always_told) open.why.clear();
      if (!open.plan.reason.empty()) open.why.push_back(open.plan.reason);
      open.plan.reason.clear();
      for (const std::string& why : open.why) {
        open.plan.reason += (open.plan.reason.empty() ? "" : "; ") + why;
      }
      plans.push_back(std::move(open.plan));
    }
    return plans;
  }

 private:
  const RecipeRule* recipe_of(const Situation& here) const {
    for (const RecipeRule& rule : set_.recipes) {
      if (it_.counts(rule.force) && rule.when.holds(here)) return &rule;
    }
    return nullptr;
  }

  /// As much of what is left as a recipe holds, and what that fills.
  void fill(Piece& piece, const Situation& here, int32_t left) const {
    piece.quantity = left;
    piece.fillings.clear();
    for (const FillRule& rule : set_.fills) {
      Filled& filled = piece.fillings.emplace_back();
      if (!it_.counts(rule.force) || !rule.when.holds(here)) continue;
      filled.limit = here.limit(rule.limit);
      filled.amount = rule.counts.value(here).number;
      if (!rule.divides) continue;
      piece.quantity = static_cast<int32_t>(std::min<int64_t>(piece.quantity, filled.limit));
    }
    for (size_t i = 0; i < set_.fills.size(); ++i) {
      if (set_.fills[i].divides && piece.fillings[i].limit > 0) {
        piece.fillings[i].amount = piece.quantity;
      }
    }
  }

  /// One row, unless the package says what a row holds (`row`): then as many as it takes.
  void put_rows(Piece& piece, const Situation& here) {
    for (size_t i = 0; i < set_.fills.size(); ++i) {
      const FillRule& rule = set_.fills[i];
      if (!rule.row || piece.fillings[i].limit == 0) continue;
      const auto row = std::min(here.limit(*rule.row), piece.fillings[i].limit);
      std::vector<Piece> rows;
      int64_t left = piece.fillings[i].amount;
      do {
        const int64_t share = std::min(left, row);
        // Whatever is held to the same limit counts the same sessions.
        for (size_t k = 0; k < set_.fills.size(); ++k) {
          const bool same = set_.fills[k].limit == rule.limit && piece.fillings[k].limit > 0;
          if (same) piece.fillings[k].amount = share;
        }
        piece.sessions = static_cast<int32_t>(share);
        rows.push_back(piece);
        left -= row;
      } while (left > 0);
      put_together(rows, here);
      return;
    }
    put(piece, here);
  }

  /// A cycle in two recipes is booked, and paid, twice: one that takes all its rows comes first.
  void put_together(const std::vector<Piece>& rows, const Situation& here) {
    Piece whole = rows.front();
    bool fits = true;
    for (size_t i = 0; i < whole.fillings.size(); ++i) {
      Filled& all = whole.fillings[i];
      for (size_t k = 1; k < rows.size(); ++k) all.amount += rows[k].fillings[i].amount;
      fits = fits && (all.limit == 0 || all.amount <= all.limit);
    }
    if (!fits) {
      for (const Piece& row : rows) put(row, here);
      return;
    }
    Open& open = room_for(whole, here);
    for (const Piece& row : rows) add(open, row, here);
  }

  void put(const Piece& piece, const Situation& here) { add(room_for(piece, here), piece, here); }

  /// The first recipe that takes it, else a new one.
  Open& room_for(const Piece& piece, const Situation& here) {
    // Of all recipes that could not take it, the nearest tells why it needs another one.
    int nearest = 0;
    std::string reason;
    for (Open& open : open_) {
      const auto [step, sentence] = obstacle(open, piece);
      if (sentence == nullptr && step > 2) return open;
      if (step > nearest && sentence != nullptr) {
        nearest = step;
        reason = sentence->say(here);
      }
    }
    Open& open = open_.emplace_back();
    open.keys = piece.keys;
    open.plan.kind = piece.recipe->kind;
    open.plan.exemption = piece.exemption;
    open.plan.electronic = piece.recipe->electronic.holds(here);
    if (piece.recipe->priority) open.plan.priority = piece.recipe->priority->value(here).text;
    open.plan.reason = reason;
    open.fillings.assign(piece.fillings.size(), {});
    return open;
  }

  /// How far the piece came towards this recipe (0: another kind, 1: another key, 2: full, 3: it
  /// fits) and what stopped it.
  std::pair<int, const Sentence*> obstacle(const Open& open, const Piece& piece) const {
    if (open.plan.kind != piece.recipe->kind) return {0, nullptr};
    for (size_t i = 0; i < piece.keys.size(); ++i) {
      const SplitRule& rule = set_.splits[i];
      const Value &ours = open.keys[i], &its = piece.keys[i];
      const bool agree = ours == its || (rule.common && !common_words(ours.text, its.text).empty());
      if (!agree) return {1, &rule.reason};
    }
    // A recipe has one exemption, also by a package of rules that does not say so.
    if (open.plan.exemption != piece.exemption) return {1, nullptr};
    for (size_t i = 0; i < piece.fillings.size(); ++i) {
      const Filled &held = open.fillings[i], &more = piece.fillings[i];
      const bool same_limit = held.limit == 0 || more.limit == 0 || held.limit == more.limit;
      if (!same_limit) return {2, &set_.fills[i].own_limit};
      if (more.limit > 0 && held.amount + more.amount > more.limit) {
        return {2, &set_.fills[i].reason};
      }
    }
    return {3, nullptr};
  }

  void add(Open& open, const Piece& piece, const Situation& here) const {
    const std::string why = piece.recipe->reason.say(here);
    if (std::find(open.why.begin(), open.why.end(), why) == open.why.end()) {
      open.why.push_back(why);
    }
    open.always_told = open.always_told || piece.recipe->always_told;
    open.plan.lines.push_back(line_number(piece.index));
    open.plan.quantities.push_back(piece.quantity);
    open.plan.sessions.push_back(piece.sessions);
    for (size_t i = 0; i < piece.keys.size(); ++i) {
      if (!set_.splits[i].common || open.keys[i] == piece.keys[i]) continue;
      open.keys[i].text = common_words(open.keys[i].text, piece.keys[i].text);
    }
    for (size_t i = 0; i < piece.fillings.size(); ++i) {
      open.fillings[i].amount += piece.fillings[i].amount;
      open.fillings[i].limit = std::max(open.fillings[i].limit, piece.fillings[i].limit);
    }
  }

  const Judgement& it_;
  const RuleSet& set_;
  std::vector<Open> open_;
};

}  // namespace

std::vector<PlannedRecipe> split(const Judgement& judgement) {
  Sharing sharing(judgement);
  const Facts& facts = judgement.facts();
  const size_t quantity = judgement.limit_named("quantity-per-line");
  const size_t sessions = judgement.limit_named("sessions-per-recipe");
  for (size_t i = 0; i < facts.draft.lines.size(); ++i) {
    const Situation here = judgement.situation(judgement.line(i));
    const DraftLine& line = facts.draft.lines[i];
    // Whatever is scanned into a field must not become millions of recipes.
    const bool bounded = line.quantity >= 1 && line.quantity <= here.limit(quantity) &&
                         line.sessions <= here.limit(sessions);
    if (bounded) sharing.place(i);
  }
  return sharing.plans();
}

}  // namespace curante::prescribing
