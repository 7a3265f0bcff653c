// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>

#include "curante/bytes.hpp"
#include "typesetter.hpp"
#include "white_page.hpp"

namespace curante::documents {

/// Draws white recipes: on paper with the doctor's letterhead and room for a signature, or the
/// promemoria of an electronic one with its NRBE and PIN as Code 39. A4, content from the top.
/// No official layout of either is public: this one is ours.
/// Safe to use from several threads; they take turns.
class WhitePrinter {
 public:
  explicit WhitePrinter(const std::string& families) : typesetter_(families) {}

  /// Equal pages give equal octets. Continues on further pages where the lines need them.
  /// Throws Error{"barcode-invalid"} for a number that Code 39 cannot carry.
  Bytes print(const WhitePage& page);

 private:
  std::mutex mutex_;
  Typesetter typesetter_;
};

}  // namespace curante::documents
