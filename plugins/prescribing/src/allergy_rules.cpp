// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "findings.hpp"
#include "folded.hpp"
#include "substance_words.hpp"

namespace curante::prescribing {
namespace {

bool starts_with(const std::string& text, const std::string& prefix) {
  return !prefix.empty() && text.compare(0, prefix.size(), prefix) == 0;
}

/// Words that many drugs share: salts, forms, and how a doctor begins a sentence.
bool is_shared(const std::string& word) {
  constexpr std::string_view beginnings[] = {
      "acetat", "allerg",  "anidr",  "antibiotic", "besilat", "bromur",  "calci",  "capsul",
      "carbon", "citrat",  "clor",   "compress",   "derivat", "farmac",  "fosfat", "fumarat",
      "glucon", "idrat",   "intoll", "magnes",     "maleat",  "medicin", "mesil",  "monoidr",
      "potass", "reazion", "sodic",  "solfat",     "soluzio", "succin",  "tartra", "vitamin"};
  return std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view it) { return word.rfind(it, 0) == 0; });
}

/// Long names lose their last vowel, so that "penicilline" finds "benzilpenicillina"; short ones
/// are taken whole, so that latex ("lattice") does not find lactic acid ("lattico").
std::string stem(const std::string& word) {
  const bool vowel = std::string_view("aeio").find(word.back()) != std::string_view::npos;
  return word.size() >= 8 && vowel ? word.substr(0, word.size() - 1) : word;
}

/// True when the drug's names hold all words of the substance, or one that alone tells it: of
/// "amoxicillina e acido clavulanico" each of the two is to be avoided by itself.
bool named_in(const std::string& substance, const std::string& drug) {
  const std::vector<std::string> words = substance_words(substance);
  if (words.empty()) return false;
  const auto holds = [&](const std::string& word) {
    return word.size() < 4 ? (" " + drug + " ").find(" " + word + " ") != std::string::npos
                           : drug.find(stem(word)) != std::string::npos;
  };
  const auto tells = [&](const std::string& word) {
    return word.size() >= 6 && !is_shared(word) && holds(word);
  };
  return std::all_of(words.begin(), words.end(), holds) ||
         std::any_of(words.begin(), words.end(), tells);
}

/// "J01C" of " j01c ": who writes through the REST face may not write as the table does.
std::string plain_atc(const std::string& written) {
  std::string atc;
  for (const char c : written) {
    if (c != ' ') atc += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return atc;
}

bool concerns(const RuleTable& rules, const chart::Allergy& allergy, const formulary::Drug& drug) {
  if (starts_with(drug.atc, plain_atc(allergy.atc))) return true;
  for (const std::string& prefix : rules.allergy_classes(allergy.substance, allergy.severe)) {
    if (starts_with(drug.atc, prefix)) return true;
  }
  const std::string names = folded(drug.active_substance + " " + drug.name + " " + drug.group_text);
  return named_in(allergy.substance, names);
}

/// Entries that could only be looked for in the drugs' names: whoever prescribes must know that
/// silence says little of them.
void tell_uncompared(const RuleTable& rules, const Facts& facts, Findings& out) {
  std::string names;
  for (const chart::Allergy& allergy : facts.chart.allergies) {
    const bool compared = !plain_atc(allergy.atc).empty() ||
                          !rules.allergy_classes(allergy.substance, allergy.severe).empty();
    const auto is_found = [&](const LineDrug& line) {
      return line.drug && concerns(rules, allergy, *line.drug);
    };
    if (!allergy.active || compared || allergy.substance.empty() ||
        std::any_of(facts.drugs.begin(), facts.drugs.end(), is_found)) {
      continue;
    }
    names += (names.empty() ? "" : ", ") + allergy.substance;
  }
  if (names.empty()) return;
  out.push_back({Severity::info, "allergy-not-coded", 0,
                 "cercata solo per nome tra i farmaci: " + names,
                 "controllare a mano, o indicare in cartella il codice ATC della sostanza",
                 "allergie e intolleranze della cartella"});
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
  tell_uncompared(rules, facts, out);
}

}  // namespace curante::prescribing
