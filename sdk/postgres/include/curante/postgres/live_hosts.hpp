// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/postgres/pool.hpp"

namespace curante::postgres {

/// The hosts of a room at work on this very database whose ledger files agree with it.
///
/// Each says so by the name of its session, which ends with the host or its connection and never
/// comes back with a copy, and which only sessions of this room's role can have: so a host whose
/// file is new can tell a practice it joins from a copy it was given. Safe from any thread.
class LiveHosts {
 public:
  /// Keeps one connection of its own.
  LiveHosts(std::string uri, std::string practice)
      : session_(std::move(uri), 1), practice_(std::move(practice)) {}

  bool any_other();
  /// This host's file agrees with the database. Said again, it mends what was lost with its
  /// connection.
  void join();
  /// This host ends: said, it is known at once.
  void leave();

 private:
  Pool session_;
  std::string practice_;
};

}  // namespace curante::postgres
