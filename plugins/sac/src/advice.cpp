// SPDX-License-Identifier: Apache-2.0
#include "advice.hpp"

#include "sac_tables.hpp"

namespace curante::sac {

Advice::Advice() {
  for (const EmbeddedFile& file : embedded::sac_tables()) {
    std::string_view rest = file.content;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(line.size() + (line.size() < rest.size() ? 1 : 0));
      const size_t split = line.find(';');
      if (split == std::string_view::npos || line.starts_with("codice;")) continue;
      by_code_[std::string(line.substr(0, split))] = line.substr(split + 1);
    }
  }
}

void Advice::add_to(std::vector<recipe_transmitter::Reason>& reasons) const {
  for (auto& reason : reasons) {
    const auto found = by_code_.find(reason.code);
    if (found != by_code_.end()) reason.advice = found->second;
  }
}

}  // namespace curante::sac
