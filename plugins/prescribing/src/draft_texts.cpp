// SPDX-License-Identifier: Apache-2.0
#include "draft_texts.hpp"

#include <algorithm>
#include <utility>

#include "margins.hpp"

namespace curante::prescribing {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void tidy(std::string& text) {
  const auto breaks = [](char c) { return c == '\t' || c == '\r' || c == '\n'; };
  std::replace_if(text.begin(), text.end(), breaks, ' ');
  text = without_margins(text);
}
template <class... Texts>
void tidy_all(Texts&... texts) {
  (tidy(texts), ...);
}

/// Controls of ASCII and of Latin 1, and the two that are no characters at all.
bool unreadable(std::string_view utf8) {
  for (size_t i = 0; i < utf8.size(); ++i) {
    const auto at = [&](size_t k) {
      return i + k < utf8.size() ? static_cast<unsigned char>(utf8[i + k]) : 0u;
    };
    if (at(0) < 0x20 || at(0) == 0x7f) return true;
    if (at(0) == 0xC2 && at(1) >= 0x80 && at(1) < 0xA0) return true;
    if (at(0) == 0xEF && at(1) == 0xBF && at(2) >= 0xBE) return true;
  }
  return false;
}

using Named = std::pair<std::string_view, const std::string&>;

std::string names_of_unreadable(std::initializer_list<Named> texts) {
  std::string names;
  std::string_view last;
  for (const auto& [name, text] : texts) {
    if (name == last || !unreadable(text)) continue;
    names += names.empty() ? "" : ", ";
    names += last = name;
  }
  return names;
}

}  // namespace

Draft tidied(Draft draft) {
  tidy_all(draft.exemption, draft.diagnosis_code, draft.diagnosis_text, draft.patient_kind,
           draft.sasn_card, draft.sasn_company, draft.delivery);
  if (draft.foreign) {
    auto& cover = *draft.foreign;
    tidy_all(cover.state, cover.institution, cover.personal_number, cover.card_number);
  }
  for (DraftLine& line : draft.lines) {
    tidy_all(line.aic, line.posology, line.aifa_note, line.not_replaceable_reason_code,
             line.service_code, line.catalogue_code, line.priority, line.notes,
             line.therapeutic_plan, line.lea_note, line.lea_condition, line.lea_appropriateness,
             line.lea_pathology);
    if (line.exemption) tidy(*line.exemption);
  }
  return draft;
}

std::string unreadable_texts(const Draft& draft) {
  static const recipe_transmitter::ForeignCover none;
  const auto& cover = draft.foreign ? *draft.foreign : none;
  constexpr std::string_view diagnosis = "diagnosi", card = "tessera estera";
  return names_of_unreadable({{diagnosis, draft.diagnosis_code},
                              {diagnosis, draft.diagnosis_text},
                              {"tessera SASN", draft.sasn_card},
                              {"società di navigazione", draft.sasn_company},
                              {card, cover.state},
                              {card, cover.institution},
                              {card, cover.personal_number},
                              {card, cover.card_number}});
}

std::string unreadable_texts(const DraftLine& line) {
  constexpr std::string_view lea = "annotazioni LEA";
  return names_of_unreadable({{"posologia", line.posology},
                              {"note", line.notes},
                              {"piano terapeutico", line.therapeutic_plan},
                              {lea, line.lea_note},
                              {lea, line.lea_condition},
                              {lea, line.lea_appropriateness},
                              {lea, line.lea_pathology}});
}

bool fits_icd9(const std::string& code) {
  const size_t point = code.find('.');
  const std::string_view all = code, stem = all.substr(0, point);
  const auto digits = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
  };
  const bool external = stem.starts_with('E'), other = stem.starts_with('V');
  const std::string_view number = stem.substr(external || other ? 1 : 0);
  if (number.size() != (other ? 2u : 3u) || !digits(number)) return false;
  if (point == std::string::npos) return true;
  const std::string_view behind = all.substr(point + 1);
  return (behind.size() == 1 || behind.size() == 2) && digits(behind);
}

bool fits_state(const std::string& state) {
  return state.size() == 2 && std::all_of(state.begin(), state.end(),
                                          [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace curante::prescribing
