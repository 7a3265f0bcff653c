// SPDX-License-Identifier: Apache-2.0
#include "trust/trust_store.hpp"

#include <algorithm>
#include <array>

namespace curante::kernel {

namespace {

constexpr std::array<std::string_view, 5> kinds{"core", "vendor", "third-party", "qa", "dev"};

/// A prefix ends where a part of the name does: it.example is no way to it.examples or
/// it.example-b.
bool covers(const std::vector<std::string>& prefixes, std::string_view name) {
  constexpr std::string_view ends = ".-/", next = "./";
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    if (prefix == "*" || prefix == name) return true;
    return name.starts_with(prefix) && !prefix.empty() &&
           (ends.find(prefix.back()) != ends.npos || next.find(name[prefix.size()]) != next.npos);
  });
}

}  // namespace

std::string_view kind_name(IssuerKind kind) {
  return kinds[static_cast<size_t>(kind)];
}
std::optional<IssuerKind> kind_named(std::string_view name) {
  const auto found = std::find(kinds.begin(), kinds.end(), name);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<IssuerKind>(found - kinds.begin());
}

bool Issuer::may_sign(std::string_view plugin) const {
  return covers(plugins, plugin);
}
bool Issuer::may_provide(std::string_view contract) const {
  return covers(contracts, contract);
}
bool Issuer::may_use(std::string_view contract) const {
  return kind != IssuerKind::third_party || covers(uses, contract);
}
bool Issuer::may_reach_network() const {
  return kind != IssuerKind::third_party || network;
}

}  // namespace curante::kernel
