// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include "xml/xml_document.hpp"

namespace sistema_ts {

inline constexpr size_t kNoLimit = std::numeric_limits<size_t>::max();

/// What an element may hold: the simulator's own statement of the published message formats.
struct ElementRule {
  std::string_view name;
  size_t least = 0;  ///< occurrences
  size_t most = 1;
  std::string_view type = {};  ///< name of the simple type, for the fault's text
  size_t shortest = 0;         ///< length in characters
  size_t longest = kNoLimit;
  bool digits_only = false;
  std::string_view child_space = {};           ///< namespace of the children
  std::span<const ElementRule> children = {};  ///< in their mandatory order
};

/// A whole message: its root, and the rules of what is inside.
struct MessageRule {
  std::string_view name;
  std::string_view name_space;
  std::span<const ElementRule> children;
  bool unpublished = false;  ///< only the root is known: the operation looks at the rest itself
};

/// Checks `message` against `rule`; throws SoapFault with the gateway's wording ("cvc-...").
void check_message(const XmlElement& message, const MessageRule& rule);

}  // namespace sistema_ts
