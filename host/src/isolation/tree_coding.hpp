// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "curante/codec.hpp"
#include "isolation/octets.hpp"

namespace curante::isolation {

/// The form in which a tree crosses between processes: a tag, then the value; exact for whole
/// numbers and reals. Bounds hold the other side back from costing memory or stack without end.
constexpr unsigned deepest_tree = 64;
constexpr uint32_t most_values = 1u << 21;

/// Throws Error{"call-too-large"} beyond the bounds.
void encode_tree(OctetWriter& out, const boost::json::value& tree);

/// Any octets are safe. Throws MalformedFrame when they are no tree; part of it was written then.
void decode_tree(OctetReader& in, const Sink& out);
boost::json::value decode_tree(OctetReader& in);

}  // namespace curante::isolation
