// SPDX-License-Identifier: Apache-2.0
#include "not_replaceable.hpp"

#include <map>

#include "documents_reason_tables.hpp"

namespace curante::documents {
namespace {

std::map<std::string, std::string> read_reasons() {
  std::map<std::string, std::string> all;
  for (const EmbeddedFile& file : embedded::documents_reason_tables()) {
    std::string_view rest = file.content;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const size_t split = line.find(';');
      if (split == line.npos || line.starts_with("codice;")) continue;
      all.emplace(line.substr(0, split), line.substr(split + 1));
    }
  }
  return all;
}

std::string told(const recipe_transmitter::RecipeLine& line, const std::string& words) {
  if (!line.not_replaceable) return "";
  const std::string& code = line.not_replaceable_reason_code;
  if (code.empty()) return "NON SOSTITUIBILE";
  return "NON SOSTITUIBILE (motivo " + code + (words.empty() ? "" : ": " + words) + ")";
}

}  // namespace

std::string not_replaceable_text(const recipe_transmitter::RecipeLine& line) {
  static const auto reasons = read_reasons();
  const auto found = reasons.find(line.not_replaceable_reason_code);
  return told(line, found == reasons.end() ? "" : found->second);
}

std::string not_replaceable_code(const recipe_transmitter::RecipeLine& line) {
  return told(line, "");
}

}  // namespace curante::documents
