// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace sistema_ts {

/// The keys and certificates of the simulated services, made at the first start and then kept.
struct CertificateFiles {
  std::filesystem::path authority;  ///< ca.pem: what a client must trust
  std::filesystem::path server;     ///< server.pem, signed by the authority
  std::filesystem::path server_key;
  std::filesystem::path wrong;  ///< wrong.pem: another name, signed by nobody known
  std::filesystem::path wrong_key;
  std::filesystem::path sanitel;  ///< sanitel.pem: with which pincodes are encrypted
  std::filesystem::path sanitel_key;
};

/// Finds them in `directory`, or makes what is missing. Throws std::runtime_error.
CertificateFiles ensure_certificates(const std::filesystem::path& directory);

}  // namespace sistema_ts
