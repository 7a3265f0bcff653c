// SPDX-License-Identifier: Apache-2.0
#include "resolve/refusal.hpp"

#include <fmt/format.h>

namespace curante::kernel {

std::string to_text(const Refusal& it) {
  const auto line = [](const char* label, const std::string& text, const std::string& where) {
    if (text.empty()) return std::string();
    return where.empty() ? fmt::format("  {:<8} {}\n", label, text)
                         : fmt::format("  {:<8} {:<18} {}\n", label, text, where);
  };
  return fmt::format("refused  {} {}   {}\n", it.plugin, it.version, it.code) +
         line("needs", it.needs, it.needs_where) + line("found", it.found, it.found_where) +
         line("remedy", it.remedy, "");
}

}  // namespace curante::kernel
