// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace curante::reference {

/// What is compared when people search: lower case, no accents, one blank between words. Dots,
/// commas, plus and percent signs stay inside words («2,5», «250.0»); other punctuation parts them.
/// Both sides of a comparison pass through here, so no database extension takes part in it.
std::string search_text(std::string_view text);

}  // namespace curante::reference
