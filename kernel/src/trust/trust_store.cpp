// SPDX-License-Identifier: Apache-2.0
#include "trust/trust_store.hpp"

#include <algorithm>
#include <array>

#include "curante/error.hpp"
#include "info/struct_reader.hpp"
#include "trust/digest.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

struct NoFurtherKeys {};
CURANTE_DESCRIBE(NoFurtherKeys);

struct IssuerEntry {
  std::string kind, key, until;
  bool in_process = false;
  Named<NoFurtherKeys> plugins, contracts, uses;
};
CURANTE_DESCRIBE(IssuerEntry, kind, key, until, in_process, plugins, contracts, uses);

struct RevokedEntry {
  Named<std::string> keys, libraries;
};
CURANTE_DESCRIBE(RevokedEntry, keys, libraries);

struct TrustFile {
  Named<IssuerEntry> issuers;
  RevokedEntry revoked;
  Named<NoFurtherKeys> libraries;
};
CURANTE_DESCRIBE(TrustFile, issuers, revoked, libraries);

namespace {

constexpr std::array<std::string_view, 5> kinds{"core", "vendor", "third-party", "qa", "dev"};

bool covers(const std::vector<std::string>& prefixes, std::string_view name) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return prefix == "*" || name.starts_with(prefix);
  });
}

std::vector<std::string> names_of(const Named<NoFurtherKeys>& named) {
  std::vector<std::string> names;
  for (const auto& entry : named.entries) names.push_back(entry.name);
  return names;
}

/// Gives nothing and says what is wrong when the entry cannot count.
std::optional<Issuer> issuer_of(const Named<IssuerEntry>::Entry& entry, std::string& fault) {
  const IssuerEntry& it = entry.value;
  Issuer issuer{entry.name, {}, it.key, {}, names_of(it.plugins), names_of(it.contracts),
                names_of(it.uses), it.in_process};
  const auto kind = std::find(kinds.begin(), kinds.end(), it.kind);
  if (kind == kinds.end()) fault = "its kind is core, vendor, third-party, qa or dev";
  if (!from_hex(it.key, 32)) fault = "its key is 64 small hexadecimal digits";
  if (issuer.plugins.empty()) fault = "«plugins» is missing: prefixes of what it may sign, or *";
  try {
    if (!it.until.empty()) issuer.until = Date::parse(it.until);
  } catch (const Error&) {
    fault = "«until» is a day like 2028-12-31";
  }
  if (!fault.empty()) return std::nullopt;
  issuer.kind = static_cast<IssuerKind>(kind - kinds.begin());
  return issuer;
}

std::optional<InfoNode> read_tree(const std::string& file, Problems& problems) {
  try {
    return read_info(read_trusted_text(file, TrustedKind::trust), file, problems);
  } catch (const Error& e) {
    problems.push_back({e.code(), file, 0, e.message(), e.remedy()});
    return std::nullopt;
  }
}

}  // namespace

std::string_view kind_name(IssuerKind kind) {
  return kinds[static_cast<size_t>(kind)];
}

bool Issuer::may_sign(std::string_view plugin) const {
  return covers(plugins, plugin);
}
bool Issuer::may_use(std::string_view contract) const {
  return kind != IssuerKind::third_party || covers(uses, contract);
}
bool Issuer::may_provide(std::string_view contract) const {
  return covers(contracts, contract);
}

TrustStore TrustStore::read(const std::vector<std::string>& files, Problems& problems) {
  TrustStore store;
  for (const std::string& file : files) {
    const auto root = read_tree(file, problems);
    if (!root) continue;
    TrustFile read;
    StructReader(file, problems).read(*root, read);
    for (const auto& entry : read.issuers.entries) {
      std::string fault;
      auto issuer = issuer_of(entry, fault);
      if (issuer && store.owner_of(issuer->key) != nullptr)
        fault = "its key is another issuer's too";
      if (!fault.empty()) {
        problems.push_back({"trust-issuer", file, entry.line, "«" + entry.name + "»: " + fault,
                            "correct the entry, or make it with `curante plugin keygen`"});
      } else {
        store.issuers[issuer->key] = std::move(*issuer);
      }
    }
    for (const auto& it : read.revoked.keys.entries) store.revoked_keys[it.name] = it.value;
    for (const auto& it : read.revoked.libraries.entries)
      store.revoked_libraries[it.name] = it.value;
    for (const auto& it : read.libraries.entries) store.libraries.insert(it.name);
  }
  return store;
}

}  // namespace curante::kernel
