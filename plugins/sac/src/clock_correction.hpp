// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::sac {

/// A file of red recipes is sent now.
void note_red_upload(pqxx::transaction_base& tx, const std::string& practice, Instant at);

/// A person's word that a clock is right.
struct ClockDeclared {
  std::string account;           ///< who says so
  std::string host;              ///< whose clock it is
  Instant now;                   ///< by that clock
  Instant server_now;            ///< by the database's
  std::optional<Instant> ahead;  ///< the last sending, if it was dated wrongly
};

/// What was sent later than now was sent under a clock that was wrong then: RestoreLog passes over
/// its times. Burnt numbers are asked after by the clock that is right, until `watch_until`.
void correct_clock(pqxx::transaction_base& tx, const std::string& practice,
                   const ClockDeclared& declared, Instant watch_until);

/// Whether the host's clock was declared right while the database's was ahead of it, or behind, by
/// as much as it is now: then that clock, and what others send by one like it, proves nothing, each
/// time anew. Once the two no longer differ so, somebody has set one of them, and the declaration
/// holds no more.
bool is_declared_right(postgres::Pool& pool, const std::string& practice, const std::string& host,
                       Instant now, Instant server_now);

/// No declaration of this host's clock holds any more: somebody has set it, or the database's.
void end_declarations(postgres::Pool& pool, const std::string& practice, const std::string& host);

}  // namespace curante::sac
