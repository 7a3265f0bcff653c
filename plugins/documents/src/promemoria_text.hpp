// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "promemoria_page.hpp"
#include "recipe_transmitter.hpp"

namespace curante::documents {

/// What an accepted recipe's promemoria says. Throws Error{"recipe-not-accepted"} unless the
/// receipt says accepted and carries an NRE: paper must never promise what the service did not
/// take. Throws Error{"promemoria-incomplete"} for a recipe with no line, or with more than fit.
PromemoriaPage promemoria_text(const recipe_transmitter::Recipe& recipe,
                               const recipe_transmitter::Receipt& receipt);

/// "Regione Lazio" for "120"; empty for a code that is no region's.
std::string region_title(std::string_view code);

/// SHA-256 of all that a document is made from: the page's texts and the service's own file.
/// Equal content, equal version; 32 octets.
Bytes content_version(const PromemoriaPage& page, const Bytes& service_file);

}  // namespace curante::documents
