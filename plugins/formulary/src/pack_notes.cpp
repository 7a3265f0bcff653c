// SPDX-License-Identifier: Apache-2.0
#include "pack_notes.hpp"

#include <algorithm>
#include <sstream>

namespace curante::formulary {
namespace {

std::string written_day(const std::optional<Date>& day) {
  return day ? day->iso() : "";
}

std::optional<Date> read_day(const std::string& written) {
  if (written.empty()) return std::nullopt;
  return Date::parse(written);
}

PackNote read_pack_note(const std::string& written) {
  const size_t first = written.find(':');
  if (first == std::string::npos) return {written, {}};
  const size_t second = std::min(written.find(':', first + 1), written.size());
  return {written.substr(0, first),
          {read_day(written.substr(first + 1, second - first - 1)),
           read_day(written.substr(std::min(second + 1, written.size())))}};
}

}  // namespace

std::string write_pack_notes(const std::vector<PackNote>& notes) {
  std::string all;
  for (const auto& [code, validity] : notes) {
    all += (all.empty() ? "" : " ") + code;
    if (validity == Validity{}) continue;
    all += ":" + written_day(validity.from) + ":" + written_day(validity.to);
  }
  return all;
}

std::vector<std::string> pack_notes_on(const std::string& written, Date day) {
  std::vector<std::string> codes;
  std::istringstream in(written);
  for (std::string one; in >> one;) {
    const PackNote note = read_pack_note(one);
    const bool known = std::find(codes.begin(), codes.end(), note.code) != codes.end();
    if (!known && note.validity.holds(day)) codes.push_back(note.code);
  }
  return codes;
}

}  // namespace curante::formulary
