// SPDX-License-Identifier: Apache-2.0
#include "shown_recipe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curante::sac {

namespace {

constexpr size_t lines_shown = 3;

/// "2026-11-26 10:21:00" as "26/11/2026 alle 10:21"; what is written otherwise as it is.
std::string when(const std::string& text) {
  constexpr size_t to_the_minute = 16;
  if (text.size() < to_the_minute || text[4] != '-' || text[7] != '-') return text;
  return fmt::format("{}/{}/{} alle {}", text.substr(8, 2), text.substr(5, 2), text.substr(0, 4),
                     text.substr(11, 5));
}

}  // namespace

std::string in_words(const visualizza_prescritto::View& view) {
  std::string out;
  for (size_t i = 0; i < std::min(view.lines.size(), lines_shown); ++i) {
    const auto& line = view.lines[i];
    if (!out.empty()) out += ", ";
    out += (line.text.empty() ? line.code : line.text) + " × " + line.quantity;
  }
  if (view.lines.size() > lines_shown) {
    const size_t more = view.lines.size() - lines_shown;
    out += more == 1 ? " e un'altra riga" : fmt::format(" e altre {} righe", more);
  }
  if (view.inserted_at.empty()) return out;
  return out + (out.empty() ? "" : ", ") + "inserita il " + when(view.inserted_at);
}

}  // namespace curante::sac
