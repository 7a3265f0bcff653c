// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::audit {

/// `text` as the log takes it: at most 200 octets, whole UTF-8 characters, '?' for what is none and
/// for control characters. One entry that the database refuses would hold up all that follow.
std::string plain_text(const std::string& text);

}  // namespace curante::audit
