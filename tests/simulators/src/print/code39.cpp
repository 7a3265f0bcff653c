// SPDX-License-Identifier: Apache-2.0
#include "print/code39.hpp"

#include <map>
#include <stdexcept>

namespace sistema_ts {
namespace {

constexpr double kNarrow = 0.8;
constexpr double kWide = 1.6;

/// Nine elements each, bar and space in turn; w wide, n narrow.
std::string_view elements_of(char c) {
  static const std::map<char, std::string_view> kElements{
      {'0', "nnnwwnwnn"}, {'1', "wnnwnnnnw"}, {'2', "nnwwnnnnw"}, {'3', "wnwwnnnnn"},
      {'4', "nnnwwnnnw"}, {'5', "wnnwwnnnn"}, {'6', "nnwwwnnnn"}, {'7', "nnnwnnwnw"},
      {'8', "wnnwnnwnn"}, {'9', "nnwwnnwnn"}, {'A', "wnnnnwnnw"}, {'B', "nnwnnwnnw"},
      {'C', "wnwnnwnnn"}, {'D', "nnnnwwnnw"}, {'E', "wnnnwwnnn"}, {'F', "nnwnwwnnn"},
      {'G', "nnnnnwwnw"}, {'H', "wnnnnwwnn"}, {'I', "nnwnnwwnn"}, {'J', "nnnnwwwnn"},
      {'K', "wnnnnnnww"}, {'L', "nnwnnnnww"}, {'M', "wnwnnnnwn"}, {'N', "nnnnwnnww"},
      {'O', "wnnnwnnwn"}, {'P', "nnwnwnnwn"}, {'Q', "nnnnnnwww"}, {'R', "wnnnnnwwn"},
      {'S', "nnwnnnwwn"}, {'T', "nnnnwnwwn"}, {'U', "wwnnnnnnw"}, {'V', "nwwnnnnnw"},
      {'W', "wwwnnnnnn"}, {'X', "nwnnwnnnw"}, {'Y', "wwnnwnnnn"}, {'Z', "nwwnwnnnn"},
      {'*', "nwnnwnwnn"},
  };
  const auto found = kElements.find(c);
  if (found == kElements.end()) throw std::invalid_argument("not a Code 39 character");
  return found->second;
}

double draw(char c, double left, std::vector<Bar>& bars) {
  bool bar = true;
  for (const char element : elements_of(c)) {
    const double width = element == 'w' ? kWide : kNarrow;
    if (bar) bars.push_back({left, width});
    left += width;
    bar = !bar;
  }
  return left + kNarrow;
}

}  // namespace

std::vector<Bar> code39(std::string_view text) {
  std::vector<Bar> bars;
  double left = draw('*', 0, bars);
  for (const char c : text) {
    if (c == '*') throw std::invalid_argument("an asterisk only begins and ends a Code 39");
    left = draw(c, left, bars);
  }
  draw('*', left, bars);
  return bars;
}

}  // namespace sistema_ts
