// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outcomes.hpp"
#include "xml/xml_text.hpp"

namespace sistema_ts {

inline constexpr std::string_view kTypes = "http://tipodati.xsd.dem.sanita.finanze.it";

/// The real service writes an empty tipoErrore on success everywhere but in the answer to a
/// sending.
enum class SuccessNote { kWithKind, kWithoutKind };

/// Prefixes, colon included, of the answer's own elements and of the shared types.
struct Prefixes {
  std::string_view message;
  std::string_view types;
};

/// ElencoErroriRicette, which is there on success too.
void write_outcomes(XmlText& xml, const Prefixes& prefixes, const Outcomes& outcomes,
                    SuccessNote note = SuccessNote::kWithKind);

using Communications = std::vector<std::pair<std::string, std::string>>;

/// ElencoComunicazioni.
void write_communications(XmlText& xml, const Prefixes& prefixes, const Communications& all);

}  // namespace sistema_ts
