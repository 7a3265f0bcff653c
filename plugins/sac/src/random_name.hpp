// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::sac {

/// A name that nothing else has: 16 characters without blanks. Throws Error{"encryption-failed"}.
std::string random_name();

}  // namespace curante::sac
