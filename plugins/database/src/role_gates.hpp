// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "descriptor.hpp"
#include "gate_link.hpp"
#include "server_place.hpp"
#include "startup_packet.hpp"

namespace curante::database {

/// The ways of isolated plugins to PostgreSQL: for each a Unix socket in a folder that its sandbox
/// shows it, through which its own role reaches its own database, and nobody else anything.
///
/// What a client says before it is let through is read, bounded in size and time; afterwards all
/// passes unread, the role's password (SCRAM) too. One thread serves all sockets. Safe to use from
/// any thread.
class RoleGates {
 public:
  explicit RoleGates(ServerPlace server,
                     std::chrono::milliseconds startup_time = std::chrono::seconds(5));
  RoleGates(const RoleGates&) = delete;
  RoleGates& operator=(const RoleGates&) = delete;
  /// Ends all connections and removes the sockets.
  ~RoleGates();

  /// Listens in `folder` for this role, with at most so many connections at once. Idempotent. A
  /// socket that an ended host left is replaced. Throws Error{"socket-directory"}.
  void open(const std::string& folder, const Admitted& admitted, int connections);

 private:
  struct Door;
  struct Visit {
    std::shared_ptr<const Door> door;
    GateLink link;
  };
  using Doors = std::vector<std::shared_ptr<const Door>>;

  void serve();
  bool wait(const Doors& doors, std::vector<pollfd>& waits) const;
  void welcome(const std::shared_ptr<const Door>& door);
  void go_on(Visit& visit, short client_events, short server_events);
  void answer(Visit& visit);
  size_t count(const Door& door, bool sessions) const;
  bool is_own(const Door& door, const BackendKey& key) const;

  const ServerPlace server_;
  const std::chrono::milliseconds startup_time_;
  Descriptor wake_;
  std::mutex mutex_;
  bool stopping_ = false;
  std::map<std::string, std::shared_ptr<const Door>> doors_;
  std::vector<Visit> visits_;         ///< the thread's own
  GateLink::Clock::time_point rest_;  ///< until then nobody is let in: the system had no room
  std::thread thread_;
};

}  // namespace curante::database
