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

/// One prescribed row as every paper of the SSN says it, the red form too: what is prescribed, and
/// in the remark the plan, why it may not be replaced, how it is performed, posology or notes.
PromemoriaLine prescribed_line(const recipe_transmitter::Recipe& recipe,
                               const recipe_transmitter::RecipeLine& line);

/// "ASSICURATO ESTERO: FR - CPAM PARIS - N. PERSONALE …" or the seafarer's card; empty where the
/// SSN pays. Where the SAC prints these is not documented: here they stand under the name.
std::string insurance_text(const recipe_transmitter::Recipe& recipe);

/// "Regione Lazio" for "120"; empty for a code that is no region's.
std::string region_title(std::string_view code);

/// SHA-256 of all that a document is made from: the page's texts and the service's own file.
/// Equal content, equal version; 32 octets.
Bytes content_version(const PromemoriaPage& page, const Bytes& service_file);

}  // namespace curante::documents
