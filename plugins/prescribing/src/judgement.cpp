// SPDX-License-Identifier: Apache-2.0
#include "judgement.hpp"

#include <algorithm>

#include "named_facts.hpp"

namespace curante::prescribing {
namespace {

/// The program asks by name for what every package of its time says.
Error lacking(const std::string& what) {
  return Error(
      "rule-missing",
      "il pacchetto di regole installato è troppo vecchio per questo programma: " + what,
      "chi installa gli aggiornamenti metta il pacchetto nuovo (il file .rules e il suo "
      ".rules.sig in share/curante/data) e lo faccia prendere con «curante plugins replace "
      "curante.prescribing»");
}

}  // namespace

Judgement::Judgement(const RuleTable& rules, const Facts& facts)
    : set_(rules.set()), facts_(facts), draft_(derive(draft_values(facts, set_.allergens))) {
  for (size_t i = 0; i < facts.draft.lines.size(); ++i) {
    lines_.push_back(derive(line_values(facts, set_.allergens, i)));
  }
}

/// Adds what the package derives, in its order: each may rest on those before it.
Values Judgement::derive(Values values) const {
  for (const DerivedFact& fact : set_.derived) {
    const bool holds = fact.when.holds(situation(values));
    values.push_back({holds ? 1 : 0, ""});
  }
  return values;
}

Situation Judgement::situation(const Values& values) const {
  return {values, [this](size_t list, std::string_view code) { return in_list(list, code); },
          [this, &values](size_t name) { return int64_t{limit(name, values).value}; }};
}

bool Judgement::in_list(size_t list, std::string_view code) const {
  return std::any_of(set_.lists.begin(), set_.lists.end(), [&](const CodeList& it) {
    return it.name == list && counts(it.force) && it.holds(code);
  });
}

bool Judgement::is(std::string_view derived, const Values& values) const {
  const size_t first = values.size() - set_.derived.size();
  for (size_t i = 0; i < set_.derived.size(); ++i) {
    if (set_.derived[i].name == derived) return values[first + i].number != 0;
  }
  throw lacking("non dice «" + std::string(derived) + "»");
}

size_t Judgement::limit_named(std::string_view name) const {
  const auto found = std::find(set_.limit_names.begin(), set_.limit_names.end(), name);
  if (found != set_.limit_names.end()) return static_cast<size_t>(found - set_.limit_names.begin());
  throw lacking("non ha il limite «" + std::string(name) + "»");
}

std::optional<Limit> Judgement::limit_if_any(size_t name, const Values& values) const {
  const Situation here = situation(values);
  const LimitRule* best = nullptr;
  for (const LimitRule& it : set_.limits) {
    const bool larger = it.name == name && (best == nullptr || it.value > best->value);
    if (larger && counts(it.force) && it.when.holds(here)) best = &it;
  }
  if (best == nullptr) return std::nullopt;
  return Limit{best->value, best->force.source};
}

Limit Judgement::limit(size_t name, const Values& values) const {
  if (auto found = limit_if_any(name, values)) return *std::move(found);
  throw Error("rule-missing",
              "il limite «" + set_.limit_names[name] + "» non è in vigore il " + facts_.today.iso(),
              "installare un pacchetto di regole che copra questo giorno");
}

std::vector<Judgement::Fired> Judgement::fired() const {
  std::vector<Fired> all;
  const auto ask = [&](const Rule& rule, const Values& values, int32_t line) {
    if (rule.when.holds(situation(values))) all.push_back({&rule, line});
  };
  for (const Rule& rule : set_.rules) {
    if (!counts(rule.force)) continue;
    if (rule.on_draft) {
      ask(rule, draft_, 0);
      continue;
    }
    for (size_t i = 0; i < lines_.size(); ++i) ask(rule, lines_[i], line_number(i));
  }
  return all;
}

Finding Judgement::finding(const Fired& fired) const {
  const Values& values = fired.line == 0 ? draft_ : line(static_cast<size_t>(fired.line - 1));
  const Situation here = situation(values);
  const Rule& rule = *fired.rule;
  return {rule.severity,         rule.code,        fired.line, rule.text.say(here),
          rule.remedy.say(here), rule.force.source};
}

}  // namespace curante::prescribing
