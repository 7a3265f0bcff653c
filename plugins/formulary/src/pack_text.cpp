// SPDX-License-Identifier: Apache-2.0
#include "pack_text.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <regex>

namespace curante::formulary {
namespace {

/// The longest description has 143 octets. std::regex recurses once for each character, so that a
/// damaged file must not bring it a long one.
constexpr size_t most_octets = 400;

std::string upper(std::string_view text) {
  std::string out(text.substr(0, most_octets));
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

bool has(const std::string& text, std::initializer_list<const char*> words) {
  for (const char* word : words) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

std::string unit(const std::string& written) {
  if (written == "MICROGRAMMI" || written == "MCG") return " mcg";
  if (written == "U.I." || written == "UI") return " UI";
  if (written == "%") return "%";
  return written == "MG" ? " mg" : " g";
}

/// "/2,5 ML" and the like; doses and puffs are one word.
std::string per(const std::string& written) {
  if (written.empty()) return "";
  static const std::regex amount(R"(/\s*([0-9][0-9.,]*)?\s*(ML|DOSE|SPRUZZO|EROGAZIONE|24 H))");
  std::smatch found;
  if (!std::regex_search(written, found, amount)) return "";
  const std::string of = found[2] == "ML" ? "ml" : found[2] == "24 H" ? "24 h" : "dose";
  return found[1].length() ? fmt::format("/{} {}", found[1].str(), of) : "/" + of;
}

/// A thousands' dot says nothing in "1.000 mg"; in "50.000 UI" it is how people read it.
std::string number(std::string written, const std::string& unit_text) {
  if (unit_text == " mg" && written.size() == 5 && written[1] == '.') written.erase(1, 1);
  return written;
}

std::string read_strength(const std::string& text) {
  static const std::regex dose(
      R"(([0-9][0-9.]*(?:,[0-9]+)?)\s*(MICROGRAMMI|MCG|MG|U\.I\.|UI|G|%)(?![A-Z]))"
      R"((\s*/\s*(?:[0-9][0-9.,]*\s*)?(?:ML|DOSE|24 H|SPRUZZO|EROGAZIONE))?)");
  static const std::regex between(R"(\s*[+/]\s*)");
  std::string strength;
  auto at = text.cbegin();
  std::smatch found;
  auto how = std::regex_constants::match_default;
  while (std::regex_search(at, text.cend(), found, dose, how)) {
    const std::string unit_text = unit(found[2]);
    if (!strength.empty()) strength += " + ";
    strength += number(found[1], unit_text) + unit_text + per(found[3]);
    at = found[0].second;
    how = std::regex_constants::match_continuous;  // further substances follow at once
    std::smatch sign;
    if (!std::regex_search(at, text.cend(), sign, between, how)) break;
    at = sign[0].second;
  }
  return strength;
}

std::string release(const std::string& text) {
  if (has(text, {"GASTRORESIST", "GASTROPROTET"})) return "gastroresistenti";
  if (has(text, {"RILASCIO PROLUNGATO"})) return "a rilascio prolungato";
  if (has(text, {"RILASCIO MODIFICATO", "RILASCIO CONTROLLATO"})) return "a rilascio modificato";
  return "";
}

std::string coating(const std::string& text) {
  struct Kind {
    const char* sign;
    const char* name;
  };
  for (const Kind& it : {Kind{"ORODISP", "orodispersibili"}, Kind{"OROSOL", "orosolubili"},
                         Kind{"DISPERSIB", "dispersibili"}, Kind{"EFFERV", "effervescenti"},
                         Kind{"MASTIC", "masticabili"}, Kind{"FILM", "rivestite con film"},
                         Kind{"RIVESTIT", "rivestite"}}) {
    if (has(text, {it.sign})) return it.name;
  }
  return "";
}

std::string joined(const std::string& base, const std::string& more) {
  return more.empty() ? base : base + " " + more;
}

/// Forms that are neither tablets nor capsules.
std::string other_form(const std::string& text) {
  if (has(text, {"PRESSURIZZATA"})) return "sospensione pressurizzata per inalazione";
  if (has(text, {"NEBULIZZ"})) {
    return has(text, {"SOSPENSIONE"}) ? "sospensione da nebulizzare" : "soluzione da nebulizzare";
  }
  if (has(text, {"COLLIRIO"})) return "collirio, soluzione";
  if (has(text, {"GOCCE"})) return "gocce orali, soluzione";
  if (has(text, {"CEROTT", "SISTEMI TRANSDERM"})) return "cerotti transdermici";
  if (has(text, {"RETTALE", "CLISM"})) return "sospensione rettale";
  if (has(text, {"CUTANEA"})) return "soluzione cutanea";
  if (has(text, {"PREDOSATA"})) return "sospensione pressurizzata per inalazione";
  if (has(text, {"PER INFUSIONE"})) {
    return has(text, {"POLVERE"}) ? "polvere per soluzione per infusione"
                                  : "soluzione per infusione";
  }
  if (has(text, {"INIETTABILE", "FIAL", "SIRING"})) {
    return has(text, {"POLVERE"}) ? "polvere e solvente per soluzione iniettabile"
                                  : "soluzione iniettabile";
  }
  if (has(text, {"SUPPOST"})) return "supposte";
  if (has(text, {"UNGUENTO"})) return "unguento";
  if (has(text, {"CREMA"})) return "crema";
  if (has(text, {" GEL"})) return "gel";
  return "";
}

std::string read_form(const std::string& text) {
  if (has(text, {"POLVERE PER INALAZIONE"})) {
    return has(text, {"CAPSUL"}) ? "polvere per inalazione, capsule rigide"
                                 : "polvere per inalazione";
  }
  if (const std::string form = other_form(text); !form.empty()) return form;
  if (has(text, {"CAPSUL", "CPS"})) {
    return joined(has(text, {"MOLL"}) ? "capsule molli" : "capsule rigide", release(text));
  }
  if (has(text, {"COMPRES", "CPR"})) {
    const std::string slow = release(text);
    return joined("compresse", slow.empty() ? coating(text) : slow);
  }
  if (has(text, {"LIOFILIZZATO ORALE"})) return "liofilizzato orale";
  if (has(text, {"BUST"})) {
    return has(text, {"SOSPENSIONE"}) ? "granulato per sospensione orale"
                                      : "granulato per soluzione orale";
  }
  if (has(text, {"SCIROPPO"})) return "sciroppo";
  if (has(text, {"SOSPENSIONE ORALE"})) return "polvere per sospensione orale";
  if (has(text, {"SOLUZIONE ORALE"})) return "soluzione orale";
  return "";
}

}  // namespace

PackText read_pack_text(std::string_view description) {
  const std::string text = upper(description);
  return {read_strength(text), read_form(text)};
}

int32_t read_units(std::string_view reference_pack) {
  static const std::regex counted(R"(([0-9]{1,4})\s*(UNITA|DOSI|CEROTTI))");
  const std::string text = upper(reference_pack);
  std::smatch found;
  return std::regex_search(text, found, counted) ? std::stoi(found[1]) : 0;
}

}  // namespace curante::formulary
