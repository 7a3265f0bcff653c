// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <span>
#include <string>

#include "curante/bytes.hpp"
#include "promemoria_page.hpp"
#include "typesetter.hpp"

namespace curante::documents {

/// Draws the promemoria as the SAC does: A4, content in the top half.
/// Source: PROTOCOLS 6.4, measured on a promemoria of the SAC's test system.
/// Safe to use from several threads; they take turns.
class PromemoriaPrinter {
 public:
  /// Faces as wide as the SAC's Helvetica first; any other is narrowed to it.
  static constexpr const char* usual_families =
      "Liberation Sans, Nimbus Sans, DejaVu Sans Condensed, DejaVu Sans";

  explicit PromemoriaPrinter(const std::string& families = usual_families)
      : typesetter_(families) {}

  /// One PDF with one page each. Equal pages give equal octets.
  /// Throws Error{"promemoria-incomplete"} for a page without NRE, codice fiscale or line, or with
  /// more lines than fit, and Error{"barcode-invalid"}.
  Bytes print(std::span<const PromemoriaPage> pages);

 private:
  std::mutex mutex_;
  Typesetter typesetter_;
};

}  // namespace curante::documents
