// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "manifest/version.hpp"
#include "trust/admission.hpp"
#include "trust/trust_store.hpp"

namespace curante::kernel {

/// What lies beside a package of data as <file>.sig: who vouches for which bytes, and what they are
/// for. An INFO text whose last line is the signature of all octets before it, as a plugin's.
struct DataSignature {
  int32_t format = 1;
  std::string data;    ///< "<id of the plugin>.<its name for it>", as issuers' scopes name it
  std::string sha256;  ///< of the file
  std::string until;   ///< last day on which it may be taken; empty = as long as its issuer
  std::string key;
  std::string signature;
};
CURANTE_DESCRIBE(DataSignature, format, data, sha256, until, key, signature);

constexpr std::string_view data_purpose = "curante data signature 1\n";

/// A package that somebody trusted vouches for. Its first line ends in its name and version, so
/// that nobody can sign one version and call it another.
struct DataPackage {
  std::string text, signature;
  std::string name;
  Version version{};
};

/// A package as it comes may be out of date; one that was taken before is good for longer than its
/// signature.
enum class DataAge { fresh, kept };

/// Reads `path` and <path>.sig as data of this id. Gives nothing, and every problem, when it may
/// not be used: "data-missing", "data-untrusted", "data-malformed", "data-forged", "data-other",
/// "data-expired", "data-revoked", and those of its issuer ("issuer-unknown", …).
std::optional<DataPackage> read_data(const std::string& path, const std::string& id, DataAge age,
                                     const TrustPolicy& policy, Problems& problems);

}  // namespace curante::kernel
