// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "curante/moment.hpp"
#include "info/problem.hpp"

namespace curante::kernel {

/// What kind of maker an issuer is; it bounds where and how its plugins may run.
enum class IssuerKind {
  core,         ///< who makes the host
  vendor,       ///< who sells it, with its regional add-ons
  third_party,  ///< anybody else
  qa,           ///< who tests: only where the region's profile allows mocks
  dev           ///< a plugin's author at work: only in profile `dev`
};
std::string_view kind_name(IssuerKind kind);
std::optional<IssuerKind> kind_named(std::string_view name);

/// Somebody whose signature counts, and for what. A prefix ends where a part of the name does, at a
/// '.', '-' or '/': it.example covers it.example.hello and not it.examples.hello.
struct Issuer {
  std::string name;
  IssuerKind kind = IssuerKind::third_party;
  std::string key;                     ///< public, 64 hexadecimal digits
  std::optional<Date> until;           ///< last day on which its signatures count
  std::vector<std::string> plugins;    ///< prefixes of the plugin ids it may sign; "*" = all
  std::vector<std::string> contracts;  ///< prefixes of the contracts they may provide; "*" = all
  std::vector<std::string> uses;  ///< a third party's: of contracts its plugins may ask; "*" = all
  bool in_process = false;  ///< a third party's plugins run in the host, not each in a process
  bool network = false;     ///< a third party's plugins may have the machine's network

  bool may_sign(std::string_view plugin) const;
  bool may_provide(std::string_view contract) const;
  /// All but third parties may use what their plugins' manifests name.
  bool may_use(std::string_view contract) const;
  bool may_reach_network() const;
};

/// Whom this host trusts: issuers by key, what was revoked and why, and which system libraries a
/// plugin may need. Made once at the start (see trust_files.hpp); any thread may read it then.
struct TrustStore {
  std::map<std::string, Issuer> issuers;
  std::map<std::string, std::string> revoked_keys, revoked_libraries;
  std::set<std::string> libraries;

  /// Null when nobody known owns the key.
  const Issuer* owner_of(const std::string& key) const {
    const auto found = issuers.find(key);
    return found == issuers.end() ? nullptr : &found->second;
  }
};

}  // namespace curante::kernel
