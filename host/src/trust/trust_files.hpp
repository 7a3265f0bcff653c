// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "trust/trust_store.hpp"

namespace curante::kernel {

/// Joins INFO files of the form
///   issuers   { acme { kind third-party  key <hex>  until 2028-12-31  in_process true
///                      network true
///                      plugins { it.acme }  contracts { acme- }  uses { clock/ } } }
///   revoked   { keys { <hex> "reason" }  libraries { <sha256> "reason" } }
///   libraries { libc.so.6 }
/// Each must be a trusted file. Problems: those of INFO, "trust-missing", "trust-untrusted",
/// "trust-issuer", "trust-revoked".
TrustStore read_trust(const std::vector<std::string>& files, Problems& problems);

/// Adds what is said beside the installation: an issuer that is known already stays as it is, and
/// nothing that is revoked comes back.
void add_trust(TrustStore& store, TrustStore more);

}  // namespace curante::kernel
