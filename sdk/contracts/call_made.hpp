// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/describe.hpp"
#include "curante/kind.hpp"

/// What the host itself tells on the bus.
namespace curante::kernel_events {

/// Event: somebody made a public call. Published after the call on the thread that made it, so that
/// the reply goes out only when all who listen have taken note. Ids only, no personal data.
struct CallMade {
  static constexpr std::string_view id = "call-made/1";
  Instant at;
  std::string user;       ///< id of the account; empty before sign-in
  std::string user_name;  ///< the account's name, not the person's
  std::string role;
  std::string practice;
  std::string station;
  std::string plugin;   ///< through which plugin the user came in
  std::string action;   ///< "chart/1 GetChart"
  std::string patient;  ///< id, or empty
  std::string outcome;  ///< "ok" or the error's code
  std::string trace;
  bool idempotent = false;  ///< the call only read
  int64_t duration_us = 0;  ///< from its coming in to its outcome, waiting included
};
CURANTE_DESCRIBE(CallMade, at, user, user_name, role, practice, station, plugin, action, patient,
                 outcome, trace, idempotent, duration_us);
CURANTE_SUBJECT(CallMade, patient);
CURANTE_PERSONAL(CallMade, user_name, station);

}  // namespace curante::kernel_events
