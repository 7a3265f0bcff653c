// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string_view>

namespace curante::kernel {

/// A value of a contract's type without what its description marks as personal, and without what
/// the description does not know or knows as another kind: such members become null, which every
/// reader takes for «not given». `type` is one of the description's types.
boost::json::value redacted(const boost::json::object& description, std::string_view type,
                            const boost::json::value& value);

}  // namespace curante::kernel
