// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "messages.hpp"

namespace curante::messages {

/// A ZIP archive of the files, each encrypted with AES-256 (WinZip's AE-2), as 7-Zip and its like
/// open it. Names of files stay readable. Throws Error{"zip-failed"}.
Bytes protected_zip(const std::vector<Attachment>& files, const std::string& password);

}  // namespace curante::messages
