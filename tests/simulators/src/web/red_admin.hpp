// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "web/admin_actions.hpp"

namespace sistema_ts {

/// GET /red/files: every file of red recipes with what is in it. GET /red/live: codes of the
/// recipes that were taken and not cancelled. POST /red/process: looks at the files that wait.
boost::json::value list_red_files(const AdminServer::Parts& parts, const AdminRequest& request);
boost::json::value list_red_live(const AdminServer::Parts& parts, const AdminRequest& request);
boost::json::value process_red_files(const AdminServer::Parts& parts, const AdminRequest& request);

}  // namespace sistema_ts
