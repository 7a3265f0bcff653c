// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServer.h>
#include <Poco/ThreadPool.h>

#include <cstdint>
#include <memory>

#include "security/certificates.hpp"
#include "web/fault_plan.hpp"
#include "web/gateway.hpp"
#include "web/late_deliveries.hpp"
#include "web/open_connections.hpp"
#include "web/stop_signal.hpp"

namespace sistema_ts {

class CertificateChooser;

/// The one HTTPS port at which all services of Sistema TS are served by their paths. Clients may
/// keep their connection for some seconds; a certificate that changes ends all of them, so that the
/// next handshake shows it.
class SoapServer {
 public:
  struct Parts {
    Gateway& gateway;
    FaultPlan& faults;
    LateDeliveries& late;
    StopSignal& stop;
  };

  /// `port` 0 chooses a free one. Throws if it is taken.
  SoapServer(const Parts& parts, const CertificateFiles& files, uint16_t port);
  ~SoapServer();
  uint16_t port() const;

 private:
  Poco::ThreadPool threads_;
  OpenConnections connections_;
  std::unique_ptr<CertificateChooser> chooser_;
  std::unique_ptr<Poco::Net::HTTPServer> server_;
};

}  // namespace sistema_ts
