// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "trust/release.hpp"
#include "trust/trust_store.hpp"

namespace curante::kernel {

/// By what a library is measured: whom this host trusts, in which profile, on which day.
struct TrustPolicy {
  TrustStore store;
  std::string profile;
  bool mocks = false;  ///< the profile lets plugins stand in for real services
  Date today;
  ReleasedLibraries released{};  ///< what needs no signature file of its own
};

/// Who vouched for a library, and for what.
struct Admission {
  Signature signature;
  Issuer issuer;
};

/// The one place that decides whose code may enter. `octets` are those of the library at
/// `path`; its signature (what a release says of it, else <id>.sig beside <id>.so) is read once, so that what
/// is checked here is what the rest of the pipeline sees; no byte of the library is looked into
/// before its hash is vouched for by somebody trusted. Gives nothing, and every problem, when it
/// may not: "signature-missing", "signature-untrusted", "signature-malformed", "signature-forged",
/// "signature-other-bytes", "signature-expired", "issuer-unknown", "issuer-expired",
/// "issuer-scope", "issuer-profile", "key-revoked", "library-revoked".
std::optional<Admission> admit_library(const std::string& path,
                                       std::span<const unsigned char> octets,
                                       const TrustPolicy& policy, Problems& problems);

/// The same questions about who owns `key`, for what was signed as `id`: "issuer-unknown",
/// "issuer-expired", "issuer-scope", "issuer-profile", "key-revoked".
void examine_signer(const std::string& path, const std::string& id, const std::string& key,
                    const TrustPolicy& policy, Problems& problems);

}  // namespace curante::kernel
