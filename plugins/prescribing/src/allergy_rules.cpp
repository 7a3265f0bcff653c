// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "findings.hpp"
#include "folded.hpp"

namespace curante::prescribing {
namespace {

bool starts_with(const std::string& text, const std::string& prefix) {
  return !prefix.empty() && text.compare(0, prefix.size(), prefix) == 0;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// Long names lose their last vowel, so that "penicilline" finds "benzilpenicillina"; short ones
/// are taken whole, so that latex ("lattice") does not find lactic acid ("lattico").
std::string stem(const std::string& word) {
  const bool vowel = std::string_view("aeio").find(word.back()) != std::string_view::npos;
  return word.size() >= 8 && vowel ? word.substr(0, word.size() - 1) : word;
}

bool named_in(const std::string& substance, const std::string& drug) {
  const std::vector<std::string> words = words_of(folded(substance));
  if (words.empty()) return false;
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return drug.find(stem(word)) != std::string::npos;
  });
}

bool concerns(const RuleTable& rules, const chart::Allergy& allergy, const formulary::Drug& drug) {
  if (starts_with(drug.atc, allergy.atc)) return true;
  for (const std::string& prefix : rules.allergy_class(allergy.substance)) {
    if (starts_with(drug.atc, prefix)) return true;
  }
  const std::string names = folded(drug.active_substance + " " + drug.name + " " + drug.group_text);
  return named_in(allergy.substance, names);
}

std::string code_of(const chart::Allergy& allergy) {
  const bool intolerance = allergy.kind == chart::AllergyKind::intolerance;
  return std::string(intolerance ? "intolerance" : "allergy") + (allergy.severe ? "-severe" : "");
}

std::string text_of(const chart::Allergy& allergy, const formulary::Drug& drug) {
  std::string text = allergy.kind == chart::AllergyKind::intolerance ? "intolleranza" : "allergia";
  if (allergy.severe) text += " grave";
  text += " a " + (allergy.substance.empty() ? allergy.atc : allergy.substance);
  if (!allergy.reaction.empty()) text += " (" + allergy.reaction + ")";
  text += ": riguarda " + drug.name;
  if (!drug.active_substance.empty()) text += " (" + drug.active_substance + ")";
  return text;
}

}  // namespace

void judge_allergies(const RuleTable& rules, const Facts& facts, Findings& out) {
  for (size_t i = 0; i < facts.drugs.size(); ++i) {
    if (!facts.drugs[i].drug) continue;
    // One finding per line and code, whatever the number of entries: an override names both.
    std::map<std::string, std::string> texts;
    for (const chart::Allergy& allergy : facts.chart.allergies) {
      if (!allergy.active || !concerns(rules, allergy, *facts.drugs[i].drug)) continue;
      std::string& text = texts[code_of(allergy)];
      text += (text.empty() ? "" : "; ") + text_of(allergy, *facts.drugs[i].drug);
    }
    for (const auto& [code, text] : texts) {
      const bool severe = code.find("-severe") != std::string::npos;
      out.push_back(
          {Severity::confirm, code, line_number(i), text,
           severe ? "scegliere un altro farmaco; per proseguire scrivere il motivo per esteso"
                  : "scegliere un altro farmaco, oppure confermare scrivendo il motivo",
           "allergie e intolleranze della cartella"});
    }
  }
}

}  // namespace curante::prescribing
