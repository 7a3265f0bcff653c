// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/host.hpp"

namespace curante::web {

/// The OpenAPI 3.1 description of all public calls, made from the contracts' own descriptions
/// (`directory` is the text of curante_ext_entry.directory).
std::string open_api(const Host& host, const std::string& directory);

}  // namespace curante::web
