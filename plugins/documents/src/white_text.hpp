// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "curante/bytes.hpp"
#include "recipe_transmitter.hpp"
#include "white_page.hpp"

namespace curante::documents {

/// What a white recipe says: on paper without a receipt, else as the promemoria of the electronic
/// one. A diagnosis is nobody's business at the counter: it is not printed with drugs. Throws
/// Error{"recipe-not-white"}, Error{"recipe-not-accepted"} for a receipt that is no acceptance with
/// a number, and Error{"white-incomplete"} for what could not be honoured.
WhitePage white_text(const recipe_transmitter::Recipe& recipe,
                     const std::optional<recipe_transmitter::Receipt>& receipt);

/// SHA-256 of all that the document is made from; 32 octets.
Bytes content_version(const WhitePage& page, const Bytes& service_file);

}  // namespace curante::documents
