// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::sac {

/// A file of red recipes is sent now.
void note_red_upload(pqxx::transaction_base& tx, const std::string& practice, Instant at);

/// What was sent later than now was sent under a clock that was wrong then, as `account` declares:
/// RestoreLog passes over its times. Burnt numbers are asked after by the clock that is right.
void correct_clock(pqxx::transaction_base& tx, const std::string& practice,
                   const std::string& account, Instant now, Instant ahead, Instant watch_until);

}  // namespace curante::sac
