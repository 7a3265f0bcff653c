// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "web/admin_actions.hpp"

namespace sistema_ts {

/// `GET /white[?nrbe=|doctor=]`: the electronic white recipes the service holds.
boost::json::value list_white(const AdminServer::Parts& parts, const AdminRequest& request);
/// `POST /white/state {nrbe,state}`: plays the pharmacy.
boost::json::value set_white_state(const AdminServer::Parts& parts, const AdminRequest& request);

}  // namespace sistema_ts
