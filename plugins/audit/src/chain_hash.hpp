// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "audit.hpp"

namespace curante::audit {

/// An entry and the practice whose chain it belongs to.
struct Record {
  std::string practice;
  Entry entry;
};

/// SHA-256, in hexadecimal, of the hash before it and everything the record says, its number
/// included. Each text goes in with its length, so that no two records read the same.
std::string chain_hash(const std::string& previous, const Record& record);

}  // namespace curante::audit
