// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/embedded.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::postgres {

/// Brings the room's schema to the newest of its numbered files ("001_patients.sql"), each in a
/// transaction of its own, under a lock so that two hosts may start at once. What has run is
/// remembered with its hash in the table `migration` of the same schema. Throws
/// Error{"migration-changed"} when a file that has run was edited since, Error{"migration-newer"}
/// when the schema is newer than this program, Error{"migration-failed"} naming the file.
/// Whoever else migrates, or reads for long, is waited for at most `patience`.
void migrate(Pool& pool, EmbeddedFiles files,
             std::chrono::milliseconds patience = std::chrono::minutes(15));

}  // namespace curante::postgres
