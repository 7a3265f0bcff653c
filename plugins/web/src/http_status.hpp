// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "curante/error.hpp"

namespace curante::web {

/// The HTTP status of an error's code; 422 for a refusal that has none of its own.
int http_status(std::string_view code);

/// The body of an error's answer: {"code","message","remedy"}.
std::string error_body(const Error& error);

}  // namespace curante::web
