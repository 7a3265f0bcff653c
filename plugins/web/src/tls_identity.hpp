// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::web {

/// Files of the server's certificate and key.
struct TlsIdentity {
  std::string certificate_file;
  std::string key_file;
};

/// The identity in `directory`, made there if there is none: an ECDSA P-256 key (mode 0600) and a
/// self-signed certificate for localhost, `host_name` and 127.0.0.1, valid for two years. A practice
/// that has a certificate of its own names it in the settings instead.
/// Throws Error{"tls-identity"} when the files cannot be made.
TlsIdentity own_identity(const std::string& directory, const std::string& host_name);

}  // namespace curante::web
