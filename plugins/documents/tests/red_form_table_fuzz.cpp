// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "curante/error.hpp"
#include "red_form_table.hpp"

/// A table is read, or refused with the line at fault; every field that is read has a name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto& field : curante::documents::red_form_fields(text)) {
      if (field.name.empty() || field.x < 0 || field.box < 0) std::abort();
    }
  } catch (const curante::Error& e) {
    if (e.code() != "red-form-table") std::abort();
  }
  return 0;
}
