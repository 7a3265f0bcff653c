// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::messages {

/// A password to be read out and typed: three groups of four letters and digits, none of which
/// looks like another, 59 bits. Throws Error{"no-randomness"}.
std::string new_password();

}  // namespace curante::messages
