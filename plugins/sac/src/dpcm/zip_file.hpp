// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::sac {

/// A ZIP archive with one file in it. Throws Error{"zip-failed"}.
std::string zip_of(const std::string& name, const std::string& content);

}  // namespace curante::sac
