// SPDX-License-Identifier: Apache-2.0
#include "likeness.hpp"

#include <Poco/Crypto/DigestEngine.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <vector>

#include "soap/prescribed_row.hpp"

namespace curante::sac {

namespace {

/// A number without what people and services write between its digits: "2 57 03" as "25703".
std::string bare_number(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) out += c;
  }
  return out;
}

}  // namespace

bool same_content(const visualizza_prescritto::View& view,
                  const recipe_transmitter::Recipe& recipe) {
  if (view.written_at != recipe.written_at || view.lines.size() != recipe.lines.size()) {
    return false;
  }
  for (size_t i = 0; i < view.lines.size(); ++i) {
    const visualizza_prescritto::SeenLine ours{
        invio_prescritto::code_of(recipe.lines[i], recipe.kind),
        std::to_string(recipe.lines[i].quantity)};
    if (view.lines[i] != ours) return false;
  }
  return true;
}

namespace {

/// "20260930044416" of "2026-09-30 16:44:16": services write a time in several ways, and one real
/// answer had its hour on a 12-hour clock.
std::string bare_time(const std::string& text) {
  constexpr size_t hour = 8, to_the_second = 14;
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  // A time that is not told to the second proves nothing.
  if (digits.size() < to_the_second) return "";
  digits.resize(to_the_second);
  return digits.replace(hour, 2,
                        fmt::format("{:02}", std::atoi(digits.substr(hour, 2).c_str()) % 12));
}

/// Their codes and quantities; nothing when the service does not show all of them.
std::vector<std::string> bare_lines(const visualizza_prescritto::View& view) {
  std::vector<std::string> lines;
  for (const auto& line : view.lines) {
    if (line.code.empty()) return {};
    lines.push_back(line.code + " " + line.quantity);
  }
  return lines;
}

std::vector<std::string> bare_lines(const recipe_transmitter::Recipe& recipe) {
  std::vector<std::string> lines;
  for (const auto& line : recipe.lines) {
    lines.push_back(invio_prescritto::code_of(line, recipe.kind) + " " +
                    std::to_string(line.quantity));
  }
  return lines;
}

std::string digest_of(const std::string& time, std::vector<std::string> lines) {
  if (time.empty() || lines.empty()) return "";
  std::sort(lines.begin(), lines.end());
  Poco::Crypto::DigestEngine engine("SHA256");
  engine.update(time);
  for (const std::string& line : lines) engine.update("\n" + line);
  return Poco::DigestEngine::digestToHex(engine.digest());
}

}  // namespace

std::string content_digest(const recipe_transmitter::Recipe& recipe) {
  return digest_of(bare_time(recipe.written_at), bare_lines(recipe));
}

std::string content_digest(const visualizza_prescritto::View& view) {
  return digest_of(bare_time(view.written_at), bare_lines(view));
}

std::string lines_digest(const recipe_transmitter::Recipe& recipe) {
  return digest_of("lines", bare_lines(recipe));
}

std::string lines_digest(const visualizza_prescritto::View& view) {
  return digest_of("lines", bare_lines(view));
}

Likeness same_document(const visualizza_prescritto::View& view, const RecipeIdentity& identity) {
  if (!view.patient_kind.empty() && view.patient_kind != identity.patient_kind) {
    return Likeness::different;
  }
  Likeness likeness = Likeness::unclear;
  for (const auto& [shown, ours] : {std::pair(view.personal_number, identity.personal_number),
                                    std::pair(view.card_number, identity.card_number),
                                    std::pair(view.sasn_card, identity.sasn_card)}) {
    const std::string seen = bare_number(shown);
    if (seen.empty()) continue;
    if (seen != bare_number(ours)) return Likeness::different;
    likeness = Likeness::same;
  }
  return likeness;
}

}  // namespace curante::sac
