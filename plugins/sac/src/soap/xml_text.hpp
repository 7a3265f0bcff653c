// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace curante::sac {

/// XML 1.0 has no way to write control characters and what is no UTF-8: a doctor's text must not
/// break the message.
std::string printable(std::string_view text);

}  // namespace curante::sac
