// SPDX-License-Identifier: Apache-2.0
#include "rule_table.hpp"

#include <algorithm>
#include <charconv>

#include "csv_rows.hpp"
#include "folded.hpp"
#include "substance_words.hpp"

namespace curante::prescribing {
namespace {

std::string_view content_of(EmbeddedFiles files, std::string_view name) {
  for (const EmbeddedFile& file : files) {
    if (file.name == name) return file.content;
  }
  throw Error("rules-malformed", std::string(name) + " is missing",
              "install the tables of the last release");
}

int32_t number(const std::string& text, int32_t missing) {
  if (text.empty()) return missing;
  int32_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) return value;
  throw Error("rules-malformed", "«" + text + "» is no number", "correct the table");
}

std::optional<Date> until(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return Date::parse(text);
}

bool in_force(Date from, const std::optional<Date>& to, Date day) {
  return from <= day && (!to || day <= *to);
}

}  // namespace

RuleTable::RuleTable(EmbeddedFiles files) {
  for (const auto& row : csv_rows("rules.csv", content_of(files, "rules.csv"), 12)) {
    if (row[10] != "yes") continue;
    rules_.push_back({row[0], row[2], row[3], row[5], row[6], row[11], number(row[1], 0),
                      number(row[4], 0), Date::parse(row[7]), until(row[8])});
  }
  const auto kinds = content_of(files, "exemption_kinds.csv");
  for (const auto& row : csv_rows("exemption_kinds.csv", kinds, 7)) {
    exemption_kinds_.push_back({row[0], row[1], row[2], Date::parse(row[3]), until(row[4])});
  }
  const auto classes = content_of(files, "allergy_classes.csv");
  for (const auto& row : csv_rows("allergy_classes.csv", classes, 5)) {
    allergy_classes_.push_back({row[0], row[1], row[2] == "severe"});
  }
  const auto names = content_of(files, "allergy_names.csv");
  for (const auto& row : csv_rows("allergy_names.csv", names, 2)) {
    allergy_names_.push_back({substance_stems(row[0]), row[1]});
  }
}

Limit RuleTable::limit(std::string_view rule, const Circumstances& when) const {
  return largest(rule, when, nullptr);
}

Limit RuleTable::limit(std::string_view rule, const Circumstances& when,
                       const formulary::Drug& drug) const {
  return largest(rule, when, &drug);
}

Limit RuleTable::largest(std::string_view name, const Circumstances& when,
                         const formulary::Drug* drug) const {
  Limit best;
  for (const Rule& rule : rules_) {
    if (rule.name == name && rule.value > best.value && holds(rule, when, drug)) {
      best = {rule.value, rule.source};
    }
  }
  if (best.value > 0) return best;
  throw Error("rule-missing", "no rule «" + std::string(name) + "» holds on " + when.day.iso(),
              "install a table of rules that covers this day");
}

bool RuleTable::holds(const Rule& rule, const Circumstances& when,
                      const formulary::Drug* drug) const {
  if (!in_force(rule.from, rule.to, when.day)) return false;
  if (!rule.region.empty() && rule.region != when.region) return false;
  if (!rule.exemption_kind.empty() &&
      !exemption_is(rule.exemption_kind, when.exemption, when.day)) {
    return false;
  }
  const bool about_drugs = !rule.atc.empty() || !rule.form.empty() || rule.units_max > 0;
  if (!about_drugs) return true;
  if (drug == nullptr || drug->atc.compare(0, rule.atc.size(), rule.atc) != 0) return false;
  if (rule.units_max > 0 && (drug->units < 1 || drug->units > rule.units_max)) return false;
  return rule.form.empty() || folded(drug->form).find(rule.form) != std::string::npos;
}

bool RuleTable::exemption_is(std::string_view kind, std::string_view code, Date day) const {
  if (code.empty()) return false;
  for (const ExemptionKind& known : exemption_kinds_) {
    if (known.kind != kind || !in_force(known.from, known.to, day)) continue;
    const std::string_view start = code.substr(0, known.first.size());
    if (start >= known.first && start <= known.last) return true;
  }
  return false;
}

std::vector<std::string> RuleTable::allergy_classes(std::string_view text, bool severe) const {
  std::vector<std::string> prefixes;
  const std::vector<std::string> written = substance_stems(text);
  const auto is_written = [&](const std::string& word) {
    return std::find(written.begin(), written.end(), word) != written.end();
  };
  for (const AllergyName& name : allergy_names_) {
    if (!std::all_of(name.words.begin(), name.words.end(), is_written)) continue;
    for (const AllergyClass& known : allergy_classes_) {
      const bool concerned = known.name == name.of_class && (severe || !known.only_after_severe);
      if (concerned) prefixes.push_back(known.atc);
    }
  }
  return prefixes;
}

}  // namespace curante::prescribing
