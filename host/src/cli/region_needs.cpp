// SPDX-License-Identifier: Apache-2.0
#include "cli/region_needs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace curante::kernel {

namespace {

bool wants(const Region& region, const std::string& plugin) {
  return std::any_of(region.plugins.begin(), region.plugins.end(),
                     [&](const WantedPlugin& it) { return it.id == plugin; });
}

}  // namespace

void want_needed(Region& region, const std::string& folder) {
  for (const Need& need : region.needs) {
    std::error_code failed;
    const auto library = std::filesystem::path(folder) / (need.plugin + ".so");
    if (wants(region, need.plugin) || !std::filesystem::exists(library, failed)) continue;
    region.plugins.push_back({need.plugin, "", "", need.file, need.line});
  }
}

std::vector<NeedState> states_of_needs(const Region& region,
                                       const std::vector<Candidate>& candidates) {
  std::vector<NeedState> all;
  for (const Need& need : region.needs) {
    NeedState state{need, need.plugin, wants(region, need.plugin)};
    for (const Candidate& it : candidates) {
      // A site may have put another plugin there than the region names.
      if (state.installed || !it.image) continue;
      if (it.image->manifest.provides.find(need.contract) == nullptr) continue;
      state.provider = it.wanted.id;
      state.installed = true;
    }
    all.push_back(std::move(state));
  }
  return all;
}

std::string missing_text(const NeedState& state) {
  if (state.installed) return "";
  const Need& need = state.need;
  std::string out = fmt::format("missing  {}   {}\n  needs    {}  ({} line {})\n",
                                need.contract, "need-missing", need.plugin, need.file, need.line);
  if (!need.supplier.empty()) out += fmt::format("  from     {}\n", need.supplier);
  if (!need.meanwhile.empty()) out += fmt::format("  until    {}\n", need.meanwhile);
  return out + fmt::format("  remedy   install {}, or name another provider in the site file: "
                           "needs {{ {} {{ plugin … }} }}\n",
                           need.plugin, need.contract);
}

}  // namespace curante::kernel
