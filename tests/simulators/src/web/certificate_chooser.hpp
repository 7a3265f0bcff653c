// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include "security/certificates.hpp"
#include "security/openssl_owner.hpp"
#include "web/fault_plan.hpp"

namespace sistema_ts {

/// Shows the wrong certificate in a handshake when the plan says so.
class CertificateChooser {
 public:
  /// Hooks into `context`, which must not outlive it. Also switches resumption off: a resumed
  /// session would show no certificate at all.
  CertificateChooser(SSL_CTX* context, const CertificateFiles& files, FaultPlan& faults);

 private:
  static int choose(SSL* connection, void* self);

  FaultPlan& faults_;
  OpenSslOwner<X509> certificate_;
  OpenSslOwner<EVP_PKEY> key_;
};

}  // namespace sistema_ts
