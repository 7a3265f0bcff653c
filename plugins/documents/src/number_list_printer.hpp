// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>

#include "documents.hpp"
#include "typesetter.hpp"

namespace curante::documents {

/// Draws a list of recipe numbers with barcodes, A4, ten to a page. Barcodes are those of the
/// promemoria: an NRE stands in two, of 5 and of 10 characters; an NRBE in one.
/// Safe to use from several threads; they take turns.
class NumberListPrinter {
 public:
  explicit NumberListPrinter(const std::string& families) : typesetter_(families) {}

  /// Throws Error{"numbers-missing"}, Error{"barcode-invalid"}.
  Bytes print(const PrintNumbers& request);

 private:
  std::mutex mutex_;
  Typesetter typesetter_;
};

}  // namespace curante::documents
