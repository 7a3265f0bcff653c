// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServer.h>
#include <Poco/ThreadPool.h>

#include <cstdint>
#include <memory>

#include "identities.hpp"
#include "state/state_file.hpp"
#include "web/fault_plan.hpp"
#include "web/gateway.hpp"
#include "web/late_deliveries.hpp"

namespace sistema_ts {

/// The HTTP port at which a test looks into the simulator and makes it misbehave. JSON in and out;
/// README.md lists the addresses.
class AdminServer {
 public:
  struct Parts {
    StateFile& state;
    FaultPlan& faults;
    LateDeliveries& late;
    const Gateway& gateway;
    const Identities& identities;
  };

  /// `port` 0 chooses a free one. Throws if it is taken.
  AdminServer(const Parts& parts, uint16_t port);
  ~AdminServer();
  uint16_t port() const;

 private:
  Poco::ThreadPool threads_;
  std::unique_ptr<Poco::Net::HTTPServer> server_;
};

}  // namespace sistema_ts
