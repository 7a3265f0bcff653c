// SPDX-License-Identifier: Apache-2.0
#include "allergies.hpp"

#include <algorithm>

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

bool concerns(const Allergens& known, const chart::Allergy& allergy, const formulary::Drug& drug) {
  if (starts_with(drug.atc, plain_atc(allergy.atc))) return true;
  for (const std::string& prefix : allergen_prefixes(known, allergy.substance, allergy.severe)) {
    if (starts_with(drug.atc, prefix)) return true;
  }
  const std::string names = folded(drug.active_substance + " " + drug.name + " " + drug.group_text);
  return named_in(allergy.substance, names);
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

std::string& place_of(const chart::Allergy& allergy, AllergyTexts& texts) {
  if (allergy.kind == chart::AllergyKind::intolerance) {
    return allergy.severe ? texts.severe_intolerance : texts.intolerance;
  }
  return allergy.severe ? texts.severe_allergy : texts.allergy;
}

}  // namespace

std::vector<std::string> allergen_prefixes(const Allergens& known, std::string_view text,
                                           bool severe) {
  std::vector<std::string> prefixes;
  const std::vector<std::string> written = substance_stems(text);
  const auto is_written = [&](const std::string& word) {
    return std::find(written.begin(), written.end(), word) != written.end();
  };
  for (const Allergen& it : known) {
    const bool named = std::any_of(it.names.begin(), it.names.end(), [&](const auto& words) {
      return std::all_of(words.begin(), words.end(), is_written);
    });
    if (!named) continue;
    prefixes.insert(prefixes.end(), it.atc.begin(), it.atc.end());
    if (!severe) continue;
    prefixes.insert(prefixes.end(), it.atc_after_severe.begin(), it.atc_after_severe.end());
  }
  return prefixes;
}

AllergyTexts allergies_to(const Facts& facts, const Allergens& known, const formulary::Drug& drug) {
  AllergyTexts texts;
  for (const chart::Allergy& allergy : facts.chart.allergies) {
    if (!allergy.active || !concerns(known, allergy, drug)) continue;
    std::string& text = place_of(allergy, texts);
    text += (text.empty() ? "" : "; ") + text_of(allergy, drug);
  }
  return texts;
}

std::string uncompared_allergies(const Facts& facts, const Allergens& known) {
  std::string names;
  for (const chart::Allergy& allergy : facts.chart.allergies) {
    const bool compared = !plain_atc(allergy.atc).empty() ||
                          !allergen_prefixes(known, allergy.substance, allergy.severe).empty();
    const auto is_found = [&](const LineDrug& line) {
      return line.drug && concerns(known, allergy, *line.drug);
    };
    if (!allergy.active || compared || allergy.substance.empty() ||
        std::any_of(facts.drugs.begin(), facts.drugs.end(), is_found)) {
      continue;
    }
    names += (names.empty() ? "" : ", ") + allergy.substance;
  }
  return names;
}

}  // namespace curante::prescribing
