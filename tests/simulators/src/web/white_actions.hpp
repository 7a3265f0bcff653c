// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "web/admin_actions.hpp"

namespace sistema_ts {

/// `GET /white[?nrbe=|doctor=]`: the electronic white recipes the service holds.
boost::json::value list_white(const AdminServer::Parts& parts, const AdminRequest& request);
/// `POST /white/state {nrbe,state}`: whatever it was before.
boost::json::value set_white_state(const AdminServer::Parts& parts, const AdminRequest& request);
/// `POST /pharmacy {nrbe,act}`.
boost::json::value act_on_white(const AdminServer::Parts& parts, const std::string& number,
                                const std::string& act);
/// The state that a pharmacy's act leads to. Throws AdminProblem{"act-impossible"}.
int state_after_act(const std::string& act, int state);

}  // namespace sistema_ts
