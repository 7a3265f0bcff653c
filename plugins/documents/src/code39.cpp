// SPDX-License-Identifier: Apache-2.0
#include "code39.hpp"

#include <zint.h>

#include <cmath>
#include <memory>
#include <string>

#include "curante/error.hpp"

namespace curante::documents {

Code39 code39(std::string_view text) {
  const std::unique_ptr<zint_symbol, void (*)(zint_symbol*)> symbol(ZBarcode_Create(),
                                                                    ZBarcode_Delete);
  if (!symbol) throw std::bad_alloc();
  symbol->symbology = BARCODE_CODE39;
  symbol->show_hrt = 0;
  const int code = ZBarcode_Encode_and_Buffer_Vector(
      symbol.get(), reinterpret_cast<const unsigned char*>(text.data()),
      static_cast<int>(text.size()), 0);
  // Even a warning is refused: it would mean that zint altered what has to be read back.
  if (text.empty() || code != 0 || symbol->vector == nullptr) {
    throw Error("barcode-invalid", "un codice della ricetta non è rappresentabile come Code 39",
                "controllare NRE e codice fiscale: solo lettere maiuscole e cifre");
  }
  double left = INFINITY, right = 0;
  for (const auto* r = symbol->vector->rectangles; r != nullptr; r = r->next) {
    left = std::min(left, static_cast<double>(r->x));
    right = std::max(right, static_cast<double>(r->x) + static_cast<double>(r->width));
  }
  // Each character has 9 elements, 3 of them wide: 12 modules and a gap of one.
  Code39 out;
  out.modules = 13.0 * static_cast<double>(text.size() + 2) - 1;
  const double unit = (right - left) / out.modules;
  for (const auto* r = symbol->vector->rectangles; r != nullptr; r = r->next) {
    const double width = std::round(static_cast<double>(r->width) / unit);
    if (width != 1 && width != 2) throw Error("barcode-invalid", "zint drew no 2:1 Code 39", "");
    out.bars.push_back({std::round((static_cast<double>(r->x) - left) / unit), width});
  }
  return out;
}

}  // namespace curante::documents
