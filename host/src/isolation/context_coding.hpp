// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "isolation/octets.hpp"
#include "runtime/context.hpp"

namespace curante::isolation {

/// The id of a plugin's own background context.
constexpr uint64_t background_context = 0;

/// A context as the runner holds it: for reading; the id is what the host believes.
struct RemoteContext : curante_context {
  uint64_t id = background_context;
};

void encode_context(OctetWriter& out, const curante_context& context, uint64_t id);
/// Throws MalformedFrame.
RemoteContext decode_context(OctetReader& in);

}  // namespace curante::isolation
