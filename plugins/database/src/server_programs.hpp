// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::database {

/// The folder with `postgres` and `initdb`: of the version the cluster was made by, or the newest
/// that is installed when there is no cluster yet. Throws Error{"postgres-missing"}.
std::string server_programs(const std::string& cluster);

}  // namespace curante::database
