// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "operations/operation.hpp"
#include "state/white_recipe.hpp"
#include "xml/xml_text.hpp"

/// The messages of the three operations on electronic white recipes. No schema of them is public:
/// names and order are those of a public client's templates, the rest is assumed.
namespace sistema_ts {

const Description& white_sending();
const Description& white_view();
const Description& white_withdrawal();

/// The answer's root with its namespaces, written into `xml`. `name` is "Invio", "Visualizza" or
/// "Annulla".
void open_white_answer(XmlText& xml, std::string_view name);

/// erroreRicetta for each outcome; `rows` name the products the outcomes are about.
void write_white_outcomes(XmlText& xml, const Outcomes& outcomes,
                          const std::vector<Fields>& rows = {});

}  // namespace sistema_ts
