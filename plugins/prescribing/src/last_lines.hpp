// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/postgres/pool.hpp"
#include "prescribing.hpp"

namespace curante::prescribing {

/// What ListLastLines answers, with one statement.
LastLineList last_lines(postgres::Pool& pool, const std::string& practice,
                        const ListLastLines& call);

}  // namespace curante::prescribing
