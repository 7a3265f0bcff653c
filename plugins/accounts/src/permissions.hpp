// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "accounts.hpp"

namespace curante::accounts {

/// Who may what. Calls name the permission they need; this is the one table of who has it.
std::vector<std::string> permissions_of(Role role);

}  // namespace curante::accounts
