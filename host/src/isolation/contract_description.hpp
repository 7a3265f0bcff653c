// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string_view>

namespace curante::isolation {

/// What a plugin's process says of a contract it provides, reduced to the form that
/// curante::SchemaWriter gives: the host reads it like one that it wrote itself. Throws
/// Error{"description-malformed"}.
boost::json::object checked_description(const boost::json::value& said, std::string_view contract);

}  // namespace curante::isolation
